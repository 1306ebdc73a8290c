import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { scopeCondition } from './device-conditions.ts';

/** Nouns that devices belong to. */
export type CountedNoun = 'vendor' | 'model' | 'location' | 'department' | 'segment';

function devicesOf(noun: CountedNoun, scopes: readonly Scope[]): RawBuilder<unknown> {
  return sql`from device join device_list as list on list.device_id = device.id
    where device.${sql.ref(`${noun}_id`)} = ${sql.ref(`${noun}.id`)} and ${scopeCondition(scopes)}`;
}

function isWhole(scopes: readonly Scope[]): boolean {
  return scopes.some((it) => it.kind === 'hospital');
}

/** How many devices of a noun somebody may see: kept for the whole hospital, counted for a part of it. */
export function deviceCount(noun: CountedNoun, scopes: readonly Scope[]): RawBuilder<number> {
  return isWhole(scopes)
    ? sql<number>`${sql.ref(`${noun}.device_count`)}`
    : sql<number>`(select count(*)::integer ${devicesOf(noun, scopes)})`;
}

/** Whoever sees only part of the hospital sees the nouns that have a device there. */
export function isVisible(noun: CountedNoun, scopes: readonly Scope[]): RawBuilder<boolean> {
  return isWhole(scopes) ? sql<boolean>`true` : sql<boolean>`exists (select 1 ${devicesOf(noun, scopes)})`;
}
