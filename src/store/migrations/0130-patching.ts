import { type Kysely, sql } from 'kysely';

/** Counts of a place, with what each of them counts. */
const COUNTS = [
  ['matched', 'Devices that are matched against feeds'],
  ['unnamed', 'Devices that no feed names'],
  ['untold', 'Devices of which something cannot be told, and no missing fix is known'],
  ['excused', 'Devices whose every missing fix an approved decision covers'],
  ['patched', 'Devices that lack no published fix'],
  ['unpatched', 'Devices that lack a published fix'],
  ['affected', 'Open affected findings'],
  ['critical', 'Those in tier critical'],
  ['high', 'Those in tier high'],
  ['risk_points', 'Their risk points'],
  ['critical_beyond', 'Critical ones first seen more than thirty days ago'],
  ['critical_fixed', 'Critical findings that ended within ninety days because the device changed'],
  ['critical_fixed_days', 'Days those were open, added up'],
] as const;

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table cohort add column fixable integer not null default 0, add column is_known boolean not null default false;
    comment on column cohort.fixable is 'Affected findings of each of its devices whose fix its maker has published';
    comment on column cohort.is_known is 'Whether a feed names the device, its system or a part of it';
    update cohort set judged_by = null;

    create table fixed_finding (
      no integer generated always as identity primary key,
      device_id uuid not null references device (id) on delete cascade,
      vulnerability_no integer not null references vulnerability (no),
      fixed_on date not null,
      detected_on date not null,
      tier smallint not null,
      unique (device_id, vulnerability_no, fixed_on)
    );
    create index fixed_finding_day on fixed_finding (tier, fixed_on, detected_on);
    comment on table fixed_finding is 'Findings in the tiers critical and high that ended because their device changed';
    comment on column fixed_finding.no is 'Short number';
    comment on column fixed_finding.device_id is 'The device';
    comment on column fixed_finding.vulnerability_no is 'The vulnerability';
    comment on column fixed_finding.fixed_on is 'Day it ended';
    comment on column fixed_finding.detected_on is 'Day it was first seen on this device';
    comment on column fixed_finding.tier is 'Tier it had then, as in judgement';
    create trigger fixed_finding_noted after insert or update or delete or truncate on fixed_finding
      for each statement execute function note_record_change();

    alter table match_state add column figures_version bigint not null default 0, add column figures_on date;
    comment on column match_state.figures_version is 'Version that figures of patching were last counted at';
    comment on column match_state.figures_on is 'Day they were counted for';

    create table patch_figure (
      site text not null,
      department text not null,
      vendor text not null,
      ${sql.join(COUNTS.map(([name]) => sql`${sql.id(name)} bigint not null`))},
      primary key (site, department, vendor)
    );
    comment on table patch_figure is 'How far patching is, counted after each match: what Today asks in every scope';
    comment on column patch_figure.site is 'Site as roles name it; empty: none';
    comment on column patch_figure.department is 'Department as roles name it; empty: none';
    comment on column patch_figure.vendor is 'Maker as roles name it; empty: none';
  `.execute(db);
  for (const [name, words] of COUNTS)
    await sql`comment on column ${sql.id('patch_figure', name)} is ${sql.lit(words)}`.execute(db);
}
