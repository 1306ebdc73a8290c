import { sql } from 'kysely';
import { type Decision, placeOf } from '#engine/intake';
import { splitPlaces } from './identifiers.ts';
import type { Db, Tx } from './store.ts';

export interface DecisionTables {
  identity_decision: {
    id: string;
    act_id: string;
    kind: Decision['kind'];
    a_source: string;
    a_key: string;
    b_source: string;
    b_key: string;
    at: Date;
    by_id: string | null;
    by_name: string;
    reason: string | null;
    undone_at: Date | null;
    undone_by_name: string | null;
  };
}

/** One pair of an act by which a person said what is one device and what is not. */
export interface KeptDecision extends Decision {
  readonly id: string;
  readonly actId: string;
  readonly at: Date;
  readonly byId: string | null;
  readonly byName: string;
  readonly reason: string | null;
}

/** Decisions that hold on any of the places, in the order they were made. */
export async function listDecisions(db: Db | Tx, places: readonly string[]): Promise<KeptDecision[]> {
  if (places.length === 0) return [];
  const { sources, keys } = splitPlaces(places);
  const { rows } = await sql<{ id: string }>`
    select d.id from unnest(${sources}::text[], ${keys}::text[]) as p (source, key)
      join identity_decision d on d.a_source = p.source and d.a_key = p.key and d.undone_at is null
    union
    select d.id from unnest(${sources}::text[], ${keys}::text[]) as p (source, key)
      join identity_decision d on d.b_source = p.source and d.b_key = p.key and d.undone_at is null
  `.execute(db);
  if (rows.length === 0) return [];
  const found = await db
    .selectFrom('identity_decision')
    .selectAll()
    .where(sql<boolean>`id = any(${rows.map((it) => it.id)}::uuid[])`)
    .orderBy('id')
    .execute();
  return found.map(decisionOf);
}

function decisionOf(row: {
  id: string;
  act_id: string;
  kind: Decision['kind'];
  a_source: string;
  a_key: string;
  b_source: string;
  b_key: string;
  at: Date;
  by_id: string | null;
  by_name: string;
  reason: string | null;
}): KeptDecision {
  return {
    id: row.id,
    actId: row.act_id,
    kind: row.kind,
    places: [
      placeOf({ source: row.a_source, key: row.a_key }),
      placeOf({ source: row.b_source, key: row.b_key }),
    ],
    at: row.at,
    byId: row.by_id,
    byName: row.by_name,
    reason: row.reason,
  };
}

export async function insertDecisions(tx: Tx, decisions: readonly KeptDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  await tx
    .insertInto('identity_decision')
    .values(
      decisions.map((it) => {
        const { sources, keys } = splitPlaces(it.places);
        return {
          id: it.id,
          act_id: it.actId,
          kind: it.kind,
          a_source: sources[0] as string,
          a_key: keys[0] as string,
          b_source: sources[1] as string,
          b_key: keys[1] as string,
          at: it.at,
          by_id: it.byId,
          by_name: it.byName,
          reason: it.reason,
          undone_at: null,
          undone_by_name: null,
        };
      }),
    )
    .execute();
}

/** Takes decisions back. @returns those that held until now */
export async function undoDecisions(
  tx: Tx,
  which: { readonly actId: string } | { readonly ids: readonly string[] },
  undone: { readonly at: Date; readonly byName: string },
): Promise<KeptDecision[]> {
  const rows = await tx
    .updateTable('identity_decision')
    .set({ undone_at: undone.at, undone_by_name: undone.byName })
    .where('undone_at', 'is', null)
    .where((it) =>
      'actId' in which ? it('act_id', '=', which.actId) : it('id', 'in', [...which.ids, NO_ID]),
    )
    .returningAll()
    .execute();
  return rows.map(decisionOf);
}

/** Acts on statements, newest first. */
export async function listDecisionActs(
  db: Db | Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<
  (Omit<KeptDecision, 'id' | 'places'> & { readonly undoneAt: Date | null; readonly pairs: number })[]
> {
  const { rows } = await sql<{
    actId: string;
    kind: Decision['kind'];
    at: Date;
    byId: string | null;
    byName: string;
    reason: string | null;
    undoneAt: Date | null;
    pairs: number;
  }>`
    select act_id as "actId", min(kind) as kind, min(at) as at, (array_agg(by_id))[1] as "byId", min(by_name) as "byName",
      min(reason) as reason, max(undone_at) as "undoneAt", count(*)::integer as pairs
    from identity_decision where ${before}::uuid is null or act_id < ${before}::uuid
    group by act_id order by act_id desc limit ${limit}
  `.execute(db);
  return rows;
}

/** An empty list is no SQL. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
