import { packagesOf, type ProductDirectory } from '#engine/catalogue';
import type { Confidence } from '#engine/words';
import { makerKey } from './maker-names.ts';
import type { Evidence, ProductLink, ProductText } from './product-text.ts';
import { squash } from './text.ts';

/** A package URL taken apart. Source: package-url/purl-spec, `pkg:type/namespace/name@version`. */
interface Package {
  readonly type: string;
  readonly namespace: readonly string[];
  readonly name: string;
  readonly version: string | null;
}

export interface Packages {
  /** Software by its name alone or its package URL: what inventories know of a component when they know no maker. */
  find(text: ProductText): ProductLink[];
  /** What advisories say of the very package, by its URL. */
  same(text: ProductText): ProductLink[];
}

/** Distributions repair old versions and keep their number, so that the number proves little. */
const BACKPORTING = new Set(['deb', 'rpm', 'apk']);

export function createPackages(directory: ProductDirectory): Packages {
  let byName: Map<string, number[]> | null = null;
  let byPackage: Map<string, number[]> | null = null;

  return {
    same(text) {
      const { purl, version } = text;
      if (purl === undefined) return [];
      const known = (byPackage ??= namedByPackage(directory));
      const own = version === undefined ? (readPurl(purl)?.version ?? null) : null;
      return packagesOf(purl).flatMap((theirs) =>
        (known.get(theirs) ?? []).map((product) => ({
          product,
          confidence: 'confirmed' as const,
          evidence: [{ field: 'purl' as const, ours: purl, theirs, how: 'the same package' }],
          ...(own !== null && { version: own }),
        })),
      );
    },
    find(text) {
      const purl = text.purl === undefined ? null : readPurl(text.purl);
      const name = squash(purl?.name ?? text.model);
      if (name === '') return [];
      byName ??= softwareByName(directory);
      const links = (byName.get(name) ?? []).map((product) => linkOf(directory, product, text, purl, name));
      return links.length > 0 || purl === null ? links : linksToProject(directory, byName, purl, text);
    },
  };
}

/**
 * "org.apache.logging.log4j/log4j-core" is a part of Apache's Log4j. Its core is what a weakness of the whole is about;
 * of the other parts a person must tell.
 */
function linksToProject(
  directory: ProductDirectory,
  byName: ReadonlyMap<string, readonly number[]>,
  purl: Package,
  text: ProductText,
): ProductLink[] {
  const name = squash(purl.name);
  const project = purl.namespace.map(squash).findLast((it) => it.length >= 3 && name.startsWith(it));
  if (project === undefined) return [];
  const isCore = name === project || name === `${project}core`;
  return (byName.get(project) ?? []).flatMap((product): ProductLink[] => {
    const link = linkOf(directory, product, text, purl, project);
    if (link.confidence === 'candidate') return [];
    return [isCore ? link : { ...link, confidence: 'candidate' }];
  });
}

function linkOf(
  directory: ProductDirectory,
  product: number,
  text: ProductText,
  purl: Package | null,
  name: string,
): ProductLink {
  const vendor = makerKey(directory.vendor(product).replaceAll('_', ' '));
  const theirs = `${directory.vendor(product)} ${directory.name(product)}`;
  const evidence: Evidence[] = [
    { field: 'model', ours: text.model, theirs, how: 'same name, maker not stated' },
  ];
  if (purl === null) return { product, confidence: 'candidate', evidence };
  const maker = vendor === name ? 'vendor of the same name' : namespaceOf(purl, vendor);
  const certain = maker !== null && !BACKPORTING.has(purl.type);
  const confidence: Confidence = certain ? 'probable' : 'candidate';
  const how = BACKPORTING.has(purl.type)
    ? 'package of a distribution, which repairs old versions without a new number'
    : (maker ?? 'same name, maker not stated');
  return {
    product,
    confidence,
    evidence: [{ field: 'purl', ours: text.purl ?? '', theirs, how }],
    ...(purl.version !== null && text.version === undefined && { version: purl.version }),
  };
}

function namespaceOf(purl: Package, vendor: string): string | null {
  const part = purl.namespace.find((it) => makerKey(it) === vendor);
  return part === undefined ? null : `namespace ${part}`;
}

function readPurl(text: string): Package | null {
  const match = /^pkg:\/*([a-z0-9.+-]+)\/(?:([^@?#]*)\/)?([^/@?#]+)(?:@([^?#]+))?/i.exec(text);
  if (match === null) return null;
  const [, type = '', namespace = '', name = '', version] = match;
  return {
    type: type.toLowerCase(),
    namespace: decode(namespace)
      .split(/[/.]/)
      .filter((it) => it !== ''),
    name: decode(name),
    version: version === undefined ? null : decode(version),
  };
}

/** Percent-encoding as package URLs use it. */
function decode(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function namedByPackage(directory: ProductDirectory): Map<string, number[]> {
  const byPackage = new Map<string, number[]>();
  for (let product = 0; product < directory.size; product++) {
    const own = directory.family(product);
    if (own?.startsWith('pkg:') !== true) continue;
    const list = byPackage.get(own);
    if (list === undefined) byPackage.set(own, [product]);
    else list.push(product);
  }
  return byPackage;
}

function softwareByName(directory: ProductDirectory): Map<string, number[]> {
  const byName = new Map<string, number[]>();
  for (let product = 0; product < directory.size; product++) {
    if (directory.part(product) !== 'a') continue;
    const name = squash(directory.name(product));
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [product]);
    else list.push(product);
  }
  return byName;
}
