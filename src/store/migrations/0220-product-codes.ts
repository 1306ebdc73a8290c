import { type Kysely, sql } from 'kysely';

/** What the FDA's device classification says of a product code: which class devices of it are. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table product_code (
        code text primary key,
        fda_class text check (fda_class in ('I', 'II', 'III')),
        name text,
        at timestamptz not null,
        file text not null
      );
      comment on table product_code is 'Product codes of the FDA, as its device classification (openFDA) describes them';
      comment on column product_code.code is 'Three letters';
      comment on column product_code.fda_class is 'FDA class I, II, III; null: unclassified';
      comment on column product_code.name is 'What devices of the code are';
      comment on column product_code.at is 'When it was read';
      comment on column product_code.file is 'The file it came in';
      create index device_product_code on device ((upper(fields ->> 'fdaProductCode')))
        where fields ->> 'fdaProductCode' is not null;`,
    )
    .execute(db);
}
