import { type RawBuilder, sql } from 'kysely';
import { isOfCohort, judgementTest, READINESS, tierAskedAlone } from './finding-conditions.ts';
import { allOf, conditionsOf, type FindingSelection, FROM_DEVICES } from './findings.ts';
import type { Db, Tx } from './store.ts';

// Devices of a cohort have the same findings, so that lists multiply what a cohort has by how many of its devices a filter
// selects. Two things tell devices of a cohort apart: what is decided of a finding, and what a person said of the device's
// readiness. The first is subtracted; the second makes a unit of its own of the devices that the same person's word counts for.

/** A selection whose devices share everything but that. */
export interface Shared extends ReturnType<typeof conditionsOf> {
  /** Whether something is decided, and left out, at all. */
  readonly areDecided: boolean;
  /** Whether something is said of any device. */
  readonly areSaid: boolean;
  /** Whether what vulnerabilities reach is kept as it is now. */
  readonly isReachKept: boolean;
  readonly asksVerdict: boolean;
  readonly asksVulnerability: boolean;
  /** Whether it asks what is said of devices. */
  readonly asksSaid: boolean;
  /** The tier, where nothing else is asked of the finding. */
  readonly tier: number | null;
  /** Units, and what is decided on them, where a query works them out once: see `onceFor`. */
  readonly reached?: RawBuilder<unknown>;
  readonly gone?: RawBuilder<unknown>;
}

export async function sharedBy(db: Db | Tx, selection: FindingSelection): Promise<Shared> {
  const { rows } = await sql<Pick<Shared, 'areDecided' | 'areSaid' | 'isReachKept'>>`
    select exists (select from decided_finding) as "areDecided", exists (select from readiness_covered) as "areSaid",
      (select version = reach_version from match_state) as "isReachKept"
  `.execute(db);
  const { asksVerdict, asksVulnerability, asksSaid } = judgementTest(selection.filter);
  const areSaid = rows[0]?.areSaid ?? true;
  return {
    ...conditionsOf(selection),
    areDecided: selection.decided === 'left-out' && (rows[0]?.areDecided ?? true),
    areSaid,
    isReachKept: rows[0]?.isReachKept ?? false,
    asksVerdict: asksVerdict || asksSaid || areSaid,
    asksVulnerability,
    asksSaid,
    tier: tierAskedAlone(selection.filter),
  };
}

/** Nobody's word: of devices of which nothing is said. */
const NOBODY = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
const SAID_BY = sql`coalesce(covered.override_id, ${NOBODY})`;

const covered = ({ areSaid }: Shared) => ({
  saidBy: areSaid ? SAID_BY : NOBODY,
  join: areSaid
    ? sql`left join readiness_covered covered on covered.device_id = device_cohort.device_id`
    : sql``,
});

/** Devices of the selection, with the unit each is in. */
export function devicesBy(shared: Shared): RawBuilder<unknown> {
  const { saidBy, join } = covered(shared);
  const list = sql`join device_list as list on list.device_id = device_cohort.device_id`;
  return sql`select device_cohort.device_id, device_cohort.cohort_id, ${saidBy} as said_by
    from device_cohort ${shared.onDevice === null || shared.onPlace !== null ? sql`` : list} ${join}
    where ${shared.onPlace ?? allOf([shared.onDevice])}`;
}

/**
 * The same selection for a query that needs its units, or what is decided on them, several times.
 * @returns `named`, which the query begins with: `with ${named} …`
 */
export function onceFor(shared: Shared): { readonly shared: Shared; readonly named: RawBuilder<unknown> } {
  const isTouched = shared.areDecided
    ? sql`exists (select from decided_tally where decided_tally.cohort_id = seen.cohort_id)`
    : sql`false`;
  const reached = { ...shared, reached: sql`select * from reached` };
  const named = sql`reached as materialized (select seen.*, ${isTouched} as is_touched from (${seenBy(shared)}) as seen),`;
  if (!shared.areDecided) return { shared: reached, named };
  return {
    shared: { ...reached, gone: sql`select * from gone_by_unit` },
    named: sql`${named} gone_by_unit as materialized (${goneBy(reached)}),`,
  };
}

/**
 * Units of cohorts of which something is decided, and the others: most need not be held against decisions. The first are few, and
 * better looked up one by one; planners cannot tell.
 */
export const TOUCHED = sql`select * from reached where is_touched`;
export const UNTOUCHED = sql`select * from reached where not is_touched`;

/** Units, and how many devices of the selection, `n`, are in each. */
export function seenBy(shared: Shared): RawBuilder<unknown> {
  if (shared.reached !== undefined) return shared.reached;
  if (shared.onDevice === null && !shared.areSaid)
    return sql`select id as cohort_id, ${NOBODY} as said_by, devices as n from cohort where devices > 0`;
  return shared.areSaid
    ? sql`select cohort_id, said_by, count(*)::integer as n from (${devicesBy(shared)}) as placed group by 1, 2`
    : sql`select cohort_id, ${NOBODY} as said_by, count(*)::integer as n from (${devicesBy(shared)}) as placed group by 1`;
}

/** What each device of a cohort has of each group, as it is kept; null: more is asked of the findings than is kept. */
export function keptGroups(
  { onFinding, tier }: Shared,
  kind: 'device' | 'action' | 'advisory',
): RawBuilder<unknown> | null {
  if (onFinding === null)
    return sql`select cohort_id, key, findings, affected, critical, points, tier, ready, fixable
      from cohort_group where kind = ${sql.lit(kind)}`;
  if (tier === null) return null;
  return sql`select cohort_id, key, findings, affected, ${tier === 0 ? sql`affected` : sql`0`} as critical, points, tier, ready, fixable
    from cohort_tier_group where kind = ${sql.lit(kind)} and tier = ${sql.lit(tier)}::smallint`;
}

/** On how many devices of a unit, of `n`, a vulnerability is decided. */
export function goneBy(shared: Shared): RawBuilder<unknown> {
  if (shared.gone !== undefined) return shared.gone;
  const tally = sql`decided_tally as tally join cohort on cohort.id = tally.cohort_id`;
  if (shared.onDevice === null && !shared.areSaid)
    return sql`select tally.cohort_id, ${NOBODY} as said_by, tally.vulnerability_no, tally.devices, cohort.devices as n from ${tally}`;
  // What is decided on all devices of a cohort is decided on those of the selection; else these are looked at.
  return sql`select seen.cohort_id, seen.said_by, tally.vulnerability_no, coalesce(partly.devices, seen.n) as devices, seen.n
    from ${tally} join (${seenBy(shared)}) as seen on seen.cohort_id = tally.cohort_id
    left join (
      select placed.cohort_id, placed.said_by, tally.vulnerability_no, count(*)::integer as devices
      from ${tally} join (${devicesBy(shared)}) as placed on placed.cohort_id = tally.cohort_id
      join decided_finding decided on decided.device_id = placed.device_id
        and decided.vulnerability_no = tally.vulnerability_no
      where tally.devices < cohort.devices group by 1, 2, 3
    ) as partly on partly.cohort_id = seen.cohort_id and partly.said_by = seen.said_by
      and partly.vulnerability_no = tally.vulnerability_no
    where tally.devices = cohort.devices or partly.devices is not null`;
}

/**
 * Judgements of the selection, `judgement` with `seen` and what is asked for beside them, up to its conditions.
 * @param seen single devices in place of the units
 * @param areFew whether each unit is looked up by itself
 */
export function judgedBy(
  shared: Shared,
  withVerdict: boolean,
  {
    seen,
    joined = sql``,
    areFew = false,
  }: {
    readonly seen?: RawBuilder<unknown>;
    readonly joined?: RawBuilder<unknown>;
    readonly areFew?: boolean;
  } = {},
): RawBuilder<unknown> {
  const gone = sql`left join (${goneBy(shared)}) as gone on gone.cohort_id = seen.cohort_id and gone.said_by = seen.said_by
    and gone.vulnerability_no = judgement.vulnerability_no`;
  const each = sql`cross join lateral (select * from judgement where judgement.cohort_id = seen.cohort_id offset 0) as judgement`;
  return sql`from (${seen ?? seenBy(shared)}) as seen ${areFew ? each : sql`join judgement on judgement.cohort_id = seen.cohort_id`}
    ${besideJudgement(shared, withVerdict)} ${shared.areDecided ? gone : sql``} ${overrideBy(shared, 'seen')} ${joined}
    where ${allOf([shared.onFinding])}`;
}

/**
 * Findings of the selection that are decided, with their units as `gone`, up to its conditions. They are few beside the
 * judgements, and each is looked up: the planner would rather go through all verdicts of a vulnerability.
 */
export function decidedBy(
  shared: Shared,
  withVerdict: boolean,
  joined: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const verdict = sql`join cohort on cohort.id = gone.cohort_id
    cross join lateral (select * from verdict where verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = gone.vulnerability_no and verdict.closed_at is null limit 1) as verdict`;
  const vulnerability = sql`join vulnerability on vulnerability.no = gone.vulnerability_no`;
  return sql`from (${goneBy(shared)}) as gone
    cross join lateral (select * from judgement
      where judgement.cohort_id = gone.cohort_id and judgement.vulnerability_no = gone.vulnerability_no limit 1) as judgement
    ${withVerdict || shared.asksVerdict ? verdict : sql``}
    ${shared.asksVulnerability ? vulnerability : sql``} ${overrideBy(shared, 'gone')} ${joined}
    where ${allOf([shared.onFinding])}`;
}

/** What is asked of judgements, and does not stand in them. */
function besideJudgement(shared: Shared, withVerdict: boolean): RawBuilder<unknown> {
  const verdict = sql`join cohort on cohort.id = judgement.cohort_id
    join verdict on verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`;
  const vulnerability = sql`join vulnerability on vulnerability.no = judgement.vulnerability_no`;
  return sql`${withVerdict || shared.asksVerdict ? verdict : sql``} ${shared.asksVulnerability ? vulnerability : sql``}`;
}

/** What is said of the devices of a unit. */
export function overrideBy({ areSaid, asksSaid }: Shared, unit: 'seen' | 'gone'): RawBuilder<unknown> {
  if (areSaid)
    return sql`left join readiness_override override on override.id = ${sql.ref(`${unit}.said_by`)}`;
  return asksSaid ? sql`left join readiness_override override on false` : sql``;
}

/** Devices of a unit on which the finding is open. */
export function openIn({ areDecided }: Shared): RawBuilder<unknown> {
  return areDecided ? sql`(seen.n - coalesce(gone.devices, 0))` : sql`seen.n`;
}

/** Whether a finding can be patched now. */
export function isReadyIn({ areSaid }: Shared): RawBuilder<unknown> {
  return areSaid ? sql`(${READINESS} = 0)` : sql`(judgement.readiness = 0)`;
}

/** Findings with the columns asked for, and `n`, how many devices each row stands for. */
export async function findingsTogether(
  db: Db | Tx,
  selection: FindingSelection,
  columns: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  if (!isOfCohort(selection.filter)) return sql`select ${columns}, 1 as n ${findingsOneByOne(selection)}`;
  // Columns may tell what is said of devices.
  const shared = { ...(await sharedBy(db, selection)), asksSaid: true };
  return sql`select ${columns}, ${openIn(shared)} as n ${judgedBy(shared, true)} and ${openIn(shared)} > 0`;
}

/** Each finding of a selection, up to its conditions. */
export function findingsOneByOne(
  selection: FindingSelection,
  joined: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const { onDevice, onFinding, isOpen } = conditionsOf(selection);
  return sql`from ${FROM_DEVICES} ${joined} where ${allOf([onDevice, onFinding, isOpen])}`;
}
