import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table catalogue (
      id uuid primary key,
      name text not null,
      made_at timestamptz not null,
      made_by_name text not null,
      content_hash bytea not null,
      vulnerabilities integer not null,
      products integer not null,
      rejected integer not null,
      feeds jsonb not null,
      notices jsonb not null,
      is_current boolean not null
    );
    create unique index catalogue_current on catalogue (is_current) where is_current;
    comment on table catalogue is 'Compiled knowledge of the feeds; the current one is what devices are matched against';
    comment on column catalogue.id is 'UUIDv7';
    comment on column catalogue.name is 'Where the feeds came from, in words';
    comment on column catalogue.made_at is 'When it was compiled';
    comment on column catalogue.made_by_name is 'Who had it compiled';
    comment on column catalogue.content_hash is 'SHA-256 over its bytes: the same feeds compile to the same';
    comment on column catalogue.vulnerabilities is 'Vulnerabilities it knows';
    comment on column catalogue.products is 'Products its sources name';
    comment on column catalogue.rejected is 'Records of the feeds that could not be taken';
    comment on column catalogue.feeds is 'What each feed brought';
    comment on column catalogue.notices is 'What a person should know that rejected nothing';
    comment on column catalogue.is_current is 'Whether devices are matched against it';

    create table catalogue_part (
      catalogue_id uuid not null references catalogue (id) on delete cascade,
      place integer not null,
      bytes bytea not null,
      primary key (catalogue_id, place)
    );
    comment on table catalogue_part is 'The catalogue file in pieces, so that every node has it';
    comment on column catalogue_part.catalogue_id is 'The catalogue';
    comment on column catalogue_part.place is '0, 1, 2 …';
    comment on column catalogue_part.bytes is 'The piece';

    create table vulnerability (
      no integer generated always as identity primary key,
      id text not null unique,
      summary text,
      cvss real,
      epss real,
      is_exploited boolean not null,
      published_on date,
      terms text not null
    );
    comment on table vulnerability is 'Vulnerabilities that touch, or once touched, a device here';
    comment on column vulnerability.no is 'Short number, for the tables that name it often';
    comment on column vulnerability.id is 'CVE id, or the id of the source that knows it';
    comment on column vulnerability.summary is 'What it is, in the words of the source';
    comment on column vulnerability.cvss is 'Base score that counts; null: nobody has scored it';
    comment on column vulnerability.epss is 'Probability of exploitation in 30 days, 0 to 1';
    comment on column vulnerability.is_exploited is 'Whether it is in the catalogue of known exploited vulnerabilities';
    comment on column vulnerability.published_on is 'When it became public';
    comment on column vulnerability.terms is 'Id, aliases, advisories and summary in lower case';

    create table configuration (
      id integer generated always as identity primary key,
      hash bytea not null unique,
      fields jsonb not null
    );
    comment on table configuration is 'Distinct sets of model, firmware, operating system and components; matching works on these';
    comment on column configuration.id is 'Short number';
    comment on column configuration.hash is 'SHA-256 over the fields';
    comment on column configuration.fields is 'Fields of a device that matching looks at';

    create table clinical_context (
      id integer generated always as identity primary key,
      hash bytea not null unique,
      fields jsonb not null
    );
    comment on table clinical_context is 'Distinct places in care and on the network; beside the configuration all that a judgement depends on';
    comment on column clinical_context.id is 'Short number';
    comment on column clinical_context.hash is 'SHA-256 over the fields';
    comment on column clinical_context.fields is 'Criticality, exposure, patient data, FDA class, lifecycle dates, contract';

    create table cohort (
      id integer generated always as identity primary key,
      configuration_id integer not null references configuration (id),
      context_id integer not null references clinical_context (id),
      devices integer not null default 0,
      judged_by text,
      affected integer not null default 0,
      undetermined integer not null default 0,
      critical integer not null default 0,
      high integer not null default 0,
      unscored integer not null default 0,
      medium integer not null default 0,
      low integer not null default 0,
      exploited integer not null default 0,
      points integer not null default 0,
      rank_max smallint not null default -1,
      unique (configuration_id, context_id)
    );
    create index cohort_judged on cohort (judged_by, id);
    create index cohort_context on cohort (context_id);
    comment on table cohort is 'Devices of one configuration in one clinical context: they share every judgement';
    comment on column cohort.id is 'Short number';
    comment on column cohort.configuration_id is 'Their configuration';
    comment on column cohort.context_id is 'Their clinical context';
    comment on column cohort.devices is 'How many devices it has now; kept by triggers';
    comment on column cohort.judged_by is 'State of knowledge and policy it was last judged by; null: not yet';
    comment on column cohort.affected is 'Findings of each of its devices that are affected';
    comment on column cohort.undetermined is 'Findings of each of its devices that cannot be told';
    comment on column cohort.critical is 'Affected findings of each device in tier critical';
    comment on column cohort.high is 'The same, high';
    comment on column cohort.unscored is 'The same, not scored yet';
    comment on column cohort.medium is 'The same, medium';
    comment on column cohort.low is 'The same, low';
    comment on column cohort.exploited is 'Affected findings of each device that are actively exploited';
    comment on column cohort.points is 'Risk points of the affected findings of each device';
    comment on column cohort.rank_max is 'Rank of the most urgent finding; -1: none';

    create table device_cohort (
      device_id uuid primary key references device (id) on delete cascade,
      cohort_id integer not null references cohort (id),
      since timestamptz not null
    );
    create index device_cohort_cohort on device_cohort (cohort_id, device_id);
    comment on table device_cohort is 'Which cohort each device is in now';
    comment on column device_cohort.device_id is 'The device';
    comment on column device_cohort.cohort_id is 'Its cohort';
    comment on column device_cohort.since is 'Since when it has this configuration';

    create function count_cohort_devices() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        update cohort set devices = devices - gone.n
          from (select cohort_id, count(*) as n from rows_before group by cohort_id) gone where gone.cohort_id = id;
      end if;
      if tg_op <> 'DELETE' then
        update cohort set devices = devices + come.n
          from (select cohort_id, count(*) as n from rows_now group by cohort_id) come where come.cohort_id = id;
      end if;
      return null;
    end $$;
    create trigger device_cohort_in after insert on device_cohort
      referencing new table as rows_now for each statement execute function count_cohort_devices();
    create trigger device_cohort_moved after update on device_cohort
      referencing old table as rows_before new table as rows_now for each statement execute function count_cohort_devices();
    create trigger device_cohort_out after delete on device_cohort
      referencing old table as rows_before for each statement execute function count_cohort_devices();

    create table device_stay (
      device_id uuid not null references device (id) on delete cascade,
      configuration_id integer not null references configuration (id),
      since timestamptz not null,
      until timestamptz not null,
      primary key (device_id, since)
    );
    comment on table device_stay is 'Configurations that devices had before: with the verdicts of that time, the history of their findings';
    comment on column device_stay.device_id is 'The device';
    comment on column device_stay.configuration_id is 'The configuration it had';
    comment on column device_stay.since is 'From when';
    comment on column device_stay.until is 'Until when';

    create table verdict (
      configuration_id integer not null references configuration (id),
      vulnerability_no integer not null references vulnerability (no),
      opened_at timestamptz not null,
      closed_at timestamptz,
      closed_because text,
      degree smallint not null,
      why text not null,
      fix_kind smallint not null,
      fix_version text,
      fix_part text,
      fix_advisory text,
      is_contradicted boolean not null,
      primary key (configuration_id, vulnerability_no, opened_at)
    );
    create unique index verdict_current on verdict (configuration_id, vulnerability_no) where closed_at is null;
    create index verdict_vulnerability on verdict (vulnerability_no, configuration_id);
    comment on table verdict is 'What is, and once was, true of each configuration; not affected is the absence of a current row';
    comment on column verdict.configuration_id is 'The configuration';
    comment on column verdict.vulnerability_no is 'The vulnerability';
    comment on column verdict.opened_at is 'When this verdict came to hold';
    comment on column verdict.closed_at is 'When it ceased to; null: it holds';
    comment on column verdict.closed_because is 'What ended it, in words';
    comment on column verdict.degree is 'Verdict and confidence: 2, 3 undetermined, 4, 5 affected; the odd ones confirmed';
    comment on column verdict.why is 'Why, in a few words';
    comment on column verdict.fix_kind is '0 vendor fix, 1 mitigation, 2 none';
    comment on column verdict.fix_version is 'First version without the weakness';
    comment on column verdict.fix_part is 'Part that has the weakness, when not the device itself';
    comment on column verdict.fix_advisory is 'Advisory that names the fix';
    comment on column verdict.is_contradicted is 'Whether sources disagree';

    create table judgement (
      cohort_id integer not null references cohort (id) on delete cascade,
      vulnerability_no integer not null references vulnerability (no),
      rank smallint not null,
      score smallint not null,
      tier smallint not null,
      readiness smallint not null,
      opened_on date not null,
      after_days smallint,
      by_on date,
      primary key (cohort_id, vulnerability_no)
    );
    create index judgement_rank on judgement (rank, cohort_id, vulnerability_no);
    create index judgement_vulnerability on judgement (vulnerability_no, rank, cohort_id);
    comment on table judgement is 'One vulnerability as it bears on all devices of a cohort: current findings without their devices';
    comment on column judgement.cohort_id is 'The cohort';
    comment on column judgement.vulnerability_no is 'The vulnerability';
    comment on column judgement.rank is 'Order of urgency: the score, and 1000 more where affected';
    comment on column judgement.score is '0 to 100';
    comment on column judgement.tier is '0 critical, 1 high, 2 unscored, 3 medium, 4 low';
    comment on column judgement.readiness is '0 patchable, 1 temporarily unpatchable, 2 unpatchable';
    comment on column judgement.opened_on is 'Day its configuration came to have the verdict';
    comment on column judgement.after_days is 'Days from the day it was first seen on the device until the strictest such clock runs out';
    comment on column judgement.by_on is 'Day on which the strictest clock with a date of its own runs out';

    create table finding_anchor (
      device_id uuid not null references device (id) on delete cascade,
      vulnerability_no integer not null references vulnerability (no),
      detected_on date not null,
      primary key (device_id, vulnerability_no)
    );
    comment on table finding_anchor is 'Findings a device brought along from an earlier configuration: their clocks started then';
    comment on column finding_anchor.device_id is 'The device';
    comment on column finding_anchor.vulnerability_no is 'The vulnerability';
    comment on column finding_anchor.detected_on is 'Day it was first seen on this device';

    create table device_to_match (
      device_id uuid primary key,
      at timestamptz not null default now()
    );
    comment on table device_to_match is 'Devices that changed since they were last placed in a cohort; written by triggers in the transaction of the change';
    comment on column device_to_match.device_id is 'The device';
    comment on column device_to_match.at is 'When it changed';

    create function note_device_to_match() returns trigger language plpgsql as $$
    begin
      insert into device_to_match (device_id)
        select now.id from changed_now now left join changed_before before on before.id = now.id
        where before.id is null or before.fields is distinct from now.fields
          or before.inherited is distinct from now.inherited
        on conflict (device_id) do update set at = excluded.at;
      return null;
    end $$;
    create function note_new_device_to_match() returns trigger language plpgsql as $$
    begin
      insert into device_to_match (device_id) select id from changed_now
        on conflict (device_id) do update set at = excluded.at;
      return null;
    end $$;
    create trigger device_changed after update on device
      referencing old table as changed_before new table as changed_now
      for each statement execute function note_device_to_match();
    create trigger device_created after insert on device
      referencing new table as changed_now
      for each statement execute function note_new_device_to_match();
    insert into device_to_match (device_id) select id from device;
  `.execute(db);
}
