import { sql } from 'kysely';
import type { Inherited } from '#engine/inherit';
import type { DeviceFields } from '#engine/words';
import { keepFixed } from './fixed-findings.ts';
import { storableJson } from './json.ts';
import { IS_PLACE } from './places.ts';
import type { Db, Tx } from './store.ts';

export interface DeviceCohortTables {
  device_cohort: { device_id: string; cohort_id: number; since: Date; place_no: number };
  device_stay: { device_id: string; configuration_id: number; since: Date; until: Date };
  device_to_match: { device_id: string; at: Date };
  finding_anchor: { device_id: string; vulnerability_no: number; detected_on: string };
}

/** A device that changed since it was last placed. */
export interface DeviceToMatch {
  readonly deviceId: string;
  /** As written, to tell whether it changed once more meanwhile. */
  readonly at: string;
  /** Null: the device is gone. */
  readonly fields: DeviceFields | null;
  readonly inherited: Inherited | null;
}

/** In the order of their ids, after one. */
export async function listDevicesToMatch(
  db: Db | Tx,
  limit: number,
  after: string | null = null,
): Promise<DeviceToMatch[]> {
  const { rows } = await sql<DeviceToMatch>`
    select device_id as "deviceId", to_match.at::text as at, device.fields, device.inherited
    from (select device_id, at from device_to_match where ${after}::uuid is null or device_id > ${after}::uuid
      order by device_id limit ${limit}) to_match
    left join device on device.id = device_id
  `.execute(db);
  return rows;
}

/** Has devices looked at again. */
export async function enqueueDevices(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`insert into device_to_match (device_id) select unnest(${ids}::uuid[]) on conflict (device_id) do nothing`.execute(
    tx,
  );
}

/** Has every device looked at again. */
export async function enqueueAllDevices(tx: Tx): Promise<void> {
  await sql`insert into device_to_match (device_id) select id from device on conflict (device_id) do nothing`.execute(
    tx,
  );
}

export async function countDevicesToMatch(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{
    count: string;
  }>`select coalesce(sum(devices), 0) as count from waiting_tally`.execute(db);
  return Number(rows[0]?.count);
}

/** Counts them anew, and puts right what differs. @returns by how many it did */
export async function recountWaiting(tx: Tx): Promise<number> {
  // Nobody adds to them meanwhile.
  await sql`lock table device_to_match in share mode`.execute(tx);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from device_to_match`.execute(tx);
  const now = rows[0]?.count ?? 0;
  const known = await countDevicesToMatch(tx);
  if (now === known) return 0;
  await sql`delete from waiting_tally`.execute(tx);
  await sql`insert into waiting_tally values (0, ${now}::integer)`.execute(tx);
  return Math.abs(now - known);
}

export interface Placement {
  readonly deviceId: string;
  readonly at: string;
  readonly cohortId: number;
}

/**
 * Puts devices into their cohorts, unless they changed once more meanwhile. A device that takes on another
 * configuration keeps the clocks of what it still has.
 */
export async function placeDevices(tx: Tx, placements: readonly Placement[], now: Date): Promise<void> {
  const taken = await sql<{ device_id: string }>`
    delete from device_to_match using json_to_recordset(${storableJson(placements)}::json) as given
      ("deviceId" uuid, at text)
    where device_id = given."deviceId" and device_to_match.at = given.at::timestamptz
    returning device_id
  `.execute(tx);
  const ids = new Set(taken.rows.map((it) => it.device_id));
  const rows = JSON.stringify(placements.filter((it) => ids.has(it.deviceId)));
  await sql`create temporary table if not exists moving (
    device_id uuid, cohort_before integer, configuration_before integer, since_before timestamptz,
    configuration_now integer) on commit drop`.execute(tx);
  await sql`delete from moving`.execute(tx);
  await sql`
    insert into moving
    select before.device_id, old.id, old.configuration_id, before.since, new.configuration_id
    from json_to_recordset(${rows}::json) as given ("deviceId" uuid, "cohortId" integer)
    join device_cohort before on before.device_id = given."deviceId"
    join cohort old on old.id = before.cohort_id
    join cohort new on new.id = given."cohortId"
    where old.configuration_id <> new.configuration_id
  `.execute(tx);
  await sql`
    insert into device_stay (device_id, configuration_id, since, until)
    select device_id, configuration_before, since_before, ${now} from moving
    on conflict (device_id, since) do update set configuration_id = excluded.configuration_id, until = excluded.until
  `.execute(tx);
  await keepFixed(tx, now);
  await carryAnchors(tx);
  await sql`
    insert into device_cohort (device_id, cohort_id, since, place_no)
    select given."deviceId", given."cohortId", ${now}, place.no
    from json_to_recordset(${rows}::json) as given ("deviceId" uuid, "cohortId" integer)
    join device on device.id = given."deviceId" join place on ${IS_PLACE}
    on conflict (device_id) do update set cohort_id = excluded.cohort_id, place_no = excluded.place_no,
      since = case when exists (select 1 from moving where moving.device_id = excluded.device_id)
        then excluded.since else device_cohort.since end
    where device_cohort.cohort_id <> excluded.cohort_id or device_cohort.place_no <> excluded.place_no
  `.execute(tx);
}

async function carryAnchors(tx: Tx): Promise<void> {
  await sql`
    insert into finding_anchor (device_id, vulnerability_no, detected_on)
    select moving.device_id, now.vulnerability_no,
      (greatest(before.opened_at, moving.since_before) at time zone 'UTC')::date
    from moving
    join verdict before on before.configuration_id = configuration_before and before.closed_at is null
      and before.degree >= 4
    join verdict now on now.configuration_id = configuration_now and now.closed_at is null and now.degree >= 4
      and now.vulnerability_no = before.vulnerability_no
    on conflict (device_id, vulnerability_no) do nothing
  `.execute(tx);
  await sql`
    delete from finding_anchor using moving
    where finding_anchor.device_id = moving.device_id and not exists (
      select 1 from verdict where configuration_id = configuration_now and closed_at is null and degree >= 4
        and verdict.vulnerability_no = finding_anchor.vulnerability_no)
  `.execute(tx);
}
