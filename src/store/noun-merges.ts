import type { ColumnType } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface NounMergeTables {
  noun_merge: {
    id: string;
    noun: 'vendor' | 'model';
    from_id: string;
    into_id: string;
    moved: ColumnType<MovedNames, string, never>;
    at: Date;
    by_name: string;
    undone_at: Date | null;
  };
}

/** What went over, so that it can go back. */
export interface MovedNames {
  readonly keys: readonly string[];
  /** Models of a vendor; of a model none. */
  readonly modelIds: readonly string[];
}

export interface NounMerge {
  readonly id: string;
  readonly noun: 'vendor' | 'model';
  readonly fromId: string;
  readonly intoId: string;
  readonly moved: MovedNames;
  readonly at: Date;
  readonly byName: string;
  readonly undoneAt: Date | null;
}

export async function insertMerge(tx: Tx, it: NounMerge): Promise<void> {
  await tx
    .insertInto('noun_merge')
    .values({
      id: it.id,
      noun: it.noun,
      from_id: it.fromId,
      into_id: it.intoId,
      moved: storableJson(it.moved),
      at: it.at,
      by_name: it.byName,
      undone_at: null,
    })
    .execute();
}

/** Merges into a noun that hold, the newest first. */
export async function listMerges(db: Db | Tx, intoId: string): Promise<NounMerge[]> {
  const rows = await mergesQuery(db)
    .where('into_id', '=', intoId)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(mergeOf);
}

export async function findMerge(tx: Tx, id: string): Promise<NounMerge | null> {
  const row = await mergesQuery(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : mergeOf(row);
}

export async function endMerge(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('noun_merge').set({ undone_at: at }).where('id', '=', id).execute();
}

function mergesQuery(db: Db | Tx) {
  return db.selectFrom('noun_merge').selectAll();
}

function mergeOf(row: Awaited<ReturnType<ReturnType<typeof mergesQuery>['execute']>>[number]): NounMerge {
  const { from_id, into_id, by_name, undone_at, ...it } = row;
  return { ...it, fromId: from_id, intoId: into_id, byName: by_name, undoneAt: undone_at };
}
