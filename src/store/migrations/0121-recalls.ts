import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table recall (
      no integer generated always as identity primary key,
      id text not null unique,
      firm text,
      description text,
      product_code text,
      recall_class text,
      status text,
      reason text,
      action text,
      initiated_on date,
      ended_on date,
      code_info text,
      distribution text,
      quantity text,
      terms text not null,
      hash text not null,
      known_since timestamptz not null,
      gone_at timestamptz,
      first_met_on date,
      work text not null default 'open',
      work_reason text,
      work_at timestamptz,
      work_by_name text,
      owner_id uuid,
      owner_name text
    );
    create index recall_initiated on recall (initiated_on, no);
    comment on table recall is 'Recalls and corrections that feeds brought, whether or not they mean a device here, and how far work on them is';
    comment on column recall.no is 'Short number';
    comment on column recall.id is 'Number of the agency: "Z-0001-2026"';
    comment on column recall.firm is 'Recalling firm';
    comment on column recall.description is 'Product, in the words of the report';
    comment on column recall.product_code is 'FDA product code';
    comment on column recall.recall_class is 'I, II or III; null: not classified yet';
    comment on column recall.status is 'Status at the agency';
    comment on column recall.reason is 'Why it is recalled';
    comment on column recall.action is 'What the firm does and asks for';
    comment on column recall.initiated_on is 'Day the firm began it';
    comment on column recall.ended_on is 'Day the agency ended it';
    comment on column recall.code_info is 'Which units, in the words of the report';
    comment on column recall.distribution is 'Where it was shipped to';
    comment on column recall.quantity is 'How many, in the words of the report';
    comment on column recall.terms is 'What people search by, in lower case';
    comment on column recall.hash is 'SHA-256 over what the report says';
    comment on column recall.known_since is 'When it was first read here';
    comment on column recall.gone_at is 'When the feeds ceased to have it';
    comment on column recall.first_met_on is 'Day it first meant, or may have meant, a device here; its deadline counts from then';
    comment on column recall.work is 'open, in-work or not-applicable';
    comment on column recall.work_reason is 'Why it does not apply here';
    comment on column recall.work_at is 'When that was last said';
    comment on column recall.work_by_name is 'By whom';
    comment on column recall.owner_id is 'Who sees to it';
    comment on column recall.owner_name is 'Name of that person at the time';

    create table recall_change (
      recall_no integer not null references recall (no),
      at timestamptz not null,
      what text not null,
      primary key (recall_no, at, what)
    );
    comment on table recall_change is 'What became of recalls: at the agency, and here';
    comment on column recall_change.recall_no is 'The recall';
    comment on column recall_change.at is 'When';
    comment on column recall_change.what is 'What, in words';

    create table recall_device (
      recall_no integer not null references recall (no),
      device_id uuid not null references device (id) on delete cascade,
      verdict smallint not null,
      grounds jsonb not null,
      since timestamptz not null,
      primary key (recall_no, device_id)
    );
    create index recall_device_device on recall_device (device_id);
    comment on table recall_device is 'Devices whose maker and model a recall names';
    comment on column recall_device.recall_no is 'The recall';
    comment on column recall_device.device_id is 'The device';
    comment on column recall_device.verdict is '0 not affected, 1 cannot be told, 2 affected';
    comment on column recall_device.grounds is 'What was compared, and what came of each';
    comment on column recall_device.since is 'When it came to stand so';

    create table recall_settled (
      recall_no integer not null references recall (no),
      device_id uuid not null references device (id) on delete cascade,
      state text not null,
      evidence text not null,
      at timestamptz not null,
      by_id uuid,
      by_name text not null,
      primary key (recall_no, device_id)
    );
    create index recall_settled_device on recall_settled (device_id);
    comment on table recall_settled is 'Devices on which a recall has been dealt with';
    comment on column recall_settled.recall_no is 'The recall';
    comment on column recall_settled.device_id is 'The device';
    comment on column recall_settled.state is 'done or not-applicable';
    comment on column recall_settled.evidence is 'What was done, or why it does not apply';
    comment on column recall_settled.at is 'When that was said';
    comment on column recall_settled.by_id is 'By whom';
    comment on column recall_settled.by_name is 'Name of that person at the time';

    create table recall_due_device (
      device_id uuid primary key,
      at timestamptz not null default now()
    );
    comment on table recall_due_device is 'Devices to be held against the recalls anew; written by triggers in the transaction of the change';
    comment on column recall_due_device.device_id is 'The device';
    comment on column recall_due_device.at is 'When it changed';
    create function note_recall_due() returns trigger language plpgsql as $$
    begin
      insert into recall_due_device (device_id)
        select now.id from changed_now now left join changed_before before on before.id = now.id
        where before.id is null or before.fields is distinct from now.fields
          or before.inherited is distinct from now.inherited
        on conflict (device_id) do update set at = excluded.at;
      return null;
    end $$;
    create function note_new_recall_due() returns trigger language plpgsql as $$
    begin
      insert into recall_due_device (device_id) select id from changed_now
        on conflict (device_id) do update set at = excluded.at;
      return null;
    end $$;
    create trigger device_recall_changed after update on device
      referencing old table as changed_before new table as changed_now
      for each statement execute function note_recall_due();
    create trigger device_recall_created after insert on device
      referencing new table as changed_now
      for each statement execute function note_new_recall_due();
    insert into recall_due_device (device_id) select id from device;

    alter table match_state add column recalls_of uuid;
    comment on column match_state.recalls_of is 'Catalogue that recalls were taken from';
  `.execute(db);
}
