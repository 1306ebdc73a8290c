import type { Catalogue, ProductDirectory } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import type { Platform } from './attributes.ts';
import type { Configuration } from './configuration.ts';
import { DEGREE_BITS, DEGREE_MASK } from './degree.ts';
import { rememberItems } from './item-memo.ts';
import { createLinker, platformOfConfiguration } from './linked-item.ts';
import type { Identifier, LinkedItem, Linker } from './linked-item.ts';
import { createLinkedMatcher } from './linked-matcher.ts';
import type { LinkedMatcher, MatchedItem } from './linked-matcher.ts';

/** A fleet's findings, kept up to date as the feeds change. */
export interface FleetMatch {
  /** By configuration: packed findings, sorted; see `Matcher.findings`. */
  readonly findings: readonly Int32Array[];
  /**
   * Takes in what the feeds now say about the weaknesses they changed: a catalogue of those alone, but with every
   * source's words on each. Only these weaknesses are matched anew, and only on configurations they touch; the result
   * is the one of matching everything anew. Returns the configurations whose findings may differ.
   */
  applyDelta(changed: Catalogue): readonly number[];
  /** The id of a weakness: those that a delta brought follow behind the catalogue's. */
  idOf(vulnerability: number): string;
}

/** Matches a fleet's configurations once. `identifierFor` reads texts against a directory of products. */
export function createFleetMatch(
  catalogue: Catalogue,
  configurations: readonly Configuration[],
  identifierFor: (directory: ProductDirectory) => Identifier,
): FleetMatch {
  const identifier = identifierFor(catalogue.directory);
  const link = createLinker(catalogue, identifier);
  const linked: LinkedItem[] = [];
  const numbersOf = rememberItems((text) => linked.push(link(text)) - 1);
  const itemsOf = configurations.map(numbersOf);
  const platforms = configurations.map(platformOfConfiguration);
  const findings = matchAll(createLinkedMatcher(catalogue, identifier), linked, itemsOf, platforms);
  catalogue.indexOf(''); // builds its index of ids, which the first delta would otherwise wait for
  const addedIds: string[] = [];
  const addedIndex = new Map<string, number>();

  function indexOf(id: string): number {
    const known = catalogue.indexOf(id);
    if (known !== -1) return known;
    let added = addedIndex.get(id);
    if (added === undefined) {
      added = catalogue.size + addedIds.push(id) - 1;
      addedIndex.set(id, added);
    }
    return added;
  }

  function applyDelta(changed: Catalogue): readonly number[] {
    const indices = Int32Array.from(changed.tables.idOfVulnerability, (id) =>
      indexOf(changed.tables.ids.text(id)),
    );
    const isChanged = new Uint8Array(catalogue.size + addedIds.length);
    for (const it of indices) isChanged[it] = 1;
    const ofChanged = identifierFor(changed.directory);
    const linksToChanged = linked.map(createDeltaLinks(catalogue, changed, ofChanged));
    const isNamed = Uint8Array.from(linksToChanged, (links) => (links.length > 0 ? 1 : 0));
    const matcher = createLinkedMatcher(changed, ofChanged);
    const matched: MatchedItem[] = [];
    const matchedAnew = (it: number): MatchedItem =>
      (matched[it] ??= matcher.matched({
        ...(linked[it] as LinkedItem),
        links: linksToChanged[it] as readonly ProductLink[],
      }));
    const touched: number[] = [];
    itemsOf.forEach((numbers, i) => {
      const before = findings[i] as Int32Array;
      const named = numbers.some((it) => isNamed[it] === 1);
      if (!named && !holdsChanged(before, isChanged)) return;
      const now = named ? matcher.findings(numbers.map(matchedAnew), platforms[i] as Platform) : NOTHING;
      findings[i] = replaced(before, isChanged, now, indices);
      touched.push(i);
    });
    return touched;
  }

  return {
    findings,
    applyDelta,
    idOf: (it) => addedIds[it - catalogue.size] ?? catalogue.vulnerability(it).id,
  };
}

function matchAll(
  matcher: LinkedMatcher,
  linked: readonly LinkedItem[],
  itemsOf: readonly (readonly number[])[],
  platforms: readonly Platform[],
): Int32Array[] {
  const matched = linked.map((it) => matcher.matched(it));
  return itemsOf.map((numbers, i) =>
    matcher.findings(
      numbers.map((it) => matched[it] as MatchedItem),
      platforms[i] as Platform,
    ),
  );
}

function holdsChanged(findings: Int32Array, isChanged: Uint8Array): boolean {
  for (let i = 0; i < findings.length; i++)
    if (isChanged[(findings[i] as number) >> DEGREE_BITS] === 1) return true;
  return false;
}

const NOTHING = new Int32Array(0);

/** Takes out what is said of changed weaknesses and puts in what is said now. */
function replaced(
  before: Int32Array,
  isChanged: Uint8Array,
  now: Int32Array,
  indices: Int32Array,
): Int32Array {
  const all = new Int32Array(before.length + now.length);
  let count = 0;
  for (let i = 0; i < before.length; i++) {
    const finding = before[i] as number;
    if (isChanged[finding >> DEGREE_BITS] === 0) all[count++] = finding;
  }
  for (const it of now)
    all[count++] = ((indices[it >> DEGREE_BITS] as number) << DEGREE_BITS) | (it & DEGREE_MASK);
  return all.subarray(0, count).sort();
}

/**
 * Finds an item's products among those of a delta: the ones it had before, under their new index, and those that only
 * the delta names, which nobody has looked for yet. (A component that was read as text, and whose maker and name the
 * delta makes a product's to the letter, keeps what was read until the catalogue is compiled anew.)
 */
function createDeltaLinks(
  catalogue: Catalogue,
  changed: Catalogue,
  identifier: Identifier,
): (item: LinkedItem) => readonly ProductLink[] {
  const { known, added } = translate(catalogue.directory, changed.directory);
  let linkToNew: Linker | null = null;

  function freshLinks({ text }: LinkedItem): readonly ProductLink[] {
    if (added.size === 0) return NO_LINKS;
    linkToNew ??= createLinker(changed, identifier);
    return linkToNew(text).links.filter((it) => added.has(it.product));
  }

  return (item) => {
    const fresh = freshLinks(item);
    if (fresh.length === 0 && !item.links.some((it) => known.has(it.product))) return NO_LINKS;
    const links = item.links.flatMap((it) => {
      const product = known.get(it.product);
      return product === undefined ? [] : [{ ...it, product }];
    });
    return [...links, ...fresh];
  };
}

const NO_LINKS: readonly ProductLink[] = [];

/** The catalogue's products among the delta's, and the delta's that the catalogue does not have. */
function translate(
  before: ProductDirectory,
  now: ProductDirectory,
): { known: Map<number, number>; added: Set<number> } {
  const known = new Map<number, number>();
  const added = new Set<number>();
  let named: Map<string, number> | null = null;
  for (let product = 0; product < now.size; product++) {
    const part = now.part(product);
    named ??= part === 'named' ? namedProducts(before) : null;
    const old =
      part === 'named'
        ? (named?.get(namedKey(now, product)) ?? -1)
        : before.find(part, now.vendor(product), now.name(product));
    if (old === -1) added.add(product);
    else known.set(old, product);
  }
  return { known, added };
}

function namedProducts(directory: ProductDirectory): Map<string, number> {
  const byKey = new Map<string, number>();
  for (let product = 0; product < directory.size; product++)
    if (directory.part(product) === 'named') byKey.set(namedKey(directory, product), product);
  return byKey;
}

function namedKey(directory: ProductDirectory, product: number): string {
  return [directory.vendor(product), directory.name(product), directory.family(product)].join('\u0001');
}
