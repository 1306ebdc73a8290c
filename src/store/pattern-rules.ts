import { type ColumnType, sql } from 'kysely';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface PatternRuleTables {
  pattern_rule: {
    id: string;
    filter: string;
    vulnerability: string | null;
    advisory: string | null;
    reason: string;
    made_at: Date;
    made_by: string | null;
    made_by_name: string;
    ended_at: ColumnType<Date | null, null, Date>;
    ended_by_name: string | null;
  };
}

/** What people know that no source says: devices of a pattern are affected. */
export interface KeptRule {
  readonly id: string;
  readonly filter: string;
  /** Null: it is about an advisory. */
  readonly vulnerability: string | null;
  /** All that it names, now and later; null: it is about one vulnerability. */
  readonly advisory: string | null;
  readonly reason: string;
  readonly madeAt: Date;
  readonly madeByName: string;
  readonly endedAt: Date | null;
  readonly endedByName: string | null;
}

const COLUMNS = [
  'id',
  'filter',
  'vulnerability',
  'advisory',
  'reason',
  'made_at as madeAt',
  'made_by_name as madeByName',
  'ended_at as endedAt',
  'ended_by_name as endedByName',
] as const;

/** Those that count, the oldest first. */
export async function listRules(db: Db | Tx): Promise<KeptRule[]> {
  return db.selectFrom('pattern_rule').select(COLUMNS).where('ended_at', 'is', null).orderBy('id').execute();
}

/** All, those that ended among them, the latest first. */
export async function listRulesBefore(
  db: Db | Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<KeptRule[]> {
  let query = db.selectFrom('pattern_rule').select(COLUMNS).orderBy('id', 'desc').limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

export async function insertRules(
  tx: Tx,
  rules: readonly (Omit<KeptRule, 'endedAt' | 'endedByName'> & { readonly madeBy: string | null })[],
): Promise<void> {
  await tx
    .insertInto('pattern_rule')
    .values(
      rules.map((it) => ({
        id: it.id,
        filter: storableText(it.filter),
        vulnerability: it.vulnerability,
        advisory: it.advisory,
        reason: storableText(it.reason),
        made_at: it.madeAt,
        made_by: it.madeBy,
        made_by_name: it.madeByName,
        ended_at: null,
        ended_by_name: null,
      })),
    )
    .execute();
}

/** @returns the rule that ended; null: none of this id counts */
export async function endRule(
  tx: Tx,
  id: string,
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<KeptRule | null> {
  const row = await tx
    .updateTable('pattern_rule')
    .set({ ended_at: at, ended_by_name: byName })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}

/** Another text whenever what counts has changed. */
export async function readRuleEdition(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ edition: string }>`
    select count(*)::text || ' ' || coalesce(max(id::text), '') || ' ' || count(ended_at)::text as edition from pattern_rule
  `.execute(db);
  return rows[0]?.edition ?? '';
}
