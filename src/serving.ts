import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instance } from '#app/context';
import { ensureDemonstration } from '#app/demonstration/begin';
import { readSampleFeeds, readStartFeeds } from '#app/feeds/start-feeds';
import { InputError } from '#app/input-error';
import { JOBS } from '#app/jobs/kinds';
import { startRunner } from '#app/jobs/start-runner';
import { type InstancePlace, openInstance } from '#app/open-instance';
import { tuneGarbageCollection } from '#app/operation/garbage';
import type { IdentityProvider } from '#app/people/single-sign-on';
import { readTracingSettings } from '#app/tracing/settings';
import { type RunningTracing, startTracing } from '#app/tracing/start-tracing';
import type { Tracer } from '#app/tracing/tracer';
import { keepCatalogue } from '#app/vulnerabilities/catalogues';
import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import { prepareKnowledge } from '#app/vulnerabilities/prepare-knowledge';
import type { JournalEntry } from '#http/journal';
import { startServer } from '#http/server';
import type { ServeOptions, Session } from './cli/session.ts';

// The system of record as a process: a server, or a worker beside servers. Loaded by the commands that need it alone.

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLE_FEEDS = `${ROOT}samples/feeds`;
const DEFAULT_PORT = 8080;
const DEFAULT_DATA = 'data';
/** Only this machine may come in unless a person says otherwise. */
const DEFAULT_HOST = '127.0.0.1';
/** Jobs that one process carries out at the same time. */
const JOBS_AT_ONCE = 4;

/** What the process that runs it lends. */
export interface Surroundings
  extends Pick<Session, 'environment' | 'now' | 'outgoing' | 'signal' | 'version'> {
  /** Where the system of record lives, as far as somebody has said so. */
  readonly place: (folder: string | null) => InstancePlace;
  readonly log: (line: string) => void;
  /** Is told of every request that was answered; null: nobody wants to know. */
  readonly journal: ((it: JournalEntry) => void) | null;
}

/** A demonstration that nobody named a place for is kept in a folder that goes with the server. */
export async function serve(options: ServeOptions, around: Surroundings): Promise<void> {
  const named = around.place(options.data);
  if (!options.demo || named.folder !== null || named.databaseUrl !== null) return serveFrom(options, around);
  const passing = await mkdtemp(join(tmpdir(), 'patchward-demo-'));
  try {
    await serveFrom({ ...options, data: passing }, around);
  } finally {
    await rm(passing, { recursive: true, force: true });
  }
}

async function serveFrom(options: ServeOptions, around: Surroundings): Promise<void> {
  const { log } = around;
  const named = around.place(options.data);
  const place =
    named.folder === null && named.databaseUrl === null ? { ...named, folder: DEFAULT_DATA } : named;
  await withRunner(place, around, async (instance, tracer) => {
    if (options.demo) await ensureDemonstration(instance);
    log(
      place.databaseUrl === null
        ? `Everything is kept in ${resolve(place.folder ?? '')}`
        : 'Everything is kept in PostgreSQL',
    );
    const ended = new AbortController();
    const signal = AbortSignal.any([around.signal, ended.signal]);
    const reading = readFeedsAtStart(options, instance, { ...around, signal });
    try {
      await listen(options, { instance, tracer }, around);
    } finally {
      // Where it cannot listen, nobody waits for feeds, and the database is about to close.
      ended.abort();
      await reading;
    }
  });
}

/** Carries jobs out beside the servers of a PostgreSQL database, until the signal is aborted. */
export async function work(data: string | null, around: Surroundings): Promise<void> {
  const place = around.place(data);
  if (place.databaseUrl === null)
    throw new InputError(
      'Cannot start a worker: an embedded database belongs to one process, and its server carries the jobs out; set DATABASE_URL',
    );
  await withRunner(place, around, async () => {
    around.log('Carrying jobs out. Ctrl-C ends it.');
    await aborted(around.signal);
  });
}

/** Opens the system of record and carries its jobs out as long as `use` takes. */
async function withRunner(
  place: InstancePlace,
  around: Surroundings,
  use: (instance: Instance, tracer: Tracer | null) => Promise<void>,
): Promise<void> {
  const { now, outgoing, log } = around;
  tuneGarbageCollection();
  const tracing = tracingFor(around);
  const instance = await openInstance(place, {
    now,
    outgoing,
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
    const leaving = new AbortController();
    const preparing = prepare(instance, leaving.signal, log);
    try {
      await use(instance, tracing?.tracer ?? null);
    } finally {
      leaving.abort();
      await preparing;
      await stopJobs();
    }
  } finally {
    await instance.store.close();
    await tracing?.stop();
  }
}

async function prepare(instance: Instance, signal: AbortSignal, log: Surroundings['log']): Promise<void> {
  try {
    await prepareKnowledge({ ...instance, actor: { kind: 'system', name: 'Start' } }, signal);
  } catch (error) {
    if (!signal.aborted)
      log(
        `Cannot open feeds ahead of the first change: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}

/** Sends traces where the environment names a receiver; null: it names none. */
function tracingFor({ environment, outgoing, version, log }: Surroundings): RunningTracing | null {
  const settings = readTracingSettings(environment);
  if (settings === null) return null;
  log(`Traces are sent to ${new URL(settings.url).origin}`);
  const nowMs = () => performance.timeOrigin + performance.now();
  return startTracing({ settings, outgoing, version, nowMs, log });
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
  { log, signal }: Surroundings,
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
  { environment, version, now, log, journal, signal }: Surroundings,
): Promise<void> {
  const knowledge = knowledgeFor(options);
  const server = await startServer({
    instance,
    origin: environment['PATCHWARD_ORIGIN'] ?? null,
    provider: identityProvider(environment),
    tracer,
    metricsToken: environment['PATCHWARD_METRICS_TOKEN'] || null,
    language: environment['PATCHWARD_LANGUAGE'] || 'en',
    ...(journal === null ? {} : { journal }),
    trustedProxies: environment['PATCHWARD_TRUSTED_PROXIES']?.split(',') ?? [],
    port: options.port ?? Number(environment['PORT'] ?? DEFAULT_PORT),
    host: options.host ?? environment['HOST'] ?? DEFAULT_HOST,
    version,
    log,
    now,
    knowledge: knowledge.source,
    knowledgeName: knowledge.name,
    samplePaths: globSync('samples/hospital/*.csv', { cwd: ROOT }).map((it) => ROOT + it),
  });
  log(`Patchward is at ${server.url}, with ${knowledge.name}. Ctrl-C ends it.`);
  await aborted(signal);
  await server.close();
}

/** The hospital's identity provider, where the environment names one. */
function identityProvider(environment: Surroundings['environment']): IdentityProvider | null {
  const issuer = environment['PATCHWARD_OIDC_ISSUER'];
  if (issuer === undefined) return null;
  return {
    issuer,
    name: environment['PATCHWARD_OIDC_NAME'] ?? new URL(issuer).hostname,
    clientId: environment['PATCHWARD_OIDC_CLIENT_ID'] ?? 'patchward',
    clientSecret: environment['PATCHWARD_OIDC_CLIENT_SECRET'] ?? '',
  };
}

function knowledgeFor({ feeds, catalogue }: ServeOptions): { source: CatalogueSource; name: string } {
  if (catalogue !== null) return { source: { kind: 'catalogue', path: catalogue }, name: catalogue };
  if (feeds.length > 0) return { source: { kind: 'feeds', paths: feeds }, name: feeds.join(', ') };
  return { source: { kind: 'feeds', paths: [SAMPLE_FEEDS] }, name: 'the sample feeds' };
}
