import { type Kysely, sql } from 'kysely';

/** What a list of findings by vulnerability shows beside the reach. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table vulnerability_reach add column critical integer not null default 0, add column held integer not null default 0;
    comment on column vulnerability_reach.critical is 'Of the affected devices, those on which it is in tier critical';
    comment on column vulnerability_reach.held is 'Devices on which it cannot be patched now, by what is derived';
    update match_state set version = version + 1;
  `.execute(db);
}
