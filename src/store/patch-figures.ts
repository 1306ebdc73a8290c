import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import {
  BEYOND_DAYS,
  FIXED_DAYS,
  NO_PATCH_FIGURES,
  PATCH_FIGURE_KEYS,
  type PatchFigures,
} from '#engine/measure';
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

/**
 * Everything counted from devices and findings as they are within some scopes, by site, department and maker. A finding is
 * as old as what came last, verdict or configuration: so what is old is told for cohorts, and put right for those that
 * devices brought along.
 */
function counted(day: string, scopes: readonly Scope[]) {
  const state = (name: string) => sql`count(*) filter (where state = ${sql.lit(name)})`;
  const usual = sql`greatest(judgement.opened_on, ${SINCE_ON})`;
  const within = scopeCondition(scopes);
  const isWhole = scopes.some((it) => it.kind === 'hospital');
  const decided = decidedOnDevices(
    sql`, count(*) filter (where rank >= 1000) as affected, count(*) filter (where rank >= 1000 and tier = 0) as critical,
      count(*) filter (where rank >= 1000 and tier = 1) as high, sum(score) filter (where rank >= 1000) as points,
      count(*) filter (where rank >= 1000 and tier = 0 and ${isOld(sql`coalesce(anchor.detected_on, ${usual})`, day)}) as old`,
    sql`left join finding_anchor anchor on anchor.device_id = decided_finding.device_id
      and anchor.vulnerability_no = decided_finding.vulnerability_no
    ${isWhole ? sql`` : sql`join device_list as list on list.device_id = decided_finding.device_id where ${within}`}`,
  );
  const open = (name: string) => sql`sum(${sql.ref(name)}) - coalesce(sum(${sql.ref(`${name}_out`)}), 0)`;
  return sql`
    with old as (
      select cohort_id, sum(findings) as n from cohort_due where tier = 0 and ${isOld(sql`opened_on`, day)} group by 1
    ), patching as (
      select ${PLACE}, ${PATCH_STATE} as state, cohort.affected, cohort.critical, cohort.high, cohort.points,
        case when ${isOld(SINCE_ON, day)} then coalesce(old.n, 0) else 0 end as old, decided.affected as affected_out,
        decided.critical as critical_out, decided.high as high_out, decided.points as points_out, decided.old as old_out
      from device_cohort join cohort on cohort.id = device_cohort.cohort_id
      join device_list as list on list.device_id = device_cohort.device_id
      left join (${decided}) decided on decided.device_id = device_cohort.device_id
      left join old on old.cohort_id = device_cohort.cohort_id
      where ${within}
    ), standing as (
      select site, department, vendor, count(*) as matched, ${state('unnamed')} as unnamed, ${state('untold')} as untold,
        ${state('excused')} as excused, ${state('patched')} as patched, ${state('unpatched')} as unpatched,
        ${open('affected')} as affected, ${open('critical')} as critical, ${open('high')} as high,
        ${open('points')} as points, ${open('old')} as old
      from patching group by 1, 2, 3
    ), brought as (
      select ${PLACE}, count(*) as n
      from finding_anchor anchor join device_cohort on device_cohort.device_id = anchor.device_id
      join device_list as list on list.device_id = anchor.device_id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = anchor.vulnerability_no
      where rank >= 1000 and tier = 0 and ${isOld(sql`anchor.detected_on`, day)} and not (${isOld(usual, day)})
        and ${within} group by 1, 2, 3
    ), fixed as (
      select ${PLACE}, count(*) as n, sum(fixed_on - detected_on) as days
      from fixed_finding join device_list as list on list.device_id = fixed_finding.device_id
      where tier = 0 and fixed_on >= ${day}::date - ${sql.lit(FIXED_DAYS)} and ${within} group by 1, 2, 3
    )
    select standing.site, standing.department, standing.vendor, matched, unnamed, untold, excused, patched, unpatched,
      affected, critical, high, points as risk_points, old + coalesce(brought.n, 0) as critical_beyond,
      coalesce(fixed.n, 0) as critical_fixed, coalesce(fixed.days, 0) as critical_fixed_days
    from standing left join brought using (site, department, vendor) left join fixed using (site, department, vendor)`;
}

const WHOLE: readonly Scope[] = [{ kind: 'hospital' }];

/** Counts how far patching is anew, if findings have changed or another day has begun since it was last counted. */
export async function keepPatchFigures(tx: Tx, day: string): Promise<boolean> {
  // One at a time; findings may go on changing meanwhile, and are counted once more then.
  await sql`lock table patch_figure in exclusive mode`.execute(tx);
  const { rows } = await sql<{ version: string }>`
    select version from match_state where version <> figures_version or figures_on is distinct from ${day}::date
  `.execute(tx);
  const [state] = rows;
  if (state === undefined) return false;
  await sql`delete from patch_figure`.execute(tx);
  await sql`insert into patch_figure (site, department, vendor, ${NAMES}) ${counted(day, WHOLE)}`.execute(tx);
  await sql`update match_state set figures_version = ${state.version}::bigint, figures_on = ${day}::date`.execute(
    tx,
  );
  return true;
}

/** What was kept after the last match; counted now where findings changed since, or another day has begun. Most risk first. */
export async function listPatchFigures(
  db: Db | Tx,
  scopes: readonly Scope[],
  day: string,
): Promise<PlacePatching[]> {
  const from = (await areKept(db, scopes, day))
    ? sql`select * from (select site as scope_site, department as scope_department, vendor as scope_vendor, ${NAMES}
        from patch_figure) as list where ${scopeCondition(scopes)}`
    : sql`select site as scope_site, department as scope_department, ${NAMES} from (${counted(day, scopes)}) as place`;
  const { rows } = await sql<Record<string, string>>`
    select nullif(scope_site, '') as site, nullif(scope_department, '') as department,
      ${sql.join(PATCH_FIGURE_KEYS.map((it) => sql`sum(${sql.id(COLUMNS[it])})::float8 as ${sql.id(it)}`))}
    from (${from}) as place group by 1, 2 order by sum(risk_points) desc, 1, 2
  `.execute(db);
  return rows.map(({ site, department, ...counts }) => ({
    site: site ?? null,
    department: department ?? null,
    figures: { ...NO_PATCH_FIGURES, ...counts },
  }));
}

/** Groups of devices cut across places: what is kept by place does not know them. */
async function areKept(db: Db | Tx, scopes: readonly Scope[], day: string): Promise<boolean> {
  if (scopes.some((it) => it.kind === 'group')) return false;
  const { rows } = await sql<{ kept: boolean }>`
    select version = figures_version and figures_on is not distinct from ${day}::date as kept from match_state
  `.execute(db);
  return rows[0]?.kept ?? false;
}
