import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await clearances(db);
  await strangers(db);
}

async function clearances(db: Kysely<never>): Promise<void> {
  await sql`
    alter table model add column clearance text check (clearance in ('cleared', 'conditional', 'refused'));
    alter table model add column clearance_ends date;
    comment on column model.clearance is 'What the newest decision on it came to; null: it never passed the gate';
    comment on column model.clearance_ends is 'Last day that decision holds';

    create table clearance (
      id uuid primary key,
      model_id uuid not null references model (id),
      state text not null check (state in ('open', 'cleared', 'conditional', 'refused', 'withdrawn')),
      need text not null,
      answers jsonb not null default '{}',
      version integer not null default 1,
      requested_at timestamptz not null,
      requested_by uuid,
      requested_by_name text not null,
      checks jsonb,
      conditions text,
      reason text,
      expires_on date,
      decided_at timestamptz,
      decided_by uuid,
      decided_by_name text,
      check ((state in ('cleared', 'conditional', 'refused')) = (decided_at is not null and checks is not null
        and expires_on is not null and reason is not null)),
      check (state <> 'conditional' or conditions is not null)
    );
    create unique index clearance_open on clearance (model_id) where state = 'open';
    create index clearance_model on clearance (model_id, id desc);
    comment on table clearance is 'Whether a model may be bought and put in service, as people decided';
    comment on column clearance.id is 'UUIDv7';
    comment on column clearance.model_id is 'The model';
    comment on column clearance.state is 'open, cleared, conditional, refused or withdrawn';
    comment on column clearance.need is 'What it is wanted for, in the words of who asked';
    comment on column clearance.answers is 'What people say to a check where the product cannot tell: met, note, by';
    comment on column clearance.version is 'Counts changes; an edit names the version it was made on';
    comment on column clearance.requested_at is 'When it was asked for';
    comment on column clearance.requested_by is 'Who asked; somebody else decides';
    comment on column clearance.requested_by_name is 'Name of that person at the time';
    comment on column clearance.checks is 'Every check as it stood when it was decided';
    comment on column clearance.conditions is 'What the clearance is bound to';
    comment on column clearance.reason is 'Why it was decided so';
    comment on column clearance.expires_on is 'Last day it holds';
    comment on column clearance.decided_at is 'When it was decided';
    comment on column clearance.decided_by is 'Who decided';
    comment on column clearance.decided_by_name is 'Name of that person at the time';
  `.execute(db);
}

async function strangers(db: Kysely<never>): Promise<void> {
  await sql`
    create table stranger (
      device_id uuid primary key references device (id) on delete cascade,
      state text not null check (state in ('open', 'registering', 'removing', 'ignored', 'removed', 'registered')),
      raised_at timestamptz not null,
      because text not null,
      owner_id uuid,
      owner_name text,
      due_on date,
      reason text,
      ignored_until date,
      decided_at timestamptz,
      decided_by_name text,
      changed_at timestamptz not null,
      check ((state = 'ignored') = (ignored_until is not null))
    );
    create index stranger_state on stranger (state, device_id);
    comment on table stranger is 'Devices that the network showed and no register knew: an alert each, with what became of it';
    comment on column stranger.device_id is 'The device';
    comment on column stranger.state is 'open, registering, removing, ignored, removed or registered';
    comment on column stranger.raised_at is 'When the alert was raised, or raised again';
    comment on column stranger.because is 'Why it is in this state';
    comment on column stranger.owner_id is 'Who sees to it; null: nobody yet';
    comment on column stranger.owner_name is 'Name of that person';
    comment on column stranger.due_on is 'Last day for it; null: nothing is to be done';
    comment on column stranger.reason is 'What whoever decided said';
    comment on column stranger.ignored_until is 'Last day it may stay as it is';
    comment on column stranger.decided_at is 'When a person last decided';
    comment on column stranger.decided_by_name is 'Who decided';
    comment on column stranger.changed_at is 'When its state last changed';
  `.execute(db);
}
