import { sql } from 'kysely';
import type { Db } from './store.ts';

/** Kinds of scope that devices name by themselves. */
export type NamedScopeKind = 'site' | 'department' | 'vendor';

const COLUMNS = { site: 'site', department: 'department', vendor: 'manufacturer' } as const;

export interface NamedScope {
  readonly id: string;
  readonly devices: number;
}

/** What devices call their sites, departments or makers, most devices first. */
export async function listNamedScopes(
  db: Db,
  kind: NamedScopeKind,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<NamedScope[]> {
  const column = sql.ref<string>(COLUMNS[kind]);
  const rows = await db
    .selectFrom('device')
    .select((it) => [column.as('id'), it.fn.countAll<string>().as('devices')])
    .where(column, 'is not', null)
    .where(sql<boolean>`position(${text.toLowerCase()} in lower(${column})) > 0`)
    .groupBy(column)
    .orderBy('devices', 'desc')
    .orderBy(column)
    .limit(limit)
    .execute();
  return rows.map((it) => ({ id: it.id, devices: Number(it.devices) }));
}
