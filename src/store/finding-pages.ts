import { type RawBuilder, sql } from 'kysely';
import { judgementTest, type JudgementTest } from './finding-conditions.ts';
import {
  allOf,
  conditionsOf,
  fetchFindings,
  type FindingPlace,
  type FindingSelection,
  type FoundFinding,
  FROM_DEVICES,
  JOINED,
} from './findings.ts';
import type { Db, Tx } from './store.ts';

// Findings are the meeting of judgements and the devices of their cohorts, ten million of a million. Lists go down the judgements
// in the order of urgency, some at a time, and look at the devices of those only; what can be told of a judgement alone is told first.

/** So many devices are looked up one by one; where a filter selects more, they are met on the way down. */
const DEVICES_MAX = 2000;
/** Judgements looked at in the first step; each further step looks at more, for what is rare. */
const STEP_FIRST = 100;
const STEP_GROWTH = 8;

interface Selected {
  readonly onDevice: RawBuilder<boolean> | null;
  readonly onFinding: RawBuilder<boolean> | null;
  readonly isOpen: RawBuilder<boolean> | null;
  readonly judged: JudgementTest;
}

function selectedBy(selection: FindingSelection): Selected {
  return { ...conditionsOf(selection), judged: judgementTest(selection.filter) };
}

/** The devices a filter selects, by cohort, as far as they were looked up. */
interface Reach {
  readonly cohorts: readonly number[];
  /** How many in each of them. */
  readonly devices: readonly number[];
  /** False: there are more. */
  readonly isAll: boolean;
}

/** @param max devices that are looked up; null: all */
async function reachOf(
  db: Db | Tx,
  onDevice: RawBuilder<boolean>,
  max: number | null = DEVICES_MAX,
): Promise<Reach> {
  const { rows } = await sql<{ cohort: number | null; devices: number; all: number }>`
    select cohort_id as cohort, count(*)::integer as devices, sum(count(*)) over ()::integer as all from (
      select device_cohort.cohort_id from device_list as list
      left join device_cohort on device_cohort.device_id = list.device_id where ${onDevice}
      ${max === null ? sql`` : sql`limit ${max + 1}`}) as met
    group by 1
  `.execute(db);
  const placed = rows.filter((it) => it.cohort !== null);
  return {
    cohorts: placed.map((it) => it.cohort as number),
    devices: placed.map((it) => it.devices),
    isAll: max === null || (rows[0]?.all ?? 0) <= max,
  };
}

/** A page of findings, the most urgent first. */
export async function pageFindings(
  db: Db | Tx,
  selection: FindingSelection,
  { after, limit }: { readonly after: FindingPlace | null; readonly limit: number },
): Promise<readonly FoundFinding[]> {
  const selected = selectedBy(selection);
  const reach = selected.onDevice === null ? null : await reachOf(db, selected.onDevice);
  const within = reach?.isAll === true ? reach.cohorts : null;
  const places: FindingPlace[] = [];
  let from: Judged | null = after;
  for (let step = STEP_FIRST; places.length < limit; step *= STEP_GROWTH) {
    const judged = await nextJudgements(db, selected.judged, { from, isFirst: from === after, within, step });
    if (judged.length > 0)
      places.push(...(await placesOf(db, selected, judged, { after, limit: limit - places.length })));
    if (judged.length < step) break;
    from = judged.at(-1) ?? null;
  }
  return fetchFindings(db, places);
}

type Judged = Pick<FindingPlace, 'rank' | 'cohort' | 'vulnerability'>;

/** The next judgements that may have a finding of the selection, from a place on: itself only where the page begins within it. */
async function nextJudgements(
  db: Db | Tx,
  { test, asksVerdict, asksVulnerability }: JudgementTest,
  {
    from,
    isFirst,
    within,
    step,
  }: {
    readonly from: Judged | null;
    readonly isFirst: boolean;
    readonly within: readonly number[] | null;
    readonly step: number;
  },
): Promise<readonly Judged[]> {
  const beyond =
    from === null
      ? null
      : sql<boolean>`(judgement.rank, judgement.cohort_id, judgement.vulnerability_no) ${isFirst ? sql`<=` : sql`<`}
          (${from.rank}::smallint, ${from.cohort}::integer, ${from.vulnerability}::integer)`;
  const near = within === null ? null : sql<boolean>`judgement.cohort_id = any(${[...within]}::integer[])`;
  const { rows } = await sql<Judged>`
    select judgement.rank, judgement.cohort_id as cohort, judgement.vulnerability_no as vulnerability
    from ${judgementsWith({ asksVerdict, asksVulnerability })}
    where ${allOf([sql<boolean>`cohort.devices > 0`, test, beyond, near])}
    order by judgement.rank desc, judgement.cohort_id desc, judgement.vulnerability_no desc limit ${step}
  `.execute(db);
  return rows;
}

function judgementsWith({
  asksVerdict,
  asksVulnerability,
}: Pick<JudgementTest, 'asksVerdict' | 'asksVulnerability'>): RawBuilder<unknown> {
  const vulnerability = sql`join vulnerability on vulnerability.no = judgement.vulnerability_no`;
  const verdict = sql`join verdict on verdict.configuration_id = cohort.configuration_id
    and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`;
  return sql`judgement join cohort on cohort.id = judgement.cohort_id ${asksVulnerability ? vulnerability : sql``}
    ${asksVerdict ? verdict : sql``}`;
}

/** The findings that some judgements have on devices of the selection, after a place. */
async function placesOf(
  db: Db | Tx,
  selected: Selected,
  judged: readonly Judged[],
  { after, limit }: { readonly after: FindingPlace | null; readonly limit: number },
): Promise<FindingPlace[]> {
  const beyond =
    after === null
      ? null
      : sql<boolean>`(judgement.rank, judgement.cohort_id, judgement.vulnerability_no, device_cohort.device_id) <
          (${after.rank}::smallint, ${after.cohort}::integer, ${after.vulnerability}::integer, ${after.device}::uuid)`;
  const { rows } = await sql<FindingPlace>`
    select judgement.rank, judgement.cohort_id as cohort, judgement.vulnerability_no as vulnerability,
      device_cohort.device_id as device
    from ${findingsOn(judged, selected, beyond)}
    order by 1 desc, 2 desc, 3 desc, 4 desc limit ${limit}
  `.execute(db);
  return rows;
}

/**
 * Judgements with the devices of their cohorts, and what the filter asks of these. Judgements come first, and nothing is joined that is
 * not asked for: the planner orders no more than the first few tables, and takes its time with many.
 */
function findingsOn(
  judged: readonly Judged[],
  { onDevice, onFinding, isOpen, judged: { isShared } }: Selected,
  beyond: RawBuilder<boolean> | null,
): RawBuilder<unknown> {
  const lookedAt = sql`unnest(${judged.map((it) => it.cohort)}::integer[], ${judged.map((it) => it.vulnerability)}::integer[])
      as looked_at (cohort_id, vulnerability_no)
    join judgement on judgement.cohort_id = looked_at.cohort_id and judgement.vulnerability_no = looked_at.vulnerability_no
    join device_cohort on device_cohort.cohort_id = judgement.cohort_id`;
  const list = sql`join device_list as list on list.device_id = device_cohort.device_id`;
  if (!isShared)
    return sql`${lookedAt} join device on device.id = device_cohort.device_id ${list} ${JOINED}
      where ${allOf([onDevice, onFinding, isOpen, beyond])}`;
  // What is asked of the finding was asked of the judgement already.
  const decided = sql`left join decided_finding decided on decided.device_id = device_cohort.device_id
    and decided.vulnerability_no = judgement.vulnerability_no`;
  return sql`${lookedAt} ${onDevice === null ? sql`` : list} ${isOpen === null ? sql`` : decided}
    where ${allOf([onDevice, isOpen, beyond])}`;
}

/**
 * How many findings a filter selects, counted no further than one beyond the cap; null: all. Devices of a cohort have the same
 * findings, so that they are multiplied wherever the filter asks nothing that is each device's own.
 */
export async function countFindings(
  db: Db | Tx,
  selection: FindingSelection,
  cap: number | null,
): Promise<number> {
  const selected = selectedBy(selection);
  const { isShared } = selected.judged;
  const reach =
    selected.onDevice === null
      ? null
      : await reachOf(db, selected.onDevice, cap === null && isShared ? null : DEVICES_MAX);
  const within = reach?.isAll === true ? reach.cohorts : null;
  if (!isShared) return countOneByOne(db, selected, within, cap);
  const isAll = reach === null || reach.isAll;
  const decided = selected.isOpen === null ? 0 : await countDecided(db);
  // As many more as decisions may take away.
  const enough = cap === null ? null : cap + decided;
  const found = await countJudged(db, selected.judged, reach, enough);
  if (cap !== null && enough !== null && found > enough) return cap + 1;
  if (!isAll || (cap !== null && decided > 0)) return countOneByOne(db, selected, within, cap);
  if (decided === 0) return found;
  const { onDevice, onFinding } = selected;
  const isPlain = onDevice === null && onFinding === null;
  return found - (await (isPlain ? countDecidedNow(db) : countDecidedOf(db, selected)));
}

/** Going down the judgements and looking at each device. */
async function countOneByOne(
  db: Db | Tx,
  selected: Selected,
  within: readonly number[] | null,
  cap: number | null,
): Promise<number> {
  let count = 0;
  let from: Judged | null = null;
  for (let step = STEP_FIRST; ; step *= STEP_GROWTH) {
    const judged = await nextJudgements(db, selected.judged, { from, isFirst: false, within, step });
    if (judged.length > 0) count += await countOf(db, selected, judged);
    if (cap !== null && count > cap) return cap + 1;
    if (judged.length < step) return count;
    from = judged.at(-1) ?? null;
  }
}

async function countOf(db: Db | Tx, selected: Selected, judged: readonly Judged[]): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ${findingsOn(judged, selected, null)}
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** What decisions cover, whether or not it is still found. */
async function countDecided(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::integer as count from decided_finding`.execute(db);
  return rows[0]?.count ?? 0;
}

async function countDecidedNow(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from decided_finding
    join device_cohort on device_cohort.device_id = decided_finding.device_id
    join judgement on judgement.cohort_id = device_cohort.cohort_id
      and judgement.vulnerability_no = decided_finding.vulnerability_no
  `.execute(db);
  return rows[0]?.count ?? 0;
}

async function countDecidedOf(db: Db | Tx, { onDevice, onFinding }: Selected): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${FROM_DEVICES}
    where ${allOf([onDevice, onFinding, sql<boolean>`decided.decision_id is not null`])}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Findings of the devices that were looked up; null: of all. Each judgement counts one at least, so that `enough` of them are. */
async function countJudged(
  db: Db | Tx,
  { test, ...asked }: JudgementTest,
  reach: Reach | null,
  enough: number | null,
): Promise<number> {
  const reached =
    reach === null
      ? sql``
      : sql`join unnest(${[...reach.cohorts]}::integer[], ${[...reach.devices]}::integer[]) as reached (cohort_id, n)
          on reached.cohort_id = judgement.cohort_id`;
  const n = reach === null ? sql`cohort.devices` : sql`reached.n`;
  const { rows } = await sql<{ count: string }>`
    select coalesce(sum(n), 0) as count from (
      select ${n} as n from ${judgementsWith(asked)} ${reached}
      where ${allOf([sql<boolean>`cohort.devices > 0`, test])}
      ${enough === null ? sql`` : sql`limit ${enough + 1}`}) as met
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}
