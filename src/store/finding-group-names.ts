import { sql } from 'kysely';
import type { ActionWords } from '#engine/triage';
import type { DeviceFields } from '#engine/words';
import type { Db, Tx } from './store.ts';

/** An act by its number, in the words of whoever named it first. */
export interface KeptAction extends ActionWords {
  readonly details: string | null;
  readonly url: string | null;
}

export async function findActions(
  db: Db | Tx,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, KeptAction>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('finding_action')
    .select(['no', 'kind', 'ask', 'is_part as isPart', 'subject', 'version', 'advisory', 'details', 'url'])
    .where('no', 'in', [...numbers])
    .execute();
  return new Map(rows.map(({ no, ...it }) => [no, it]));
}

export async function findDeviceNames(
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string | null; readonly fields: DeviceFields }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('device')
    .select(['id', 'name', 'fields'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...it }) => [id, it]));
}

/** Summaries of vulnerabilities, and titles of advisories, by id. */
export async function findTitles(
  db: Db | Tx,
  of: 'vulnerability' | 'advisory',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await (of === 'vulnerability'
    ? sql<{ id: string; title: string | null }>`
        select id, summary as title from vulnerability where id = any(${[...ids]}::text[])`
    : sql<{ id: string; title: string | null }>`
        select id, title from advisory where id = any(${[...ids]}::text[])`
  ).execute(db);
  return new Map(rows.map((it) => [it.id, it.title]));
}
