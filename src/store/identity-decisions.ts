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
