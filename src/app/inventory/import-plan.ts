import { placeOf } from '#engine/intake';
import { type ImportRow, listRowCarriers, listRowsAt, listRowsByKey } from '#store/import-rows';
import type { InventoryImport } from '#store/imports';
import type { Db, Tx } from '#store/store';
import type { Context } from '../context.ts';
import { type Fleet, resolveFleet } from './fleet.ts';
import type { Companions, WordChange } from './reach.ts';

/** Some rows of an import with all others of it that they share devices with, and what they come to. */
export interface PlannedRows {
  readonly rows: readonly ImportRow[];
  readonly fleet: Fleet;
  /** Observation that each place will be kept as. */
  readonly observationIds: ReadonlyMap<string, string>;
}

/** Works out what rows do to the devices, without writing. Rows that are past do nothing to them. */
export async function planRows(
  db: Db | Tx,
  ctx: Context,
  it: InventoryImport,
  seeds: readonly ImportRow[],
): Promise<PlannedRows> {
  const met = new Map<string, ImportRow>();
  const changeOf = (row: ImportRow): WordChange => {
    const place = placeOf({ source: it.source, key: row.key });
    met.set(place, row);
    return { place, word: wordOf(row, it, ctx.newId()) };
  };
  const past = seeds.filter((row) => row.effect === 'past');
  const fleet = await resolveFleet(db, ctx, {
    changes: seeds.filter((row) => row.effect !== 'past').map(changeOf),
    companions: companionsOf(db, it, changeOf),
  });
  const { changes } = fleet.reached;
  return {
    rows: [...past, ...changes.map(({ place }) => met.get(place) as ImportRow)],
    fleet,
    observationIds: new Map(changes.map(({ place, word }) => [place, word?.observationId ?? ''])),
  };
}

function companionsOf(
  db: Db | Tx,
  { id, source }: InventoryImport,
  changeOf: (row: ImportRow) => WordChange,
): Companions {
  const prefix = placeOf({ source, key: '' });
  return {
    at: async (places) => {
      const keys = places.flatMap((it) => (it.startsWith(prefix) ? [it.slice(prefix.length)] : []));
      return (await listRowsByKey(db, id, keys)).map(changeOf);
    },
    carrying: async (asked) => {
      const carriers = await listRowCarriers(db, id, asked);
      const perHash = new Map<string, number>();
      for (const { hash } of carriers) perHash.set(hash, (perHash.get(hash) ?? 0) + 1);
      const maxOf = new Map(asked.map((it) => [it.hash, it.max]));
      // Of a hub only how many there are matters.
      const isFollowed = (hash: string) => (perHash.get(hash) ?? 0) <= (maxOf.get(hash) ?? 0);
      const wanted = new Set(carriers.filter((it) => isFollowed(it.hash)).map((it) => it.place));
      const rows = new Map((await listRowsAt(db, id, [...wanted])).map((it) => [it.place, it]));
      return carriers.map(({ hash, place }) => {
        const row = rows.get(place);
        return { hash, change: row === undefined ? null : changeOf(row) };
      });
    },
  };
}

function wordOf(row: ImportRow, it: InventoryImport, observationId: string) {
  return {
    source: it.source,
    kind: row.kind,
    key: row.key,
    at: it.at.toISOString(),
    fields: row.fields,
    deviceId: null,
    observationId,
    isNew: row.effect === 'say',
    importId: it.id,
  };
}
