import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table reconciliation (
      id uuid primary key,
      state text not null check (state in ('making', 'open', 'signed')),
      unseen_days integer not null check (unseen_days > 0),
      as_of timestamptz,
      sources jsonb not null default '[]',
      previous_id uuid references reconciliation (id),
      made_at timestamptz not null,
      made_by_name text not null,
      job_id uuid,
      content_hash bytea,
      signed_at timestamptz,
      check ((state = 'signed') = (signed_at is not null and content_hash is not null))
    );
    create index reconciliation_signed on reconciliation (signed_at) where state = 'signed';
    comment on table reconciliation is 'Reports that hold the sources of the inventory against each other, on one day';
    comment on column reconciliation.id is 'UUIDv7';
    comment on column reconciliation.state is 'making: a job works it out; open: people take its discrepancies on; signed: it never changes again';
    comment on column reconciliation.unseen_days is 'Days without a word from the network after which a registered device counts as unseen';
    comment on column reconciliation.as_of is 'When the inventory stood as it says; null: it is being made';
    comment on column reconciliation.sources is 'Sources at that time: name, kinds of system, when it last spoke';
    comment on column reconciliation.previous_id is 'The newest signed report before it, which trends are told against; null: there was none';
    comment on column reconciliation.made_at is 'When it was asked for';
    comment on column reconciliation.made_by_name is 'Who asked for it';
    comment on column reconciliation.job_id is 'The job that makes it';
    comment on column reconciliation.content_hash is 'SHA-256 of all it holds, as it was signed';
    comment on column reconciliation.signed_at is 'When the last signature came; null: it is not signed off';

    create table reconciliation_part (
      report_id uuid not null references reconciliation (id) on delete cascade,
      place integer not null,
      scope_site text collate "C",
      scope_department text collate "C",
      scope_vendor text collate "C",
      sources jsonb not null,
      devices integer not null,
      complete integer not null,
      unconnected integer not null,
      missing jsonb not null,
      primary key (report_id, place)
    );
    comment on table reconciliation_part is 'Devices of a report, counted by place, maker and the sources that speak of them';
    comment on column reconciliation_part.report_id is 'The report';
    comment on column reconciliation_part.place is '1, 2, 3 … within the report';
    comment on column reconciliation_part.scope_site is 'Site as roles name it';
    comment on column reconciliation_part.scope_department is 'Department as roles name it';
    comment on column reconciliation_part.scope_vendor is 'Maker as roles name it';
    comment on column reconciliation_part.sources is 'Names of the sources, in order; what people enter by hand is none';
    comment on column reconciliation_part.devices is 'How many devices';
    comment on column reconciliation_part.complete is 'Of these, with every critical field';
    comment on column reconciliation_part.unconnected is 'Of these, registered devices without any address';
    comment on column reconciliation_part.missing is 'Devices that lack a critical field, by field';

    create table discrepancy (
      report_id uuid not null references reconciliation (id) on delete cascade,
      kind text not null check (kind in ('unregistered', 'unseen', 'duplicate', 'conflicting', 'incomplete')),
      device_id uuid not null,
      label text not null,
      name text,
      scope_site text collate "C",
      scope_department text collate "C",
      scope_vendor text collate "C",
      detail jsonb not null,
      since timestamptz not null,
      assignee_id uuid,
      assignee_name text,
      reason text,
      due_on date,
      primary key (report_id, kind, device_id),
      check ((assignee_name is null) = (due_on is null) and (assignee_name is null) = (reason is null))
    );
    create index discrepancy_order on discrepancy (report_id, kind, lower(label) collate "C", device_id);
    create index discrepancy_assignee on discrepancy (assignee_id, report_id);
    comment on table discrepancy is 'What a report found between the sources, device by device';
    comment on column discrepancy.report_id is 'The report';
    comment on column discrepancy.kind is 'unregistered, unseen, duplicate, conflicting or incomplete';
    comment on column discrepancy.device_id is 'The device; it may be gone since';
    comment on column discrepancy.label is 'What people called it then';
    comment on column discrepancy.name is 'What its sources called it then';
    comment on column discrepancy.scope_site is 'Site as roles name it, then';
    comment on column discrepancy.scope_department is 'Department as roles name it, then';
    comment on column discrepancy.scope_vendor is 'Maker as roles name it, then';
    comment on column discrepancy.detail is 'What exactly: sources, fields, days';
    comment on column discrepancy.since is 'When a report first found it';
    comment on column discrepancy.assignee_id is 'Who takes it on; null: nobody yet';
    comment on column discrepancy.assignee_name is 'Name of that person';
    comment on column discrepancy.reason is 'Why it is so, or what is to be done';
    comment on column discrepancy.due_on is 'Until when';

    create table reconciliation_signature (
      report_id uuid not null references reconciliation (id) on delete cascade,
      person_id uuid not null,
      name text not null,
      roles jsonb not null,
      note text,
      at timestamptz not null,
      content_hash bytea not null,
      primary key (report_id, person_id)
    );
    comment on table reconciliation_signature is 'Who has signed a report';
    comment on column reconciliation_signature.report_id is 'The report';
    comment on column reconciliation_signature.person_id is 'Who signed';
    comment on column reconciliation_signature.name is 'Name of that person at the time';
    comment on column reconciliation_signature.roles is 'Roles that gave them the right';
    comment on column reconciliation_signature.note is 'What they noted with it';
    comment on column reconciliation_signature.at is 'When';
    comment on column reconciliation_signature.content_hash is 'SHA-256 of what they signed';

    create function refuse_signed_change() returns trigger language plpgsql as $$
    declare report uuid;
    begin
      report := case when tg_table_name = 'reconciliation' then (to_jsonb(old) ->> 'id')::uuid
        else (to_jsonb(old) ->> 'report_id')::uuid end;
      if exists (select 1 from reconciliation where id = report and state = 'signed') then
        raise exception 'Cannot change %: the report is signed off', tg_table_name;
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$;
    create trigger reconciliation_signed_stays before update or delete on reconciliation
      for each row when (old.state = 'signed') execute function refuse_signed_change();
    create trigger reconciliation_part_stays before update or delete on reconciliation_part
      for each row execute function refuse_signed_change();
    create trigger discrepancy_stays before update or delete on discrepancy
      for each row execute function refuse_signed_change();
    create trigger reconciliation_signature_stays before update or delete on reconciliation_signature
      for each row execute function refuse_signed_change();
  `.execute(db);
}
