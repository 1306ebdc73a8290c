import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table cohort_due (
      cohort_id integer not null references cohort (id) on delete cascade,
      tier smallint not null,
      opened_on date not null,
      after_days smallint,
      by_on date,
      findings integer not null
    );
    create index cohort_due_cohort on cohort_due (cohort_id);
    insert into cohort_due
      select cohort_id, tier, opened_on, after_days, by_on, count(*) from judgement where rank >= 1000 group by 1, 2, 3, 4, 5;
    comment on table cohort_due is 'Affected findings of each device of a cohort, counted by tier and by what sets their due date';
    comment on column cohort_due.cohort_id is 'The cohort';
    comment on column cohort_due.tier is 'As in judgement';
    comment on column cohort_due.opened_on is 'As in judgement';
    comment on column cohort_due.after_days is 'As in judgement';
    comment on column cohort_due.by_on is 'As in judgement';
    comment on column cohort_due.findings is 'How many';

    create table match_state (
      is_only boolean primary key default true check (is_only),
      version bigint not null
    );
    insert into match_state (version) values (1);
    comment on table match_state is 'One row that tells whether findings have changed';
    comment on column match_state.is_only is 'There is one row';
    comment on column match_state.version is 'Counts the transactions that changed findings';

    create or replace function count_cohort_devices() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        update cohort set devices = devices - gone.n
          from (select cohort_id, count(*) as n from rows_before group by cohort_id) gone where gone.cohort_id = id;
      end if;
      if tg_op <> 'DELETE' then
        update cohort set devices = devices + come.n
          from (select cohort_id, count(*) as n from rows_now group by cohort_id) come where come.cohort_id = id;
      else
        update match_state set version = version + 1;
      end if;
      return null;
    end $$;
  `.execute(db);
}
