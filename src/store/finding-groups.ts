import { type RawBuilder, sql } from 'kysely';
import type { ActionWords } from '#engine/triage';
import { type DeviceFields, type Tier, TIERS } from '#engine/words';
import { isOfCohort, READINESS } from './finding-conditions.ts';
import { allOf, conditionsOf, type FindingSelection, FROM_DEVICES } from './findings.ts';
import type { Db, Tx } from './store.ts';

export type Grouping = 'device' | 'vulnerability' | 'advisory' | 'action';

/** Findings that have one thing in common. */
export interface FindingGroup {
  /** Id of the device, vulnerability or advisory; number of the act. */
  readonly key: string;
  readonly tier: Tier;
  /** Whether any of it is affected: else nothing can be told yet. */
  readonly isAffected: boolean;
  readonly devices: number;
  /** Devices on which nothing of it can be mended now. */
  readonly heldDevices: number;
  readonly findings: number;
  readonly vulnerabilities: number;
  readonly critical: number;
  readonly riskPoints: number;
}

export interface GroupPlace {
  readonly points: number;
  readonly findings: number;
  readonly key: string;
}

export interface GroupPage {
  readonly items: readonly FindingGroup[];
  /** Groups, and their points, in all. */
  readonly total: number;
  readonly points: number;
}

const KEYS: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  device: sql`device_id::text`,
  vulnerability: sql`vulnerability_id`,
  advisory: sql`advisory_id`,
  action: sql`action_no::text`,
};

const SHARED = sql`judgement.cohort_id, judgement.vulnerability_no, vulnerability.id as vulnerability_id, judgement.rank,
  judgement.tier, judgement.score, ${READINESS} as readiness, verdict.action_no, verdict.advisories`;

/** Those that come to most risk first. */
export async function groupFindings(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  { after, limit }: { readonly after: GroupPlace | null; readonly limit: number },
): Promise<GroupPage> {
  const found = by === 'device' ? byDevice(selection, SHARED) : findingsTogether(selection, SHARED);
  const spoken = by === 'advisory' ? sql`, unnest(found.advisories) as advisory_id` : sql``;
  const { rows } = await sql<
    Omit<FindingGroup, 'tier'> & { readonly tier: number; readonly total: number; readonly allPoints: number }
  >`
    with found as (${found}),
    by_unit as (
      select ${KEYS[by]} as key, cohort_id, device_id, max(n) as n, bool_or(rank >= 1000) as is_affected,
        coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier, sum(n) as findings,
        count(*) filter (where rank >= 1000 and tier = 0) * max(n) as critical,
        coalesce(sum(n * score) filter (where rank >= 1000), 0) as points, bool_and(readiness <> 0) as is_held
      from found ${spoken} group by 1, 2, 3
    ), grouped as (
      select key, coalesce(min(tier) filter (where is_affected), min(tier)) as tier, bool_or(is_affected) as is_affected,
        sum(n)::integer as devices, coalesce(sum(n) filter (where is_held), 0)::integer as held,
        sum(findings)::integer as findings, sum(critical)::integer as critical, sum(points)::float8 as points
      from by_unit where key is not null group by 1
    ), counted as (
      select ${KEYS[by]} as key, count(distinct vulnerability_no)::integer as vulnerabilities from found ${spoken} group by 1
    ), whole as (select count(*)::integer as total, coalesce(sum(points), 0)::float8 as all_points from grouped)
    select grouped.key, tier, is_affected as "isAffected", devices, held as "heldDevices", findings, vulnerabilities, critical,
      points as "riskPoints", whole.total, whole.all_points as "allPoints"
    from grouped join counted on counted.key = grouped.key cross join whole
    where ${after === null ? sql`true` : sql`(points, findings, grouped.key collate "C") < (${after.points}::float8, ${after.findings}::integer, ${after.key}::text collate "C")`}
    order by points desc, findings desc, grouped.key collate "C" desc limit ${limit}
  `.execute(db);
  return {
    items: rows.map(({ tier, total: _, allPoints: __, ...it }) => ({ ...it, tier: TIERS[tier] as Tier })),
    total: rows[0]?.total ?? 0,
    points: rows[0]?.allPoints ?? 0,
  };
}

/**
 * Findings with the columns asked for, and `n`, how many devices each row stands for: all of a cohort where they share
 * everything, else each for itself.
 */
export function findingsTogether(
  selection: FindingSelection,
  columns: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return isOfCohort(selection.filter) ? byCohort(selection, columns) : byDevice(selection, columns);
}

/** A row for each finding. */
function byDevice(selection: FindingSelection, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  const { onDevice, onFinding, isOpen } = conditionsOf(selection);
  return sql`select ${columns}, device.id as device_id, 1 as n from ${FROM_DEVICES}
    where ${allOf([onDevice, onFinding, isOpen])}`;
}

/** A row for all devices of a cohort; cohorts with a device of which something is decided or said are looked at one by one. */
function byCohort(selection: FindingSelection, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  const { onDevice, onFinding } = conditionsOf(selection);
  const decided = sql`select device_cohort.cohort_id from decided_finding join device_cohort using (device_id)
    union select device_cohort.cohort_id from readiness_covered join device_cohort using (device_id)`;
  const reached =
    onDevice === null
      ? sql`select id as cohort_id, devices as n from cohort where devices > 0`
      : sql`select device_cohort.cohort_id, count(*)::integer as n from device_list as list
          join device_cohort on device_cohort.device_id = list.device_id where ${onDevice} group by 1`;
  const apart = sql<boolean>`device_cohort.cohort_id in (${decided})`;
  const single = conditionsOf(selection);
  return sql`
    select ${columns}, null::uuid as device_id, reached.n
    from (${reached}) reached join cohort on cohort.id = reached.cohort_id
    join judgement on judgement.cohort_id = cohort.id
    join vulnerability on vulnerability.no = judgement.vulnerability_no
    join verdict on verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
    left join readiness_override override on false
    where ${allOf([onFinding, sql<boolean>`cohort.id not in (${decided})`])}
    union all
    select ${columns}, device.id, 1 from ${FROM_DEVICES}
    where ${allOf([apart, single.onDevice, single.onFinding, single.isOpen])}`;
}

/** An act by its number, in the words of whoever named it first. */
export interface KeptAction extends ActionWords {
  readonly details: string | null;
  readonly url: string | null;
}

export async function findActions(
  db: Db | Tx,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, KeptAction>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('finding_action')
    .select(['no', 'kind', 'ask', 'is_part as isPart', 'subject', 'version', 'advisory', 'details', 'url'])
    .where('no', 'in', [...numbers])
    .execute();
  return new Map(rows.map(({ no, ...it }) => [no, it]));
}

export async function findDeviceNames(
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string | null; readonly fields: DeviceFields }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('device')
    .select(['id', 'name', 'fields'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...it }) => [id, it]));
}

/** Summaries of vulnerabilities, and titles of advisories, by id. */
export async function findTitles(
  db: Db | Tx,
  of: 'vulnerability' | 'advisory',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await (of === 'vulnerability'
    ? sql<{ id: string; title: string | null }>`
        select id, summary as title from vulnerability where id = any(${[...ids]}::text[])`
    : sql<{ id: string; title: string | null }>`
        select id, title from advisory where id = any(${[...ids]}::text[])`
  ).execute(db);
  return new Map(rows.map((it) => [it.id, it.title]));
}
