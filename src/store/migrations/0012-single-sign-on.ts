import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table external_identity (
      issuer text not null,
      subject text not null,
      person_id uuid not null references person (id),
      linked_at timestamptz not null,
      primary key (issuer, subject)
    );
    comment on table external_identity is 'Who an identity provider knows as whom';
    comment on column external_identity.issuer is 'Address of the identity provider';
    comment on column external_identity.subject is 'Name it never gives to anybody else';
    comment on column external_identity.person_id is 'The account here';
    comment on column external_identity.linked_at is 'When they were linked';

    create table single_sign_on_attempt (
      state text primary key,
      nonce text not null,
      code_verifier text not null,
      expires_at timestamptz not null
    );
    comment on table single_sign_on_attempt is 'Sign-ins that went to the identity provider and are not back yet; each is taken once';
    comment on column single_sign_on_attempt.state is 'Random value that comes back with the browser';
    comment on column single_sign_on_attempt.nonce is 'Random value that comes back in the signed answer';
    comment on column single_sign_on_attempt.code_verifier is 'Secret that shows who asked (PKCE)';
    comment on column single_sign_on_attempt.expires_at is 'Not taken after this';
  `.execute(db);
}
