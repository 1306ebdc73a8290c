import { type ColumnType, type Selectable, sql } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface CatalogueTables {
  catalogue: {
    id: string;
    name: string;
    made_at: Date;
    made_by_name: string;
    content_hash: Buffer;
    vulnerabilities: number;
    products: number;
    rejected: number;
    feeds: ColumnType<readonly CatalogueFeed[], string, never>;
    notices: ColumnType<readonly string[], string, never>;
    is_current: boolean;
    kind: 'whole' | 'delta' | 'forecasts';
    base_id: string | null;
    place: number;
    edition_id: string;
    names: ColumnType<readonly string[], string, never>;
    is_of_feeds: boolean;
  };
  catalogue_part: { catalogue_id: string; place: number; bytes: Buffer };
  catalogue_file: {
    feed_id: string;
    name: string;
    content_id: string;
    kinds: ColumnType<readonly string[], string, never>;
  };
}

/** What one feed brought. */
export interface CatalogueFeed {
  readonly feed: string;
  readonly files: number;
  readonly records: number;
  readonly rejected: number;
  readonly newestOn: string | null;
}

/** A compiled catalogue, apart from its bytes. */
export interface KeptCatalogue {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date;
  readonly madeByName: string;
  readonly contentHash: Uint8Array;
  readonly vulnerabilities: number;
  readonly products: number;
  readonly rejected: number;
  readonly feeds: readonly CatalogueFeed[];
  readonly notices: readonly string[];
  /** `whole`: everything; `delta`: what some vulnerabilities are now; `forecasts`: what EPSS says of all now. */
  readonly kind: 'whole' | 'delta' | 'forecasts';
  /** The whole one it is laid over; null: it is whole. */
  readonly baseId: string | null;
  /** Those of one base are laid over each other in this order. */
  readonly place: number;
  /** The catalogue that first said the same. */
  readonly editionId: string;
  /** Ids and aliases that a delta speaks of or withdraws. */
  readonly names: readonly string[];
  /** Whether its files are known, so that changes can be laid over it. */
  readonly isOfFeeds: boolean;
}

/** A file of a feed as the current catalogue has it. */
export interface CatalogueFile {
  readonly feedId: string;
  readonly name: string;
  readonly contentId: string;
  readonly kinds: readonly string[];
}

/**
 * Keeps a catalogue and makes it the one devices are matched against. Of a whole one, that before it stays with all that was
 * laid over it, to tell what changed; those before that go: they can be compiled anew.
 * @returns false: meanwhile another one has taken the place of the one that this was made from, and nothing was kept
 */
export async function keepAsCurrent(
  tx: Tx,
  it: KeptCatalogue,
  {
    before,
    pieces,
    files,
  }: {
    readonly before: KeptCatalogue | null;
    readonly pieces: Iterable<Uint8Array>;
    /** All that it was compiled from. */
    readonly files: readonly CatalogueFile[];
  },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from catalogue where is_current for update`.execute(
    tx,
  );
  if ((rows[0]?.id ?? null) !== (before?.id ?? null)) return false;
  if (it.kind === 'whole' && before !== null) {
    const stays = before.baseId ?? before.id;
    await sql`delete from catalogue where id <> ${stays}::uuid and base_id is distinct from ${stays}::uuid`.execute(
      tx,
    );
  }
  await tx.updateTable('catalogue').set({ is_current: false }).where('is_current', '=', true).execute();
  await tx
    .insertInto('catalogue')
    .values({
      id: it.id,
      name: it.name,
      made_at: it.madeAt,
      made_by_name: it.madeByName,
      content_hash: Buffer.from(it.contentHash),
      vulnerabilities: it.vulnerabilities,
      products: it.products,
      rejected: it.rejected,
      feeds: storableJson(it.feeds),
      notices: storableJson(it.notices),
      is_current: true,
      kind: it.kind,
      base_id: it.baseId,
      place: it.place,
      edition_id: it.editionId,
      names: storableJson(it.names),
      is_of_feeds: it.isOfFeeds,
    })
    .execute();
  let place = 0;
  for (const bytes of pieces)
    await tx
      .insertInto('catalogue_part')
      .values({ catalogue_id: it.id, place: place++, bytes: Buffer.from(bytes) })
      .execute();
  await keepFiles(tx, files);
  return true;
}
/** Notes the files of a catalogue that says the same from other files. @returns false: it is not the current one any more */
export async function noteFiles(
  tx: Tx,
  id: string,
  { files, isOfFeeds }: { readonly files: readonly CatalogueFile[]; readonly isOfFeeds: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    update catalogue set is_of_feeds = ${isOfFeeds} where id = ${id}::uuid and is_current returning id
  `.execute(tx);
  if (rows.length === 0) return false;
  await keepFiles(tx, files);
  return true;
}

async function keepFiles(tx: Tx, files: readonly CatalogueFile[]): Promise<void> {
  const given = sql`json_to_recordset(${storableJson(files)}::json)
    as given ("feedId" text, name text, "contentId" uuid, kinds jsonb)`;
  await sql`
    delete from catalogue_file file where not exists (select from ${given}
      where "feedId" = file.feed_id and given.name = file.name and "contentId" = file.content_id)
  `.execute(tx);
  await sql`
    insert into catalogue_file (feed_id, name, content_id, kinds)
    select "feedId", name, "contentId", kinds from ${given} on conflict do nothing
  `.execute(tx);
}

export async function listCatalogueFiles(db: Db | Tx): Promise<CatalogueFile[]> {
  const rows = await db.selectFrom('catalogue_file').selectAll().execute();
  return rows.map(({ feed_id, content_id, ...it }) => ({ ...it, feedId: feed_id, contentId: content_id }));
}

export async function findCurrentCatalogue(db: Db | Tx): Promise<KeptCatalogue | null> {
  const row = await db.selectFrom('catalogue').selectAll().where('is_current', '=', true).executeTakeFirst();
  return row === undefined ? null : keptOf(row);
}

/** What devices are held against; null: no feed names a product, so that nothing being found is no news. */
export async function findNamingCatalogue(db: Db | Tx): Promise<KeptCatalogue | null> {
  const current = await findCurrentCatalogue(db);
  return current === null || current.products === 0 ? null : current;
}

/** What a catalogue is made of: the whole one, and what is laid over it up to this one. */
export async function listLayers(
  db: Db | Tx,
  { id, baseId, place }: Pick<KeptCatalogue, 'id' | 'baseId' | 'place'>,
): Promise<KeptCatalogue[]> {
  const rows = await db
    .selectFrom('catalogue')
    .selectAll()
    .where((it) => it.or([it('id', '=', baseId ?? id), it('base_id', '=', baseId ?? id)]))
    .where('place', '<=', place)
    .orderBy('place')
    .execute();
  return rows.map(keptOf);
}

/** The catalogue that held before the current one was compiled as a whole; null: there is none. */
export async function findCatalogueBefore(db: Db | Tx): Promise<KeptCatalogue | null> {
  const { rows } = await sql<{ id: string }>`
    select id from catalogue where coalesce(base_id, id) <> (
      select coalesce(base_id, id) from catalogue where is_current) order by place desc limit 1
  `.execute(db);
  const [last] = rows;
  if (last === undefined) return null;
  const row = await db.selectFrom('catalogue').selectAll().where('id', '=', last.id).executeTakeFirst();
  return row === undefined ? null : keptOf(row);
}

function keptOf(row: Selectable<CatalogueTables['catalogue']>): KeptCatalogue {
  const { made_at, made_by_name, content_hash, is_current: _, base_id, edition_id, is_of_feeds, ...it } = row;
  return {
    ...it,
    madeAt: made_at,
    madeByName: made_by_name,
    contentHash: content_hash,
    baseId: base_id,
    editionId: edition_id,
    isOfFeeds: is_of_feeds,
  };
}

/** The whole file; null: the catalogue is gone, because another one took its place. */
export async function readCatalogueBytes(db: Db | Tx, id: string): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  for (;;) {
    const row = await db
      .selectFrom('catalogue_part')
      .select('bytes')
      .where('catalogue_id', '=', id)
      .where('place', '=', pieces.length)
      .executeTakeFirst();
    if (row === undefined) return pieces.length === 0 ? null : Buffer.concat(pieces);
    pieces.push(row.bytes);
  }
}
