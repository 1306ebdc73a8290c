import { type Kysely, sql } from 'kysely';

/** Destinations that write back how tickets stand, with signed messages of their own. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table destination add column inbound_secret bytea;
    alter table destination add column inbound_at timestamptz;
    alter table destination add column inbound_problem text;
    alter table destination add column inbound_problem_at timestamptz;
    comment on column destination.inbound_secret is 'What it signs with when it writes back, encrypted; null: it may not';
    comment on column destination.inbound_at is 'When it last wrote back';
    comment on column destination.inbound_problem is 'Why the last message that was refused was; null: none was since';
    comment on column destination.inbound_problem_at is 'When that was';

    create table inbound_message (
      destination_id uuid not null references destination (id) on delete cascade,
      id text not null,
      digest bytea not null,
      ticket_id uuid not null references ticket (id) on delete cascade,
      said_at timestamptz not null,
      taken_at timestamptz not null,
      primary key (destination_id, id)
    );
    create index inbound_message_ticket on inbound_message (ticket_id, said_at);
    create index inbound_message_taken on inbound_message (taken_at);
    comment on table inbound_message is 'Signed messages of destinations that were taken, so that each counts once';
    comment on column inbound_message.destination_id is 'Who sent it';
    comment on column inbound_message.id is 'Id that the sender gave it, the same when it is sent again';
    comment on column inbound_message.digest is 'SHA-256 of the body: an id stands for one message';
    comment on column inbound_message.ticket_id is 'Ticket it tells of';
    comment on column inbound_message.said_at is 'When what it tells came about, as the sender says';
    comment on column inbound_message.taken_at is 'When it came';
  `.execute(db);
}
