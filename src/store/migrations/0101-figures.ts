import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table figure_day (
      day text not null,
      site text not null,
      department text not null,
      figures jsonb not null,
      primary key (day, site, department)
    );
    comment on table figure_day is 'What was known of the devices on each day, by department: where trends come from';
    comment on column figure_day.day is 'ISO day';
    comment on column figure_day.site is 'Site as devices name it; empty: none';
    comment on column figure_day.department is 'Department as devices name it; empty: none';
    comment on column figure_day.figures is 'Devices by what was known of them, as counts by name';
    create index observation_registered on observation (device_id) where is_current and kind in ('cmms', 'register', 'list');
  `.execute(db);
}
