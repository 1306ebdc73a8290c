import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DeviceFields } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { identifierHash } from './identifiers.ts';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DoubtTables {
  doubtful_merge: {
    hash: string;
    kind: string;
    value: string;
    because: string;
    is_hub: boolean;
    found_at: Date;
  };
  doubtful_merge_device: {
    hash: string;
    device_id: string;
  };
}

export interface Doubt {
  readonly kind: string;
  readonly value: string;
  readonly because: string;
  readonly isHub: boolean;
  readonly deviceIds: readonly string[];
}

/**
 * Writes which identifiers are in doubt. Of those among `settled` that are in doubt no longer, nothing is left.
 * @param settled identifiers all of whose carriers were looked at
 */
export async function saveDoubts(
  tx: Tx,
  doubts: readonly Doubt[],
  settled: readonly string[],
  at: Date,
): Promise<void> {
  const byHash = new Map<string, Doubt>();
  for (const it of doubts) {
    const hash = identifierHash(it.kind, it.value);
    const before = byHash.get(hash);
    const deviceIds = [...new Set([...(before?.deviceIds ?? []), ...it.deviceIds])];
    byHash.set(hash, { ...(before ?? it), deviceIds });
  }
  const gone = settled.filter((it) => !byHash.has(it));
  await sql`delete from doubtful_merge where hash = any(${gone}::bigint[])`.execute(tx);
  if (byHash.size === 0) return;
  const rows = [...byHash].map(([hash, it]) => ({ ...it, hash }));
  await sql`
    insert into doubtful_merge (hash, kind, value, because, is_hub, found_at)
    select hash, kind, value, because, "isHub", ${at}::timestamptz
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as it (hash bigint, kind text, value text, because text, "isHub" boolean)
    on conflict (hash) do update set because = excluded.because, is_hub = excluded.is_hub
      where doubtful_merge.because <> excluded.because or doubtful_merge.is_hub <> excluded.is_hub
  `.execute(tx);
  const members = rows.flatMap(({ hash, deviceIds }) => deviceIds.map((device) => ({ hash, device })));
  await sql`
    with said as (select * from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as it (hash bigint, device uuid)),
    gone as (
      delete from doubtful_merge_device where hash in (select hash from said)
        and (hash, device_id) not in (select hash, device from said)
    )
    insert into doubtful_merge_device (hash, device_id) select hash, device from said on conflict do nothing
  `.execute(tx);
}

/** A doubt that waits for a person, and the devices it is about. */
export interface OpenDoubt {
  readonly hash: string;
  readonly kind: string;
  readonly value: string;
  readonly because: string;
  readonly isHub: boolean;
  readonly foundAt: Date;
  readonly devices: readonly DoubtfulDevice[];
}

export interface DoubtfulDevice {
  readonly id: string;
  readonly label: string;
  readonly name: string | null;
  readonly fields: DeviceFields;
  readonly sourceCount: number;
  readonly seenAt: string;
}

/** Doubts about devices that all lie in the scopes, after one. */
export async function listDoubtsAfter(
  db: Db | Tx,
  scopes: readonly Scope[],
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<OpenDoubt[]> {
  const { rows } = await sql<OpenDoubt>`
    select m.hash::text as hash, m.kind, m.value, m.because, m.is_hub as "isHub", m.found_at as "foundAt",
      (select jsonb_agg(jsonb_build_object('id', device.id, 'label', device.label, 'name', device.name,
          'fields', device.fields - 'components', 'sourceCount', device.source_count, 'seenAt', device.seen_at) order by device.id)
        from doubtful_merge_device d join device on device.id = d.device_id where d.hash = m.hash) as devices
    from doubtful_merge m
    where ${visible(scopes)} and (${after}::bigint is null or m.hash > ${after}::bigint)
    order by m.hash limit ${limit}
  `.execute(db);
  return rows;
}

export async function countDoubts(db: Db | Tx, scopes: readonly Scope[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from doubtful_merge m where ${visible(scopes)}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Doubts of two devices or more, none of them out of sight. */
function visible(scopes: readonly Scope[]) {
  return sql`not m.is_hub
    and (select count(*) from doubtful_merge_device d where d.hash = m.hash) > 1
    and not exists (
      select 1 from doubtful_merge_device d join device_list as list on list.device_id = d.device_id
      where d.hash = m.hash and not ${scopeCondition(scopes)})`;
}
