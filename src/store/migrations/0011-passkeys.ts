import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table passkey (
      id uuid primary key,
      person_id uuid not null references person (id),
      name text not null,
      credential_id text not null unique,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      created_at timestamptz not null,
      used_at timestamptz
    );
    create index passkey_person on passkey (person_id, created_at);
    comment on table passkey is 'WebAuthn credentials that sign a person in';
    comment on column passkey.id is 'UUIDv7';
    comment on column passkey.person_id is 'Whose';
    comment on column passkey.name is 'What the person calls it';
    comment on column passkey.credential_id is 'Id the authenticator gave it, in base64url';
    comment on column passkey.public_key is 'COSE public key';
    comment on column passkey.counter is 'Uses the authenticator counted; going back means a copy';
    comment on column passkey.transports is 'How a browser reaches the authenticator';
    comment on column passkey.created_at is 'When it was added';
    comment on column passkey.used_at is 'Last sign-in with it';

    create table sign_in_challenge (
      challenge text primary key,
      person_id uuid references person (id),
      expires_at timestamptz not null
    );
    comment on table sign_in_challenge is 'Random values that authenticators are asked to sign; each is taken once';
    comment on column sign_in_challenge.challenge is 'The value in base64url';
    comment on column sign_in_challenge.person_id is 'Who adds a passkey with it; null: somebody signs in';
    comment on column sign_in_challenge.expires_at is 'Not taken after this';
  `.execute(db);
}
