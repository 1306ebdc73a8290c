import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table kept_answer (
      person_id uuid not null references person (id),
      key text not null,
      request_hash bytea not null,
      created_at timestamptz not null,
      status integer,
      location text,
      body bytea,
      primary key (person_id, key)
    );
    create index kept_answer_age on kept_answer (created_at);
    comment on table kept_answer is 'Answers to requests with an Idempotency-Key, so that the same request is carried out once; kept for a day';
    comment on column kept_answer.person_id is 'Who asked';
    comment on column kept_answer.key is 'The key they chose';
    comment on column kept_answer.request_hash is 'SHA-256 of method, address and body, encrypted: a body may carry a password';
    comment on column kept_answer.created_at is 'When it was asked first';
    comment on column kept_answer.status is 'HTTP status of the answer; null: not answered yet';
    comment on column kept_answer.location is 'Location header of the answer';
    comment on column kept_answer.body is 'The answer as it was sent, encrypted: it may tell a secret that is told once';
  `.execute(db);
}
