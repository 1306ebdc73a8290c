import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import {
  BEYOND_DAYS,
  FIXED_DAYS,
  NO_PATCH_FIGURES,
  PATCH_FIGURE_KEYS,
  type PatchFigures,
} from '#engine/measure';
import { COUNTS_OF_FINDINGS } from './cohorts.ts';
import { scopeCondition } from './device-conditions.ts';
import { decidedOnDevices, PATCH_STATE } from './patch-state.ts';
import type { Db, Tx } from './store.ts';

/** How far patching is in one department of one site; null: its devices name none. */
export interface PlacePatching {
  readonly site: string | null;
  readonly department: string | null;
  readonly figures: PatchFigures;
}

const COLUMNS: Readonly<Record<keyof PatchFigures, string>> = {
  matched: 'matched',
  unnamed: 'unnamed',
  untold: 'untold',
  excused: 'excused',
  patched: 'patched',
  unpatched: 'unpatched',
  affected: 'affected',
  critical: 'critical',
  high: 'high',
  riskPoints: 'risk_points',
  criticalBeyond: 'critical_beyond',
  criticalFixed: 'critical_fixed',
  criticalFixedDays: 'critical_fixed_days',
};
const NAMES = sql.join(PATCH_FIGURE_KEYS.map((it) => sql.id(COLUMNS[it])));

/** Whether something began longer ago than a critical finding may be open. */
const isOld = (on: RawBuilder<unknown>, day: string) => sql`${on} < ${day}::date - ${sql.lit(BEYOND_DAYS)}`;
const SINCE_ON = sql`(device_cohort.since at time zone 'UTC')::date`;
const PLACE = sql`coalesce(list.scope_site, '') as site, coalesce(list.scope_department, '') as department,
  coalesce(list.scope_vendor, '') as vendor`;

/** Days that figures depend on. */
export interface FindingDays {
  readonly asOf: string;
  /** Last day that counts as soon. */
  readonly soonBy: string;
}

/** Counts of open findings that Today shows beside those of patching, by column. */
const OF_FINDINGS = [
  'devices_affected',
  'devices_undetermined',
  'undetermined',
  'unscored',
  'medium',
  'low',
  'exploited',
  'overdue',
  'overdue_critical',
  'due_soon',
  'decided',
] as const;
const DUE = ['overdue', 'overdue_critical', 'due_soon'] as const;

/** How many findings are due when, each row `n` of them. */
function dueSums(
  due: RawBuilder<unknown>,
  n: RawBuilder<unknown>,
  { asOf, soonBy }: FindingDays,
): Readonly<Record<(typeof DUE)[number], RawBuilder<unknown>>> {
  const sum = (when: RawBuilder<unknown>) => sql`coalesce(sum(${n}) filter (where ${when}), 0)`;
  return {
    overdue: sum(sql`${due} < ${asOf}::date`),
    overdue_critical: sum(sql`${due} < ${asOf}::date and tier = 0`),
    due_soon: sum(sql`${due} between ${asOf}::date and ${soonBy}::date`),
  };
}

/**
 * Everything counted from devices and findings as they are within some scopes, by site, department and maker. A finding is
 * as old as what came last, verdict or configuration: so what is old, or due, is told for cohorts, and put right for those
 * that devices brought along.
 */
function counted(days: FindingDays, scopes: readonly Scope[]) {
  const { asOf: day } = days;
  const count = (when: RawBuilder<unknown>) => sql`count(*) filter (where ${when})`;
  const state = (name: string) => count(sql`state = ${sql.lit(name)}`);
  const usual = sql`greatest(judgement.opened_on, ${SINCE_ON})`;
  const seenOn = sql`coalesce(anchor.detected_on, ${usual})`;
  const within = scopeCondition(scopes);
  const isWhole = scopes.some((it) => it.kind === 'hospital');
  const columns = <Name extends string>(names: readonly Name[], each: (name: Name) => RawBuilder<unknown>) =>
    sql.join(names.map(each));
  // Undetermined findings are due at no time.
  const one = sql`(rank >= 1000)::integer`;
  const outDue = dueSums(sql`least(by_on, ${seenOn} + after_days)`, one, days);
  const usualDue = dueSums(sql`least(by_on, ${usual} + after_days)`, one, days);
  const carriedDue = dueSums(sql`least(by_on, anchor.detected_on + after_days)`, one, days);
  const cohortDue = dueSums(sql`due_on`, sql`findings`, days);
  const near = isWhole
    ? sql``
    : sql`and cohort_id in (select device_cohort.cohort_id from device_cohort
        join device_list as list on list.device_id = device_cohort.device_id where ${within})`;
  const tier = (at: number) => sql`${count(sql`rank >= 1000 and tier = ${sql.lit(at)}`)}`;
  const decided = decidedOnDevices(
    sql`, count(*) as decided, ${count(sql`rank >= 1000`)} as affected, ${count(sql`rank < 1000`)} as undetermined,
      ${tier(0)} as critical, ${tier(1)} as high, ${tier(2)} as unscored, ${tier(3)} as medium, ${tier(4)} as low,
      ${count(sql`rank >= 1000 and is_exploited`)} as exploited, sum(score) filter (where rank >= 1000) as points,
      ${count(sql`rank >= 1000 and tier = 0 and ${isOld(seenOn, day)}`)} as old,
      ${columns(DUE, (it) => sql`${outDue[it]} as ${sql.ref(it)}`)}`,
    sql`join vulnerability on vulnerability.no = decided_finding.vulnerability_no
    left join finding_anchor anchor on anchor.device_id = decided_finding.device_id
      and anchor.vulnerability_no = decided_finding.vulnerability_no
    ${isWhole ? sql`` : sql`join device_list as list on list.device_id = decided_finding.device_id where ${within}`}`,
  );
  const left = (name: string, all: RawBuilder<unknown> = sql.ref(`cohort.${name}`)) =>
    sql`${all} - coalesce(${sql.ref(`decided.${name}`)}, 0)`;
  return sql`
    with old as (
      select cohort_id, sum(findings) as n from cohort_due where tier = 0 and ${isOld(sql`opened_on`, day)} ${near} group by 1
    ), due as (
      select cohort_id, since_on, ${columns(DUE, (it) => sql`${cohortDue[it]} as ${sql.ref(it)}`)}
      from (select cohort_id, since_on, tier, findings, least(by_on, greatest(opened_on, since_on) + after_days) as due_on
        from cohort_day join cohort_due using (cohort_id) where true ${near}) as usual group by 1, 2
    ), patching as (
      select ${PLACE}, ${PATCH_STATE} as state, ${columns(COUNTS_OF_FINDINGS, (it) => sql`${left(it)} as ${sql.ref(it)}`)},
        ${left('old', sql`case when ${isOld(SINCE_ON, day)} then coalesce(old.n, 0) else 0 end`)} as old,
        ${columns(DUE, (it) => sql`${left(it, sql`coalesce(${sql.ref(`due.${it}`)}, 0)`)} as ${sql.ref(it)}`)},
        coalesce(decided.decided, 0) as decided
      from device_cohort join cohort on cohort.id = device_cohort.cohort_id
      join device_list as list on list.device_id = device_cohort.device_id
      left join (${decided}) decided on decided.device_id = device_cohort.device_id
      left join old on old.cohort_id = device_cohort.cohort_id
      left join due on due.cohort_id = device_cohort.cohort_id and due.since_on = ${SINCE_ON}
      where ${within}
    ), standing as (
      select site, department, vendor, count(*) as matched, ${state('unnamed')} as unnamed, ${state('untold')} as untold,
        ${state('excused')} as excused, ${state('patched')} as patched, ${state('unpatched')} as unpatched,
        ${count(sql`affected > 0`)} as devices_affected,
        ${count(sql`affected = 0 and undetermined > 0`)} as devices_undetermined,
        ${columns([...COUNTS_OF_FINDINGS, ...DUE, 'old', 'decided'], (it) => sql`sum(${sql.ref(it)}) as ${sql.ref(it)}`)}
      from patching group by 1, 2, 3
    ), brought as (
      select ${PLACE}, ${count(sql`rank >= 1000 and tier = 0 and ${isOld(sql`anchor.detected_on`, day)} and not (${isOld(usual, day)})`)} as old,
        ${columns(DUE, (it) => sql`${carriedDue[it]} - ${usualDue[it]} as ${sql.ref(it)}`)}
      from finding_anchor anchor join device_cohort on device_cohort.device_id = anchor.device_id
      join device_list as list on list.device_id = anchor.device_id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = anchor.vulnerability_no
      where ${within} group by 1, 2, 3
    ), fixed as (
      select ${PLACE}, count(*) as n, sum(fixed_on - detected_on) as days
      from fixed_finding join device_list as list on list.device_id = fixed_finding.device_id
      where tier = 0 and fixed_on >= ${day}::date - ${sql.lit(FIXED_DAYS)} and ${within} group by 1, 2, 3
    )
    select standing.site, standing.department, standing.vendor, matched, unnamed, untold, excused, patched, unpatched,
      affected, critical, high, points as risk_points, standing.old + coalesce(brought.old, 0) as critical_beyond,
      coalesce(fixed.n, 0) as critical_fixed, coalesce(fixed.days, 0) as critical_fixed_days,
      devices_affected, devices_undetermined, undetermined, unscored, medium, low, exploited,
      ${columns(DUE, (it) => sql`${sql.ref(`standing.${it}`)} + coalesce(${sql.ref(`brought.${it}`)}, 0) as ${sql.ref(it)}`)}, decided
    from standing left join brought using (site, department, vendor) left join fixed using (site, department, vendor)`;
}

const WHOLE: readonly Scope[] = [{ kind: 'hospital' }];
const KEPT = sql.join([NAMES, ...OF_FINDINGS.map((it) => sql.id(it))]);

/** Counts how far patching is anew, if findings have changed or another day has begun since it was last counted. */
export async function keepPatchFigures(tx: Tx, days: FindingDays, at: Date): Promise<boolean> {
  // One at a time; findings may go on changing meanwhile, and are counted once more then.
  await sql`lock table patch_figure in exclusive mode`.execute(tx);
  const { rows } = await sql<{ version: string }>`
    select version from match_state where version <> figures_version or figures_on is distinct from ${days.asOf}::date
      or figures_soon_by is distinct from ${days.soonBy}::date
  `.execute(tx);
  const [state] = rows;
  if (state === undefined) return false;
  await sql`delete from patch_figure`.execute(tx);
  await sql`insert into patch_figure (site, department, vendor, ${KEPT}) ${counted(days, WHOLE)}`.execute(tx);
  await sql`update match_state set figures_version = ${state.version}::bigint, figures_on = ${days.asOf}::date,
    figures_soon_by = ${days.soonBy}::date, figures_at = ${at}`.execute(tx);
  return true;
}

/** Whether somebody counts figures anew, so that whoever asks meanwhile can be told those of an earlier moment. */
export type IsCounting = () => Promise<boolean>;
const NOBODY_COUNTS: IsCounting = async () => false;

/**
 * What was kept after the last match, most risk first. Where findings changed since, what was kept stands in while it is counted
 * anew; else, or where another day has begun, it is counted now.
 * @returns `countedAt` of what stands in; null: as findings are now
 */
export async function listPatchFigures(
  db: Db | Tx,
  scopes: readonly Scope[],
  day: string,
  isCounting: IsCounting = NOBODY_COUNTS,
): Promise<{ readonly places: PlacePatching[]; readonly countedAt: Date | null }> {
  const kept = await keptSince(db, scopes, { asOf: day, soonBy: null }, isCounting);
  const from =
    kept !== null
      ? keptIn(scopes)
      : sql`select site as scope_site, department as scope_department, ${NAMES} from (${counted({ asOf: day, soonBy: day }, scopes)}) as place`;
  const { rows } = await sql<Record<string, string>>`
    select nullif(scope_site, '') as site, nullif(scope_department, '') as department,
      ${sql.join(PATCH_FIGURE_KEYS.map((it) => sql`sum(${sql.id(COLUMNS[it])})::float8 as ${sql.id(it)}`))}
    from (${from}) as place group by 1, 2 order by sum(risk_points) desc, 1, 2
  `.execute(db);
  const places = rows.map(({ site, department, ...counts }) => ({
    site: site ?? null,
    department: department ?? null,
    figures: { ...NO_PATCH_FIGURES, ...counts },
  }));
  return { places, countedAt: kept?.countedAt ?? null };
}

function keptIn(scopes: readonly Scope[]): RawBuilder<unknown> {
  return sql`select * from (select site as scope_site, department as scope_department, vendor as scope_vendor, ${KEPT}
    from patch_figure) as list where ${scopeCondition(scopes)}`;
}

/**
 * Open findings in numbers as they were kept, by column; null: findings changed since and nobody counts them, or they are not kept
 * for these days or scopes.
 */
export async function readKeptFindings(
  db: Db | Tx,
  scopes: readonly Scope[],
  days: FindingDays,
  isCounting: IsCounting = NOBODY_COUNTS,
): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly countedAt: Date | null } | null> {
  const kept = await keptSince(db, scopes, days, isCounting);
  if (kept === null) return null;
  const columns = ['matched', 'affected', 'critical', 'high', 'risk_points', ...OF_FINDINGS];
  const { rows } = await sql<Record<string, number>>`
    select ${sql.join(columns.map((it) => sql`coalesce(sum(${sql.id(it)}), 0)::float8 as ${sql.id(it)}`))}
    from (${keptIn(scopes)}) as place
  `.execute(db);
  return { counts: rows[0] ?? {}, countedAt: kept.countedAt };
}

/**
 * Whether what is kept can be told, and as of when. Groups of devices cut across places: what is kept by place does not know them.
 * @returns null: it has to be counted; `countedAt` null: it holds now
 */
async function keptSince(
  db: Db | Tx,
  scopes: readonly Scope[],
  { asOf, soonBy }: { readonly asOf: string; readonly soonBy: string | null },
  isCounting: IsCounting,
): Promise<{ readonly countedAt: Date | null } | null> {
  if (scopes.some((it) => it.kind === 'group')) return null;
  const { rows } = await sql<{ holds: boolean; at: Date | null }>`
    select version = figures_version as holds, figures_at as at from match_state
    where figures_on = ${asOf}::date and ${soonBy === null ? sql`true` : sql`figures_soon_by = ${soonBy}::date`}
  `.execute(db);
  const [kept] = rows;
  if (kept === undefined) return null;
  if (kept.holds) return { countedAt: null };
  return kept.at !== null && (await isCounting()) ? { countedAt: kept.at } : null;
}

/** Whether what is kept of all devices is being counted anew on some connection. */
export async function areFiguresLocked(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select exists (select from pg_locks where locktype = 'relation' and mode = 'ExclusiveLock' and granted
      and relation in ('patch_figure'::regclass, 'kept_group'::regclass)
      and database = (select oid from pg_database where datname = current_database())) as locked
  `.execute(db);
  return rows[0]?.locked ?? false;
}
