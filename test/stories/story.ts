import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemOutgoing } from '../../src/app/outgoing/ports.ts';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import { memoryIo } from '#test/memory-io';

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url));
/** Secrets that no output may show. */
const ENVIRONMENT_OF_STORIES = {
  DATABASE_URL: 'postgres://app:hush-1@db.example/patchward',
  PATCHWARD_KEY: 'hush-2',
  PORT: '9000',
  PATCHWARD_ORIGIN: 'https://patchward.example.org',
  PATCHWARD_METRICS_TOKEN: 'hush-4',
  PATCHWARD_OIDC_CLIENT_SECRET: 'hush-3',
};

const FIXTURES = fileURLToPath(new URL('./fixtures/', import.meta.url));

export interface Told {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StoryOptions {
  readonly io?: Partial<Io>;
  readonly signal?: AbortSignal;
}

/** Runs `patchward …args` in this process, as of a day on which nothing changes any more. */
export async function patchward(args: readonly string[], options: StoryOptions = {}): Promise<Told> {
  const { io, stdout, stderr } = memoryIo(options.io);
  const exit = await runCommandLine(args, {
    io,
    today: '2026-03-01',
    now: () => new Date('2026-03-01T08:00:00Z'),
    place: (folder) => ({ folder, databaseUrl: null, key: null }),
    environment: ENVIRONMENT_OF_STORIES,
    monotonicMs: () => 0,
    outgoing: systemOutgoing(null),
    signal: options.signal ?? new AbortController().signal,
    version: '0.0.0',
    serve: () => Promise.reject(new Error('No story serves')),
    work: () => Promise.reject(new Error('No story works')),
  });
  return { exit, stdout: stdout(), stderr: stderr() };
}

/** Path of a file that the stories were written for. */
export function fixture(name: string): string {
  return FIXTURES + name;
}

/**
 * Compares with `golden/<name>`. With `GOLDEN=write` in the environment the file is written instead: read the
 * difference before it is committed.
 */
export function assertGolden(name: string, text: string): void {
  const file = GOLDEN + name;
  if (process.env['GOLDEN'] === 'write') {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `There is no golden file ${name}: run the stories once with GOLDEN=write`);
  assert.equal(text, readFileSync(file, 'utf8'));
}
