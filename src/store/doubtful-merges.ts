import { sql } from 'kysely';
import { identifierHash } from './identifiers.ts';
import { storableJson } from './json.ts';
import type { Tx } from './store.ts';

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
