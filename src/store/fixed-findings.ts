import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Filter, FIXED_FINDING_FILTER_FIELDS } from '#engine/filter';
import { type DeviceFields, type Tier, TIERS } from '#engine/words';
import { type DeviceField, deviceCondition, scopeCondition } from './device-conditions.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { keysetOf, type ListPlace, type SortStep } from './keyset.ts';
import type { Db, Tx } from './store.ts';

/** Tiers whose fixes are kept: critical and high. */
const TIER_MAX = 1;

/**
 * Keeps what ends because the devices of the table `moving` change: findings that their new configuration does not have.
 * What is no longer said of a device ends nothing that was mended, nor does another name for what it is, or an answer that
 * can no longer be told.
 */
export async function keepFixed(tx: Tx, now: Date): Promise<void> {
  const same = (field: string) =>
    sql`old.fields ->> ${sql.lit(field)} is not distinct from new.fields ->> ${sql.lit(field)}`;
  const stillSaid = (field: string) =>
    sql`(old.fields -> ${sql.lit(field)} is null or new.fields -> ${sql.lit(field)} is not null)`;
  await sql`
    insert into fixed_finding (device_id, vulnerability_no, fixed_on, detected_on, tier)
    select moving.device_id, judgement.vulnerability_no, (${now}::timestamptz at time zone 'UTC')::date,
      coalesce(anchor.detected_on, greatest(judgement.opened_on, (since_before at time zone 'UTC')::date)), judgement.tier
    from moving
    join configuration old on old.id = configuration_before
    join configuration new on new.id = configuration_now
    join judgement on judgement.cohort_id = cohort_before and judgement.rank >= 1000 and judgement.tier <= ${TIER_MAX}
    left join finding_anchor anchor on anchor.device_id = moving.device_id
      and anchor.vulnerability_no = judgement.vulnerability_no
    where ${same('manufacturer')} and ${same('model')}
      and ${stillSaid('version')} and ${stillSaid('os')} and ${stillSaid('osVersion')} and ${stillSaid('components')}
      and not exists (select from verdict where verdict.configuration_id = configuration_now
        and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null)
      and not exists (select from decided_finding decided
        join finding_decision on finding_decision.id = decided.decision_id and says in ('not-affected', 'false-match')
        where decided.device_id = moving.device_id and decided.vulnerability_no = judgement.vulnerability_no)
    on conflict (device_id, vulnerability_no, fixed_on) do nothing
  `.execute(tx);
}

/** A finding that ended because its device changed. */
export interface FixedFinding {
  readonly deviceId: string;
  readonly deviceName: string | null;
  readonly fields: DeviceFields;
  readonly vulnerability: string;
  readonly summary: string | null;
  /** Tier it had when it ended. */
  readonly tier: Tier;
  readonly detectedOn: string;
  readonly fixedOn: string;
  /** Days it was open. */
  readonly days: number;
}

type Field = keyof typeof FIXED_FINDING_FILTER_FIELDS;
type OwnField = Exclude<Field, DeviceField>;

export interface FixedSelection {
  readonly filter: Filter<Field> | null;
  readonly scopes: readonly Scope[];
}

const DAYS = sql`(fixed.fixed_on - fixed.detected_on)`;
const OWN: Readonly<Record<OwnField, FilterColumn>> = {
  vulnerability: { kind: 'text', sql: sql`lower(vulnerability.id)` },
  tier: {
    kind: 'text',
    sql: sql`(array[${sql.join(TIERS.map((it) => sql.lit(it)))}])[fixed.tier + 1]`,
  },
  detected: { kind: 'text', sql: sql`fixed.detected_on::text` },
  fixed: { kind: 'text', sql: sql`fixed.fixed_on::text` },
  took: { kind: 'integer', sql: DAYS },
};

export type FixedSort = 'fixed' | 'days' | 'vulnerability';

function keysetFor(sort: readonly SortStep<FixedSort>[]) {
  return keysetOf(
    {
      fixed: { sql: sql`fixed.fixed_on::text collate "C"`, type: 'text', isNullable: false },
      days: { sql: DAYS, type: 'integer', isNullable: false },
      vulnerability: { sql: sql`vulnerability.id collate "C"`, type: 'text', isNullable: false },
    },
    sort,
    sql`fixed.no`,
    'integer',
  );
}

function fromWhere({ filter, scopes }: FixedSelection) {
  return sql`from fixed_finding fixed join vulnerability on vulnerability.no = fixed.vulnerability_no
    join device on device.id = fixed.device_id
    join device_list as list on list.device_id = fixed.device_id
    where ${scopeCondition(scopes)} and ${filter === null ? sql`true` : filterCondition(filter, { columns: columnOf, search: sql`list.search` })}`;
}

function columnOf(field: Field): FilterColumn {
  if (field in OWN) return OWN[field as OwnField];
  return {
    kind: 'own',
    test: (test) => deviceCondition({ tree: test as Filter<DeviceField>, customFields: [] }),
  };
}

/** A page, with the place each row stands at. */
export async function listFixedFindings(
  db: Db | Tx,
  selection: FixedSelection,
  page: {
    readonly sort: readonly SortStep<FixedSort>[];
    readonly after: ListPlace | null;
    readonly limit: number;
  },
): Promise<{ readonly item: FixedFinding; readonly place: ListPlace }[]> {
  const { keys, order, beyond } = keysetFor(page.sort);
  const { rows } = await sql<
    Omit<FixedFinding, 'tier'> & {
      readonly tier: number;
      readonly no: number;
      readonly keys: readonly (string | null)[];
    }
  >`
    select fixed.device_id as "deviceId", device.name as "deviceName", device.fields, vulnerability.id as vulnerability,
      vulnerability.summary, fixed.tier, fixed.detected_on::text as "detectedOn", fixed.fixed_on::text as "fixedOn",
      ${DAYS} as days, fixed.no, ${keys} as keys
    ${fromWhere(selection)} ${page.after === null ? sql`` : sql`and ${beyond(page.after)}`}
    order by ${order} limit ${page.limit}
  `.execute(db);
  return rows.map(({ keys: at, no, tier, ...item }) => ({
    item: { ...item, tier: TIERS[tier] as Tier },
    place: { keys: at, id: String(no) },
  }));
}

/** How many there are, and their days on average; null: there is none. */
export async function countFixedFindings(
  db: Db | Tx,
  selection: FixedSelection,
): Promise<{ readonly total: number; readonly meanDays: number | null }> {
  const { rows } = await sql<{ total: number; mean: number | null }>`
    select count(*)::integer as total, avg(${DAYS})::float8 as mean ${fromWhere(selection)}
  `.execute(db);
  return { total: rows[0]?.total ?? 0, meanDays: rows[0]?.mean ?? null };
}

/** Those that ended so long ago that nothing asks for them any more. */
export async function deleteFixedFindingsBefore(tx: Tx, day: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from fixed_finding where fixed_on < ${day}::date`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
