import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Tier, TIERS } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { DUE_ON } from './finding-conditions.ts';
import { isOfPlaces } from './place-tally.ts';
import { isInPlace } from './places.ts';
import type { Db, Tx } from './store.ts';

/** Open affected findings of one vulnerability on devices of one model that are due by a day. */
export interface DueGroup {
  readonly vulnerability: string;
  /** Null: its devices are of no model, and called the same. */
  readonly modelId: string | null;
  /** What most of its devices are called. */
  readonly label: string;
  readonly summary: string | null;
  readonly tier: Tier;
  readonly exploited: boolean;
  readonly devices: number;
  /** Null: they stand in several. */
  readonly site: string | null;
  readonly department: string | null;
  readonly dueOn: string;
}

/** Judgements looked at in the first step of each tier; each further step looks at more. */
const STEP_FIRST = 16;
const STEP_GROWTH = 8;
/** Puts tiers before ranks: the gravest tier first, and in it the highest rank. */
const GRAVITY = sql`(judgement.rank - 10000 * judgement.tier)`;
/** No finding of a judgement is due before, unless its device brought it along. */
const DUE_FIRST = sql`least(by_on, opened_on + after_days)`;

interface DueRange {
  /** Null: from the beginning. */
  readonly from: string | null;
  readonly until: string;
}

/**
 * The gravest and longest due first. Findings are gone through from the gravest judgement down, and only until it is certain which
 * weaknesses the first groups are of; those are then counted whole.
 */
export async function listDueGroups(
  db: Db | Tx,
  scopes: readonly Scope[],
  { limit, ...range }: DueRange & { readonly limit: number },
): Promise<DueGroup[]> {
  const vulnerabilities = await gravestDue(db, scopes, range, limit);
  if (vulnerabilities.size === 0) return [];
  const { rows } = await sql<Omit<DueGroup, 'tier'> & { tier: number }>`
    with met as materialized (
      select cohort_id, vulnerability_no, rank, tier, opened_on, after_days, by_on from judgement
      where vulnerability_no = any(${[...vulnerabilities]}::integer[]) and rank >= 1000
    ), finding as (
      select judgement.vulnerability_no, model_id, label, place_no, tier, ${GRAVITY} as gravity, ${DUE_ON} as due
      from met as judgement ${devicesOf(scopes)} and device_cohort.cohort_id = any(array(select cohort_id from met))
    ), grouped as (
      select vulnerability_no, model_id, mode() within group (order by label) as label, max(gravity) as gravity, min(tier) as tier, count(*)::integer as devices, min(due) as due,
        ${onlyOne('scope_site')} as site, ${onlyOne('scope_department')} as department
      from finding join place on place.no = place_no where ${isIn(range)}
      group by vulnerability_no, model_id, case when model_id is null then label end
    )
    select id as vulnerability, model_id as "modelId", label, summary, tier, is_exploited as exploited, devices, site, department, due::text as "dueOn"
    from grouped cross join lateral (
      select id, summary, is_exploited from vulnerability where no = vulnerability_no limit 1) as vulnerability
    order by gravity desc, due, devices desc, id, label limit ${limit}
  `.execute(db);
  return rows.map(({ tier, ...it }) => ({ ...it, tier: TIERS[tier] as Tier }));
}

/** What devices agree on; null: they do not, or name none. */
function onlyOne(column: 'scope_site' | 'scope_department') {
  const named = sql`coalesce(${sql.ref(column)}, '')`;
  return sql`case when min(${named}) = max(${named}) then min(${sql.ref(column)}) end`;
}

/** The devices of a judgement on which it is open, with what they brought along, up to conditions. */
function devicesOf(scopes: readonly Scope[]) {
  const isWhole = scopes.some((it) => it.kind === 'hospital');
  const within = scopeCondition(scopes);
  const list = sql`join device_list as list on list.device_id = device_cohort.device_id`;
  return sql`join device_cohort on device_cohort.cohort_id = judgement.cohort_id
    join device on device.id = device_cohort.device_id ${isWhole || isOfPlaces(scopes) ? sql`` : list}
    left join finding_anchor anchor on anchor.device_id = device_cohort.device_id
      and anchor.vulnerability_no = judgement.vulnerability_no
    left join decided_finding decided on decided.device_id = device_cohort.device_id
      and decided.vulnerability_no = judgement.vulnerability_no
    where decided.device_id is null and ${!isWhole && isOfPlaces(scopes) ? isInPlace(within) : within}`;
}

function isIn({ from, until }: DueRange) {
  return sql<boolean>`(due < ${until}::date and (${from}::date is null or due >= ${from}::date))`;
}

interface Judged {
  readonly rank: number;
  readonly cohort: number;
  readonly vulnerability: number;
}

/** Weaknesses that the first groups are of, and perhaps a few more. */
async function gravestDue(
  db: Db | Tx,
  scopes: readonly Scope[],
  range: DueRange,
  limit: number,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const groups = new Set<string>();
  for (const tier of await tiersDue(db, range)) {
    let after: Judged | null = null;
    for (let step = STEP_FIRST; ; step *= STEP_GROWTH) {
      const judged: readonly Judged[] = await nextDue(db, range, { tier, after, step });
      for (const it of await groupsOf(db, scopes, range, judged)) {
        groups.add(`${it.vulnerability} ${it.model}`);
        found.add(it.vulnerability);
      }
      after = judged.at(-1) ?? null;
      if (groups.size >= limit) {
        // What ranks the same is told apart by more than the rank.
        for (const it of await equalTo(db, range, { tier, after })) found.add(it);
        return found;
      }
      if (judged.length < step) break;
    }
  }
  return found;
}

/** Tiers in which anything can be due by then. */
async function tiersDue(db: Db | Tx, { until }: DueRange): Promise<readonly number[]> {
  const { rows } = await sql<{ tier: number }>`
    select tier from cohort_due where ${DUE_FIRST} < ${until}::date group by 1
    union select judgement.tier from finding_anchor
      join device_cohort on device_cohort.device_id = finding_anchor.device_id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = finding_anchor.vulnerability_no
      where judgement.rank >= 1000
    order by 1
  `.execute(db);
  return rows.map((it) => it.tier);
}

/** Whether a judgement can be due by then, on a device for which nothing was decided. */
const canBeDue = ({ until }: DueRange) =>
  sql<boolean>`((${DUE_FIRST} < ${until}::date or vulnerability_no in (select vulnerability_no from finding_anchor))
    and not exists (select from decided_tally join cohort on cohort.id = decided_tally.cohort_id
      where decided_tally.cohort_id = judgement.cohort_id and decided_tally.vulnerability_no = judgement.vulnerability_no
        and decided_tally.devices >= cohort.devices))`;

async function nextDue(
  db: Db | Tx,
  range: DueRange,
  { tier, after, step }: { readonly tier: number; readonly after: Judged | null; readonly step: number },
): Promise<readonly Judged[]> {
  const beyond =
    after === null
      ? sql`true`
      : sql`(rank, cohort_id, vulnerability_no) < (${after.rank}::smallint, ${after.cohort}::integer, ${after.vulnerability}::integer)`;
  const { rows } = await sql<Judged>`
    select rank, cohort_id as cohort, vulnerability_no as vulnerability from judgement
    where tier = ${tier}::smallint and rank >= 1000 and ${canBeDue(range)} and ${beyond}
    order by rank desc, cohort_id desc, vulnerability_no desc limit ${step}
  `.execute(db);
  return rows;
}

async function equalTo(
  db: Db | Tx,
  range: DueRange,
  { tier, after }: { readonly tier: number; readonly after: Judged | null },
): Promise<readonly number[]> {
  if (after === null) return [];
  const { rows } = await sql<{ no: number }>`
    select distinct vulnerability_no as no from judgement
    where tier = ${tier}::smallint and rank = ${after.rank}::smallint and ${canBeDue(range)}
  `.execute(db);
  return rows.map((it) => it.no);
}

async function groupsOf(
  db: Db | Tx,
  scopes: readonly Scope[],
  range: DueRange,
  judged: readonly Judged[],
): Promise<readonly { readonly vulnerability: number; readonly model: string }[]> {
  if (judged.length === 0) return [];
  const { rows } = await sql<{ vulnerability: number; model: string }>`
    select distinct vulnerability, model from (
      select judgement.vulnerability_no as vulnerability,
        coalesce(device.model_id::text, device.label) as model, ${DUE_ON} as due
      from unnest(${judged.map((it) => it.cohort)}::integer[], ${judged.map((it) => it.vulnerability)}::integer[])
          as looked_at (cohort_id, vulnerability_no)
        join judgement on judgement.cohort_id = looked_at.cohort_id
          and judgement.vulnerability_no = looked_at.vulnerability_no ${devicesOf(scopes)}) finding
    where ${isIn(range)}
  `.execute(db);
  return rows;
}
