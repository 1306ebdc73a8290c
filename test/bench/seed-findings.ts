import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Context, Instance } from '#app/context';
import { bringFile } from '#app/feeds/bring-file';
import { addFeed, removeFeed } from '#app/feeds/feed-settings';
import { JOBS } from '#app/jobs/kinds';
import { listPlacePatching } from '#app/today/patching';
import { readTodayWork } from '#app/today/work';
import { approveBatch, requestDecision } from '#app/vulnerabilities/decisions';
import { groupFindings } from '#app/vulnerabilities/finding-groups';
import { summarizeFindings } from '#app/vulnerabilities/finding-summary';
import { listFindings } from '#app/vulnerabilities/findings';
import { keepLists, keepPatching } from '#app/vulnerabilities/keep-lists';
import { readKnowledge } from '#app/vulnerabilities/knowledge';
import { startMatching } from '#app/vulnerabilities/match-job';
import { matchFleet } from '#app/vulnerabilities/match-fleet';
import { prepareKnowledge } from '#app/vulnerabilities/prepare-knowledge';
import { listAdvisories, listVulnerabilities } from '#app/vulnerabilities/vulnerability-list';
import { findDecision } from '#store/decisions';
import { noteFindingsChanged } from '#store/finding-summary';
import type { Db } from '#store/store';
import { contextOn } from '../context.ts';
import { runJobs } from '../jobs.ts';
import { sharedFile } from '../shared.ts';
import { quantile } from './quantile.ts';
import { seedFleet } from './seed-fleet.ts';
import { apiAnswer, newRecord, withNews } from './seed-news.ts';
import type { SeedFigure, SeedPart } from './seed.ts';

const NVD = 'data/nvd/full/nvd-union-api2.jsonl.gz';
const PAGE = 100;
const ROUNDS = 3;
const GROUP_ROUNDS = 21;
const CHANGED = 2000;
const DECIDED = 100_000;
const STAYING = new AbortController().signal;

/** What people ask of findings: nothing, the gravest, one place, one weakness, words, days, what no index serves, and mixtures. */
const FILTERS = [
  '',
  'tier:critical',
  'exploited:yes',
  'verdict:undetermined',
  '"site 2"',
  'site:"site 2" tier:critical',
  'criticality:life-sustaining cvss:>8.9',
  'linux',
  'due:<2026-12-01',
  'fix:none department:"ward 7"',
  'score:>80 -exploited:yes',
  'serial:sn77',
  'tier:low site:"site 5" confidence:probable',
  'readiness:unpatchable or epss:>0.5',
] as const;

const GROUPINGS = ['action', 'vulnerability', 'device', 'advisory'] as const;

/** What is measured one after the other: numbers and lists once more when many findings are decided. */
type Step = 'numbers' | 'lists' | 'match' | 'feeds' | 'decision' | 'decided';

/** Feeds, matching, findings and what people decide of them, at size. */
export const measureFindings: SeedPart = async ({ instance, devices, isKept, steps }) => {
  const ctx = contextOn(instance);
  const { db } = instance.store;
  const figures: SeedFigure[] = [];
  const name = `${devices} devices, ${instance.store.engine}`;
  const note = (
    what: string,
    value: number,
    unit: string,
    bound: number | null,
    floor: number | null = null,
  ) => {
    const figure = { name: `${name}: ${what}`, value, unit, bound, floor };
    figures.push(figure);
    process.stderr.write(`${figure.name} ${value.toPrecision(3)} ${unit}\n`);
  };
  const nvd = sharedFile(NVD);
  if (nvd === null) throw new Error(`Cannot measure: ../shared/${NVD} is not there`);
  if (!isKept) await fill(ctx, { nvd, devices, note });
  const { rows: sizes } = await sql<{ findings: string; judgements: string; configurations: string }>`
    select (select sum(devices * (affected + undetermined)) from cohort) as findings,
      (select count(*) from judgement) as judgements,
      (select count(distinct configuration_id) from cohort where devices > 0) as configurations`.execute(db);
  for (const [what, value] of Object.entries(sizes[0] ?? {})) note(what, Number(value), '', null);

  const asked = (step: Step) => steps.length === 0 || steps.includes(step);
  if (asked('numbers')) await measureAggregates(ctx, note);
  if (asked('lists')) await measurePages(ctx, db, note);
  if (asked('match')) {
    await db.transaction().execute((tx) => sql`update cohort set judged_by = null`.execute(tx));
    note('full re-match', await seconds(() => matchFleet(ctx)), 's', 60);
  }
  if (asked('feeds')) await measureFeeds(instance, nvd, note);
  if (asked('decision')) await measureDecision(ctx, db, note);
  if (asked('decided')) {
    const after: Note = (what, ...it) => note(`${what}, many decided`, ...it);
    await measureAggregates(ctx, after);
    await measurePages(ctx, db, after);
  }
  if (isKept) note('peak memory of the process', process.resourceUsage().maxRSS / 1024, 'MiB', 1000);
  return figures;
};

type Note = (what: string, value: number, unit: string, bound: number | null, floor?: number | null) => void;

async function fill(
  ctx: Context,
  { nvd, devices, note }: { readonly nvd: string; readonly devices: number; readonly note: Note },
) {
  const feed = await addFeed(ctx, { source: 'files', name: 'NVD', address: null });
  note(
    'whole NVD, read and compiled',
    await seconds(async () => {
      await bringFile(ctx, feed, { name: 'nvd.jsonl.gz', stream: createReadStream(nvd) });
      await runJobs(ctx, JOBS);
      await withNews({ kind: 'forecasts', nvd, day: 1 }, async (path) => {
        await bringFile(ctx, feed, {
          name: 'epss_scores-2026-11-27.csv.gz',
          stream: createReadStream(path),
        });
        await runJobs(ctx, JOBS);
      });
    }),
    's',
    null,
  );
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null) throw new Error('The feed names no product');
  await seedFleet(ctx.store.db, knowledge.catalogue, devices);
  note('first match of all devices', await seconds(() => matchFleet(ctx)), 's', null);
  await ctx.store.pool.query('vacuum analyze');
}

async function measureFeeds(instance: Instance, nvd: string, note: Note): Promise<void> {
  const ctx = contextOn(instance);
  const { db } = instance.store;
  note(
    'what a server gets ready after its start',
    await seconds(() => prepareKnowledge(ctx, STAYING)),
    's',
    null,
  );
  const feed = await addFeed(ctx, { source: 'files', name: `News ${Date.now()}`, address: null });
  const product = await commonProduct(db);
  const bring = async (name: string, stream: AsyncIterable<Uint8Array>) => {
    await bringFile(ctx, feed, { name, stream });
  };
  for (const which of ['the first since the start', 'the next']) {
    const id = `CVE-2026-${Date.now().toString().slice(-7)}`;
    const began = performance.now();
    await bring(`${id}.json`, bytesOf(apiAnswer([newRecord(id, product)])));
    const done = runJobs(instance, JOBS);
    const seen = await until(began, async () => isSeen(ctx, id));
    note(`one new CVE, ${which}, until its findings are seen`, seen, 's', 2);
    await done;
    note(`one new CVE, ${which}, until everything is done`, (performance.now() - began) / 1000, 's', null);
  }
  const ids = await touchingIds(db);
  const vector =
    Date.now() % 2 === 0 ? 'AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' : 'AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:L';
  await withNews({ kind: 'changed', nvd, ids, vector: `CVSS:3.1/${vector}` }, async (path) => {
    note(
      `${ids.length} changed CVEs`,
      await seconds(async () => {
        await bring('changed.json', createReadStream(path));
        await runJobs(instance, JOBS);
      }),
      's',
      20,
    );
  });
  const day = 2 + (Date.now() % 29);
  await withNews({ kind: 'forecasts', nvd, day }, async (path) => {
    note(
      'a daily file of forecasts',
      await seconds(async () => {
        await bring('epss_scores-2026-11-28.csv.gz', createReadStream(path));
        await runJobs(instance, JOBS);
      }),
      's',
      60,
    );
  });
  await removeFeed(ctx, feed);
  await runJobs(instance, JOBS);
}

/** As Today finds them after a match, and as they are once findings have changed: counted now, or kept from before while a match waits to count them. */
async function measureAggregates(ctx: Context, note: Note): Promise<void> {
  const changed = () => ctx.store.db.transaction().execute(noteFindingsChanged);
  await changed();
  note('figures, acts and what is due first, kept anew', await seconds(() => keepPatching(ctx)), 's', null);
  await measureToday(ctx, (what, value, unit, bound) => note(`${what}, kept`, value, unit, bound));
  await changed();
  await measureToday(ctx, (what, value, unit) => note(`${what}, counted by whoever asks`, value, unit, null));
  await ctx.store.db.transaction().execute((tx) => startMatching(ctx, tx));
  await measureToday(ctx, (what, value, unit, bound) =>
    note(`${what}, between a change and when it is counted`, value, unit, bound),
  );
  await ctx.store.pool.query(
    `update job set state = 'cancelled', ended_at = now() where kind = 'fleet.match' and state = 'waiting'`,
  );
  await keepLists(ctx);
}

async function measureToday(ctx: Context, note: Note): Promise<void> {
  const asks: Readonly<Record<string, () => Promise<unknown>>> = {
    'findings in numbers': () => summarizeFindings(ctx),
    'findings by place': () => listPlacePatching(ctx),
    'due first, on Today': () => readTodayWork(ctx),
  };
  for (const [what, ask] of Object.entries(asks))
    note(what, Math.min(...(await repeated(() => unkept(ctx, ask)))), 'ms', 50);
}

async function measurePages(ctx: Context, db: Db, note: Note): Promise<void> {
  const pages: number[] = [];
  const floors: number[] = [];
  const slow: (readonly [string, number])[] = [];
  for (const filter of FILTERS) {
    const page = (after: Awaited<ReturnType<typeof listFindings>>['next'], limit: number) =>
      listFindings(ctx, { filter, after, limit });
    const far = (await page(null, 1000)).next;
    const times = await repeated(() => milliseconds(() => page(null, PAGE)));
    if (far !== null) times.push(...(await repeated(() => milliseconds(() => page(far, PAGE)))));
    pages.push(...times);
    slow.push([filter, quantile(times, 0.95)]);
    floors.push(...(await repeated(() => milliseconds(() => plainPage(db)))));
  }
  note(
    `page of findings with its count, p50 of ${pages.length}`,
    quantile(pages, 0.5),
    'ms',
    null,
    quantile(floors, 0.5),
  );
  note('page of findings with its count, p95', quantile(pages, 0.95), 'ms', 150, quantile(floors, 0.95));
  for (const [filter, ms] of slow.toSorted((a, b) => b[1] - a[1]).slice(0, 5))
    note(`findings of "${filter}"`, ms, 'ms', null);
  for (const by of GROUPINGS)
    for (const filter of ['', 'tier:critical site:"site 2"']) {
      const page = { by, filter, after: null, limit: PAGE };
      const times = await repeated(() => unkept(ctx, () => groupFindings(ctx, page)), GROUP_ROUNDS);
      note(
        `findings by ${by}${filter === '' ? '' : ` of "${filter}"`}, p95 of ${times.length}`,
        quantile(times, 0.95),
        'ms',
        150,
      );
    }
  const sorted = { filter: '', sort: [], after: null, limit: PAGE } as const;
  note(
    'list of vulnerabilities',
    quantile(await repeated(() => milliseconds(() => listVulnerabilities(ctx, sorted))), 0.95),
    'ms',
    150,
  );
  note(
    'list of advisories',
    quantile(await repeated(() => milliseconds(() => listAdvisories(ctx, sorted))), 0.95),
    'ms',
    150,
  );
}

/** The least a server does for a page: as many rows of the same tables, by key. */
async function plainPage(db: Db): Promise<unknown> {
  return sql`select device.*, vulnerability.*, verdict.*, few.* from (select * from judgement order by rank desc limit ${PAGE}) few
    join cohort on cohort.id = few.cohort_id join vulnerability on vulnerability.no = few.vulnerability_no
    join verdict on verdict.configuration_id = cohort.configuration_id and verdict.vulnerability_no = few.vulnerability_no
      and closed_at is null
    join lateral (select device.* from device_cohort join device on device.id = device_id
      where cohort_id = few.cohort_id limit 1) device on true`.execute(db);
}

/** Says of so many findings that they do not matter, and has it approved. */
async function measureDecision(ctx: Context, db: Db, note: Note): Promise<void> {
  const { rows } = await sql<{ id: string; reach: number }>`
    select vulnerability.id, affected + undetermined as reach from vulnerability_reach join vulnerability on no = vulnerability_no
    where no not in (select vulnerability_no from finding_decision) order by 2 desc limit 200`.execute(db);
  let reach = 0;
  const vulnerabilities = rows.flatMap((it) => (reach >= DECIDED ? [] : ((reach += it.reach), [it.id])));
  note(
    `bulk verdict over ${reach} findings of ${vulnerabilities.length} vulnerabilities`,
    await seconds(async () => {
      const [first] = await requestDecision(ctx, {
        vulnerabilities,
        says: 'accepted',
        justification: null,
        reason: 'Measured',
        filter: '',
        expiresOn: new Date(ctx.now().getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
      });
      const decision = await findDecision(db, first as string);
      await approveBatch(ctx, decision?.batch ?? '');
      await runJobs(ctx, JOBS);
    }),
    's',
    30,
  );
}

/** Maker and name of the component that most devices have. */
async function commonProduct(db: Db): Promise<string> {
  const { rows } = await sql<{ cpe: string }>`
    select part ->> 'cpe' as cpe from cohort join configuration on configuration.id = configuration_id,
      jsonb_array_elements(fields -> 'components') as part
    where part ->> 'cpe' like 'cpe:2.3:a:%' group by 1 order by sum(devices) desc limit 1`.execute(db);
  return (rows[0]?.cpe ?? '').split(':').slice(0, 5).join(':');
}

/** Ids of weaknesses that touch the fleet. */
async function touchingIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from vulnerability join vulnerability_reach on no = vulnerability_no where id like 'CVE-%' order by id limit ${CHANGED}`.execute(
    db,
  );
  return rows.map((it) => it.id);
}

async function isSeen(ctx: Context, id: string): Promise<boolean> {
  const { rows } = await sql<{ is_seen: boolean }>`
    select exists (select from vulnerability join judgement on vulnerability_no = no where id = ${id}) as is_seen`.execute(
    ctx.store.db,
  );
  return rows[0]?.is_seen === true;
}

/** @returns seconds since it began */
async function until(began: number, enough: () => Promise<boolean>): Promise<number> {
  while (!(await enough())) await pause(50);
  return (performance.now() - began) / 1000;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  return (await milliseconds(work)) / 1000;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function repeated(work: () => Promise<number>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await work());
  return times;
}

/** Milliseconds of an answer that nobody has been given since the record changed. */
async function unkept(ctx: Context, ask: () => Promise<unknown>): Promise<number> {
  await ctx.store.pool.query(`select nextval('record_change')`);
  return milliseconds(ask);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
