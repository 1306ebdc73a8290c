import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { StrangerState } from '#engine/procurement';
import { IN_REGISTER, scopeCondition } from './device-conditions.ts';
import { patternOf } from './filter-condition.ts';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface StrangerTables {
  stranger: {
    device_id: string;
    state: StrangerState;
    raised_at: Date;
    because: string;
    owner_id: string | null;
    owner_name: string | null;
    due_on: string | null;
    reason: string | null;
    ignored_until: string | null;
    decided_at: Date | null;
    decided_by_name: string | null;
    changed_at: Date;
  };
}

/** An alert about a device that the network shows and no register knows. */
export interface Stranger {
  readonly deviceId: string;
  readonly label: string;
  readonly name: string | null;
  readonly ip: string | null;
  readonly mac: string | null;
  readonly site: string | null;
  readonly department: string | null;
  readonly sources: readonly string[];
  readonly networkAt: Date | null;
  readonly state: StrangerState;
  readonly raisedAt: Date;
  readonly because: string;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  /** ISO day. */
  readonly dueOn: string | null;
  readonly reason: string | null;
  readonly ignoredUntil: string | null;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
}

const NETWORK = sql`observation o where o.device_id = list.device_id and o.is_current
  and o.kind in ('discovery', 'scanner')`;
const NETWORK_AT = sql`(select max(at) from ${NETWORK})`;

/** Raises an alert for each device that the network shows, no register knows and no alert is about. @returns how many */
export async function raiseStrangers(
  tx: Tx,
  { at, dueOn, because }: { readonly at: Date; readonly dueOn: string; readonly because: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into stranger (device_id, state, raised_at, because, due_on, changed_at)
    select list.device_id, 'open', ${at}, ${because}, ${dueOn}::date, ${at} from device_list as list
    where exists (select 1 from ${NETWORK}) and not ${IN_REGISTER}
    on conflict (device_id) do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What is seen now of each device that an alert is about. */
export async function listSightings(db: Db | Tx): Promise<
  (Pick<Stranger, 'deviceId' | 'state' | 'ignoredUntil' | 'decidedAt' | 'networkAt'> & {
    readonly isRegistered: boolean;
  })[]
> {
  const { rows } = await sql<
    Pick<Stranger, 'deviceId' | 'state' | 'ignoredUntil' | 'decidedAt' | 'networkAt'> & {
      readonly isRegistered: boolean;
    }
  >`
    select list.device_id as "deviceId", list.state, list.ignored_until::text as "ignoredUntil",
      list.decided_at as "decidedAt", ${NETWORK_AT} as "networkAt", ${IN_REGISTER} as "isRegistered"
    from stranger as list
  `.execute(db);
  return rows;
}

/** Lets an alert follow what is seen; one that opens again waits for a new decision. */
export async function moveStranger(
  tx: Tx,
  deviceId: string,
  it: {
    readonly state: StrangerState;
    readonly because: string;
    readonly at: Date;
    readonly dueOn: string | null;
  },
): Promise<void> {
  await sql`
    update stranger set state = ${it.state}, because = ${it.because}, changed_at = ${it.at}, due_on = ${it.dueOn}::date,
      ignored_until = null, raised_at = case when ${it.state} = 'open' then ${it.at} else raised_at end
    where device_id = ${deviceId}
  `.execute(tx);
}

export interface StrangerSelection {
  readonly scopes: readonly Scope[];
  readonly states: readonly StrangerState[] | null;
  readonly ownerId: string | null;
  readonly text: string;
  readonly deviceIds: readonly string[] | null;
}

/** By the day they are due, then by device. */
export async function listStrangers(
  db: Db | Tx,
  selection: StrangerSelection,
  {
    after,
    limit,
  }: {
    readonly after: { readonly dueOn: string | null; readonly deviceId: string } | null;
    readonly limit: number;
  },
): Promise<Stranger[]> {
  const due = sql`coalesce(stranger.due_on, 'infinity'::date)`;
  const beyond =
    after === null
      ? sql`true`
      : sql`(${due}, list.device_id) > (coalesce(${after.dueOn}::date, 'infinity'::date), ${after.deviceId}::uuid)`;
  const { rows } = await sql<Stranger>`
    select list.device_id as "deviceId", device.label, device.name, device.ip, device.fields ->> 'mac' as mac,
      device.site, device.department,
      (select coalesce(jsonb_agg(distinct source order by source), '[]') from ${NETWORK}) as sources,
      ${NETWORK_AT} as "networkAt", stranger.state, raised_at as "raisedAt", because, owner_id as "ownerId",
      owner_name as "ownerName", due_on::text as "dueOn", reason, ignored_until::text as "ignoredUntil",
      decided_at as "decidedAt", decided_by_name as "decidedByName"
    from ${FROM} where ${selected(selection)} and ${beyond} order by ${due}, list.device_id limit ${limit}
  `.execute(db);
  return rows;
}

const FROM = sql`stranger join device on device.id = stranger.device_id
  join device_list as list on list.device_id = stranger.device_id`;

export interface StrangerCounts {
  readonly total: number;
  /** Nobody has decided. */
  readonly open: number;
  /** Past their day. */
  readonly overdue: number;
}

export async function countStrangers(
  db: Db | Tx,
  selection: StrangerSelection,
  today: string,
): Promise<StrangerCounts> {
  const { rows } = await sql<StrangerCounts>`
    select count(*)::integer as total, count(*) filter (where stranger.state = 'open')::integer as open,
      count(*) filter (where due_on < ${today}::date)::integer as overdue
    from ${FROM} where ${selected(selection)}
  `.execute(db);
  return rows[0] ?? { total: 0, open: 0, overdue: 0 };
}

/** What a person decides about devices that no register knows. */
export interface StrangerDecision {
  readonly state: Exclude<StrangerState, 'open' | 'registered'>;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly dueOn: string | null;
  readonly reason: string;
  readonly ignoredUntil: string | null;
  readonly at: Date;
  readonly byName: string;
}

/** @returns how many it was written for; those a register knows by now are left alone */
export async function decideStrangers(
  tx: Tx,
  selection: StrangerSelection,
  it: StrangerDecision,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update stranger set state = ${it.state}, owner_id = ${it.ownerId}::uuid, owner_name = ${it.ownerName},
      due_on = ${it.dueOn}::date, reason = ${storableText(it.reason)}, ignored_until = ${it.ignoredUntil}::date,
      decided_at = ${it.at}, decided_by_name = ${it.byName}, because = 'A person decided so', changed_at = ${it.at}
    where device_id in (select list.device_id from ${FROM} where ${selected(selection)} and stranger.state <> 'registered')
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

function selected({ scopes, states, ownerId, text, deviceIds }: StrangerSelection): RawBuilder<unknown> {
  const parts = [scopeCondition(scopes)];
  if (states !== null) parts.push(sql`stranger.state = any(${states}::text[])`);
  if (ownerId !== null) parts.push(sql`stranger.owner_id = ${ownerId}::uuid`);
  if (text !== '') parts.push(sql`list.search like ${patternOf(text)}`);
  if (deviceIds !== null) parts.push(sql`list.device_id = any(${deviceIds}::uuid[])`);
  return sql.join(parts, sql` and `);
}
