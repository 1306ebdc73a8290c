import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instance } from '#app/context';
import { ensureDemonstration } from '#app/demonstration/begin';
import { JOBS } from '#app/jobs/kinds';
import { startRunner } from '#app/jobs/start-runner';
import { type Environment, ENVIRONMENT } from '#app/doctor';
import { InputError } from '#app/input-error';
import { type InstancePlace, openInstance } from '#app/open-instance';
import { systemOutgoing } from '#app/outgoing/ports';
import type { IdentityProvider } from '#app/people/single-sign-on';
import { readSampleFeeds, readStartFeeds } from '#app/feeds/start-feeds';
import { keepCatalogue } from '#app/vulnerabilities/catalogues';
import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import { readTracingSettings, TRACING_ENVIRONMENT } from '#app/tracing/settings';
import { type RunningTracing, startTracing } from '#app/tracing/start-tracing';
import type { Tracer } from '#app/tracing/tracer';
import { startServer } from '#http/server';
import { ioOf, say } from './cli/io.ts';
import { runCommandLine } from './cli/run.ts';
import type { ServeOptions } from './cli/session.ts';

// Wiring, and the only reader of the environment and of the wall clock.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLE_FEEDS = `${ROOT}samples/feeds`;
const DEFAULT_PORT = 8080;
const LOGS_JSON = process.env['PATCHWARD_LOG'] === 'json';
const DEFAULT_DATA = 'data';
/** Only this machine may come in unless a person says otherwise. */
const DEFAULT_HOST = '127.0.0.1';
/** Jobs that one process carries out at the same time. */
const JOBS_AT_ONCE = 4;

export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  const io = ioOf(process.stdout, process.stderr, process.env);
  const log = LOGS_JSON
    ? (message: string) => writeLog({ level: 'info', message })
    : (line: string) => say(io, line);
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    io,
    today: new Date().toISOString().slice(0, 10),
    now: () => new Date(),
    // A command in the wrong folder must not found a new hospital: only `serve` does.
    place: (folder) => placeOf(folder, existsSync(DEFAULT_DATA)),
    outgoing: systemOutgoing(proxy()),
    environment: Object.fromEntries(
      ENVIRONMENT.map((name) => [name, process.env[name] ?? null]),
    ) as Environment,
    monotonicMs: () => performance.now(),
    signal: stop.signal,
    version: version(),
    serve: (options) => serve(options, log, stop.signal),
    work: (data) => work(data, log, stop.signal),
  });
}

/** A demonstration that nobody named a place for is kept in a folder that goes with the server. */
async function serve(options: ServeOptions, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (
    !options.demo ||
    placeOf(options.data, false).folder !== null ||
    process.env['DATABASE_URL'] !== undefined
  )
    return serveFrom(options, log, signal);
  const passing = await mkdtemp(join(tmpdir(), 'patchward-demo-'));
  try {
    await serveFrom({ ...options, data: passing }, log, signal);
  } finally {
    await rm(passing, { recursive: true, force: true });
  }
}

async function serveFrom(
  options: ServeOptions,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const place = placeOf(options.data, true);
  await withRunner(place, log, async (instance, tracer) => {
    if (options.demo) await ensureDemonstration(instance);
    log(
      place.databaseUrl === null
        ? `Everything is kept in ${resolve(place.folder ?? '')}`
        : 'Everything is kept in PostgreSQL',
    );
    const reading = readFeedsAtStart(options, instance, log, signal);
    await listen(options, { instance, tracer }, log, signal);
    await reading;
  });
}

/** Carries jobs out beside the servers of a PostgreSQL database, until the signal is aborted. */
async function work(data: string | null, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const place = placeOf(data, false);
  if (place.databaseUrl === null)
    throw new InputError(
      'Cannot start a worker: an embedded database belongs to one process, and its server carries the jobs out; set DATABASE_URL',
    );
  await withRunner(place, log, async () => {
    log('Carrying jobs out. Ctrl-C ends it.');
    await aborted(signal);
  });
}

/** Opens the system of record and carries its jobs out as long as `use` takes. */
async function withRunner(
  place: InstancePlace,
  log: (line: string) => void,
  use: (instance: Instance, tracer: Tracer | null) => Promise<void>,
): Promise<void> {
  const tracing = tracingTo(log);
  const instance = await openInstance(place, {
    now: () => new Date(),
    outgoing: systemOutgoing(proxy()),
    onFault: (error) => log(`Fault of the database connection: ${error.message}`),
  });
  try {
    const stopJobs = await startRunner({
      instance,
      jobs: JOBS,
      node: `${hostname()}/${process.pid}`,
      slots: JOBS_AT_ONCE,
      onFault: (error) => log(`Fault in a job: ${error.stack ?? error.message}`),
      tracer: tracing?.tracer ?? null,
    });
    try {
      await use(instance, tracing?.tracer ?? null);
    } finally {
      await stopJobs();
    }
  } finally {
    await instance.store.close();
    await tracing?.stop();
  }
}

/** Sends traces where the environment names a receiver; null: it names none. */
function tracingTo(log: (line: string) => void): RunningTracing | null {
  const settings = readTracingSettings(
    Object.fromEntries(TRACING_ENVIRONMENT.map((name) => [name, process.env[name]])),
  );
  if (settings === null) return null;
  log(`Traces are sent to ${new URL(settings.url).origin}`);
  const nowMs = () => performance.timeOrigin + performance.now();
  return startTracing({ settings, outgoing: systemOutgoing(proxy()), version: version(), nowMs, log });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Feeds that are named at the start are read then; where no other feed has brought anything, those that ship. */
async function readFeedsAtStart(
  options: ServeOptions,
  instance: Instance,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const ctx = { ...instance, actor: { kind: 'system', name: 'Server start' } } as const;
    const work = { signal, log, progress: () => {} };
    if (options.feeds.length > 0) await readStartFeeds(ctx, options.feeds, work);
    else if (options.catalogue !== null) {
      const { source, name } = knowledgeFor(options);
      await keepCatalogue(ctx, source, name, { signal });
    } else await readSampleFeeds(ctx, SAMPLE_FEEDS, work);
  } catch (error) {
    if (!signal.aborted) log(`Cannot read feeds: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Serves until the signal is aborted. */
async function listen(
  options: ServeOptions,
  { instance, tracer }: { readonly instance: Instance; readonly tracer: Tracer | null },
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const knowledge = knowledgeFor(options);
  const server = await startServer({
    instance,
    origin: process.env['PATCHWARD_ORIGIN'] ?? null,
    provider: identityProvider(),
    tracer,
    metricsToken: process.env['PATCHWARD_METRICS_TOKEN'] || null,
    ...(LOGS_JSON ? { journal: (it) => writeLog({ level: 'info', message: 'answered', ...it }) } : {}),
    trustedProxies: process.env['PATCHWARD_TRUSTED_PROXIES']?.split(',') ?? [],
    port: options.port ?? Number(process.env['PORT'] ?? DEFAULT_PORT),
    host: options.host ?? process.env['HOST'] ?? DEFAULT_HOST,
    version: version(),
    log,
    now: () => new Date(),
    knowledge: knowledge.source,
    knowledgeName: knowledge.name,
    samplePaths: globSync('samples/hospital/*.csv', { cwd: ROOT }).map((it) => ROOT + it),
  });
  log(`Patchward is at ${server.url}, with ${knowledge.name}. Ctrl-C ends it.`);
  await aborted(signal);
  await server.close();
}

/** One line of JSON for whoever collects logs. Requests are told by their route alone, never by what was asked. */
function writeLog(entry: Readonly<Record<string, string | number | null>>): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}

/** The hospital's identity provider, where the environment names one. */
function identityProvider(): IdentityProvider | null {
  const issuer = process.env['PATCHWARD_OIDC_ISSUER'];
  if (issuer === undefined) return null;
  return {
    issuer,
    name: process.env['PATCHWARD_OIDC_NAME'] ?? new URL(issuer).hostname,
    clientId: process.env['PATCHWARD_OIDC_CLIENT_ID'] ?? 'patchward',
    clientSecret: process.env['PATCHWARD_OIDC_CLIENT_SECRET'] ?? '',
  };
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

function knowledgeFor({ feeds, catalogue }: ServeOptions): { source: CatalogueSource; name: string } {
  if (catalogue !== null) return { source: { kind: 'catalogue', path: catalogue }, name: catalogue };
  if (feeds.length > 0) return { source: { kind: 'feeds', paths: feeds }, name: feeds.join(', ') };
  return { source: { kind: 'feeds', paths: [SAMPLE_FEEDS] }, name: 'the sample feeds' };
}

function version(): string {
  return (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { readonly version: string }).version;
}
