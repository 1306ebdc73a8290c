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
  const met = new MetRows(it, ctx.newId);
  const past = seeds.filter((row) => row.effect === 'past');
  const fleet = await resolveFleet(db, ctx, {
    changes: seeds.filter((row) => row.effect !== 'past').map((row) => met.changeOf(row)),
    companions: companionsOf(db, it, met),
  });
  const { changes } = fleet.reached;
  return {
    rows: [...past, ...changes.map(({ place }) => met.at(place)?.row as ImportRow)],
    fleet,
    observationIds: new Map(changes.map(({ place, word }) => [place, word?.observationId ?? ''])),
  };
}

interface MetRow {
  readonly row: ImportRow;
  readonly change: WordChange;
}

/** Rows that following has come across, each read once. */
class MetRows {
  readonly #byPlace = new Map<string, MetRow>();
  readonly #byNumber = new Map<number, MetRow>();
  readonly #import: InventoryImport;
  readonly #newId: () => string;

  constructor(it: InventoryImport, newId: () => string) {
    this.#import = it;
    this.#newId = newId;
  }

  at(place: string): MetRow | undefined {
    return this.#byPlace.get(place);
  }

  numbered(number: number): MetRow | undefined {
    return this.#byNumber.get(number);
  }

  changeOf(row: ImportRow): WordChange {
    const before = this.#byNumber.get(row.place);
    if (before !== undefined) return before.change;
    const place = placeOf({ source: this.#import.source, key: row.key });
    const it = { row, change: { place, word: wordOf(row, this.#import, this.#newId()) } };
    this.#byPlace.set(place, it);
    this.#byNumber.set(row.place, it);
    return it.change;
  }
}

function companionsOf(db: Db | Tx, { id, source }: InventoryImport, met: MetRows): Companions {
  const prefix = placeOf({ source, key: '' });
  return {
    at: async (places) => {
      const unmet = places.filter((it) => it.startsWith(prefix) && met.at(it) === undefined);
      const rows = await listRowsByKey(
        db,
        id,
        unmet.map((it) => it.slice(prefix.length)),
      );
      return rows.map((row) => met.changeOf(row));
    },
    carrying: async (asked) => {
      const carriers = await listRowCarriers(db, id, asked);
      const perHash = new Map<string, number>();
      for (const { hash } of carriers) perHash.set(hash, (perHash.get(hash) ?? 0) + 1);
      const maxOf = new Map(asked.map((it) => [it.hash, it.max]));
      // Of a hub only how many there are matters.
      const isFollowed = (hash: string) => (perHash.get(hash) ?? 0) <= (maxOf.get(hash) ?? 0);
      const followed = carriers.filter((it) => isFollowed(it.hash)).map((it) => it.place);
      const unmet = new Set(followed.filter((it) => met.numbered(it) === undefined));
      for (const row of await listRowsAt(db, id, [...unmet])) met.changeOf(row);
      return carriers.map(({ hash, place }) => ({
        hash,
        change: isFollowed(hash) ? (met.numbered(place)?.change ?? null) : null,
      }));
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
