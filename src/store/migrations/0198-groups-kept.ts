import { type Kysely, sql } from 'kysely';

/**
 * What all devices have of each act and advisory is kept as long as findings stay as they are. They also change where devices go,
 * which until now nobody noted.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table kept_group (
        kind text not null check (kind in ('action', 'advisory')),
        key text collate "C" not null,
        tier smallint not null,
        is_affected boolean not null,
        devices integer not null,
        held integer not null,
        findings integer not null,
        vulnerabilities integer not null,
        critical integer not null,
        points bigint not null,
        primary key (kind, key)
      );
      create index kept_group_order on kept_group (kind, points, findings, key);
      comment on table kept_group is 'Open findings of all devices by act and by advisory, counted after each match and decision';
      comment on column kept_group.kind is 'action: those that one act settles; advisory: those that rest on one';
      comment on column kept_group.key is 'Number of the act, id of the advisory';
      comment on column kept_group.tier is 'Most urgent tier of the affected, else of all';
      comment on column kept_group.is_affected is 'Whether any of it is affected';
      comment on column kept_group.devices is 'Devices that have any of it';
      comment on column kept_group.held is 'Of these, those on which nothing of it can be patched now';
      comment on column kept_group.findings is 'How many';
      comment on column kept_group.vulnerabilities is 'Of how many vulnerabilities';
      comment on column kept_group.critical is 'Of the affected, in tier critical';
      comment on column kept_group.points is 'Risk points of the affected';
      alter table match_state add column groups_version bigint not null default 0;
      comment on column match_state.groups_version is 'Version that findings by act and advisory were last counted at';

      create function findings_gone() returns trigger language plpgsql as $$
      begin
        if exists (select from rows_before) then
          update match_state set version = version + 1;
        end if;
        return null;
      end $$;
      create trigger device_cohort_gone after delete on device_cohort referencing old table as rows_before
        for each statement execute function findings_gone();`,
    )
    .execute(db);
}
