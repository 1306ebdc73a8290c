import { type Kysely, sql } from 'kysely';

/** The ledger of feeds: what each is, every run, every file it stands on, and what was quarantined. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table feed (
      id text primary key,
      source text not null,
      name text not null,
      address text,
      origin text not null check (origin in ('known', 'added', 'start', 'sample')),
      is_enabled boolean not null,
      every_minutes integer not null check (every_minutes > 0),
      age_hours_max integer check (age_hours_max > 0),
      sealed_key bytea,
      version integer not null default 1,
      as_of timestamptz,
      last_attempt_at timestamptz,
      last_success_at timestamptz,
      next_run_at timestamptz,
      problem text,
      expected integer,
      gaps jsonb not null default '[]',
      kinds jsonb not null default '[]',
      carried_by text,
      cursor jsonb,
      resume jsonb
    );
    comment on table feed is 'How knowledge of vulnerabilities arrives, and how it stands';
    comment on column feed.id is 'Short name, which never changes';
    comment on column feed.source is 'What is asked: nvd-api, kev, epss, csaf-provider, cve-list, openfda, folder or files';
    comment on column feed.name is 'What people call it';
    comment on column feed.address is 'Address on the network, or path of the folder; null: files are brought';
    comment on column feed.origin is 'known: comes with the product; added: by a person; start: named when the server starts; sample: the samples';
    comment on column feed.is_enabled is 'Whether it is asked by itself; what it brought counts either way';
    comment on column feed.every_minutes is 'How often it is asked';
    comment on column feed.age_hours_max is 'Age from which it is stale; null: it does not age';
    comment on column feed.sealed_key is 'API key, encrypted';
    comment on column feed.version is 'Counts edits, against lost updates';
    comment on column feed.as_of is 'Instant for which what it brought holds; null: it brought nothing yet';
    comment on column feed.last_attempt_at is 'When it was asked last';
    comment on column feed.last_success_at is 'When it last answered well, with news or without';
    comment on column feed.next_run_at is 'When it is asked next by itself';
    comment on column feed.problem is 'Why the last attempt failed; null: it did not';
    comment on column feed.expected is 'Records that the source said it has, at the last success; null: it does not say';
    comment on column feed.gaps is 'What is known to be missing, in words';
    comment on column feed.kinds is 'Kinds of feeds its files hold: nvd, kev, csaf …';
    comment on column feed.carried_by is 'Who signed the bundle that brought it; null: it came by itself';
    comment on column feed.cursor is 'Where the next run goes on from, in the terms of its source';
    comment on column feed.resume is 'Where a run that was cut off goes on; null: none was';

    create table feed_run (
      id uuid primary key,
      feed_id text not null references feed (id) on delete cascade,
      state text not null check (state in ('running', 'loaded', 'unchanged', 'failed', 'interrupted')),
      started_at timestamptz not null,
      ended_at timestamptz,
      asked_by_name text not null,
      requests integer not null default 0,
      bytes bigint not null default 0,
      files integer not null default 0,
      expected integer,
      loaded integer,
      quarantined integer,
      problem text
    );
    create index feed_run_feed on feed_run (feed_id, id desc);
    comment on table feed_run is 'Every attempt to read a feed';
    comment on column feed_run.id is 'UUIDv7';
    comment on column feed_run.feed_id is 'The feed';
    comment on column feed_run.state is 'running, loaded, unchanged, failed or interrupted';
    comment on column feed_run.started_at is 'When it began';
    comment on column feed_run.ended_at is 'When it ended; null: it runs, or was cut off';
    comment on column feed_run.asked_by_name is 'Who asked for it';
    comment on column feed_run.requests is 'Requests that were answered';
    comment on column feed_run.bytes is 'Bytes that came in';
    comment on column feed_run.files is 'Files that were new or had changed';
    comment on column feed_run.expected is 'Records that the source said it has; null: it did not say';
    comment on column feed_run.loaded is 'Records the feed has after it; null: it changed nothing';
    comment on column feed_run.quarantined is 'Records of them that could not be taken';
    comment on column feed_run.problem is 'Why it failed';

    create table feed_content (
      id uuid primary key,
      hash text,
      bytes bigint not null default 0,
      is_packed boolean not null,
      made_at timestamptz not null
    );
    create unique index feed_content_hash on feed_content (hash);
    comment on table feed_content is 'What was fetched, once for each content';
    comment on column feed_content.id is 'UUIDv7';
    comment on column feed_content.hash is 'SHA-256 of the bytes as they came, in hex; null: it is still coming in';
    comment on column feed_content.bytes is 'Bytes as they came';
    comment on column feed_content.is_packed is 'Whether the parts are gzipped here';
    comment on column feed_content.made_at is 'When it began to come in';

    create table feed_content_part (
      content_id uuid not null references feed_content (id) on delete cascade,
      part integer not null,
      bytes bytea not null,
      primary key (content_id, part)
    );
    comment on table feed_content_part is 'The bytes of a content, in pieces';
    comment on column feed_content_part.content_id is 'The content';
    comment on column feed_content_part.part is 'Counted from 1';
    comment on column feed_content_part.bytes is 'The piece';

    create table feed_file (
      id uuid primary key,
      feed_id text not null references feed (id) on delete cascade,
      name text not null,
      is_staged boolean not null,
      content_id uuid not null references feed_content (id),
      url text,
      etag text,
      last_modified text,
      fetched_at timestamptz not null,
      checked text not null,
      expected integer,
      kinds jsonb not null default '[]',
      loaded integer not null default 0,
      quarantined integer not null default 0,
      unique (feed_id, is_staged, name)
    );
    create index feed_file_content on feed_file (content_id);
    comment on table feed_file is 'Files a feed stands on, and those of a run that is not over';
    comment on column feed_file.id is 'UUIDv7';
    comment on column feed_file.feed_id is 'The feed';
    comment on column feed_file.name is 'Name within the feed';
    comment on column feed_file.is_staged is 'True: fetched by a run that has not ended; it does not count yet';
    comment on column feed_file.content_id is 'Its bytes';
    comment on column feed_file.url is 'Where it came from; null: it was brought';
    comment on column feed_file.etag is 'Entity tag it came with, for asking whether it changed';
    comment on column feed_file.last_modified is 'Last-Modified it came with, as written';
    comment on column feed_file.fetched_at is 'When it came';
    comment on column feed_file.checked is 'How its integrity was checked, in words; empty: there was nothing to check it by';
    comment on column feed_file.expected is 'Records it says it has; null: it does not say';
    comment on column feed_file.kinds is 'What was read from it: feed, records, rejected, newestOn';
    comment on column feed_file.loaded is 'Records read from it';
    comment on column feed_file.quarantined is 'Records that could not be read';

    create table feed_reject (
      file_id uuid not null references feed_file (id) on delete cascade,
      place integer not null,
      member text not null,
      line integer,
      field text,
      reason text not null,
      raw text,
      primary key (file_id, place)
    );
    comment on table feed_reject is 'Records of feeds that could not be taken, each with its reason';
    comment on column feed_reject.file_id is 'The file';
    comment on column feed_reject.place is 'Counted within the file, from 1';
    comment on column feed_reject.member is 'File, and where it is an archive what stands in it';
    comment on column feed_reject.line is 'Line or record within it';
    comment on column feed_reject.field is 'Field at fault';
    comment on column feed_reject.reason is 'Why';
    comment on column feed_reject.raw is 'What stands there, cut short';

    create table feed_edition (
      no integer generated always as identity primary key,
      catalogue_id uuid not null,
      made_at timestamptz not null,
      vulnerabilities integer not null,
      products integer not null,
      added integer not null,
      changed integer not null,
      gone integer not null,
      names jsonb not null,
      feeds jsonb not null
    );
    comment on table feed_edition is 'Editions of the catalogue: what each brought that the one before did not say';
    comment on column feed_edition.no is 'Counted from 1';
    comment on column feed_edition.catalogue_id is 'The catalogue';
    comment on column feed_edition.made_at is 'When it was compiled';
    comment on column feed_edition.vulnerabilities is 'Vulnerabilities it knows';
    comment on column feed_edition.products is 'Products it knows';
    comment on column feed_edition.added is 'Vulnerabilities the edition before did not know';
    comment on column feed_edition.changed is 'Vulnerabilities of which it says something else than the edition before';
    comment on column feed_edition.gone is 'Vulnerabilities it no longer speaks of';
    comment on column feed_edition.names is 'Some of them by id: added, changed, gone';
    comment on column feed_edition.feeds is 'Feeds it was compiled from, and as of when';
  `.execute(db);
}
