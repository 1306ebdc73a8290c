import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Filter, RECALL_FILTER_FIELDS } from '#engine/filter';
import type { RecallKind, RecallState } from '#engine/recalls';
import { scopeCondition } from './device-conditions.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { keysetOf, type ListPlace, type SortStep } from './keyset.ts';
import { RECALL_VERDICTS, type RecallReport } from './recalls.ts';
import type { Db, Tx } from './store.ts';

/** A recall as lists show it. */
export interface ListedRecall extends RecallReport {
  readonly no: number;
  readonly kind: RecallKind;
  /** Of a communication. */
  readonly title: string | null;
  readonly url: string | null;
  /** Who entered it; null: a feed brought it. */
  readonly toldByName: string | null;
  readonly knownSince: Date;
  readonly goneAt: Date | null;
  readonly firstMetOn: string | null;
  /** Day by which it is to be dealt with; null: it means no device here. */
  readonly dueOn: string | null;
  readonly state: RecallState;
  readonly stateReason: string | null;
  readonly stateAt: Date | null;
  readonly stateByName: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  /** Devices. */
  readonly affected: number;
  readonly undetermined: number;
  readonly notAffected: number;
  /** Of those affected or not to be told, dealt with. */
  readonly settled: number;
}

type Field = keyof typeof RECALL_FILTER_FIELDS;

/** Days after it first met a device, by class; null: no deadline. */
export type RecallDays = Readonly<Record<'I' | 'II' | 'III' | 'none', number | null>>;

export interface RecallSelection {
  readonly filter: Filter<Field> | null;
  readonly scopes: readonly Scope[];
  readonly days: RecallDays;
}

export type RecallSort = 'recall' | 'class' | 'initiated' | 'due' | 'devices';

const AFFECTED = sql`coalesce(reach.affected, 0)`;
const UNDETERMINED = sql`coalesce(reach.undetermined, 0)`;
const TOUCHED = sql`(${AFFECTED} + ${UNDETERMINED})`;
const STATE = sql<RecallState>`(case when recall.work = 'not-applicable' then 'not-applicable'
  when ${TOUCHED} > 0 and reach.settled = ${TOUCHED} then 'done' else recall.work end)`;

const WAITS = sql<boolean>`(${TOUCHED} > 0 and ${STATE} in ('open', 'in-work'))`;

function dueOn(days: RecallDays): RawBuilder<string | null> {
  return sql`(case when ${TOUCHED} = 0 then null else recall.first_met_on + case recall.recall_class
    when 'I' then ${days.I}::integer when 'II' then ${days.II}::integer when 'III' then ${days.III}::integer
    else ${days.none}::integer end end)`;
}

function columns(days: RecallDays): Readonly<Record<Field, FilterColumn>> {
  return {
    recall: { kind: 'text', sql: sql`lower(recall.id)` },
    kind: { kind: 'text', sql: sql`recall.kind` },
    firm: { kind: 'text', sql: sql`lower(recall.firm)` },
    class: { kind: 'text', sql: sql`lower(recall.recall_class)` },
    code: { kind: 'text', sql: sql`lower(recall.product_code)` },
    status: { kind: 'text', sql: sql`lower(recall.status)` },
    state: { kind: 'text', sql: STATE },
    initiated: { kind: 'text', sql: sql`recall.initiated_on::text` },
    known: { kind: 'instant', sql: sql`recall.known_since` },
    due: {
      kind: 'text',
      sql: sql`(case when ${STATE} in ('open', 'in-work') then ${dueOn(days)}::text end)`,
    },
    owner: { kind: 'text', sql: sql`lower(recall.owner_name)` },
    affected: { kind: 'integer', sql: AFFECTED },
    undetermined: { kind: 'integer', sql: UNDETERMINED },
    touches: { kind: 'flag', sql: sql`(${TOUCHED} > 0)` },
    waits: { kind: 'flag', sql: WAITS },
  };
}

function fromWhere({ filter, scopes, days }: RecallSelection): RawBuilder<unknown> {
  const its = columns(days);
  return sql`from recall left join (
      select its.recall_no, count(*) filter (where verdict = 2) as affected, count(*) filter (where verdict = 1) as undetermined,
        count(*) filter (where verdict = 0) as not_affected, count(*) filter (where verdict > 0 and settled.state is not null) as settled
      from recall_device its join device_list as list on list.device_id = its.device_id
      left join recall_settled settled on settled.recall_no = its.recall_no and settled.device_id = its.device_id
      where ${scopeCondition(scopes)} group by 1
    ) reach on reach.recall_no = recall.no
    where (recall.gone_at is null or recall.first_met_on is not null or recall.kind = 'communication')
      and ${filter === null ? sql`true` : filterCondition(filter, { columns: (it) => its[it], search: sql`recall.terms` })}`;
}

function selected(days: RecallDays): RawBuilder<unknown> {
  return sql`recall.no, recall.kind, recall.title, recall.url, recall.told_by_name as "toldByName", recall.id, recall.firm, recall.description, recall.product_code as "productCode",
    recall.recall_class as "recallClass", recall.status, recall.reason, recall.action, recall.initiated_on::text as "initiatedOn",
    recall.ended_on::text as "endedOn", recall.code_info as "codeInfo", recall.distribution, recall.quantity,
    recall.known_since as "knownSince", recall.gone_at as "goneAt", recall.first_met_on::text as "firstMetOn",
    ${dueOn(days)}::text as "dueOn", ${STATE} as state, recall.work_reason as "stateReason", recall.work_at as "stateAt",
    recall.work_by_name as "stateByName", recall.owner_id as "ownerId", recall.owner_name as "ownerName",
    ${AFFECTED}::integer as affected, ${UNDETERMINED}::integer as undetermined,
    coalesce(reach.not_affected, 0)::integer as "notAffected", coalesce(reach.settled, 0)::integer as settled`;
}

/** A page, with the place each row stands at. */
export async function listRecalls(
  db: Db | Tx,
  selection: RecallSelection,
  page: {
    readonly sort: readonly SortStep<RecallSort>[];
    readonly after: ListPlace | null;
    readonly limit: number;
  },
): Promise<{ readonly item: ListedRecall; readonly place: ListPlace }[]> {
  const due = sql`${dueOn(selection.days)}::text collate "C"`;
  const { keys, order, beyond } = keysetOf(
    {
      recall: { sql: sql`recall.id collate "C"`, type: 'text', isNullable: false },
      class: { sql: sql`coalesce(recall.recall_class, 'II') collate "C"`, type: 'text', isNullable: false },
      initiated: { sql: sql`recall.initiated_on::text collate "C"`, type: 'text', isNullable: true },
      due: { sql: due, type: 'text', isNullable: true },
      devices: { sql: sql`${TOUCHED}::integer`, type: 'integer', isNullable: false },
    },
    page.sort,
    sql`recall.no`,
    'integer',
  );
  const { rows } = await sql<ListedRecall & { readonly keys: readonly (string | null)[] }>`
    select ${selected(selection.days)}, ${keys} as keys ${fromWhere(selection)}
      ${page.after === null ? sql`` : sql`and ${beyond(page.after)}`}
    order by ${order} limit ${page.limit}
  `.execute(db);
  return rows.map(({ keys: at, ...item }) => ({ item, place: { keys: at, id: String(item.no) } }));
}

export async function countRecalls(db: Db | Tx, selection: RecallSelection): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count ${fromWhere(selection)}`.execute(db);
  return Number(rows[0]?.count);
}

/** Recalls that mean, or may mean, a device and are not dealt with. */
export interface WaitingRecalls {
  readonly count: number;
  /** Those whose day has passed. */
  readonly overdue: number;
  /** Those that somebody has taken on. */
  readonly owned: number;
}

/** @param ownerId of `owned`; null: nobody's are asked for */
export async function countWaitingRecalls(
  db: Db,
  { scopes, days }: Omit<RecallSelection, 'filter'>,
  { today, ownerId }: { readonly today: string; readonly ownerId: string | null },
): Promise<WaitingRecalls> {
  const { rows } = await sql<WaitingRecalls>`
    select count(*)::integer as count, (count(*) filter (where ${dueOn(days)} < ${today}::date))::integer as overdue,
      (count(*) filter (where recall.owner_id = ${ownerId}::uuid))::integer as owned
    ${fromWhere({ filter: null, scopes, days })} and ${WAITS}
  `.execute(db);
  return rows[0] ?? { count: 0, overdue: 0, owned: 0 };
}

export async function findRecall(
  db: Db | Tx,
  id: string,
  { scopes, days }: Omit<RecallSelection, 'filter'>,
): Promise<ListedRecall | null> {
  const { rows } = await sql<ListedRecall>`
    select ${selected(days)} ${fromWhere({ filter: null, scopes, days })} and recall.id = ${id}
  `.execute(db);
  return rows[0] ?? null;
}

/** A recall that names a device, and how it stands to it. */
export interface RecallOfDevice {
  readonly recall: ListedRecall;
  readonly verdict: (typeof RECALL_VERDICTS)[number];
}

/** Recalls that name the device; those that mean it first. */
export async function listRecallsOfDevice(
  db: Db | Tx,
  deviceId: string,
  { scopes, days }: Omit<RecallSelection, 'filter'>,
): Promise<RecallOfDevice[]> {
  const { rows } = await sql<ListedRecall & { readonly verdict: number }>`
    select ${selected(days)}, (select verdict from recall_device where recall_no = recall.no and device_id = ${deviceId}::uuid) as verdict
    ${fromWhere({ filter: null, scopes, days })}
      and recall.no in (select recall_no from recall_device where device_id = ${deviceId}::uuid)
    order by verdict desc, recall.initiated_on desc nulls last, recall.no desc limit 200
  `.execute(db);
  return rows.map(({ verdict, ...recall }) => ({
    recall,
    verdict: RECALL_VERDICTS[verdict] ?? 'undetermined',
  }));
}
