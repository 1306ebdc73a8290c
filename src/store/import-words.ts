import { sql } from 'kysely';
import { createHashReader, deleteIdentifiers, insertIdentifiers } from './identifiers.ts';
import type { CurrentObservation } from './observations.ts';
import type { Db, Tx } from './store.ts';

/** A statement with its history: which later imports repeated it. */
export interface Statement extends CurrentObservation {
  readonly firstAt: Date;
  readonly isCurrent: boolean;
  /** Oldest first. */
  readonly again: readonly { readonly importId: string; readonly at: string }[];
}

/** What a statement becomes once an import is taken back; null: nobody else made it. */
export interface StatementChange {
  readonly id: string;
  readonly at: Date;
  readonly firstAt: Date;
  readonly importId: string | null;
}

/** Keys of what an import said, for the first time or again, in order of the observations. */
export async function listImportKeys(
  db: Db | Tx,
  importId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly id: string; readonly key: string }[]> {
  const { rows } = await sql<{ id: string; key: string }>`
    select id, key from (
      (select o.id, o.key from observation o where o.import_id = ${importId}::uuid
        and (${after}::uuid is null or o.id > ${after}::uuid) order by o.id limit ${limit})
      union
      (select o.id, o.key from observation_said s join observation o on o.id = s.observation_id
        where s.import_id = ${importId}::uuid and (${after}::uuid is null or o.id > ${after}::uuid) order by o.id limit ${limit})
    ) as found order by id limit ${limit}
  `.execute(db);
  return rows;
}

/** Everything a source has said under these keys, as far as the import is among those that said any of it. */
export async function listStatements(
  db: Db | Tx,
  { id, source }: { readonly id: string; readonly source: string },
  keys: readonly string[],
): Promise<Statement[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<Statement>`
    with touched as (
      select distinct o.key from unnest(${keys}::text[]) as asked (key)
      join observation o on o.source = ${source} and o.key = asked.key
      where o.import_id = ${id}::uuid
        or exists (select 1 from observation_said s where s.observation_id = o.id and s.import_id = ${id}::uuid)
    )
    select o.id, o.source, o.kind, o.key, o.at, o.first_at as "firstAt", o.import_id as "importId", o.fields,
      o.device_id as "deviceId", o.anchors, o.is_current as "isCurrent",
      coalesce((select jsonb_agg(jsonb_build_object('importId', s.import_id, 'at', s.at) order by s.at, s.import_id)
        from observation_said s where s.observation_id = o.id), '[]') as again
    from touched join observation o on o.source = ${source} and o.key = touched.key
  `.execute(db);
  return rows;
}

/** Writes what is left of statements once an import is taken back, and which of them rule now. */
export async function saveStatements(
  tx: Tx,
  importId: string,
  wish: {
    readonly gone: readonly string[];
    readonly changed: readonly StatementChange[];
    readonly retired: readonly string[];
    readonly current: readonly Statement[];
  },
): Promise<void> {
  const { gone, changed, retired, current } = wish;
  await sql`delete from observation where id = any(${gone}::uuid[])`.execute(tx);
  await sql`
    delete from observation_said s using unnest(${changed.map((it) => it.id)}::uuid[], ${changed.map((it) => it.importId)}::uuid[]) as now (id, import_id)
    where s.observation_id = now.id and (s.import_id = ${importId}::uuid or s.import_id = now.import_id)
  `.execute(tx);
  await sql`
    update observation set at = now.at, first_at = now."firstAt", import_id = now."importId"
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as now (id uuid, at timestamptz, "firstAt" timestamptz, "importId" uuid)
    where observation.id = now.id
  `.execute(tx);
  await sql`update observation set is_current = false where id = any(${retired}::uuid[])`.execute(tx);
  await deleteIdentifiers(tx, retired);
  const ids = current.map((it) => it.id);
  await sql`update observation set is_current = true where id = any(${ids}::uuid[])`.execute(tx);
  const reader = createHashReader();
  await insertIdentifiers(
    tx,
    current.flatMap((it) => reader.all(it).map((hash) => ({ hash, observationId: it.id }))),
  );
}

/** What an import said counts from now on as said by a later one, which brought the same file. */
export async function handStatementsOver(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update observation set import_id = ${to}::uuid where import_id = ${from}::uuid`.execute(tx);
  await sql`
    insert into observation_said (observation_id, import_id, at)
    select observation_id, ${to}::uuid, at from observation_said where import_id = ${from}::uuid on conflict do nothing
  `.execute(tx);
  await sql`delete from observation_said where import_id = ${from}::uuid`.execute(tx);
  await sql`
    update inventory_import set same_as = case when id = ${to}::uuid then null else ${to}::uuid end
    where same_as = ${from}::uuid
  `.execute(tx);
}
