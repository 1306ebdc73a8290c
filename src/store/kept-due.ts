import { sql } from 'kysely';
import type { DueGroup } from './due-work.ts';
import type { Db, Tx } from './store.ts';

// What is due first of all devices, as long as findings stay as they are: see migration 0197.

export interface DueDays {
  readonly on: string;
  /** First day that does not count as soon. */
  readonly soonAfter: string;
}

export interface DueFirst {
  readonly overdue: readonly DueGroup[];
  readonly dueSoon: readonly DueGroup[];
}

/** Null: findings changed since, or it was counted for other days. */
export async function readKeptDue(db: Db | Tx, { on, soonAfter }: DueDays): Promise<DueFirst | null> {
  const { rows } = await sql<DueFirst>`
    select overdue, due_soon as "dueSoon" from kept_due join match_state on match_state.version = kept_due.version
    where on_day = ${on}::date and soon_after = ${soonAfter}::date
  `.execute(db);
  return rows[0] ?? null;
}

/** After models were put together or apart: groups are of others now. */
export async function forgetKeptDue(tx: Tx): Promise<void> {
  await sql`delete from kept_due`.execute(tx);
}

/** The same as it was before findings changed, and when that was; null: it was counted for other days. */
export async function readEarlierDue(
  db: Db | Tx,
  { on, soonAfter }: DueDays,
): Promise<(DueFirst & { readonly countedAt: Date }) | null> {
  const { rows } = await sql<DueFirst & { readonly countedAt: Date }>`
    select overdue, due_soon as "dueSoon", counted_at as "countedAt" from kept_due
    where on_day = ${on}::date and soon_after = ${soonAfter}::date and counted_at is not null
  `.execute(db);
  return rows[0] ?? null;
}

/** Keeps what `count` says, if findings changed since or other days hold. */
export async function keepDue(
  tx: Tx,
  days: DueDays & { readonly at: Date },
  count: () => Promise<DueFirst>,
): Promise<void> {
  // Findings may change while they are counted, and are counted once more then.
  const { rows } = await sql<{ version: string }>`select version from match_state`.execute(tx);
  if ((await readKeptDue(tx, days)) !== null) return;
  const { overdue, dueSoon } = await count();
  await sql`
    insert into kept_due (version, on_day, soon_after, overdue, due_soon, counted_at)
    values (${rows[0]?.version ?? '0'}::bigint, ${days.on}::date, ${days.soonAfter}::date, ${JSON.stringify(overdue)}::jsonb,
      ${JSON.stringify(dueSoon)}::jsonb, ${days.at})
    on conflict (is_only) do update set version = excluded.version, on_day = excluded.on_day, soon_after = excluded.soon_after,
      overdue = excluded.overdue, due_soon = excluded.due_soon, counted_at = excluded.counted_at
  `.execute(tx);
}
