import { type Kysely, sql } from 'kysely';

/** Decided findings of some rows by cohort; rows come with a `sign`. */
const tallied = (rows: string) => `
  insert into decided_tally as known (cohort_id, vulnerability_no, devices)
    select cohort_id, vulnerability_no, sum(sign)::integer from (${rows}) as changed
    group by 1, 2 having sum(sign) <> 0 order by 1, 2
    on conflict (cohort_id, vulnerability_no) do update set devices = known.devices + excluded.devices;
  delete from decided_tally where devices = 0;`;
const decidedOf = (rows: string, sign: string) => `
  select cohort_id, vulnerability_no, ${sign} as sign from ${rows} join device_cohort using (device_id)`;
const movedOf = (rows: string, sign: string) => `
  select cohort_id, vulnerability_no, ${sign} as sign from ${rows} join decided_finding using (device_id)`;

/**
 * Lists multiply what a cohort has by its devices. What is decided of some of them is counted as it changes, so that lists
 * need not look at each device then; and what findings have in common is added up once for a cohort, not by every list.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table decided_tally (
        cohort_id integer not null references cohort (id) on delete cascade,
        vulnerability_no integer not null references vulnerability (no),
        devices integer not null,
        primary key (cohort_id, vulnerability_no)
      );
      create index decided_tally_none on decided_tally (devices) where devices = 0;
      insert into decided_tally
        select cohort_id, vulnerability_no, count(*) from decided_finding join device_cohort using (device_id) group by 1, 2;
      comment on table decided_tally is 'How many devices of a cohort have a decision on a vulnerability; kept by triggers, never written otherwise';
      comment on column decided_tally.cohort_id is 'The cohort';
      comment on column decided_tally.vulnerability_no is 'The vulnerability';
      comment on column decided_tally.devices is 'How many';

      create function decided_tally_keep() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from decided_tally;
        elsif tg_op = 'INSERT' then
          ${tallied(decidedOf('rows_now', '1'))}
        elsif tg_op = 'DELETE' then
          ${tallied(decidedOf('rows_before', '-1'))}
        else
          ${tallied(`${decidedOf('rows_before', '-1')} union all ${decidedOf('rows_now', '1')}`)}
        end if;
        return null;
      end $$;
      create trigger decided_finding_tallied after insert on decided_finding referencing new table as rows_now
        for each statement execute function decided_tally_keep();
      create trigger decided_finding_tallied_anew after update on decided_finding
        referencing old table as rows_before new table as rows_now
        for each statement execute function decided_tally_keep();
      create trigger decided_finding_tallied_no_more after delete on decided_finding referencing old table as rows_before
        for each statement execute function decided_tally_keep();
      create trigger decided_finding_tallied_none after truncate on decided_finding
        for each statement execute function decided_tally_keep();

      -- Devices take what is decided of them along.
      create function decided_tally_follow() returns trigger language plpgsql as $$
      begin
        if tg_op = 'TRUNCATE' then
          delete from decided_tally;
        elsif not exists (select from decided_finding) then
          return null;
        elsif tg_op = 'INSERT' then
          ${tallied(movedOf('rows_now', '1'))}
        elsif tg_op = 'DELETE' then
          ${tallied(movedOf('rows_before', '-1'))}
        else
          ${tallied(`${movedOf('rows_before', '-1')} union all ${movedOf('rows_now', '1')}`)}
        end if;
        return null;
      end $$;
      create trigger device_cohort_decided after insert on device_cohort referencing new table as rows_now
        for each statement execute function decided_tally_follow();
      create trigger device_cohort_decided_anew after update on device_cohort
        referencing old table as rows_before new table as rows_now
        for each statement execute function decided_tally_follow();
      create trigger device_cohort_decided_no_more after delete on device_cohort referencing old table as rows_before
        for each statement execute function decided_tally_follow();
      create trigger device_cohort_decided_none after truncate on device_cohort
        for each statement execute function decided_tally_follow();

      create table cohort_group (
        cohort_id integer not null references cohort (id) on delete cascade,
        kind text not null check (kind in ('device', 'action', 'advisory')),
        key text collate "C" not null,
        findings integer not null,
        affected integer not null,
        critical integer not null,
        points integer not null,
        tier smallint not null,
        ready integer not null,
        fixable integer not null,
        primary key (kind, cohort_id, key)
      );
      create index cohort_group_cohort on cohort_group (cohort_id);
      create index cohort_group_key on cohort_group (kind, key);
      comment on table cohort_group is 'Findings of each device of a cohort, all together and by what they have in common';
      comment on column cohort_group.cohort_id is 'The cohort';
      comment on column cohort_group.kind is 'device: all of them; action: those that one act settles; advisory: those that rest on one';
      comment on column cohort_group.key is 'Number of the act, id of the advisory; empty: all';
      comment on column cohort_group.findings is 'How many';
      comment on column cohort_group.affected is 'Of these, affected';
      comment on column cohort_group.critical is 'Of the affected, in tier critical';
      comment on column cohort_group.points is 'Risk points of the affected';
      comment on column cohort_group.tier is 'Most urgent tier of the affected, else of all';
      comment on column cohort_group.ready is 'Findings that can be patched now';
      comment on column cohort_group.fixable is 'The same, and those whose fix its maker has published';`,
    )
    .execute(db);
  await sql
    .raw(
      `create function cohort_group_count(cohorts integer[]) returns void language sql as $$
        delete from cohort_group where cohort_id = any(cohorts);
        insert into cohort_group
          select judgement.cohort_id, kind, key, count(*), count(*) filter (where rank >= 1000),
            count(*) filter (where rank >= 1000 and tier = 0), coalesce(sum(score) filter (where rank >= 1000), 0),
            coalesce(min(tier) filter (where rank >= 1000), min(tier)), count(*) filter (where readiness = 0),
            count(*) filter (where readiness = 0 or fix_kind = 0)
          from cohort join judgement on judgement.cohort_id = cohort.id
          join verdict on verdict.configuration_id = cohort.configuration_id
            and verdict.vulnerability_no = judgement.vulnerability_no and closed_at is null
          cross join lateral (select 'device', '' union all select 'action', action_no::text where action_no is not null
            union all select 'advisory', unnest(advisories)) as told (kind, key)
          where cohort.id = any(cohorts) group by 1, 2, 3;
      $$;
      select cohort_group_count(array(select id from cohort));`,
    )
    .execute(db);
}
