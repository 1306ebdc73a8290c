import { sql } from 'kysely';
import type { Db } from './store.ts';

/** Kinds of scope that have names. */
export type NamedScopeKind = 'site' | 'department' | 'group' | 'vendor';

const COLUMNS = { site: 'site', department: 'department', vendor: 'manufacturer' } as const;

export interface NamedScope {
  readonly id: string;
  readonly devices: number;
}

/** Device groups, or what devices call their sites, departments or makers; most devices first. */
export async function listNamedScopes(
  db: Db,
  kind: NamedScopeKind,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<NamedScope[]> {
  if (kind === 'group') return listGroups(db, { text, limit });
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

async function listGroups(
  db: Db,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<NamedScope[]> {
  const { rows } = await sql<NamedScope>`
    select name as id, (select count(*)::integer from device_tag where tag_id = tag.id) as devices from tag
    where is_group and position(${text.toLowerCase()} in key) > 0 order by devices desc, key limit ${limit}
  `.execute(db);
  return rows;
}
