import { type ColumnType, sql } from 'kysely';
import type { DeviceFields, SourceKind } from '#engine/words';
import { createHashReader, deleteIdentifiers, insertIdentifiers, splitPlaces } from './identifiers.ts';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ObservationTables {
  observation: {
    id: string;
    source: string;
    kind: SourceKind;
    key: string;
    at: Date;
    first_at: Date;
    import_id: string | null;
    line: number | null;
    content_hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
    unmapped: ColumnType<Readonly<Record<string, string>>, string, never>;
    reported: ColumnType<readonly string[], string, never>;
    is_current: boolean;
    device_id: string | null;
    anchors: ColumnType<readonly string[] | null, string | null, never>;
    by_id: string | null;
    by_name: string | null;
    reason: string | null;
    evidence: Evidence | null;
  };
  observation_said: {
    observation_id: string;
    import_id: string;
    at: Date;
  };
}

/** How a person knows what they enter. */
export type Evidence = 'read-from-device' | 'label' | 'entered';

/** What a source says about one thing, as it is kept. */
export interface KeptObservation {
  readonly id: string;
  readonly source: string;
  readonly kind: SourceKind;
  readonly key: string;
  /** When the source last said it, and when first. */
  readonly at: Date;
  readonly firstAt: Date;
  /** Null: a person entered it. */
  readonly importId: string | null;
  readonly line: number | null;
  readonly contentHash: Uint8Array;
  readonly fields: DeviceFields;
  readonly unmapped: Readonly<Record<string, string>>;
  readonly reported: readonly string[];
  readonly deviceId: string | null;
  /** Of a person's edit: places of the statements it amends. */
  readonly anchors: readonly string[] | null;
  readonly byId: string | null;
  readonly byName: string | null;
  readonly reason: string | null;
  readonly evidence: Evidence | null;
}

/** What resolving devices needs of a source's latest word on one thing. */
export type CurrentObservation = Pick<
  KeptObservation,
  'id' | 'source' | 'kind' | 'key' | 'at' | 'importId' | 'fields' | 'deviceId' | 'anchors' | 'evidence'
>;

/** The latest word of every source on everything it speaks of. */
export async function listCurrentObservations(db: Db | Tx): Promise<CurrentObservation[]> {
  const { rows } = await sql<CurrentObservation>`
    select ${CURRENT} from observation o where o.is_current
  `.execute(db);
  return rows;
}

const CURRENT = sql.raw(
  'o.id, o.source, o.kind, o.key, o.at, o.import_id as "importId", o.fields, o.device_id as "deviceId", o.anchors, o.evidence',
);

export async function listCurrentAt(db: Db | Tx, places: readonly string[]): Promise<CurrentObservation[]> {
  if (places.length === 0) return [];
  const { sources, keys } = splitPlaces(places);
  const { rows } = await sql<CurrentObservation>`
    select ${CURRENT} from unnest(${sources}::text[], ${keys}::text[]) as p (source, key)
    join observation o on o.source = p.source and o.key = p.key and o.is_current
  `.execute(db);
  return rows;
}

export async function listCurrentById(db: Db | Tx, ids: readonly string[]): Promise<CurrentObservation[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<CurrentObservation>`
    select ${CURRENT} from unnest(${ids}::uuid[]) as asked (id) join observation o on o.id = asked.id and o.is_current
  `.execute(db);
  return rows;
}

export async function listCurrentOfDevices(
  db: Db | Tx,
  deviceIds: readonly string[],
): Promise<CurrentObservation[]> {
  if (deviceIds.length === 0) return [];
  const { rows } = await sql<CurrentObservation>`
    select ${CURRENT} from unnest(${deviceIds}::uuid[]) as asked (id)
    join observation o on o.device_id = asked.id and o.is_current
  `.execute(db);
  return rows;
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
  return rows.map(
    ({ device_id, import_id, content_hash, first_at, by_id, by_name, is_current: _, ...it }) => ({
      ...it,
      deviceId: device_id,
      importId: import_id,
      contentHash: content_hash,
      firstAt: first_at,
      byId: by_id,
      byName: by_name,
    }),
  );
}

const BATCH = 1000;

/** Keeps what sources said. Where it takes the place of an earlier word, that is retired before. */
export async function insertObservations(
  tx: Tx,
  observations: readonly (KeptObservation & { readonly isCurrent: boolean })[],
): Promise<void> {
  const reader = createHashReader();
  for (let from = 0; from < observations.length; from += BATCH) {
    const batch = observations.slice(from, from + BATCH);
    const current = batch.filter((it) => it.isCurrent);
    const rows = batch.map((it) => ({ ...it, hash: Buffer.from(it.contentHash).toString('base64') }));
    await sql`
      insert into observation (id, source, kind, key, at, first_at, import_id, line, content_hash, fields, unmapped,
        reported, is_current, device_id, anchors, by_id, by_name, reason, evidence)
      select id, source, kind, key, at, "firstAt", "importId", line, decode(hash, 'base64'), fields, unmapped,
        reported, "isCurrent", "deviceId", nullif(anchors, 'null'::jsonb), "byId", "byName", reason, evidence
      from jsonb_to_recordset(${storableJson(rows)}::jsonb) as it (id uuid, source text, kind text, key text,
        at timestamptz, "firstAt" timestamptz, "importId" uuid, line integer, hash text, fields jsonb, unmapped jsonb,
        reported jsonb, "isCurrent" boolean, "deviceId" uuid, anchors jsonb, "byId" uuid, "byName" text, reason text,
        evidence text)
    `.execute(tx);
    await insertIdentifiers(
      tx,
      current.flatMap((it) => reader.all(it).map((hash) => ({ hash, observationId: it.id }))),
    );
  }
}

/** What is current at these places is so no longer, and identifies nothing any more. */
export async function retireCurrent(tx: Tx, places: readonly string[]): Promise<void> {
  if (places.length === 0) return;
  const { sources, keys } = splitPlaces(places);
  const { rows } = await sql<{ id: string }>`
    update observation set is_current = false
    from unnest(${sources}::text[], ${keys}::text[]) as said (source, key)
    where observation.source = said.source and observation.key = said.key and observation.is_current
    returning observation.id
  `.execute(tx);
  if (rows.length > 0)
    await deleteIdentifiers(
      tx,
      rows.map((it) => it.id),
    );
}

/** Notes that sources said the same again, later. */
export async function sayAgain(
  tx: Tx,
  { importId, at }: { readonly importId: string; readonly at: Date },
  observationIds: readonly string[],
): Promise<void> {
  if (observationIds.length === 0) return;
  await sql`
    insert into observation_said (observation_id, import_id, at)
    select id, ${importId}::uuid, ${at}::timestamptz from unnest(${observationIds}::uuid[]) as it (id)
    on conflict do nothing
  `.execute(tx);
  await sql`
    update observation set at = greatest(at, ${at}::timestamptz) where id = any(${observationIds}::uuid[])
  `.execute(tx);
}

/** Says which device each observation stands behind. */
export async function attachObservations(
  tx: Tx,
  links: readonly { readonly observationId: string; readonly deviceId: string | null }[],
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
