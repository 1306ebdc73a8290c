import { orderKeys } from '#engine/versions';
import { joinArrays } from './overlay-columns.ts';
import type { Tables } from './tables.ts';
import { TextCollector, type TextPool } from './text-pool.ts';

type VersionTables = Pick<Tables, 'versions' | 'versionRanks' | 'versionStems' | 'orderKeys'>;

/** Versions of two catalogues as those of one: new ones find their ranks between the old. */
export function joinVersions(
  x: Tables,
  y: Tables,
): { readonly tables: VersionTables; readonly places: Int32Array } {
  const { pool: versions, places } = x.versions.extended(y.versions);
  const added = Array.from({ length: versions.size - x.versions.size }, (_, i) =>
    orderKeys(versions.text(x.versions.size + i)),
  );
  const inserted = insertKeys(
    x.orderKeys,
    added.flatMap((it) => (it === null ? [] : [it.key])),
  );
  const rankOfNew = (key: string): number => placeOfKey(inserted.keys, key) >> 1;
  const ranks = Int32Array.from(added, (it) => (it === null ? -1 : rankOfNew(it.key)));
  const stems = Int32Array.from(added, (it) => (it === null ? -1 : placeOfKey(inserted.keys, it.stem)));
  return {
    places,
    tables: {
      versions,
      orderKeys: inserted.keys,
      versionRanks: joinArrays(
        x.versionRanks.map((it) => (it === -1 ? -1 : inserted.rankOf(it))),
        ranks,
      ),
      versionStems: joinArrays(
        x.versionStems.map((it, version) => {
          if (it === -1) return -1;
          if ((it & 1) === 1) return 2 * inserted.rankOf(it >> 1) + 1;
          if (!inserted.isSplit(it >> 1)) return 2 * inserted.rankOf(it >> 1);
          return placeOfKey(
            inserted.keys,
            (orderKeys(versions.text(version)) as { readonly stem: string }).stem,
          );
        }),
        stems,
      ),
    },
  };
}

/** Sorted keys with more among them. */
interface InsertedKeys {
  readonly keys: TextPool;
  /** What an old rank is now; of a gap before it that is not split, the same. */
  rankOf(rank: number): number;
  /** Whether keys came into the gap before an old rank. */
  isSplit(rank: number): boolean;
}

function insertKeys(before: TextPool, more: readonly string[]): InsertedKeys {
  const added = [...new Set(more)]
    .map((key) => ({ key, place: placeOfKey(before, key) }))
    .filter(({ place }) => (place & 1) === 0)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const gaps = Int32Array.from(added, ({ place }) => place >> 1);
  const shifts = new Int32Array(before.size + 1);
  for (const gap of gaps) shifts[gap] = (shifts[gap] as number) + 1;
  const isSplit = Uint8Array.from(shifts, (it) => (it > 0 ? 1 : 0));
  for (let rank = 1; rank < shifts.length; rank++)
    shifts[rank] = (shifts[rank] as number) + (shifts[rank - 1] as number);
  return {
    keys: added.length === 0 ? before : withKeys(before, added),
    rankOf: (rank) => rank + (shifts[rank] as number),
    isSplit: (rank) => isSplit[rank] === 1,
  };
}

function withKeys(
  before: TextPool,
  added: readonly { readonly key: string; readonly place: number }[],
): TextPool {
  const collector = new TextCollector();
  let next = 0;
  const take = (until: number) => {
    for (; next < until; next++) collector.add(before.bytes, before.start(next), before.ends[next] as number);
  };
  for (const { key, place } of added) {
    take(place >> 1);
    collector.addText(key);
  }
  take(before.size);
  return collector.toPool();
}

/** `2 × rank + 1` of a key that is there, `2 × rank` of the gap it belongs into, before that rank. */
function placeOfKey(keys: TextPool, key: string): number {
  let low = 0;
  let high = keys.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys.text(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low < keys.size && keys.text(low) === key ? 2 * low + 1 : 2 * low;
}
