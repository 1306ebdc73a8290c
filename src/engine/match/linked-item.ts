import {
  ANY_ONE_CHARACTER,
  ANY_RUN_CHARACTER,
  NAMED,
  packagesOf,
  splitCpe,
  unescapeCpe,
  WILDCARDS,
} from '#engine/catalogue';
import type { Catalogue, CpeName, Tables } from '#engine/catalogue';
import { formatCpe, parseCpe } from '#engine/cpe';
import type { ProductLink, ProductText } from '#engine/identify';
import { asMajor, readVersion, standsForNone, VERSION_NOT_KNOWN } from '#engine/versions';
import type { Version } from '#engine/versions';
import type { Truth } from '#engine/words';
import { platformOf } from './attributes.ts';
import type { ItemTraits, Platform } from './attributes.ts';
import type { Configuration } from './configuration.ts';
import { silentBit } from './silent-parts.ts';

export interface Identifier {
  identify(text: ProductText): readonly ProductLink[];
  /** How whoever a document names as its author is the maker of what a text was found to be; null: nothing shows it. */
  readonly asMaker: (author: string, found: ProductLink) => string | null;
}

/** An item of a configuration with the products it was found to be. */
export interface LinkedItem {
  readonly text: ProductText;
  readonly links: readonly ProductLink[];
  /** As the inventory writes it, or else its CPE name; null: neither says. */
  readonly versionText: string | null;
  /** What stands there for a version does not tell one; see `standsForNone()`. */
  readonly isStandIn: boolean;
  readonly traits: ItemTraits;
  /** Kinds of products the inventory says something about by having this item; see `silentBit`. */
  readonly speaks: number;
}

/** Finds the products of an item. */
export type Linker = (text: ProductText) => LinkedItem;

/**
 * Finds the products of items. A component that carries a CPE name, or whose maker and name are a product's to the
 * letter, needs no reading of its text: it is looked up. Everything else is the identifier's.
 */
export function createLinker(catalogue: Catalogue, identifier: Identifier): Linker {
  const { directory } = catalogue;
  const patterns = wildcardProducts(catalogue);
  const hasNamed = catalogue.tables.productParts.includes(NAMED);
  const hasPackages = hasNamed && namesPackages(catalogue);
  let namedByKey: Map<string, number[]> | null = null;

  /** Products that advisories name by the very words of a CPE product. */
  function namedAlike(vendor: string, name: string): readonly number[] {
    if (!hasNamed) return [];
    namedByKey ??= namedProductsByKey(catalogue);
    return namedByKey.get(`${cpeWord(vendor)}:${cpeWord(name)}`) ?? [];
  }

  function found(part: 'a' | 'o' | 'h', vendor: string, name: string): number[] {
    const product = directory.find(part, vendor, name);
    const products = product === -1 ? [] : [product];
    for (const it of patterns)
      if (it.part === part && it.product !== product && it.meets(vendor, name)) products.push(it.product);
    return products;
  }

  function linksOf(text: ProductText, cpe: CpeName | null): readonly ProductLink[] {
    if (cpe !== null) return linksByCpe(text, cpe);
    if (text.kind !== 'component' || text.manufacturer === undefined) return identifier.identify(text);
    const [vendor, name] = [cpeWord(text.manufacturer), cpeWord(text.model)];
    const products = found('a', vendor, name);
    if (products.length === 0) return identifier.identify(text);
    const evidence = evidenceOf('model', text.model, `${vendor}:${name}`, 'the same maker and name');
    return withPackage(text, confirmed([...products, ...namedAlike(vendor, name)], evidence));
  }

  function linksByCpe(text: ProductText, { part, vendor, product }: CpeName): readonly ProductLink[] {
    const products = found(part, vendor, product);
    if (text.kind === 'device') products.push(...otherHalf(part, vendor, product));
    const evidence = evidenceOf('cpe', text.cpe ?? '', `${vendor}:${product}`, 'names its CPE');
    const links = confirmed([...products, ...namedAlike(vendor, product)], evidence);
    return withPackage(text, withOthers(links, alsoRead(text)));
  }

  /** Advisories that name packages by their URLs mean these, whatever else a component is known as. */
  function withPackage(text: ProductText, links: readonly ProductLink[]): readonly ProductLink[] {
    if (text.purl === undefined || !hasPackages) return links;
    const own = packagesOf(text.purl);
    return withOthers(
      links,
      identifier.identify(text).filter((it) => own.includes(directory.family(it.product) ?? '')),
    );
  }

  /** What the words add to a CPE name: the build of a system, and what advisories call a device. */
  function alsoRead(text: ProductText): readonly ProductLink[] {
    if (text.kind === 'os') return identifier.identify(text);
    if (text.kind === 'component' || !hasNamed) return [];
    return identifier.identify(text).filter((it) => directory.part(it.product) === 'named');
  }

  /** A device is its hardware and the firmware on it; an inventory names one of the two. */
  function otherHalf(part: CpeName['part'], vendor: string, product: string): number[] {
    if (part === 'h') return found('o', vendor, `${product}${FIRMWARE}`);
    return part === 'o' && product.endsWith(FIRMWARE)
      ? found('h', vendor, product.slice(0, -FIRMWARE.length))
      : [];
  }

  return (text) => {
    const cpe = text.cpe === undefined ? null : readCpe(text.cpe);
    const versionText = text.version ?? (cpe === null ? null : versionOf(cpe));
    return {
      text,
      links: linksOf(text, cpe),
      versionText,
      isStandIn: versionText !== null && standsForNone(versionText),
      traits: { attributes: cpe?.attributes ?? null, version: versionText },
      speaks: SPEAKS_FOR[text.kind] | (cpe === null ? 0 : silentBit(cpe.part)),
    };
  };
}

const SPEAKS_FOR = { device: silentBit('h'), os: silentBit('o'), component: silentBit('a') } as const;

const FIRMWARE = '_firmware';

function readCpe(text: string): CpeName | null {
  const direct = splitCpe(text);
  if (direct !== null) return direct;
  const parsed = parseCpe(text); // the older URI form
  return parsed === null ? null : splitCpe(formatCpe(parsed));
}

function versionOf({ version }: CpeName): string | null {
  return version === '*' || version === '-' ? null : unescapeCpe(version);
}

/** Maker and product names as CPE writes them: "Acme Tools" is `acme_tools`. */
function cpeWord(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, '_');
}

function evidenceOf(
  field: 'cpe' | 'model',
  ours: string,
  theirs: string,
  how: string,
): ProductLink['evidence'] {
  return [{ field, ours, theirs, how }];
}

function confirmed(products: readonly number[], evidence: ProductLink['evidence']): ProductLink[] {
  return products.map((product) => ({ product, confidence: 'confirmed', evidence }));
}

function withOthers(links: readonly ProductLink[], others: readonly ProductLink[]): readonly ProductLink[] {
  return [...links, ...others.filter((it) => !links.some((known) => known.product === it.product))];
}

function namesPackages({ directory }: Catalogue): boolean {
  for (let product = 0; product < directory.size; product++)
    if (directory.family(product)?.startsWith('pkg:') === true) return true;
  return false;
}

interface Pattern {
  readonly product: number;
  readonly part: string;
  meets(vendor: string, name: string): boolean;
}

/** The handful of products that feeds name with wildcards, such as every processor of a maker. */
function wildcardProducts({ directory, tables }: Catalogue): Pattern[] {
  const patterns: Pattern[] = [];
  for (const product of productsWithWildcards(tables)) {
    const vendor = wildcardExpression(tables.texts.text(tables.productVendors[product] as number));
    const name = wildcardExpression(tables.texts.text(tables.productNames[product] as number));
    patterns.push({
      product,
      part: directory.part(product),
      meets: (itsVendor, itsName) => vendor.test(itsVendor) && name.test(itsName),
    });
  }
  return patterns;
}

/** Read from the bytes: stored wildcards are control characters, which no name has. */
function productsWithWildcards({ texts, productParts, productVendors, productNames }: Tables): number[] {
  const wild = new Uint8Array(texts.size);
  for (const wildcard of WILDCARDS)
    for (let at = texts.bytes.indexOf(wildcard); at !== -1; at = texts.bytes.indexOf(wildcard, at + 1))
      wild[texts.indexAt(at)] = 1;
  const found: number[] = [];
  for (let product = 0; product < productParts.length; product++) {
    const isWild =
      wild[productVendors[product] as number] === 1 || wild[productNames[product] as number] === 1;
    if (isWild && productParts[product] !== NAMED) found.push(product);
  }
  return found;
}

function wildcardExpression(stored: string): RegExp {
  const escaped = stored.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(ANY_RUN_CHARACTER, '.*').replaceAll(ANY_ONE_CHARACTER, '.?')}$`);
}

function namedProductsByKey({ directory }: Catalogue): Map<string, number[]> {
  const byKey = new Map<string, number[]>();
  for (let product = 0; product < directory.size; product++) {
    if (directory.part(product) !== 'named') continue;
    const key = `${cpeWord(directory.vendor(product))}:${cpeWord(directory.name(product))}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [product]);
    else known.push(product);
  }
  return byKey;
}

/**
 * The versions that may count for a link, the foremost first: the one in the product's own scheme where identification
 * found it ("21h2"), then the item's own ("10.0.19044.5964"), because criteria of one product are written in either.
 */
export function versionsOf(item: LinkedItem, link: ProductLink): readonly string[] {
  // Identification found that the version is not told, whatever stands where it should: "1809", "10.0".
  if (link.version === '') return [];
  const own = item.versionText === null || item.isStandIn ? [] : [item.versionText];
  return link.version === undefined || link.version === item.versionText ? own : [link.version, ...own];
}

type VersionsRead = readonly (Version | null)[];

/** Every criterion of a product asks the same of the same items. */
const versionsRead = new WeakMap<LinkedItem, Map<ProductLink, VersionsRead>>();

/** The same, taken apart. */
export function readVersionsOf(item: LinkedItem, link: ProductLink): VersionsRead {
  let known = versionsRead.get(item);
  if (known === undefined) {
    known = new Map();
    versionsRead.set(item, known);
  }
  let versions = known.get(link);
  if (versions === undefined) {
    versions = versionsOf(item, link).map(readVersion);
    if (isSystem(item)) versions = versions.map((it) => (it === null ? null : asMajor(it)));
    known.set(link, versions);
  }
  return versions;
}

/** "iOS 17", "Debian 12": a lone number of an operating system is the first number of its version. */
export function isSystem({ text }: LinkedItem): boolean {
  return text.kind === 'os';
}

export interface Told {
  readonly truth: Truth;
  readonly because: string;
}

/** What the first version that can be compared tells; where none can, why the foremost cannot. */
export function tellBy<T extends Told>(
  versions: readonly (Version | null)[],
  test: (version: Version | null) => T,
): T {
  const [first = null, ...others] = versions;
  const told = test(first);
  if (told.truth !== null) return told;
  return others.map(test).find((it) => it.truth !== null) ?? told;
}

/** The same with the text that stands where a version should, if it is what leaves the answer open. */
export function withWrittenVersion<T extends Told>(told: T, { versionText }: LinkedItem): T {
  if (told.because !== VERSION_NOT_KNOWN || versionText === null) return told;
  return { ...told, because: `"${versionText}" does not tell which version it is` };
}

/** The platform of a configuration, from its operating system. */
export function platformOfConfiguration({ items }: Configuration): Platform {
  for (const it of items) if (it.kind === 'os') return platformOf(it.model);
  return null;
}

/** What the inventory says, in a line. */
export function itemWords({ manufacturer, model, version }: ProductText): string {
  return [manufacturer, model, version].filter((it) => it !== undefined).join(' ');
}
