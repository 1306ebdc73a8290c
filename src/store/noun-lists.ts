import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type CountedNoun, deviceCount } from './device-counts.ts';
import { storableJson, storableText } from './json.ts';
import { keysetOf, type ListPlace, type SortColumn, type SortStep } from './keyset.ts';
import type { Db, Tx } from './store.ts';

// What vendors, models, departments and segments are alike in: they are listed by name and by their devices, change by
// versions, and go only when no device belongs to them.

export interface NounPage<Sort extends string> {
  readonly sort: readonly SortStep<Sort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** The orders that all of them have. */
export function nounSorts(
  noun: CountedNoun,
  scopes: readonly Scope[],
): Readonly<Record<'name' | 'devices', SortColumn>> {
  return {
    name: { sql: sql`lower(${sql.ref(`${noun}.name`)}) collate "C"`, type: 'text', isNullable: false },
    devices: { sql: deviceCount(noun, scopes), type: 'integer', isNullable: false },
  };
}

/** A page of what a query on the noun selects, with the place each stands at. */
export async function pageOfNouns<
  Database,
  Tables extends keyof Database,
  Row extends { readonly id: string },
  Sort extends string,
>(
  query: SelectQueryBuilder<Database, Tables, Row>,
  noun: CountedNoun,
  columns: Readonly<Record<Sort, SortColumn>>,
  page: NounPage<Sort>,
): Promise<{ readonly item: Row; readonly place: ListPlace }[]> {
  const { keys, order, beyond } = keysetOf(columns, page.sort, sql.ref(`${noun}.id`));
  let paged = query
    .select(keys.as('keys'))
    .orderBy(order as never)
    .limit(page.limit);
  if (page.after !== null) paged = paged.where(beyond(page.after));
  const rows = (await paged.execute()) as unknown as (Row & { readonly keys: ListPlace['keys'] })[];
  return rows.map(({ keys: at, ...item }) => ({
    item: item as unknown as Row,
    place: { keys: at, id: item.id },
  }));
}

export async function countNouns(
  db: Db | Tx,
  noun: CountedNoun,
  condition: RawBuilder<boolean>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.table(noun)} where ${condition}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Changes name and details and counts the version up. @returns false when it has another version by now */
export async function changeNoun(
  tx: Tx,
  noun: 'vendor' | 'department',
  { id, version }: { readonly id: string; readonly version: number },
  { name, details }: { readonly name: string; readonly details: object },
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(noun)} set version = version + 1, name = ${storableText(name)},
      details = ${storableJson(details)}::jsonb, changed_at = ${at}::timestamptz
    where id = ${id}::uuid and version = ${version}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** @returns false when devices belong to it */
export async function deleteNoun(tx: Tx, noun: 'department' | 'segment', id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(noun)} where id = ${id}::uuid and device_count = 0
  `.execute(tx);
  return numAffectedRows === 1n;
}
