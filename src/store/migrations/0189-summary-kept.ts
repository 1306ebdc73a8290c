import { type Kysely, sql } from 'kysely';

const COUNTS = [
  ['devices_affected', 'Devices with an open affected finding'],
  ['devices_undetermined', 'Other devices of which something open cannot be told'],
  ['undetermined', 'Open findings that cannot be told'],
  ['unscored', 'Open affected findings in tier unscored'],
  ['medium', 'Those in tier medium'],
  ['low', 'Those in tier low'],
  ['exploited', 'Those that are actively exploited'],
  ['overdue', 'Those due before the day'],
  ['overdue_critical', 'Of these, in tier critical'],
  ['due_soon', 'Those due from the day on, and soon'],
  ['decided', 'Findings that approved decisions cover; all other counts leave them out'],
] as const;

/** Findings in numbers are kept beside how far patching is, by the same places and makers: many decisions made them slow. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table patch_figure
      ${sql.join(COUNTS.map(([name]) => sql`add column ${sql.id(name)} bigint not null default 0`))};
    alter table match_state add column figures_soon_by date;
    comment on column match_state.figures_soon_by is 'Last day that counted as soon then; null: it was not counted';
  `.execute(db);
  for (const [name, words] of COUNTS)
    await sql`comment on column ${sql.id('patch_figure', name)} is ${sql.lit(words)}`.execute(db);
}
