import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table person add column break_glass boolean not null default false;
    comment on column person.break_glass is 'May sign in with a password even where everybody else has to use single sign-on';

    alter table session add column method text not null default 'password';
    alter table session add column lacks_second_factor boolean not null default false;
    comment on column session.method is 'How the person proved who they are, e.g. passkey';
    comment on column session.lacks_second_factor is 'A role of the person needs a second factor that is not set up: the session opens nothing else';

    alter table api_token add column grants jsonb;
    comment on column api_token.grants is 'Roles with scopes it acts with at most, fixed when it was made; null: made before they were kept';

    create table sign_in_link (
      person_id uuid primary key references person (id),
      token_hash bytea not null unique,
      made_by uuid references person (id),
      made_at timestamptz not null,
      expires_at timestamptz not null
    );
    comment on table sign_in_link is 'Links with which a person chooses a first password; each works once, a new one replaces the old';
    comment on column sign_in_link.person_id is 'Whose';
    comment on column sign_in_link.token_hash is 'SHA-256 of the random part of the link';
    comment on column sign_in_link.made_by is 'Who made it; null: the command line';
    comment on column sign_in_link.made_at is 'When it was made';
    comment on column sign_in_link.expires_at is 'Not good after this';

    comment on column recovery_code.code_hash is 'SHA-256 of the code, which has 120 random bits';

    create index person_by_name on person (lower(name), id);
    create index audit_entry_at on audit_entry (at);
  `.execute(db);
}
