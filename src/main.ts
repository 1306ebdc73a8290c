import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '#app/input-error';
import type { InstancePlace } from '#app/open-instance';
import { systemOutgoing } from '#app/outgoing/ports';
import { ioOf, say } from './cli/io.ts';
import { runCommandLine } from './cli/run.ts';
import type { Surroundings } from './serving.ts';

// Wiring, and the only reader of the environment and of the wall clock. What only some commands need is loaded by them.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOGS_JSON = process.env['PATCHWARD_LOG'] === 'json';
const DEFAULT_DATA = 'data';

export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  const io = ioOf(process.stdout, process.stderr, process.env);
  const log = LOGS_JSON
    ? (message: string) => writeLog({ level: 'info', message })
    : (line: string) => say(io, line);
  const around: Surroundings = {
    environment: process.env,
    now: () => new Date(),
    outgoing: systemOutgoing(proxy()),
    place: (folder) => placeOf(folder, false),
    signal: stop.signal,
    version: version(),
    log,
    journal: LOGS_JSON ? (it) => writeLog({ level: 'info', message: 'answered', ...it }) : null,
  };
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    ...around,
    io,
    today: new Date().toISOString().slice(0, 10),
    // A command in the wrong folder must not found a new hospital: only `serve` does.
    place: (folder) => placeOf(folder, existsSync(DEFAULT_DATA)),
    monotonicMs: () => performance.now(),
    serve: async (options) => (await import('./serving.ts')).serve(options, around),
    work: async (data) => (await import('./serving.ts')).work(data, around),
  });
}

/** One line of JSON for whoever collects logs. Requests are told by their route alone, never by what was asked. */
function writeLog(entry: Readonly<Record<string, string | number | null>>): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}

/** The proxy through which the internet is reached, where the environment names one. */
function proxy(): URL | null {
  const address = process.env['PATCHWARD_PROXY'] || null;
  if (address === null) return null;
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new InputError('Cannot use PATCHWARD_PROXY: write http://proxy.hospital.example:3128');
  return url;
}

/** The folder that is given, or named in the environment; without a database server, `data` of the working folder. */
function placeOf(given: string | null, orHere: boolean): InstancePlace {
  const databaseUrl = process.env['DATABASE_URL'] ?? null;
  const here = databaseUrl === null && orHere ? DEFAULT_DATA : null;
  return {
    folder: given ?? process.env['PATCHWARD_DATA'] ?? here,
    databaseUrl,
    key: process.env['PATCHWARD_KEY'] ?? null,
    inbox: process.env['PATCHWARD_INBOX'] || null,
    backups: process.env['PATCHWARD_BACKUPS'] || null,
  };
}

function version(): string {
  return (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { readonly version: string }).version;
}
