import { type ColumnType, sql } from 'kysely';
import type { DeviceFields, SourceKind } from '#engine/words';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ObservationTables {
  observation: {
    id: string;
    source: string;
    kind: SourceKind;
    key: string;
    at: Date;
    import_id: string;
    line: number | null;
    content_hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
    unmapped: ColumnType<Readonly<Record<string, string>>, string, never>;
    reported: ColumnType<readonly string[], string, never>;
    is_current: boolean;
    device_id: string | null;
  };
}

/** What a source says about one thing, as it is kept. */
export interface KeptObservation {
  readonly id: string;
  readonly source: string;
  readonly kind: SourceKind;
  readonly key: string;
  readonly at: Date;
  readonly importId: string;
  readonly line: number | null;
  readonly contentHash: Uint8Array;
  readonly fields: DeviceFields;
  readonly unmapped: Readonly<Record<string, string>>;
  readonly reported: readonly string[];
  readonly deviceId: string | null;
}

/** The latest word of every source on everything it speaks of. */
export async function listCurrentObservations(
  db: Db | Tx,
): Promise<Pick<KeptObservation, 'id' | 'source' | 'kind' | 'key' | 'at' | 'fields' | 'deviceId'>[]> {
  const rows = await db
    .selectFrom('observation')
    .select(['id', 'source', 'kind', 'key', 'at', 'fields', 'device_id'])
    .where('is_current', '=', true)
    .execute();
  return rows.map(({ device_id, ...it }) => ({ ...it, deviceId: device_id }));
}

/** What a source has said: its latest word on each thing, and all it said at one time. Without what it said in detail. */
export async function listSayings(
  db: Db | Tx,
  source: string,
  at: Date,
): Promise<
  { readonly key: string; readonly at: Date; readonly hash: string; readonly isCurrent: boolean }[]
> {
  const rows = await db
    .selectFrom('observation')
    .select(['key', 'at', 'content_hash', 'is_current'])
    .where('source', '=', source)
    .where((it) => it.or([it('is_current', '=', true), it('at', '=', at)]))
    .execute();
  return rows.map((it) => ({
    key: it.key,
    at: it.at,
    hash: it.content_hash.toString('base64'),
    isCurrent: it.is_current,
  }));
}

export async function listDeviceObservations(db: Db | Tx, deviceId: string): Promise<KeptObservation[]> {
  const rows = await db
    .selectFrom('observation')
    .selectAll()
    .where('device_id', '=', deviceId)
    .where('is_current', '=', true)
    .orderBy('source')
    .orderBy('key')
    .execute();
  return rows.map(({ device_id, import_id, content_hash, is_current: _, ...it }) => ({
    ...it,
    deviceId: device_id,
    importId: import_id,
    contentHash: content_hash,
  }));
}

const BATCH = 1000;

/** Keeps what sources said; what is current takes the place of the source's earlier word on the same thing. */
export async function insertObservations(
  tx: Tx,
  observations: readonly (KeptObservation & { readonly isCurrent: boolean })[],
): Promise<void> {
  for (let from = 0; from < observations.length; from += BATCH) {
    const batch = observations.slice(from, from + BATCH);
    const current = batch.filter((it) => it.isCurrent);
    if (current.length > 0)
      await sql`
        update observation set is_current = false
        from unnest(${current.map((it) => it.source)}::text[], ${current.map((it) => storableText(it.key))}::text[]) as said (source, key)
        where observation.source = said.source and observation.key = said.key and observation.is_current
      `.execute(tx);
    await tx
      .insertInto('observation')
      .values(
        batch.map((it) => ({
          id: it.id,
          source: it.source,
          kind: it.kind,
          key: storableText(it.key),
          at: it.at,
          import_id: it.importId,
          line: it.line,
          content_hash: Buffer.from(it.contentHash),
          fields: storableJson(it.fields),
          unmapped: storableJson(it.unmapped),
          reported: storableJson(it.reported),
          is_current: it.isCurrent,
          device_id: it.deviceId,
        })),
      )
      .execute();
  }
}

/** Says which device each observation stands behind. */
export async function attachObservations(
  tx: Tx,
  links: readonly { readonly observationId: string; readonly deviceId: string }[],
): Promise<void> {
  for (let from = 0; from < links.length; from += BATCH) {
    const batch = links.slice(from, from + BATCH);
    await sql`
      update observation set device_id = link.device_id
      from unnest(${batch.map((it) => it.observationId)}::uuid[], ${batch.map((it) => it.deviceId)}::uuid[]) as link (id, device_id)
      where observation.id = link.id
    `.execute(tx);
  }
}
