import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import { readOwnSbom } from '#app/about/own-parts';
import type { Instance } from '#app/context';
import { isReady } from '#app/operation/measures';
import { InputError } from '#app/input-error';
import type { JobCatalogue } from '#app/jobs/kind';
import { JOBS } from '#app/jobs/kinds';
import type { IdentityProvider } from '#app/people/single-sign-on';
import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import type { Tracer } from '#app/tracing/tracer';
import { api } from '#contract/api';
import { problemFor, Refused, retryAfterSecondsOf } from './answer.ts';
import { serveAssessments } from './assessments/handlers.ts';
import { createLedger } from './assessments/ledger.ts';
import { guard } from './guard.ts';
import { serveApiPage } from './api-page.ts';
import { type JournalEntry, keepJournal } from './journal.ts';
import { createMeter } from './metrics.ts';
import { describeSoon, serveOpenApi } from './open-api.ts';
import { limitAddresses, RATE_LIMITS, type RateLimits } from './rate-limit.ts';
import { serveRecord } from './record.ts';
import { serveRoute } from './serve-route.ts';
import { webBundle } from './web-bundle.ts';
import { traceRequests } from './trace-requests.ts';
import { serveWebFiles } from './web-files.ts';

export interface ServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Address it listens at; without an instance to sign in to, anything but a loopback address lets the whole network in. */
  readonly host: string;
  readonly version: string;
  /** Plain lines for the person who started the server. */
  readonly log: (line: string) => void;
  readonly now: () => Date;
  /** Feeds or a compiled catalogue. */
  readonly knowledge: CatalogueSource;
  /** Where it comes from, in words a page can show: "the feeds that ship with Patchward", "/srv/feeds". */
  readonly knowledgeName: string;
  /** Inventory files of the sample hospital; empty when `samples/` is missing. */
  readonly samplePaths: readonly string[];
  /** People, inventory and what else is kept; left out: the server only assesses what it is given, for anybody. */
  readonly instance?: Instance;
  /** Address at which people reach this server, where a proxy stands before it: `https://patchward.example.org`. */
  readonly origin?: string | null;
  /** The hospital's identity provider, where people sign in with it. */
  readonly provider?: IdentityProvider | null;
  /** Long work the server can be asked for; tests put kinds of their own here. */
  readonly jobs?: JobCatalogue;
  /** What Prometheus brings to read `/metrics`; null: only accounts may. */
  readonly metricsToken?: string | null;
  readonly rateLimits?: RateLimits;
  /** Traces requests; null: none are traced. */
  readonly tracer?: Tracer | null;
  /** Told of each request once it is answered. */
  readonly journal?: (it: JournalEntry) => void;
  /** Proxies whose word about the caller's address is taken. */
  readonly trustedProxies?: readonly string[];
  readonly uploadBytesMax?: number;
  readonly keptMax?: number;
  readonly runningMax?: number;
  /** Tests put a slow or broken one here. */
  readonly workerFile?: URL;
  /** Folder of a built web app; null serves the API alone. Left out: the app of this checkout, built when needed. */
  readonly webFolder?: string | null;
  /** Language of that app: `en`, or one with a file in `src/web/texts`. */
  readonly language?: string;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

const UPLOAD_BYTES_MAX = 500_000_000;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Starts the web app and its API. Throws with a sentence fit for the terminal when the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log } = options;
  const settings = {
    uploadBytesMax: UPLOAD_BYTES_MAX,
    keptMax: 6,
    runningMax: 2,
    workerFile: new URL('./assessments/worker.ts', import.meta.url),
    ...options,
  };
  const webFolder =
    options.webFolder === undefined ? await webBundle(log, options.language) : options.webFolder;
  const app = Fastify({
    bodyLimit: 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
    trustProxy: [...(options.trustedProxies ?? [])],
    genReqId: () => randomUUID(),
  });
  const cacheFolder = await mkdtemp(join(tmpdir(), 'patchward-feeds-'));
  const ledger = createLedger({ ...settings, knowledge: keptIn(cacheFolder, settings.knowledge) });

  const meter = createMeter();
  const rateLimits = options.rateLimits ?? RATE_LIMITS;
  if (options.tracer != null) traceRequests(app, options.tracer);
  keepJournal(app, (it) => {
    meter.note(it);
    options.journal?.(it);
  });
  limitAddresses(app, rateLimits, options.now);
  guard(
    app,
    new Set([...LOOPBACK_NAMES, hostNameOf(host), hostname().toLowerCase(), ...namesIn(options.origin)]),
    { https: options.origin?.startsWith('https:') === true },
  );
  answerErrors(app, log);
  app.decorate('uploadBytesMax', settings.uploadBytesMax);
  await app.register(multipart, {
    limits: { fileSize: settings.uploadBytesMax, files: 8, fields: 8, fieldSize: 200_000 },
    throwFileSizeLimit: false,
  });
  if (options.instance !== undefined)
    await serveRecord(app, options.instance, {
      origin: options.origin ?? null,
      provider: options.provider ?? null,
      jobs: options.jobs ?? JOBS,
      // Behind a proxy every caller seems to sit at this machine.
      loopback: isLoopback(host) && options.origin == null && (options.trustedProxies ?? []).length === 0,
      metricsToken: options.metricsToken ?? null,
      rateLimits,
      meter,
      log,
    });
  const { instance } = options;
  serveAbout(app, {
    ...settings,
    record: instance !== undefined,
    isReady: instance === undefined ? null : () => isReady(instance),
  });
  serveOpenApi(app, settings.version);
  serveApiPage(app, settings.version);
  serveAssessments(app, ledger, settings);
  await serveWebFiles(app, webFolder);

  await listen(app, host, port);
  if (options.instance !== undefined) describeSoon(settings.version);
  if (!isLoopback(host) && options.instance === undefined)
    log(`Listening on ${host}: whoever can reach it can use it, there is no sign-in`);
  const { port: taken } = app.server.address() as { readonly port: number };
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : hostNameOf(host)}:${taken}`,
    close: async () => {
      await ledger.close();
      await app.close();
      meter.end();
      await rm(cacheFolder, { recursive: true, force: true });
    },
  };
}

/** Each assessment has a worker of its own; feeds that did not change are compiled by the first alone. */
function keptIn(cacheFolder: string, source: CatalogueSource): CatalogueSource {
  return source.kind === 'feeds' ? { ...source, cacheFolder } : source;
}

function namesIn(origin: string | null | undefined): string[] {
  return origin == null ? [] : [new URL(origin).hostname];
}

function hostNameOf(host: string): string {
  return host.includes(':') ? `[${host}]` : host.toLowerCase();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function answerErrors(app: FastifyInstance, log: (line: string) => void): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemFor(error, request.id);
    if (problem.status >= 500)
      log(
        `Fault in ${request.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    const retryAfterSeconds = retryAfterSecondsOf(error);
    if (retryAfterSeconds !== null) void reply.header('retry-after', retryAfterSeconds);
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .send({ ...problem, instance: request.url });
  });
}

type AboutSettings = Pick<ServerOptions, 'host' | 'version' | 'knowledgeName' | 'samplePaths'> & {
  readonly uploadBytesMax: number;
  readonly keptMax: number;
  readonly record: boolean;
  /** Null: there is nothing to wait for. */
  readonly isReady: (() => Promise<boolean>) | null;
};

function serveAbout(app: FastifyInstance, settings: AboutSettings): void {
  serveRoute(app, api.readLive, async () => ({ status: 'ok' as const }));
  serveRoute(app, api.readReady, async () => {
    if (settings.isReady !== null && !(await settings.isReady()))
      throw new Refused(503, 'Cannot take work yet: the database does not answer');
    return { status: 'ok' as const };
  });
  serveRoute(app, api.readOwnSbom, async () => {
    const { components, ...rest } = await readOwnSbom();
    return { ...rest, components: components.map((it) => ({ ...it })) };
  });
  serveRoute(app, api.readAbout, async () => ({
    version: settings.version,
    feeds: settings.knowledgeName,
    sample: settings.samplePaths.length > 0,
    record: settings.record,
    loopback: isLoopback(settings.host),
    uploadBytesMax: settings.uploadBytesMax,
    keptMax: settings.keptMax,
  }));
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EADDRINUSE')
      throw new InputError(
        `Cannot listen on ${host}:${port}: the port is taken, choose another with --port`,
        {
          cause: error,
        },
      );
    if (code === 'EACCES')
      throw new InputError(
        `Cannot listen on ${host}:${port}: this user may not, choose a port above 1023 with --port`,
        {
          cause: error,
        },
      );
    throw error;
  }
}
