import { sql } from 'kysely';
import type { Db } from './store.ts';

/** A table whose statistics are older than this share of its rows misleads the planner; as PostgreSQL's own autovacuum sees it. */
const CHANGED_SHARE = 0.1;
const CHANGED_MIN = 50;
/** A table below this is read whole whatever the planner believes. */
const BYTES_MIN = 65_536;

/** Tables that changed much since they were last looked at, or never were. */
export async function listUntidyTables(db: Db): Promise<string[]> {
  // What the session counted a moment ago counts, too.
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ name: string }>`
    select relation.relname as name
    from pg_stat_user_tables stat join pg_class relation on relation.oid = stat.relid
    where pg_relation_size(relation.oid) >= ${BYTES_MIN}
      and (relation.reltuples < 0
        or stat.n_mod_since_analyze > ${CHANGED_MIN} + ${CHANGED_SHARE} * greatest(relation.reltuples, 0))
    order by 1`.execute(db);
  return rows.map((it) => it.name);
}

/** Frees what changed rows left behind, and counts what is there for the planner. */
export async function tidyTable(db: Db, name: string): Promise<void> {
  await sql`vacuum (analyze) ${sql.table(name)}`.execute(db);
}
