import { sql } from 'kysely';
import type { Db } from './store.ts';

/** Kinds of scope that have names. */
export type NamedScopeKind = 'site' | 'department' | 'group' | 'vendor';

export interface NamedScope {
  readonly id: string;
  readonly devices: number;
}

const COUNTED = {
  site: { fact: 'devices', name: sql.ref<string>('site') },
  department: { fact: 'devices', name: sql.ref<string>('department') },
  vendor: { fact: 'maker', name: sql.ref<string>('value') },
} as const;

/** Device groups, or what devices call their sites, departments or makers; most devices first. */
export async function listNamedScopes(
  db: Db,
  kind: NamedScopeKind,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<NamedScope[]> {
  if (kind === 'group') return listGroups(db, { text, limit });
  const { fact, name } = COUNTED[kind];
  const { rows } = await sql<NamedScope>`
    select ${name} as id, sum(devices)::integer as devices from place_tally
    where fact = ${fact} and ${name} <> '' and position(${text.toLowerCase()} in lower(${name})) > 0
    group by 1 having sum(devices) > 0 order by 2 desc, 1 limit ${limit}
  `.execute(db);
  return rows;
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
