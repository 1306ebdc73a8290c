import type { ColumnType, Generated } from 'kysely';
import type { Exposure } from '#engine/words';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';
import type { NamedNoun } from './vendors.ts';

export interface SegmentTables {
  segment: {
    id: string;
    key: string;
    name: string;
    cidrs: ColumnType<readonly string[], string | undefined, string>;
    vlan: string | null;
    exposure: Exposure | null;
    notes: Generated<string>;
    device_count: Generated<number>;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
  };
}

export interface Segment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly vlan: string | null;
  readonly exposure: Exposure | null;
  readonly notes: string;
  readonly deviceCount: number;
  readonly version: number;
}

/** Every segment; a hospital has some hundreds at most. */
export async function listSegments(db: Db | Tx): Promise<Segment[]> {
  const rows = await db
    .selectFrom('segment')
    .select(['id', 'key', 'name', 'cidrs', 'vlan', 'exposure', 'notes', 'device_count', 'version'])
    .orderBy('key')
    .execute();
  return rows.map(({ device_count, ...it }) => ({ ...it, deviceCount: device_count }));
}

/** Makes segments that devices name and nobody has described yet. */
export async function insertNamedSegments(
  tx: Tx,
  segments: readonly (NamedNoun & { readonly id: string })[],
  at: Date,
): Promise<void> {
  if (segments.length === 0) return;
  await tx
    .insertInto('segment')
    .values(
      segments.map(({ id, key, name }) => ({
        id,
        key: storableText(key),
        name: storableText(name),
        vlan: null,
        exposure: null,
        created_at: at,
        changed_at: at,
      })),
    )
    .execute();
}
