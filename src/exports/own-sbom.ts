/** What a lock file of npm says of one package. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The packages of a lock file, by the folder each stands in: `node_modules/a/node_modules/b`. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** A package that the product is made of. */
export interface Part {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  /** SPDX expression; null: the package names none. */
  readonly license: string | null;
  /** SHA-512 of the package as published, in hex; null: unknown. */
  readonly sha512: string | null;
  /** Package URLs of what it needs itself. */
  readonly needs: readonly string[];
}

/** Everything that the named packages are and need, by name. @throws Error when one is not in the lock file */
export function partsOf(packages: LockedPackages, roots: readonly string[]): Part[] {
  const found = new Map<string, Part>();
  const open = roots.map((name) => placeOf(packages, '', name) ?? missing(name));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (found.has(place)) continue;
    const places = needsOf(packages, place);
    found.set(place, partAt(packages, place, places));
    open.push(...places);
  }
  const once = new Map([...found.values()].map((it) => [it.purl, it]));
  return [...once.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
}

/** CycloneDX 1.6. The same parts make the same document. */
export function ownSbom(
  product: { readonly version: string; readonly license: string },
  parts: readonly Part[],
) {
  const purl = `pkg:generic/patchward@${product.version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purl,
        name: 'patchward',
        version: product.version,
        licenses: [{ expression: product.license }],
      },
    },
    components: parts.map((it) => ({
      type: 'library',
      'bom-ref': it.purl,
      name: it.name,
      version: it.version,
      purl: it.purl,
      ...(it.license === null ? {} : { licenses: [{ expression: it.license }] }),
      ...(it.sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: it.sha512 }] }),
    })),
    dependencies: [
      { ref: purl, dependsOn: parts.map((it) => it.purl) },
      ...parts.map((it) => ({ ref: it.purl, dependsOn: it.needs })),
    ],
  } as const;
}

function partAt(packages: LockedPackages, place: string, places: readonly string[]): Part {
  const { license, integrity } = packages[place] as LockedPackage;
  const sha512 = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
  return {
    name: nameOf(place),
    version: versionOf(packages, place),
    purl: purlOf(packages, place),
    license: license ?? null,
    sha512: sha512 === undefined ? null : Buffer.from(sha512, 'base64').toString('hex'),
    needs: [...new Set(places.map((it) => purlOf(packages, it)))].toSorted(),
  };
}

/** Optional packages of other platforms, and peers that nobody installed, are not there. */
function needsOf(packages: LockedPackages, place: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packages[place] as LockedPackage;
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
    .map((name) => placeOf(packages, place, name))
    .filter((it) => it !== null);
}

/** Where Node would find a package, asked for from a folder: the nearest `node_modules` that holds it. */
function placeOf(packages: LockedPackages, from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (folder === '') return null;
  }
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function versionOf(packages: LockedPackages, place: string): string {
  return packages[place]?.version ?? missing(place);
}

function purlOf(packages: LockedPackages, place: string): string {
  return `pkg:npm/${nameOf(place).replace('@', '%40')}@${versionOf(packages, place)}`;
}

function missing(what: string): never {
  throw new Error(`Cannot list parts: the lock file does not know ${what}`);
}
