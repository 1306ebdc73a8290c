import { type Kysely, sql } from 'kysely';

/** What is due first of all devices is kept as long as findings stay as they are. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table kept_due (
      is_only boolean primary key default true check (is_only),
      version bigint not null,
      on_day date not null,
      soon_after date not null,
      overdue jsonb not null,
      due_soon jsonb not null
    );
    comment on table kept_due is 'What is due first of all devices, counted after each match and decision; one row';
    comment on column kept_due.is_only is 'Always true';
    comment on column kept_due.version is 'Version of findings it was counted at, as in match_state';
    comment on column kept_due.on_day is 'Day it was counted for';
    comment on column kept_due.soon_after is 'First day that does not count as soon';
    comment on column kept_due.overdue is 'Groups that are due before the day, the gravest and longest due first';
    comment on column kept_due.due_soon is 'Groups that are due from the day on, and soon';
  `.execute(db);
}
