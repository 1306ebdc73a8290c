import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { takeMemorySettings } from '#app/operation/memory-settings';
import { sharedFile } from '../shared.ts';
import { type Inner, type Place, TASKS } from './tasks.ts';

// `npm run bench`: speed and memory over the whole NVD, each figure beside its bound. Timings of a shared machine are
// noisy: compare ratios of one run, and take medians. `npm run bench -- seed` measures the system of record instead.

const FEED = 'data/nvd/full/nvd-union-api2.jsonl.gz';

const isSeed = process.argv[2] === 'seed';
const { values: given } = parseArgs({
  args: isSeed ? [] : process.argv.slice(2),
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
    feed: { type: 'string' },
    json: { type: 'boolean', default: false },
    task: { type: 'string' },
    place: { type: 'string' },
  },
});

const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

interface Measured {
  /** User and system time of the whole process. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMebibytes: number;
  readonly inner: Inner;
}

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value allowed; null: shown without one. */
  readonly bound: number | null;
}

if (isSeed) await measureRecord(process.argv.slice(3));
else if (given.task !== undefined) await runTask(given.task, JSON.parse(given.place ?? '{}') as Place);
else runBench();

/** Loaded only when asked for: the whole server, in processes that measure matching, would be measured with it. */
async function measureRecord(args: string[]): Promise<void> {
  takeMemorySettings(process); // as a server does
  const { runSeed } = await import('./seed.ts');
  await runSeed(args);
}

async function runTask(name: string, place: Place): Promise<void> {
  const inner = await TASKS[name]?.(place);
  const { user, system } = process.cpuUsage();
  const measured: Measured = {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: performance.now() / 1000,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
    inner: inner ?? {},
  };
  process.stdout.write(JSON.stringify(measured));
}

function runBench(): void {
  const feed = given.feed ?? sharedFile(FEED);
  if (feed === null) {
    process.stderr.write(`Cannot measure: ../shared/${FEED} is not there; name another with --feed FILE\n`);
    process.exitCode = 2;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'patchward-bench-'));
  try {
    const figures = measureAll({ feed, catalogue: join(folder, 'bench.pwc') });
    process.stdout.write(given.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureAll(place: Place): Figure[] {
  const runs = Number(given.runs);
  const figures: Figure[] = [];
  const add = (name: string, value: number, unit: string, bound: number | null) =>
    figures.push({ name, value, unit, bound });
  const wanted = (name: string) => given.only === undefined || given.only.includes(name);
  const of = (task: string) => Array.from({ length: runs }, () => measure(task, place));

  // The catalogue is needed by all others. Floor and build take turns, so that a slow minute slows both.
  const pairs = Array.from({ length: wanted('build') ? runs : 1 }, () => ({
    floor: wanted('build') ? measure('floor', place) : null,
    build: measure('build', place),
  }));
  if (wanted('build')) {
    const ratio = median(pairs.map((it) => it.build.cpuSeconds / (it.floor?.cpuSeconds ?? Number.NaN)));
    add('build: processor time against gunzip and JSON.parse', ratio, '×', 0.6);
    add('build: processor time', median(pairs.map((it) => it.build.cpuSeconds)), 's', null);
    add('build: peak memory', median(pairs.map((it) => it.build.peakMebibytes)), 'MiB', 600);
    add('build: size of the catalogue', statSync(place.catalogue).size / 1e6, 'MB', 60);
  }
  if (wanted('open'))
    add('open the catalogue', median(of('open').map((it) => it.inner['openMs'] ?? 0)) / 1000, 's', 0.5);
  let before: number | null = null;
  for (const name of ['fleet-10k', 'fleet-100k', 'fleet-1m'].filter(wanted)) {
    const results = of(name);
    const perDevice = median(results.map((it) => it.inner['microsecondsPerDevice'] ?? 0));
    // More devices of as many configurations may not cost more each.
    add(`${name}: matching per device`, perDevice, 'µs', before);
    before = perDevice;
    if (name !== 'fleet-1m') continue;
    add('fleet-1m: whole process', median(results.map((it) => it.wallSeconds)), 's', 3);
    add('fleet-1m: processor time', median(results.map((it) => it.cpuSeconds)), 's', null);
    add('fleet-1m: peak memory', median(results.map((it) => it.peakMebibytes)), 'MiB', 1000);
  }
  for (const [name, bound] of [
    ['all-different', 7],
    ['cpe-lines', 3.5],
  ] as const) {
    if (!wanted(name)) continue;
    const results = of(name);
    add(`${name}: processor time`, median(results.map((it) => it.cpuSeconds)), 's', bound);
    add(`${name}: peak memory`, median(results.map((it) => it.peakMebibytes)), 'MiB', 1000);
  }
  for (const [name, key, bound] of [
    ['delta', 'deltaMs', 250],
    ['one-device', 'p99Ms', 1],
    ['top-1000', 'topMs', 100],
  ] as const)
    if (wanted(name)) add(name, median(of(name).map((it) => it.inner[key] ?? 0)), 'ms', bound);
  return figures;
}

function measure(task: string, place: Place): Measured {
  const file = fileURLToPath(import.meta.url);
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [file, '--task', task, '--place', JSON.stringify(place)],
    // As bin/patchward.mjs starts: with what the start before has compiled.
    { encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE } },
  );
  if (status !== 0) throw new Error(`Cannot measure ${task}: ${stderr}`);
  if (!given.json) process.stderr.write(`${task} done\n`);
  return JSON.parse(stdout) as Measured;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** One line per figure: its bound, the figure, the verdict. */
function table(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, value, unit, bound }) => [
    name,
    bound === null ? '' : `≤ ${inShort(bound)} ${unit}`,
    `${inShort(value)} ${unit}`,
    bound === null ? 'no bound' : value <= bound ? 'within' : 'ABOVE',
  ]);
  const rows = [['what', 'bound', 'figure', 'verdict'], ...lines];
  const width = (column: number): number => Math.max(...rows.map((it) => (it[column] as string).length));
  const widths = [width(0), width(1), width(2)] as const;
  return rows
    .map(
      ([what = '', bound = '', figure = '', verdict = '']) =>
        `${what.padEnd(widths[0])}  ${bound.padStart(widths[1])}  ${figure.padStart(widths[2])}  ${verdict}\n`,
    )
    .join('');
}

function inShort(value: number): string {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
