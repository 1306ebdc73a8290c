import { type Kysely, sql } from 'kysely';

/** What feeds change is laid over the catalogue instead of compiling everything anew. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table catalogue
      add column kind text not null default 'whole' check (kind in ('whole', 'delta', 'forecasts')),
      add column base_id uuid references catalogue (id) on delete cascade,
      add column place integer not null default 0,
      add column edition_id uuid,
      add column names jsonb not null default '[]',
      add column is_of_feeds boolean not null default false,
      add constraint catalogue_place check ((kind = 'whole') = (base_id is null) and (kind = 'whole') = (place = 0)),
      add constraint catalogue_order unique (base_id, place);
    update catalogue set edition_id = id;
    alter table catalogue alter column edition_id set not null;
    comment on column catalogue.kind is 'whole: everything; delta: what some vulnerabilities are now; forecasts: what EPSS says of all now';
    comment on column catalogue.base_id is 'The whole catalogue it is laid over; null: it is whole';
    comment on column catalogue.place is 'Those of one base are laid over each other in this order, from 1; 0: it is whole';
    comment on column catalogue.edition_id is 'The catalogue that first said the same: itself, unless everything was only compiled anew';
    comment on column catalogue.names is 'Ids and aliases of the vulnerabilities that a delta speaks of or withdraws';
    comment on column catalogue.is_of_feeds is 'Whether catalogue_file tells all it was compiled from, so that changes can be laid over it';
    comment on column catalogue.vulnerabilities is 'Vulnerabilities it knows, with all it is laid over';
    comment on column catalogue.products is 'Products its sources name, with all it is laid over';

    create table catalogue_file (
      feed_id text not null,
      name text not null,
      content_id uuid not null references feed_content (id),
      kinds jsonb not null,
      primary key (feed_id, name)
    );
    create index catalogue_file_content on catalogue_file (content_id);
    comment on table catalogue_file is 'Files of feeds as the current catalogue has them: what differs from feed_file is still to be compiled';
    comment on column catalogue_file.feed_id is 'The feed, which may be gone';
    comment on column catalogue_file.name is 'Name within the feed';
    comment on column catalogue_file.content_id is 'Its bytes, which stay as long as they are needed to tell what changed';
    comment on column catalogue_file.kinds is 'Kinds of feeds it holds: nvd, kev, csaf …';

    alter table feed_file add column names bytea;
    comment on column feed_file.names is 'Sorted 32-bit hashes of the vulnerabilities it may speak of, little-endian; null: it may speak of any';
  `.execute(db);
}
