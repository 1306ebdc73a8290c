import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table destination (
      id uuid primary key,
      kind text not null check (kind in ('webhook', 'servicenow', 'jira', 'email')),
      name text not null,
      place jsonb not null,
      secret bytea,
      events text[] not null,
      version integer not null,
      changed_at timestamptz not null,
      changed_by_name text not null,
      is_on boolean not null,
      disabled_because text,
      failures integer not null default 0,
      failing_since timestamptz,
      last_success_at timestamptz,
      problem text,
      check (disabled_because is null or not is_on)
    );
    create unique index destination_name on destination (lower(name));
    comment on table destination is 'Who takes notices and tickets outside: a server, or a mailbox';
    comment on column destination.id is 'UUIDv7';
    comment on column destination.kind is 'webhook, servicenow, jira or email';
    comment on column destination.name is 'What people call it';
    comment on column destination.place is 'Where it is, and how it wants to be spoken to; no secrets';
    comment on column destination.secret is 'Signing secret, token or password, encrypted; null: none';
    comment on column destination.events is 'What it is told';
    comment on column destination.version is 'Counts edits';
    comment on column destination.changed_at is 'Last edit';
    comment on column destination.changed_by_name is 'Who made it';
    comment on column destination.is_on is 'Whether anything is sent there';
    comment on column destination.disabled_because is 'Why it was switched off by itself; null: it was not';
    comment on column destination.failures is 'Attempts in vain since something last got through';
    comment on column destination.failing_since is 'First of them';
    comment on column destination.last_success_at is 'When something last got through';
    comment on column destination.problem is 'Why the last attempt was in vain; null: it was not';

    create table ticket (
      id uuid primary key,
      destination_id uuid references destination (id) on delete set null,
      destination_name text not null,
      kind text not null,
      title text not null,
      filter text not null,
      note text,
      findings integer not null,
      devices integer not null,
      opened_at timestamptz not null,
      opened_by uuid,
      opened_by_name text not null,
      state text not null check (state in ('asked', 'unanswered', 'open', 'settled')),
      external_id text,
      key text,
      status text,
      link text,
      told_at timestamptz,
      settled_at timestamptz,
      read_problem text
    );
    create index ticket_followed on ticket (destination_id, id) where state = 'open';
    comment on table ticket is 'Work on findings that was handed to another system';
    comment on column ticket.id is 'UUIDv7; goes along as correlation id, so that it is found there again';
    comment on column ticket.destination_id is 'Where it was handed to; null: that destination is no more';
    comment on column ticket.destination_name is 'Its name at the time';
    comment on column ticket.kind is 'Kind of the destination';
    comment on column ticket.title is 'One line';
    comment on column ticket.filter is 'Findings it was asked for, in the one filter grammar';
    comment on column ticket.note is 'What who opened it wrote';
    comment on column ticket.findings is 'How many findings it covered when it was opened';
    comment on column ticket.devices is 'On how many devices';
    comment on column ticket.opened_at is 'When it was asked for';
    comment on column ticket.opened_by is 'Who asked';
    comment on column ticket.opened_by_name is 'Name of that person at the time';
    comment on column ticket.state is 'asked, unanswered, open or settled';
    comment on column ticket.external_id is 'Id in the other system';
    comment on column ticket.key is 'What people there call it';
    comment on column ticket.status is 'Its status there, in the words of the other system';
    comment on column ticket.link is 'Page of it there';
    comment on column ticket.told_at is 'When the other system last told of it';
    comment on column ticket.settled_at is 'When it was first told to be settled; null: it is not';
    comment on column ticket.read_problem is 'Why its status could not be read last; null: it could';

    create table ticket_finding (
      ticket_id uuid not null references ticket (id) on delete cascade,
      device_id uuid not null references device (id) on delete cascade,
      vulnerability_no integer not null references vulnerability (no),
      open_at uuid,
      primary key (ticket_id, device_id, vulnerability_no)
    );
    create unique index ticket_finding_once on ticket_finding (open_at, device_id, vulnerability_no);
    create index ticket_finding_vulnerability on ticket_finding (vulnerability_no, ticket_id);
    create index ticket_finding_device on ticket_finding (device_id);
    comment on table ticket_finding is 'Findings of each ticket; one has at most one ticket at a destination that is not settled';
    comment on column ticket_finding.ticket_id is 'The ticket';
    comment on column ticket_finding.device_id is 'The device';
    comment on column ticket_finding.vulnerability_no is 'The vulnerability';
    comment on column ticket_finding.open_at is 'The destination while the ticket is not settled; else null';

    create table delivery (
      id uuid primary key,
      destination_id uuid not null references destination (id) on delete cascade,
      event text not null,
      title text not null,
      content jsonb not null,
      ticket_id uuid unique references ticket (id) on delete cascade,
      created_at timestamptz not null,
      state text not null check (state in ('waiting', 'failed', 'delivered', 'given-up')),
      attempts integer not null default 0,
      next_attempt_at timestamptz,
      ended_at timestamptz
    );
    create index delivery_due on delivery (next_attempt_at) where next_attempt_at is not null;
    create index delivery_of on delivery (destination_id, id);
    create index delivery_ended on delivery (ended_at) where ended_at is not null;
    comment on table delivery is 'Outbox: what is to be handed to a destination, written with the act it tells of';
    comment on column delivery.id is 'UUIDv7; the same at each attempt, so that the other side knows it again';
    comment on column delivery.destination_id is 'To whom';
    comment on column delivery.event is 'What it tells of: an event, ticket.open or test';
    comment on column delivery.title is 'One line';
    comment on column delivery.content is 'Everything it says';
    comment on column delivery.ticket_id is 'The ticket it opens';
    comment on column delivery.created_at is 'When it happened';
    comment on column delivery.state is 'waiting, failed, delivered or given-up';
    comment on column delivery.attempts is 'How often it was tried';
    comment on column delivery.next_attempt_at is 'When it is tried next; null: not by itself';
    comment on column delivery.ended_at is 'When it was delivered or given up';

    create table delivery_attempt (
      delivery_id uuid not null references delivery (id) on delete cascade,
      no integer not null,
      at timestamptz not null,
      took_ms integer not null,
      status integer,
      problem text,
      answer text,
      primary key (delivery_id, no)
    );
    comment on table delivery_attempt is 'Every attempt at a delivery';
    comment on column delivery_attempt.delivery_id is 'The delivery';
    comment on column delivery_attempt.no is 'From 1';
    comment on column delivery_attempt.at is 'When it began';
    comment on column delivery_attempt.took_ms is 'How long it took, in milliseconds';
    comment on column delivery_attempt.status is 'Status of the answer; null: there was none';
    comment on column delivery_attempt.problem is 'Why it was in vain; null: it was not';
    comment on column delivery_attempt.answer is 'Beginning of the answer';

    create table told (
      event text not null,
      subject text not null,
      at timestamptz not null,
      primary key (event, subject)
    );
    comment on table told is 'States of affairs that destinations were told of, so that each is told once';
    comment on column told.event is 'The event';
    comment on column told.subject is 'What it was about: a feed, a report, a day';
    comment on column told.at is 'When';
  `.execute(db);
}
