import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table product_confirmation (
      id uuid primary key,
      act uuid not null,
      key text not null,
      manufacturer text not null,
      model text not null,
      vendor text not null,
      product text not null,
      same boolean not null,
      reason text,
      at timestamptz not null,
      by_id uuid,
      by_name text not null,
      revoked_at timestamptz,
      revoked_by_name text
    );
    create index product_confirmation_current on product_confirmation (key) where revoked_at is null;
    create index product_confirmation_act on product_confirmation (act);
    comment on table product_confirmation is 'What people said about texts of the inventory: that they are, or are not, a product of the feeds';
    comment on column product_confirmation.id is 'UUIDv7';
    comment on column product_confirmation.act is 'The same for everything that was said at once; UUIDv7';
    comment on column product_confirmation.key is 'Maker and model without case and punctuation: the same for like devices';
    comment on column product_confirmation.manufacturer is 'Maker, as the inventory writes it';
    comment on column product_confirmation.model is 'Model or operating system, as the inventory writes it';
    comment on column product_confirmation.vendor is 'Vendor, as the feeds have it';
    comment on column product_confirmation.product is 'Product, as the feeds have it';
    comment on column product_confirmation.same is 'Whether it is that product';
    comment on column product_confirmation.reason is 'How they know';
    comment on column product_confirmation.at is 'When';
    comment on column product_confirmation.by_id is 'Who';
    comment on column product_confirmation.by_name is 'Name of that person at the time';
    comment on column product_confirmation.revoked_at is 'When it ceased to count; null: it counts';
    comment on column product_confirmation.revoked_by_name is 'Who took it back';

    create table identification_doubt (
      configuration_id integer not null references configuration (id) on delete cascade,
      key text not null,
      kind text not null,
      manufacturer text not null,
      model text not null,
      confidence text not null,
      findings integer not null,
      points integer not null,
      primary key (configuration_id, key)
    );
    create index identification_doubt_key on identification_doubt (key);
    comment on table identification_doubt is 'Texts of configurations that are not recognised with certainty, and what hangs on them';
    comment on column identification_doubt.configuration_id is 'The configuration';
    comment on column identification_doubt.key is 'As in product_confirmation';
    comment on column identification_doubt.kind is 'device or os';
    comment on column identification_doubt.manufacturer is 'Maker, as the inventory writes it';
    comment on column identification_doubt.model is 'Model or operating system, as the inventory writes it';
    comment on column identification_doubt.confidence is 'The best there is: probable or candidate';
    comment on column identification_doubt.findings is 'Findings of each device that would come or go';
    comment on column identification_doubt.points is 'Their risk points';

    update cohort set judged_by = null;
  `.execute(db);
}
