import { parseArgs } from 'node:util';
import pg from 'pg';
import type { Instance } from '#app/context';
import { openInstance } from '#app/open-instance';
import { tuneGarbageCollection } from '#app/operation/garbage';
import { systemOutgoing } from '#app/outgoing/ports';
import { seedDevices } from './seed-devices.ts';
import { measureFindings } from './seed-findings.ts';
import { measureImports } from './seed-imports.ts';
import { measureLists } from './seed-lists.ts';
import { measurePages } from './seed-pages.ts';

// `npm run bench -- seed`: the system of record at size, on a PostgreSQL server (`--server URL`, or
// PATCHWARD_TEST_DATABASE_URL) or on the embedded database (`--embedded FOLDER`, a data folder). `--part lists` measures one part only;
// `--part findings` a fleet of its own, matched against the whole NVD, of which `--step lists` measures one step only; `--kept` goes on with
// the database of the run before, or with that of `--database NAME`.

export interface SeedFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value allowed; null: shown without one. */
  readonly bound: number | null;
  /** What the least SQL for the same rows took in the same run; null: there is none. */
  readonly floor: number | null;
}

export type SeedPart = (place: {
  readonly instance: Instance;
  readonly devices: number;
  /** The database of the run before is measured again. */
  readonly isKept: boolean;
  /** Steps of the part that are asked for; empty: all. */
  readonly steps: readonly string[];
}) => Promise<SeedFigure[]>;

/** Fills the database with a fleet of its own, and takes long: measured only when it is asked for. */
const APART = 'findings';
const DATABASE = 'patchward_bench';
/** The same for every run: what one has sealed, the next opens. Nothing but invented devices lies behind it. */
const KEY = Buffer.alloc(32, 1).toString('base64');
const PARTS: Readonly<Record<string, SeedPart>> = {
  lists: measureLists,
  pages: measurePages,
  imports: measureImports,
  [APART]: measureFindings,
};

export async function runSeed(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: 'string' },
      embedded: { type: 'string' },
      devices: { type: 'string' },
      part: { type: 'string', multiple: true },
      step: { type: 'string', multiple: true },
      database: { type: 'string' },
      kept: { type: 'boolean', default: false },
    },
  });
  const embedded = values.embedded ?? null;
  const server = values.server ?? process.env['PATCHWARD_TEST_DATABASE_URL'] ?? null;
  if (embedded === null && server === null) {
    process.stderr.write(
      'Cannot measure: name a PostgreSQL server with --server URL, or --embedded FOLDER\n',
    );
    process.exitCode = 2;
    return;
  }
  tuneGarbageCollection(); // as a server does
  const devices = Number(values.devices ?? (embedded === null ? 250_000 : 8_000));
  const isApart = values.part?.includes(APART) === true;
  const database = values.database ?? (isApart ? `${DATABASE}_${APART}_${devices}` : DATABASE);
  const url = embedded === null ? await makeDatabase(server as string, database, values.kept) : null;
  const instance = await openInstance(
    { folder: embedded, databaseUrl: url, key: url === null ? null : KEY },
    { now: () => new Date(), outgoing: systemOutgoing(null), onFault: fail },
  );
  const { store } = instance;
  try {
    // No source speaks of seeded devices: worked out again by what sources say, there would be none.
    await store.pool.query(`delete from job where kind = 'devices.resolve' and state = 'waiting'`);
    if (!values.kept && !isApart) await seedDevices(store.pool, devices);
    const parts = isApart ? [APART] : (values.part ?? Object.keys(PARTS).filter((it) => it !== APART));
    for (const part of parts) {
      const place = { instance, devices, isKept: values.kept, steps: values.step ?? [] };
      process.stdout.write(tableOf((await PARTS[part]?.(place)) ?? []));
    }
  } finally {
    await store.close();
  }
}

/** `kept`: go on with the database of the run before. */
async function makeDatabase(server: string, database: string, kept: boolean): Promise<string> {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (kept) return url.href;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`drop database if exists ${database}`);
  await client.query(`create database ${database}`);
  await client.end();
  return url.href;
}

function fail(error: Error): never {
  throw error;
}

function tableOf(figures: readonly SeedFigure[]): string {
  return figures
    .map(({ name, value, unit, bound, floor }) => {
      const kept = bound === null ? '' : value <= bound ? `within ${bound}` : `ABOVE ${bound}`;
      const least = floor === null ? '' : `floor ${floor.toPrecision(3)}`;
      return `${name.padEnd(64)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(4)} ${kept.padEnd(12)} ${least}\n`;
    })
    .join('');
}
