import { type ColumnType, type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { READINESS_KINDS, READINESS_REASONS, type ReadinessKind, type ReadinessReason } from '#engine/triage';
import { deviceCondition, type DeviceFilter, scopeCondition } from './device-conditions.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ReadinessTables {
  readiness_override: {
    id: string;
    device_id: string | null;
    filter: string | null;
    scopes: ColumnType<readonly Scope[], string, never>;
    says: number;
    reason: number;
    rationale: string;
    expires_on: string;
    owner_id: string | null;
    owner_name: string;
    made_at: Date;
    made_by: string | null;
    made_by_name: string;
    ended_at: Date | null;
    ended_because: string | null;
    ended_by_name: string | null;
  };
  readiness_covered: { device_id: string; override_id: string };
}

/** What somebody says of how ready devices are, against what is derived. */
export interface ReadinessOverride {
  readonly id: string;
  /** Null: devices of the filter. */
  readonly deviceId: string | null;
  readonly filter: string | null;
  readonly scopes: readonly Scope[];
  readonly says: ReadinessKind;
  readonly reason: ReadinessReason;
  readonly rationale: string;
  readonly expiresOn: string;
  readonly ownerId: string | null;
  readonly ownerName: string;
  readonly madeAt: Date;
  readonly madeBy: string | null;
  readonly madeByName: string;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
  /** Null: it counts, or ran out by itself. */
  readonly endedByName: string | null;
  /** Devices for which it counts now. */
  readonly devices: number;
}

/** Devices an override speaks of. */
export interface ReadyDevices {
  readonly of: { readonly deviceId: string } | { readonly filter: DeviceFilter };
  readonly scopes: readonly Scope[];
}

export async function insertOverride(
  tx: Tx,
  it: Omit<ReadinessOverride, 'endedAt' | 'endedBecause' | 'endedByName' | 'devices'>,
): Promise<void> {
  await tx
    .insertInto('readiness_override')
    .values({
      id: it.id,
      device_id: it.deviceId,
      filter: it.filter === null ? null : storableText(it.filter),
      scopes: storableJson(it.scopes),
      says: READINESS_KINDS.indexOf(it.says),
      reason: READINESS_REASONS.indexOf(it.reason),
      rationale: storableText(it.rationale),
      expires_on: it.expiresOn,
      owner_id: it.ownerId,
      owner_name: it.ownerName,
      made_at: it.madeAt,
      made_by: it.madeBy,
      made_by_name: it.madeByName,
      ended_at: null,
      ended_because: null,
      ended_by_name: null,
    })
    .execute();
}

/** Those that count, the oldest first. */
export async function listOverridesInForce(db: Db | Tx): Promise<ReadinessOverride[]> {
  return selectOverrides(db, sql`ended_at is null order by it.id`);
}

/** Whether the last day has passed of one that counts. */
export async function isAnyOverrideRunOut(db: Db | Tx, today: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from readiness_override where ended_at is null and expires_on < ${today}::date limit 1
  `.execute(db);
  return rows.length > 0;
}

/** Newest first, those that ended among them; what speaks of nothing within the scopes is left out. */
export async function listOverridesBefore(
  db: Db | Tx,
  scopes: readonly Scope[],
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<ReadinessOverride[]> {
  return selectOverrides(
    db,
    sql`${isSeen(scopes)} and (${before}::uuid is null or it.id < ${before}::uuid) order by it.id desc limit ${limit}`,
  );
}

export async function countOverrides(db: Db | Tx, scopes: readonly Scope[]): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from readiness_override it where ${isSeen(scopes)}`.execute(db);
  return Number(rows[0]?.count);
}

function isSeen(scopes: readonly Scope[]): RawBuilder<boolean> {
  if (scopes.some((it) => it.kind === 'hospital')) return sql<boolean>`true`;
  return sql<boolean>`(it.scopes <@ ${storableJson(scopes)}::jsonb or exists (select from readiness_covered
    join device_list as list using (device_id) where override_id = it.id and ${scopeCondition(scopes)}))`;
}

/** What counts for a device, and what was ever said of it alone, newest first. */
export async function listOverridesOfDevice(db: Db | Tx, deviceId: string): Promise<ReadinessOverride[]> {
  return selectOverrides(
    db,
    sql`it.device_id = ${deviceId}::uuid
      or it.id = (select override_id from readiness_covered where device_id = ${deviceId}::uuid) order by it.id desc limit 100`,
  );
}

/** Nobody else changes it until the transaction ends. */
export async function lockOverride(tx: Tx, id: string): Promise<ReadinessOverride | null> {
  await sql`select 1 from readiness_override where id = ${id}::uuid for update`.execute(tx);
  return (await selectOverrides(tx, sql`it.id = ${id}::uuid`))[0] ?? null;
}

export async function endOverride(
  tx: Tx,
  id: string,
  end: { readonly at: Date; readonly because: string; readonly byName: string | null },
): Promise<void> {
  await tx
    .updateTable('readiness_override')
    .set({ ended_at: end.at, ended_because: storableText(end.because), ended_by_name: end.byName })
    .where('id', '=', id)
    .execute();
}

/**
 * Makes which override counts for each device what the overrides in force say now: of several the one for the device alone,
 * then the newest.
 * @returns whether it differs from before
 */
export async function coverDevices(
  tx: Tx,
  overrides: readonly (ReadyDevices & { readonly id: string })[],
): Promise<boolean> {
  const wanted =
    overrides.length === 0
      ? sql`select null::uuid as device_id, null::uuid as override_id where false`
      : sql`select distinct on (device_id) device_id, override_id from (${sql.join(
          overrides.map(
            (
              it,
            ) => sql`select list.device_id, ${it.id}::uuid as override_id, ${'deviceId' in it.of} as is_alone
              from device_list as list where ${selectedBy(it)}`,
          ),
          sql` union all `,
        )}) said order by device_id, is_alone desc, override_id desc`;
  const { numAffectedRows: gone = 0n } = await sql`
    delete from readiness_covered where (device_id, override_id) not in (select device_id, override_id from (${wanted}) wanted)
  `.execute(tx);
  const { numAffectedRows: come = 0n } = await sql`
    insert into readiness_covered (device_id, override_id) select device_id, override_id from (${wanted}) wanted
    on conflict (device_id) do nothing
  `.execute(tx);
  return gone + come > 0n;
}

export interface ReadyReach {
  readonly devices: number;
  readonly findings: number;
  /** Of these, findings for which no fix exists. */
  readonly withoutFix: number;
}

/** What an override would speak of; affected findings only. */
export async function countReadyReach(db: Db | Tx, selection: ReadyDevices): Promise<ReadyReach> {
  const { rows } = await sql<Record<'devices' | 'findings' | 'without', string | null>>`
    with reached as (
      select device_cohort.cohort_id, count(*) as n from device_list as list
      left join device_cohort on device_cohort.device_id = list.device_id where ${selectedBy(selection)} group by 1
    )
    select (select sum(n) from reached) as devices, sum(n) as findings, sum(n) filter (where fix_kind <> 0) as without
    from reached join judgement using (cohort_id) join cohort on cohort.id = cohort_id
    join verdict on verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
    where judgement.rank >= 1000
  `.execute(db);
  const [row] = rows;
  return {
    devices: Number(row?.devices ?? 0),
    findings: Number(row?.findings ?? 0),
    withoutFix: Number(row?.without ?? 0),
  };
}

function selectedBy({ of, scopes }: ReadyDevices): RawBuilder<boolean> {
  const its =
    'deviceId' in of ? sql<boolean>`list.device_id = ${of.deviceId}::uuid` : deviceCondition(of.filter);
  return sql<boolean>`(${its} and ${scopeCondition(scopes)})`;
}

async function selectOverrides(db: Db | Tx, where: RawBuilder<unknown>): Promise<ReadinessOverride[]> {
  const { rows } = await sql<
    Omit<ReadinessOverride, 'says' | 'reason'> & { readonly says: number; readonly reason: number }
  >`
    select it.id, it.device_id as "deviceId", filter, scopes, says, reason, rationale, expires_on::text as "expiresOn",
      owner_id as "ownerId", owner_name as "ownerName", made_at as "madeAt", made_by as "madeBy",
      made_by_name as "madeByName", ended_at as "endedAt", ended_because as "endedBecause", ended_by_name as "endedByName",
      (select count(*)::integer from readiness_covered where override_id = it.id) as devices
    from readiness_override it where ${where}
  `.execute(db);
  return rows.map(({ says, reason, ...it }) => ({
    ...it,
    says: READINESS_KINDS[says] as ReadinessKind,
    reason: READINESS_REASONS[reason] as ReadinessReason,
  }));
}
