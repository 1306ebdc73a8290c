import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table person (
      id uuid primary key,
      kind text not null check (kind in ('person', 'service')),
      login text not null,
      name text not null,
      password_hash text,
      password_must_change boolean not null default false,
      disabled_at timestamptz,
      signed_in_at timestamptz,
      created_at timestamptz not null,
      version integer not null default 1
    );
    create unique index person_login on person (lower(login));
    comment on table person is 'People and service accounts; never deleted, so that the audit log stays readable';
    comment on column person.id is 'UUIDv7';
    comment on column person.kind is 'person signs in; service comes with API tokens only';
    comment on column person.login is 'What is typed to sign in, unique whatever its case; often a mail address';
    comment on column person.name is 'Name as shown';
    comment on column person.password_hash is 'Argon2id in PHC format; null: cannot sign in with a password';
    comment on column person.password_must_change is 'The password was chosen by somebody else and opens nothing but its own change';
    comment on column person.disabled_at is 'Since when nothing can be done in this name; null: active';
    comment on column person.signed_in_at is 'Last successful sign-in';
    comment on column person.created_at is 'When the account was made';
    comment on column person.version is 'Counts changes; an edit names the version it was made on';

    create table person_grant (
      id uuid primary key,
      person_id uuid not null references person (id),
      role text not null,
      scope_kind text not null check (scope_kind in ('hospital', 'site', 'department', 'group', 'vendor')),
      scope_id text,
      granted_at timestamptz not null,
      check ((scope_kind = 'hospital') = (scope_id is null))
    );
    create unique index person_grant_once on person_grant (person_id, role, scope_kind, coalesce(scope_id, ''));
    comment on table person_grant is 'A role bound to one scope; each is judged by itself';
    comment on column person_grant.id is 'UUIDv7';
    comment on column person_grant.person_id is 'Who holds the role';
    comment on column person_grant.role is 'Name of the role, as the product knows it';
    comment on column person_grant.scope_kind is 'Kind of part of the hospital in which the role holds';
    comment on column person_grant.scope_id is 'Which one; null for the whole hospital';
    comment on column person_grant.granted_at is 'Since when';

    create table session (
      id uuid primary key,
      person_id uuid not null references person (id),
      token_hash bytea not null unique,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      expires_at timestamptz not null,
      verified_at timestamptz not null,
      address text not null,
      agent text not null,
      ended_at timestamptz
    );
    create index session_person on session (person_id, created_at desc);
    comment on table session is 'Sign-ins; the browser holds a random token, this table only its hash';
    comment on column session.id is 'UUIDv7, fit to be shown in a list';
    comment on column session.person_id is 'Who signed in';
    comment on column session.token_hash is 'SHA-256 of the token in the cookie';
    comment on column session.created_at is 'When the person signed in';
    comment on column session.seen_at is 'Last request, to the minute; an idle session ends';
    comment on column session.expires_at is 'When it ends even if in use';
    comment on column session.verified_at is 'When the person last proved who they are; dangerous acts need it recent';
    comment on column session.address is 'Network address at sign-in';
    comment on column session.agent is 'What the browser calls itself';
    comment on column session.ended_at is 'When it was ended; null: until it expires';

    create table second_factor (
      person_id uuid primary key references person (id),
      secret bytea not null,
      confirmed_at timestamptz,
      last_step bigint not null default 0
    );
    comment on table second_factor is 'One-time codes of an authenticator app (RFC 6238)';
    comment on column second_factor.person_id is 'Whose';
    comment on column second_factor.secret is 'Shared secret, encrypted with the key of this instance';
    comment on column second_factor.confirmed_at is 'When the first code was right; null: enrolment is not finished and asks for nothing';
    comment on column second_factor.last_step is 'Time step of the last code used; a code counts once';

    create table recovery_code (
      person_id uuid not null references person (id),
      code_hash bytea not null,
      used_at timestamptz,
      primary key (person_id, code_hash)
    );
    comment on table recovery_code is 'Codes for the day the authenticator is lost; each works once';
    comment on column recovery_code.person_id is 'Whose';
    comment on column recovery_code.code_hash is 'SHA-256 of the code, which has 80 random bits';
    comment on column recovery_code.used_at is 'When it was used; null: still good';

    create table api_token (
      id uuid primary key,
      person_id uuid not null references person (id),
      name text not null,
      token_hash bytea not null unique,
      hint text not null,
      permissions text[] not null,
      created_at timestamptz not null,
      created_by uuid not null references person (id),
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz
    );
    create index api_token_person on api_token (person_id, created_at desc);
    comment on table api_token is 'Secrets for programs; shown once, kept as hashes';
    comment on column api_token.id is 'UUIDv7';
    comment on column api_token.person_id is 'In whose name it acts';
    comment on column api_token.name is 'What it is for';
    comment on column api_token.token_hash is 'SHA-256 of the token';
    comment on column api_token.hint is 'First characters of the token, to tell tokens apart';
    comment on column api_token.permissions is 'All it may do, fixed when it was made; its owner losing a permission takes it away here too';
    comment on column api_token.created_at is 'When it was made';
    comment on column api_token.created_by is 'Who made it';
    comment on column api_token.expires_at is 'When it stops working';
    comment on column api_token.used_at is 'Last use, to the minute';
    comment on column api_token.revoked_at is 'When it was taken back; null: still good';

    create table attempt_tally (
      key text primary key,
      failures integer not null,
      blocked_until timestamptz,
      changed_at timestamptz not null
    );
    comment on table attempt_tally is 'Failed proofs of identity in a row, by account and by network address';
    comment on column attempt_tally.key is 'person:<id> or address:<address>';
    comment on column attempt_tally.failures is 'How many since the last success';
    comment on column attempt_tally.blocked_until is 'No further attempt is looked at before; null: go on';
    comment on column attempt_tally.changed_at is 'Last attempt';
  `.execute(db);
}
