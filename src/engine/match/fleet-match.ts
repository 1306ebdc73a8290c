import type { Catalogue, ProductDirectory } from '#engine/catalogue';
import type { ProductText } from '#engine/identify';
import type { Platform } from './attributes.ts';
import { itemKey } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { DEGREE_BITS, DEGREE_MASK } from './degree.ts';
import { createLinker, platformOfConfiguration } from './linked-item.ts';
import type { Identifier, LinkedItem, Linker } from './linked-item.ts';
import { createMatcherFor } from './matcher.ts';

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
  const link = remembering(createLinker(catalogue, identifierFor(catalogue.directory)));
  const matcher = createMatcherFor(catalogue, link);
  const findings = configurations.map((it) => matcher.findings(it));
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
    const indices = Int32Array.from({ length: changed.size }, (_, i) => indexOf(changed.vulnerability(i).id));
    const isChanged = new Uint8Array(catalogue.size + addedIds.length);
    for (const it of indices) isChanged[it] = 1;
    const linkToChanged = remembering(createDeltaLinker(catalogue, link, changed, identifierFor));
    const matchChanged = createMatcherFor(changed, linkToChanged);
    const touched: number[] = [];
    configurations.forEach((configuration, i) => {
      const before = findings[i] as Int32Array;
      const platform = platformOfConfiguration(configuration);
      const named = configuration.items.some((it) => linkToChanged(it, platform).links.length > 0);
      if (!named && !before.some((it) => isChanged[it >> DEGREE_BITS] === 1)) return;
      const now = named ? matchChanged.findings(configuration) : NOTHING;
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

const NOTHING = new Int32Array(0);

function replaced(
  before: Int32Array,
  isChanged: Uint8Array,
  now: Int32Array,
  indices: Int32Array,
): Int32Array {
  const kept = before.filter((it) => isChanged[it >> DEGREE_BITS] !== 1);
  const all = new Int32Array(kept.length + now.length);
  all.set(kept);
  now.forEach((it, i) => {
    all[kept.length + i] = ((indices[it >> DEGREE_BITS] as number) << DEGREE_BITS) | (it & DEGREE_MASK);
  });
  return all.sort();
}

/**
 * Finds an item's products among those of a delta: the ones it had before, under their new index, and those that only
 * the delta names, which nobody has looked for yet. (A component that was read as text, and whose maker and name the
 * delta makes a product's to the letter, keeps what was read until the catalogue is compiled anew.)
 */
function createDeltaLinker(
  catalogue: Catalogue,
  link: Linker,
  changed: Catalogue,
  identifierFor: (directory: ProductDirectory) => Identifier,
): Linker {
  const { known, added } = translate(catalogue.directory, changed.directory);
  let linkToNew: Linker | null = null;

  return (text, platform) => {
    const before = link(text, platform);
    const links = before.links.flatMap((it) => {
      const product = known.get(it.product);
      return product === undefined ? [] : [{ ...it, product }];
    });
    if (added.size === 0) return { ...before, links };
    linkToNew ??= createLinker(changed, identifierFor(changed.directory));
    const fresh = linkToNew(text, platform);
    const freshLinks = fresh.links.filter((it) => added.has(it.product));
    return { ...before, links: [...links, ...freshLinks] };
  };
}

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

/** Items are shared between configurations; each is linked once. */
function remembering(link: Linker): Linker {
  const byPlatform = new Map<Platform | null, Map<string, LinkedItem>>();
  const byObject = new Map<Platform | null, WeakMap<ProductText, LinkedItem>>();
  return (text, platform) => {
    const objects = byObject.get(platform) ?? new WeakMap<ProductText, LinkedItem>();
    byObject.set(platform, objects);
    const same = objects.get(text);
    if (same !== undefined) return same;
    const keys = byPlatform.get(platform) ?? new Map<string, LinkedItem>();
    byPlatform.set(platform, keys);
    const key = itemKey(text);
    const item = keys.get(key) ?? link(text, platform);
    keys.set(key, item);
    objects.set(text, item);
    return item;
  };
}
