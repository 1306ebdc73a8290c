import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Inherited } from '#engine/inherit';
import type { RecallGround } from '#engine/recalls';
import type { DeviceFields } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { storableJson, storableText } from './json.ts';
import { RECALL_VERDICTS, type RecallStanding } from './recalls.ts';
import type { Db, Tx } from './store.ts';

/** A device that changed since it was last held against the recalls. */
export interface DeviceToRecall {
  readonly deviceId: string;
  /** As written, to tell whether it changed once more meanwhile. */
  readonly at: string;
  /** Null: the device is gone. */
  readonly fields: DeviceFields | null;
  readonly inherited: Inherited | null;
}

export async function listDevicesToRecall(db: Db | Tx, limit: number): Promise<DeviceToRecall[]> {
  const { rows } = await sql<DeviceToRecall>`
    select device_id as "deviceId", due.at::text as at, device.fields, device.inherited
    from (select device_id, at from recall_due_device order by device_id limit ${limit}) due
    left join device on device.id = device_id
  `.execute(db);
  return rows;
}

/** Keeps how recalls bear on devices that were looked at; what still stands so keeps its day. */
export async function keepRecallStandings(
  tx: Tx,
  looked: readonly Pick<DeviceToRecall, 'deviceId' | 'at'>[],
  standings: readonly RecallStanding[],
  at: Date,
): Promise<void> {
  const due = sql`json_to_recordset(${storableJson(looked)}::json) as looked ("deviceId" uuid, at text)`;
  const rows = standings.map(({ verdict, ...it }) => ({ ...it, verdict: RECALL_VERDICTS.indexOf(verdict) }));
  const given = sql`json_to_recordset(${storableJson(rows)}::json) as given (no integer, "deviceId" uuid, verdict smallint, grounds jsonb)`;
  await sql`
    delete from recall_device using ${due} where device_id = looked."deviceId"
      and not exists (select from ${given} where given.no = recall_no and given."deviceId" = device_id)
  `.execute(tx);
  await sql`
    insert into recall_device as known (recall_no, device_id, verdict, grounds, since)
    select given.no, "deviceId", verdict, grounds, ${at} from ${given} join device on device.id = "deviceId"
    on conflict (recall_no, device_id) do update set verdict = excluded.verdict, grounds = excluded.grounds,
      since = case when known.verdict = excluded.verdict then known.since else excluded.since end
    where known.verdict <> excluded.verdict or known.grounds <> excluded.grounds
  `.execute(tx);
  await sql`
    update recall set first_met_on = ${at.toISOString().slice(0, 10)}::date
    where first_met_on is null and no in (select no from ${given} where verdict > 0)
  `.execute(tx);
  await sql`
    delete from recall_due_device using ${due} where device_id = looked."deviceId" and recall_due_device.at = looked.at::timestamptz
  `.execute(tx);
}

/** A device that a recall names, and what was done about it. */
export interface RecalledDeviceRow {
  readonly deviceId: string;
  readonly deviceName: string | null;
  readonly fields: DeviceFields;
  readonly verdict: (typeof RECALL_VERDICTS)[number];
  readonly grounds: readonly RecallGround[];
  readonly since: Date;
  readonly settled: {
    readonly state: 'done' | 'not-applicable';
    readonly evidence: string;
    readonly at: Date;
    readonly byName: string;
  } | null;
}

/** Place of a device in the list of a recall: affected first. */
export interface RecalledPlace {
  readonly verdict: number;
  readonly deviceId: string;
}

export async function listRecalledDevices(
  db: Db | Tx,
  no: number,
  scopes: readonly Scope[],
  page: {
    readonly verdict: (typeof RECALL_VERDICTS)[number] | null;
    readonly after: RecalledPlace | null;
    readonly limit: number;
  },
): Promise<RecalledDeviceRow[]> {
  const verdict = page.verdict === null ? null : RECALL_VERDICTS.indexOf(page.verdict);
  const after = page.after;
  return selectRecalled(
    db,
    sql`its.recall_no = ${no} and ${scopeCondition(scopes)} and (${verdict}::smallint is null or its.verdict = ${verdict})
      and (${after === null}::boolean or (its.verdict, its.device_id) < (${after?.verdict ?? 0}::smallint, ${after?.deviceId ?? null}::uuid))
      order by its.verdict desc, its.device_id desc limit ${page.limit}`,
  );
}

/** Of several devices, those within the scopes that a recall names. */
export async function listRecalledOf(
  db: Db | Tx,
  no: number,
  scopes: readonly Scope[],
  deviceIds: readonly string[],
): Promise<RecalledDeviceRow[]> {
  return selectRecalled(
    db,
    sql`its.recall_no = ${no} and ${scopeCondition(scopes)} and its.device_id = any(${[...deviceIds]}::uuid[])`,
  );
}

async function selectRecalled(db: Db | Tx, where: RawBuilder<unknown>): Promise<RecalledDeviceRow[]> {
  const { rows } = await sql<
    Omit<RecalledDeviceRow, 'verdict' | 'settled'> & {
      readonly verdict: number;
      readonly state: 'done' | 'not-applicable' | null;
      readonly evidence: string;
      readonly at: Date;
      readonly byName: string;
    }
  >`
    select its.device_id as "deviceId", device.name as "deviceName", device.fields, its.verdict, its.grounds, its.since,
      settled.state, settled.evidence, settled.at, settled.by_name as "byName"
    from recall_device its join device on device.id = its.device_id
    join device_list as list on list.device_id = its.device_id
    left join recall_settled settled on settled.recall_no = its.recall_no and settled.device_id = its.device_id
    where ${where}
  `.execute(db);
  return rows.map(({ verdict, state, evidence, at, byName, ...it }) => ({
    ...it,
    verdict: RECALL_VERDICTS[verdict] ?? 'undetermined',
    settled: state === null ? null : { state, evidence, at, byName },
  }));
}

export async function settleRecalled(
  tx: Tx,
  no: number,
  deviceIds: readonly string[],
  it: {
    readonly state: 'done' | 'not-applicable';
    readonly evidence: string;
    readonly at: Date;
    readonly byId: string | null;
    readonly byName: string;
  },
): Promise<void> {
  await sql`
    insert into recall_settled (recall_no, device_id, state, evidence, at, by_id, by_name)
    select ${no}, id, ${it.state}, ${storableText(it.evidence)}, ${it.at}, ${it.byId}::uuid, ${it.byName}
    from unnest(${[...deviceIds]}::uuid[]) as id
    on conflict (recall_no, device_id) do update set state = excluded.state, evidence = excluded.evidence,
      at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
  `.execute(tx);
}

export async function reopenRecalled(tx: Tx, no: number, deviceIds: readonly string[]): Promise<void> {
  await sql`delete from recall_settled where recall_no = ${no} and device_id = any(${[...deviceIds]}::uuid[])`.execute(
    tx,
  );
}
