import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './store.ts';

// What triggers count as devices and decisions change: see migrations 0165 and 0168.

const COUNTED: readonly {
  readonly table: string;
  readonly keys: RawBuilder<unknown>;
  readonly now: RawBuilder<unknown>;
}[] = [
  {
    table: 'decided_tally',
    keys: sql`cohort_id, vulnerability_no`,
    now: sql`select cohort_id, vulnerability_no, count(*)::integer as devices
      from decided_finding join device_cohort using (device_id) group by 1, 2`,
  },
  {
    table: 'cohort_day',
    keys: sql`cohort_id, since_on`,
    now: sql`select cohort_id, (since at time zone 'UTC')::date as since_on, count(*)::integer as devices
      from device_cohort group by 1, 2`,
  },
];

/** Counts devices of cohorts, and what is decided on them, anew, and puts right what differs. @returns how many counts did */
export async function recountFindings(tx: Tx): Promise<number> {
  // Nobody places devices or decides meanwhile.
  await sql`lock table device_cohort, decided_finding in share mode`.execute(tx);
  let differing = 0;
  for (const { table, keys, now } of COUNTED) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.table(table)} as known full join (${now}) as now using (${keys})
      where known.devices is distinct from now.devices
    `.execute(tx);
    const count = rows[0]?.count ?? 0;
    if (count === 0) continue;
    differing += count;
    await sql`delete from ${sql.table(table)}`.execute(tx);
    await sql`insert into ${sql.table(table)} (${keys}, devices) ${now}`.execute(tx);
  }
  return differing;
}
