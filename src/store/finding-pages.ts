import { type RawBuilder, sql } from 'kysely';
import { patternOf } from './filter-condition.ts';
import { judgementTest, type JudgementTest, vulnerabilityTest, wordsIn } from './finding-conditions.ts';
import {
  allOf,
  conditionsOf,
  fetchFindings,
  type FindingPlace,
  type FindingSelection,
  type FoundFinding,
  joinedFor,
} from './findings.ts';
import type { Db, Tx } from './store.ts';

// Findings are the meeting of judgements and the devices of their cohorts, ten million of a million. Lists go down the judgements
// in the order of urgency, some at a time, and look at the devices of those only; what can be told of a judgement alone is told first.

/** So many devices are looked up one by one; where a filter selects more, they are met on the way down. */
const DEVICES_MAX = 2000;
/** So many devices tell, as a rule, that a filter selects more findings than are counted. */
const SAMPLE = 8000;
/** So many vulnerabilities are looked up. */
const VULNERABILITIES_MAX = 1000;
/** Judgements looked at in the first step; each further step looks at more, for what is rare. */
const STEP_FIRST = 100;
const STEP_GROWTH = 8;
/** Judgements of which a count that only has to pass its cap needs no more, as a rule. */
const COUNTED_FIRST = 2000;

/** A selection with what was looked up of it beforehand; serves for a page and a count of the same moment. */
export interface LookedUp extends ReturnType<typeof conditionsOf> {
  readonly selection: FindingSelection;
  readonly judged: JudgementTest;
  /** The vulnerabilities it can be of; null: many. */
  readonly vulnerabilities: readonly number[] | null;
  /** Some of the devices, or all if they are few; null: it asks nothing of devices. */
  readonly some: Reach | null;
}

export async function lookUp(db: Db | Tx, selection: FindingSelection): Promise<LookedUp> {
  const { filter } = selection;
  const words = new Map<
    string,
    { vulnerabilities: readonly number[] | null; cohorts: readonly number[] | null }
  >();
  for (const text of new Set(wordsIn(filter)))
    words.set(text, {
      vulnerabilities: await fewVulnerabilities(db, sql`vulnerability.terms like ${patternOf(text)}`),
      cohorts: await fewCohorts(db, sql`list.search like ${patternOf(text)}`),
    });
  const test = vulnerabilityTest(filter);
  const conditions = conditionsOf(selection);
  return {
    ...conditions,
    selection,
    some: conditions.onDevice === null ? null : await reachOf(db, conditions, SAMPLE),
    judged: judgementTest(filter, {
      words,
      areBrought: judgementTest(filter).asksSeen && (await areBrought(db)),
    }),
    vulnerabilities: test === null ? null : await fewVulnerabilities(db, test),
  };
}

/** Whether any device brought a finding along from an earlier configuration. */
async function areBrought(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{ are: boolean }>`select exists (select from finding_anchor) as are`.execute(db);
  return rows[0]?.are ?? true;
}

async function fewVulnerabilities(db: Db | Tx, test: RawBuilder<boolean>): Promise<readonly number[] | null> {
  const { rows } = await sql<{ no: number }>`
    select no from vulnerability where ${test} limit ${VULNERABILITIES_MAX + 1}`.execute(db);
  return rows.length > VULNERABILITIES_MAX ? null : rows.map((it) => it.no);
}

async function fewCohorts(db: Db | Tx, onDevice: RawBuilder<boolean>): Promise<readonly number[] | null> {
  const { cohorts, isAll } = await reachOf(db, { onDevice, onPlace: null }, DEVICES_MAX);
  return isAll ? cohorts : null;
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
  { onDevice, onPlace }: Pick<LookedUp, 'onDevice' | 'onPlace'>,
  max: number | null,
): Promise<Reach> {
  const atMost = max === null ? sql`` : sql`limit ${max + 1}`;
  const { rows } = await sql<{ cohort: number | null; devices: number }>`
    select cohort_id as cohort, count(*)::integer as devices from (${
      onPlace === null
        ? sql`select device_cohort.cohort_id from (select device_id from device_list as list where ${allOf([onDevice])} ${atMost}) as list
            left join device_cohort on device_cohort.device_id = list.device_id`
        : sql`select cohort_id from device_cohort where ${onPlace} ${atMost}`
    }) as met group by 1
  `.execute(db);
  const placed = rows.filter((it) => it.cohort !== null);
  return {
    cohorts: placed.map((it) => it.cohort as number),
    devices: placed.map((it) => it.devices),
    isAll: max === null || total(rows.map((it) => it.devices)) <= max,
  };
}

/** A page of findings, the most urgent first. */
export async function pageFindings(
  db: Db | Tx,
  selection: FindingSelection | LookedUp,
  { after, limit }: { readonly after: FindingPlace | null; readonly limit: number },
): Promise<readonly FoundFinding[]> {
  const selected = await lookedUp(db, selection);
  const within = fewIn(selected);
  const places: FindingPlace[] = [];
  let from: Judged | null = after;
  for (let step = STEP_FIRST; places.length < limit; step *= STEP_GROWTH) {
    const judged = await nextJudgements(db, selected, { from, isFirst: from === after, within, step });
    if (judged.length > 0)
      places.push(...(await placesOf(db, selected, judged, { after, limit: limit - places.length })));
    if (judged.length < step) break;
    from = judged.at(-1) ?? null;
  }
  return fetchFindings(db, places);
}

async function lookedUp(db: Db | Tx, selection: FindingSelection | LookedUp): Promise<LookedUp> {
  return 'judged' in selection ? selection : lookUp(db, selection);
}

/** Cohorts of the devices of a selection, if these are few. */
function fewIn({ some }: LookedUp): readonly number[] | null {
  return some?.isAll === true && total(some.devices) <= DEVICES_MAX ? some.cohorts : null;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, it) => sum + it, 0);
}

type Judged = Pick<FindingPlace, 'rank' | 'cohort' | 'vulnerability'>;

/** The next judgements that may have a finding of the selection, from a place on: itself only where the page begins within it. */
async function nextJudgements(
  db: Db | Tx,
  selected: LookedUp,
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
    from ${judgementsOf(selected)}
    where ${allOf([sql<boolean>`cohort.devices > 0`, testOf(selected), beyond, near, isLeft(selected)])}
    order by judgement.rank desc, judgement.cohort_id desc, judgement.vulnerability_no desc limit ${step}
  `.execute(db);
  return rows;
}

/** Whether it is decided on fewer devices than there are. */
function isLeft({ isOpen }: LookedUp): RawBuilder<boolean> | null {
  return isOpen === null
    ? null
    : sql`not exists (select from decided_tally where decided_tally.cohort_id = judgement.cohort_id
        and decided_tally.vulnerability_no = judgement.vulnerability_no and decided_tally.devices >= cohort.devices)`;
}

function testOf({ judged: { test }, vulnerabilities }: LookedUp): RawBuilder<boolean> {
  return allOf([
    test,
    vulnerabilities === null
      ? null
      : sql<boolean>`judgement.vulnerability_no = any(${[...vulnerabilities]}::integer[])`,
  ]);
}

function judgementsOf(selected: LookedUp): RawBuilder<unknown> {
  return sql`judgement ${besideJudgement(selected)}`;
}

function besideJudgement({ judged: { asksVerdict, asksVulnerability } }: LookedUp): RawBuilder<unknown> {
  const vulnerability = sql`join vulnerability on vulnerability.no = judgement.vulnerability_no`;
  const verdict = sql`join verdict on verdict.configuration_id = cohort.configuration_id
    and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`;
  return sql`join cohort on cohort.id = judgement.cohort_id ${asksVulnerability ? vulnerability : sql``}
    ${asksVerdict ? verdict : sql``}`;
}

/** The findings that some judgements have on devices of the selection, after a place. */
async function placesOf(
  db: Db | Tx,
  selected: LookedUp,
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
  { onDevice, onPlace, onFinding, isOpen, judged: asked }: LookedUp,
  beyond: RawBuilder<boolean> | null,
): RawBuilder<unknown> {
  const { isShared, asksWords } = asked;
  const lookedAt = sql`unnest(${judged.map((it) => it.cohort)}::integer[], ${judged.map((it) => it.vulnerability)}::integer[])
      as looked_at (cohort_id, vulnerability_no)
    join judgement on judgement.cohort_id = looked_at.cohort_id and judgement.vulnerability_no = looked_at.vulnerability_no
    join device_cohort on device_cohort.cohort_id = judgement.cohort_id`;
  const list = sql`join device_list as list on list.device_id = device_cohort.device_id`;
  const asksDecided = isOpen !== null || asked.asksDecided;
  // What is asked of the finding was asked of the judgement already, where devices share it.
  const joined = joinedFor(isShared ? { asksDecided } : { ...asked, asksDecided });
  const asksList = (onDevice !== null && onPlace === null) || (asksWords && !isShared);
  return sql`${lookedAt} ${asksList ? list : sql``} ${joined}
    where ${allOf([onPlace ?? onDevice, isShared ? null : onFinding, isOpen, beyond])}`;
}

/**
 * How many findings a filter selects, counted no further than one beyond the cap; null: all. Devices of a cohort have the same
 * findings, so that they are multiplied wherever the filter asks nothing that is each device's own.
 */
export async function countFindings(
  db: Db | Tx,
  selection: FindingSelection | LookedUp,
  cap: number | null,
): Promise<number> {
  const selected = await lookedUp(db, selection);
  const { onDevice, judged, some } = selected;
  const capped = (count: number) => (cap !== null && count > cap ? cap + 1 : count);
  if (!judged.isShared) {
    if (cap !== null && (await countByWords(db, selected.selection, cap)) > cap) return cap + 1;
    return capped(await countOneByOne(db, selected, cap));
  }
  if (onDevice === null) {
    // A part tells that there are more, and costs less than all.
    const part = cap === null ? 0 : await countJudged(db, selected, null, COUNTED_FIRST);
    if (cap !== null && part > cap) return cap + 1;
    return capped(await countJudged(db, selected, null, cap === null ? null : cap + 1));
  }
  if (cap !== null && some !== null && (await countJudged(db, selected, some, cap + 1)) > cap) return cap + 1;
  const all = some?.isAll === true ? some : await reachOf(db, selected, null);
  const decided = selected.isOpen === null ? 0 : await countDecided(db, selected, onDevice);
  return capped((await countJudged(db, { ...selected, isOpen: null }, all, null)) - decided);
}

/** No more than there are: what is found of words on devices that meet them, as far as some of these tell. */
async function countByWords(db: Db | Tx, selection: FindingSelection, cap: number): Promise<number> {
  const { filter } = selection;
  const parts = filter?.kind === 'all' ? filter.of : filter === null ? [] : [filter];
  const words = parts.flatMap((it) => (it.kind === 'words' ? [it.text] : []));
  if (words.length === 0) return 0;
  const rest = { kind: 'all', of: parts.filter((it) => it.kind !== 'words') } as const;
  const selected = await lookUp(db, { ...selection, filter: rest });
  if (!selected.judged.isShared) return 0;
  const met = words.map((text) => sql<boolean>`list.search like ${patternOf(text)}`);
  return countJudged(
    db,
    selected,
    await reachOf(db, { onDevice: allOf([selected.onDevice, ...met]), onPlace: null }, SAMPLE),
    cap + 1,
  );
}

/** Going down the judgements and looking at each device. */
async function countOneByOne(db: Db | Tx, selected: LookedUp, cap: number | null): Promise<number> {
  const within = fewIn(selected);
  let count = 0;
  let from: Judged | null = null;
  for (let step = STEP_FIRST; ; step *= STEP_GROWTH) {
    const judged = await nextJudgements(db, selected, { from, isFirst: false, within, step });
    if (judged.length > 0)
      count += await countOf(db, selected, judged, cap === null ? null : cap + 1 - count);
    if ((cap !== null && count > cap) || judged.length < step) return count;
    from = judged.at(-1) ?? null;
  }
}

/** @param enough null: all are counted */
async function countOf(
  db: Db | Tx,
  selected: LookedUp,
  judged: readonly Judged[],
  enough: number | null,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (select from ${findingsOn(judged, selected, null)}
      ${enough === null ? sql`` : sql`limit ${enough}`}) as met
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** What is decided on the devices that are selected. */
async function countDecided(db: Db | Tx, selected: LookedUp, onDevice: RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from decided_finding
    ${selected.onPlace === null ? sql`join device_list as list on list.device_id = decided_finding.device_id` : sql``}
    join device_cohort on device_cohort.device_id = decided_finding.device_id
    join judgement on judgement.cohort_id = device_cohort.cohort_id
      and judgement.vulnerability_no = decided_finding.vulnerability_no
    ${besideJudgement(selected)}
    where ${allOf([selected.onPlace ?? onDevice, testOf(selected)])}
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/**
 * Findings of devices by their cohorts; null: of all. Where decided ones are left out, of some devices those of a cohort that are decided
 * count as theirs: there are no fewer. Each judgement counts one at least, so that `enough` of them are.
 */
async function countJudged(
  db: Db | Tx,
  selected: LookedUp,
  reach: Reach | null,
  enough: number | null,
): Promise<number> {
  const { judged, isOpen, vulnerabilities } = selected;
  const reached =
    reach === null
      ? sql``
      : sql`join unnest(${[...reach.cohorts]}::integer[], ${[...reach.devices]}::integer[]) as reached (cohort_id, n)
          on reached.cohort_id = cohort.id`;
  const n = reach === null ? sql`cohort.devices` : sql`reached.n`;
  const tally = sql`decided_tally on decided_tally.cohort_id = judgement.cohort_id
    and decided_tally.vulnerability_no = judgement.vulnerability_no`;
  const left = isOpen === null ? n : sql`${n} - coalesce(decided_tally.devices, 0)`;
  const isPlain = judged.test === null && vulnerabilities === null && enough === null;
  const { rows } = await (isPlain
    ? sql<{ count: string }>`
        select coalesce(sum(${n} * (affected + undetermined)), 0) ${
          isOpen === null
            ? sql``
            : sql`- (select coalesce(sum(decided_tally.devices), 0) from judgement join ${tally})`
        } as count from cohort ${reached}`
    : sql<{ count: string }>`
        select coalesce(sum(n), 0) as count from (
          select ${left} as n from ${judgementsOf(selected)} ${reached} ${isOpen === null ? sql`` : sql`left join ${tally}`}
          where ${allOf([sql<boolean>`cohort.devices > 0`, testOf(selected), sql<boolean>`${left} > 0`])}
          ${enough === null ? sql`` : sql`limit ${enough}`}) as met`
  ).execute(db);
  return Number(rows[0]?.count ?? 0);
}
