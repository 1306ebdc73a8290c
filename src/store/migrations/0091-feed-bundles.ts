import { type Kysely, sql } from 'kysely';

/** Whose signed bundles of feeds are taken in. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table feed_bundle_key (
      public_key text primary key,
      name text not null,
      trusted_at timestamptz not null,
      trusted_by_name text not null
    );
    comment on table feed_bundle_key is 'Whose signed bundles of feeds are taken in';
    comment on column feed_bundle_key.public_key is 'Ed25519 key in base64';
    comment on column feed_bundle_key.name is 'Name of the instance that signs with it';
    comment on column feed_bundle_key.trusted_at is 'When somebody said so';
    comment on column feed_bundle_key.trusted_by_name is 'Who';
  `.execute(db);
}
