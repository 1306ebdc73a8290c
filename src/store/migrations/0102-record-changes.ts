import { type Kysely, sql } from 'kysely';

/** Tables that figures are counted from. */
const COUNTED = [
  'device_list',
  'observation',
  'inventory_import',
  'figure_day',
  'cohort',
  'judgement',
  'verdict',
  'vulnerability',
  'device_cohort',
  'finding_anchor',
  'decided_finding',
] as const;

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create sequence record_change;
    comment on sequence record_change is
      'Goes up with every statement that changes what figures are counted from; before it is committed, and also where it is not';
    create function note_record_change() returns trigger language plpgsql as $$
    begin
      -- Whoever counts meanwhile sees by the lock that the change is not committed yet.
      perform pg_advisory_xact_lock_shared(727007);
      perform nextval('record_change');
      return null;
    end $$;
  `.execute(db);
  for (const table of COUNTED)
    await sql`
      create trigger ${sql.id(`${table}_noted`)} after insert or update or delete or truncate on ${sql.table(table)}
        for each statement execute function note_record_change();
    `.execute(db);
}
