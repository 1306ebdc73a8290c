import { type ColumnType, type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DiscrepancyDetail, DiscrepancyKind } from '#engine/reconciliation';
import { IN_REGISTER, scopeCondition } from './device-conditions.ts';
import { patternOf } from './filter-condition.ts';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DiscrepancyTables {
  discrepancy: {
    report_id: string;
    kind: DiscrepancyKind;
    device_id: string;
    label: string;
    name: string | null;
    scope_site: string | null;
    scope_department: string | null;
    scope_vendor: string | null;
    detail: ColumnType<DiscrepancyDetail, string, never>;
    since: Date;
    assignee_id: string | null;
    assignee_name: string | null;
    reason: string | null;
    due_on: string | null;
  };
}

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly deviceId: string;
  readonly label: string;
  readonly name: string | null;
  readonly site: string | null;
  readonly department: string | null;
  readonly detail: DiscrepancyDetail;
  /** When a report first found it. */
  readonly since: Date;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly reason: string | null;
  /** ISO day. */
  readonly dueOn: string | null;
  /** The last signed report did not have it. */
  readonly isNew: boolean;
  /** Whether it is still so in the inventory of now; null: nobody asked. */
  readonly stands: boolean | null;
}

const NETWORK_AT = sql`(select max(at) from observation o where o.device_id = list.device_id and o.is_current
  and o.kind in ('discovery', 'scanner'))`;
/** Systems that speak of a device; what people enter by hand, and bills of materials, are none. */
const SOURCES = sql`(select coalesce(jsonb_agg(distinct source order by source), '[]') from observation o
  where o.device_id = list.device_id and o.is_current and o.kind not in ('person', 'sbom'))`;
const ADDRESSED = sql`(coalesce(list.ip, list.mac, list.hostname) is not null)`;
/** Critical fields a device lacks, by the name of the field. */
const LACKS = {
  manufacturer: sql`list.manufacturer is null`,
  model: sql`list.model is null`,
  serial: sql`list.serial is null`,
  version: sql`coalesce(list.firmware, list.os_version) is null`,
  site: sql`list.site is null`,
  department: sql`list.department is null`,
  criticality: sql`list.criticality is null`,
} as const;
const INCOMPLETE = sql`(${sql.join(Object.values(LACKS), sql` or `)})`;
const MISSING = sql`to_jsonb(array_remove(array[${sql.join(
  Object.entries(LACKS).map(([field, lacks]) => sql`case when ${lacks} then ${sql.lit(field)} end`),
)}], null))`;
const SHARED = sql`doubtful_merge_device d join doubtful_merge m on m.hash = d.hash and not m.is_hub
  where d.device_id = list.device_id
    and (select count(*) from doubtful_merge_device other where other.hash = d.hash) > 1`;

interface Finder {
  readonly when: (seenSince: Date) => RawBuilder<unknown>;
  readonly detail: RawBuilder<unknown>;
}

/** What makes a row of `device_list as list` a discrepancy, and what is told of it. */
const FINDERS: Readonly<Record<DiscrepancyKind, Finder>> = {
  unregistered: {
    when: () => sql`${NETWORK_AT} is not null and not ${IN_REGISTER}`,
    detail: sql`jsonb_build_object('sources', ${SOURCES}, 'networkAt', ${NETWORK_AT})`,
  },
  unseen: {
    when: (since) =>
      sql`${IN_REGISTER} and ${ADDRESSED} and coalesce(${NETWORK_AT}, '-infinity') < ${since}::timestamptz`,
    detail: sql`jsonb_build_object('sources', ${SOURCES}, 'networkAt', ${NETWORK_AT})`,
  },
  duplicate: {
    when: () => sql`exists (select 1 from ${SHARED})`,
    detail: sql`(select jsonb_build_object('shares', jsonb_agg(distinct m.kind),
      'others', max((select count(*) - 1 from doubtful_merge_device other where other.hash = d.hash))) from ${SHARED})`,
  },
  conflicting: {
    when: () => sql`list.conflict_count > 0`,
    detail: sql`jsonb_build_object('fields', (select coalesce(jsonb_agg(c.field order by c.field), '[]')
      from device_conflict c where c.device_id = list.device_id))`,
  },
  incomplete: {
    when: () => INCOMPLETE,
    detail: sql`jsonb_build_object('fields', ${MISSING})`,
  },
};

/** Counts the devices of a report by place, maker and sources. */
export async function insertParts(tx: Tx, reportId: string): Promise<void> {
  const missing = sql.join(
    Object.entries(LACKS).map(
      ([field, lacks]) => sql`${sql.lit(field)}, count(*) filter (where ${lacks})::integer`,
    ),
  );
  await sql`
    insert into reconciliation_part (report_id, place, scope_site, scope_department, scope_vendor, sources, devices,
      complete, unconnected, missing)
    select ${reportId}, row_number() over (order by scope_site, scope_department, scope_vendor, spoken), scope_site,
      scope_department, scope_vendor, spoken, count(*), count(*) filter (where not ${INCOMPLETE}),
      count(*) filter (where registered and not ${ADDRESSED}), jsonb_build_object(${missing})
    from (select list.*, ${SOURCES} as spoken, ${IN_REGISTER} as registered from device_list as list) as list
    group by scope_site, scope_department, scope_vendor, spoken
  `.execute(tx);
}

/** Finds what is amiss, and gives what an earlier report knew of the same to whoever had taken it on. */
export async function insertDiscrepancies(
  tx: Tx,
  reportId: string,
  {
    kind,
    asOf,
    seenSince,
    earlierId,
  }: {
    readonly kind: DiscrepancyKind;
    readonly asOf: Date;
    readonly seenSince: Date;
    readonly earlierId: string | null;
  },
): Promise<void> {
  const { when, detail } = FINDERS[kind];
  await sql`
    insert into discrepancy (report_id, kind, device_id, label, name, scope_site, scope_department, scope_vendor, detail,
      since, assignee_id, assignee_name, reason, due_on)
    select ${reportId}, ${kind}::text, list.device_id, device.label, device.name, list.scope_site, list.scope_department,
      list.scope_vendor, ${detail}, coalesce(earlier.since, ${asOf}), earlier.assignee_id, earlier.assignee_name,
      earlier.reason, earlier.due_on
    from device_list as list join device on device.id = list.device_id
    left join discrepancy earlier on earlier.report_id = ${earlierId}::uuid and earlier.kind = ${kind}::text
      and earlier.device_id = list.device_id
    where ${when(seenSince)}
  `.execute(tx);
}

export interface DiscrepancySelection {
  readonly reportId: string;
  readonly scopes: readonly Scope[];
  readonly kind: DiscrepancyKind | null;
  /** `nobody`: those nobody has taken on. */
  readonly assignee: 'nobody' | { readonly id: string } | null;
  /** In what people or sources call the device, or in its place. */
  readonly text: string;
  /** Only these devices; null: all. */
  readonly deviceIds: readonly string[] | null;
  /** Only those the last signed report did not have. */
  readonly isNew: boolean;
}

/** Where a list of discrepancies goes on. */
export interface DiscrepancyPlace {
  readonly kind: string;
  readonly label: string;
  readonly deviceId: string;
}

const ORDER = sql`list.kind, lower(list.label) collate "C", list.device_id`;

/** By kind and name of the device, after a place. */
export async function listDiscrepancies(
  db: Db | Tx,
  selection: DiscrepancySelection,
  {
    after,
    limit,
    seenSince,
  }: {
    readonly after: DiscrepancyPlace | null;
    readonly limit: number;
    /** Since when the network must have spoken, to tell what is still so; null: that is not asked. */
    readonly seenSince: Date | null;
  },
): Promise<Discrepancy[]> {
  const beyond =
    after === null
      ? sql`true`
      : sql`(${ORDER}) > (${after.kind}::text, lower(${after.label}::text) collate "C", ${after.deviceId}::uuid)`;
  const { rows } = await sql<Discrepancy>`
    select list.kind, list.device_id as "deviceId", list.label, list.name, list.scope_site as site,
      list.scope_department as department, list.detail, list.since, list.assignee_id as "assigneeId",
      list.assignee_name as "assigneeName", list.reason, list.due_on::text as "dueOn", ${IS_NEW} as "isNew",
      ${seenSince === null ? sql`null::boolean` : standsNow(seenSince)} as stands
    from ${FROM} where ${selected(selection)} and ${beyond} order by ${ORDER}
    limit ${limit}
  `.execute(db);
  return rows;
}

const FROM = sql`discrepancy as list join reconciliation report on report.id = list.report_id`;
const IS_NEW = sql`(report.previous_id is null or not exists (select 1 from discrepancy old
  where old.report_id = report.previous_id and old.kind = list.kind and old.device_id = list.device_id))`;

function standsNow(seenSince: Date): RawBuilder<unknown> {
  const cases = Object.entries(FINDERS).map(
    ([kind, { when }]) => sql`when ${sql.lit(kind)} then exists (
      select 1 from device_list as list where list.device_id = found.device_id and (${when(seenSince)}))`,
  );
  return sql`(select case found.kind ${sql.join(cases, sql` `)} end
    from (select list.kind, list.device_id) as found (kind, device_id))`;
}

interface DiscrepancyCount {
  readonly kind: DiscrepancyKind;
  readonly count: number;
  readonly isNew: number;
  readonly unassigned: number;
  /** Past their due day. */
  readonly overdue: number;
}

/** How many there are of each kind. */
export async function countDiscrepancies(
  db: Db | Tx,
  selection: DiscrepancySelection,
  today: string,
): Promise<DiscrepancyCount[]> {
  const { rows } = await sql<DiscrepancyCount>`
    select list.kind, count(*)::integer as count, count(*) filter (where ${IS_NEW})::integer as "isNew",
      count(*) filter (where list.assignee_name is null)::integer as unassigned,
      count(*) filter (where list.due_on < ${today}::date)::integer as overdue
    from ${FROM} where ${selected(selection)} group by list.kind
  `.execute(db);
  return rows;
}

/** How many of the selected ones still stand in the inventory of now, and how many of these are past their day. */
export async function countStanding(
  db: Db | Tx,
  selection: DiscrepancySelection,
  { seenSince, today }: { readonly seenSince: Date; readonly today: string },
): Promise<{ readonly count: number; readonly overdue: number }> {
  const { rows } = await sql<{ count: number; overdue: number }>`
    select count(*)::integer as count, count(*) filter (where due_on < ${today}::date)::integer as overdue
    from (select list.due_on, ${standsNow(seenSince)} as stands from ${FROM} where ${selected(selection)}) mine
    where stands
  `.execute(db);
  return rows[0] ?? { count: 0, overdue: 0 };
}

/** Of each kind, how many the report before had that this one has no more. */
export async function countGone(
  db: Db | Tx,
  {
    id,
    previousId,
    scopes,
  }: { readonly id: string; readonly previousId: string; readonly scopes: readonly Scope[] },
): Promise<{ readonly kind: DiscrepancyKind; readonly before: number; readonly gone: number }[]> {
  const { rows } = await sql<{ kind: DiscrepancyKind; before: number; gone: number }>`
    select list.kind, count(*)::integer as before, count(*) filter (where not exists (
      select 1 from discrepancy now where now.report_id = ${id} and now.kind = list.kind
        and now.device_id = list.device_id))::integer as gone
    from discrepancy as list where list.report_id = ${previousId} and ${scopeCondition(scopes)} group by list.kind
  `.execute(db);
  return rows;
}

interface Assignment {
  readonly assigneeId: string;
  readonly assigneeName: string;
  readonly reason: string;
  readonly dueOn: string;
}

/** Gives the selected ones to a person; null: to nobody. @returns how many */
export async function assignDiscrepancies(
  tx: Tx,
  selection: DiscrepancySelection,
  to: Assignment | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update discrepancy set assignee_id = ${to?.assigneeId ?? null}::uuid,
      assignee_name = ${to === null ? null : storableText(to.assigneeName)}::text,
      reason = ${to === null ? null : storableText(to.reason)}::text, due_on = ${to?.dueOn ?? null}::date
    from ${FROM} where ${selected(selection)} and discrepancy.report_id = list.report_id
      and discrepancy.kind = list.kind and discrepancy.device_id = list.device_id
  `.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

function selected({ reportId, scopes, kind, assignee, text, deviceIds, isNew }: DiscrepancySelection) {
  const parts = [sql`list.report_id = ${reportId}`, scopeCondition(scopes)];
  if (kind !== null) parts.push(sql`list.kind = ${kind}`);
  if (assignee === 'nobody') parts.push(sql`list.assignee_name is null`);
  else if (assignee !== null) parts.push(sql`list.assignee_id = ${assignee.id}::uuid`);
  if (text !== '')
    parts.push(
      sql`lower(concat_ws(chr(10), list.label, list.name, list.scope_site, list.scope_department)) like ${patternOf(text)}`,
    );
  if (deviceIds !== null) parts.push(sql`list.device_id = any(${deviceIds}::uuid[])`);
  if (isNew) parts.push(IS_NEW);
  return sql.join(parts, sql` and `);
}
