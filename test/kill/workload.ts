import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { api } from '#contract/api';
import { addressOf, type Answer, type Arguments, type Route } from '#contract/kit';
import { FIRST_PERSON } from '../record-server.ts';
import { nvdOf, type Weakness } from '../small-feeds.ts';
import type { Cluster } from './cluster.ts';

/** What one node after the other was asked, and said yes to. */
export interface Acknowledged {
  readonly imports: string[];
  readonly edits: string[];
  /** Jobs that read feeds. */
  readonly feeds: string[];
}

/**
 * Imports of two sources that overlap, bulk edits over what they made, and feeds whose words about them change, so that findings
 * open and close; the same for the same round.
 */
export async function runWorkload(
  cluster: Cluster,
  devices: number,
  rounds: AsyncIterable<number> | Iterable<number>,
): Promise<Acknowledged> {
  const listener = await listen();
  try {
    return await workAndListen(await signIn(cluster), devices, rounds, listener);
  } finally {
    listener.close();
  }
}

async function workAndListen(
  client: Client,
  devices: number,
  rounds: AsyncIterable<number> | Iterable<number>,
  listener: Listener,
): Promise<Acknowledged> {
  const destinationId = await tellListener(client, listener);
  const done: Acknowledged = { imports: [], edits: [], feeds: [] };
  const feed = await client.ask(api.addFeed, { body: { source: 'files', name: 'Brought' } });
  for await (const round of rounds) {
    done.imports.push(await importFile(client, `cmms-${round}.csv`, 'CMMS', round, cmms(devices, round)));
    done.imports.push(await importFile(client, `scan-${round}.csv`, 'Scan', round, scan(devices / 2, round)));
    const edit = await client.ask(api.startBulkEdit, {
      body: {
        selection: { filter: '', ids: null },
        change: { addTags: [`round ${round}`], removeTags: [`round ${round - 2}`] },
      },
    });
    done.edits.push(edit.id);
    done.feeds.push(await bringFeed(client, feed.id, round));
    await client.until(api.readBulkEdit, { params: { id: edit.id } }, ({ state }) => state === 'done');
  }
  const unfinished = { query: { state: ['waiting' as const, 'running' as const] } };
  await client.until(api.listJobs, unfinished, ({ items }) => items.length === 0);
  await client.until(api.readDestination, { params: { id: destinationId } }, ({ waiting }) => waiting === 0);
  proveTold(listener, done);
  return done;
}

/** A server outside that is told of imports, and whose answers are sometimes cut off. */
interface Listener {
  readonly url: string;
  /** By import, the ids of the webhooks that told of it. */
  readonly heard: ReadonlyMap<string, ReadonlySet<string>>;
  close(): void;
}

const CUT_EVERY = 7;

async function listen(): Promise<Listener> {
  const heard = new Map<string, Set<string>>();
  /** Each is cut off once at most: after a second time a sender waits for minutes. */
  const cut = new Set<string>();
  let asked = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (it: Buffer) => chunks.push(it));
    request.on('end', () => {
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: { importId: string } };
      const ids = heard.get(data.importId) ?? new Set();
      const id = String(request.headers['webhook-id']);
      heard.set(data.importId, ids.add(id));
      asked += 1;
      if (asked % CUT_EVERY === 0 && !cut.has(id)) {
        cut.add(id);
        response.destroy();
      } else response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function tellListener(client: Client, { url }: Listener): Promise<string> {
  await client.ask(api.editOutgoingPolicy, { body: { version: 0, allowed: ['127.0.0.1'] } });
  const place = { kind: 'webhook', url } as const;
  const { destination } = await client.ask(api.addDestination, {
    body: { name: 'Listener', place, events: ['import.finished'] },
  });
  return destination.id;
}

/** @throws when an import was not told of, or as two different things */
function proveTold({ heard }: Listener, { imports }: Acknowledged): void {
  const untold = imports.filter((id) => !heard.has(id));
  const twice = [...heard].filter(([, ids]) => ids.size !== 1);
  if (untold.length + twice.length > 0)
    throw new Error(
      `${untold.length} of ${imports.length} imports were not told of, ${twice.length} as different things`,
    );
}

async function importFile(
  client: Client,
  name: string,
  source: string,
  round: number,
  text: string,
): Promise<string> {
  const form = new FormData();
  form.set('source', source);
  form.set('at', new Date(Date.UTC(2026, 0, 1 + round)).toISOString());
  form.set('file', new Blob([text]), name);
  const { id } = await client.send(api.previewImport, form);
  const params = { params: { id } };
  await client.until(api.readImport, params, ({ state }) => {
    if (state === 'failed') throw new Error(`Import ${name} failed`);
    return state === 'previewed';
  });
  // Whether the request that broke off was carried out is told by the import itself.
  await client.until(api.readImport, params, async ({ state }) => {
    // A person would ask again, too, rather than wait until the product sees by itself that nobody works on it.
    if (state === 'previewed' || state === 'applying') await client.tell(api.applyImport, params);
    if (state === 'failed') throw new Error(`Import ${name} failed`);
    return state === 'applied';
  });
  return id;
}

/** What is read, compiled and matched goes on while the next round begins. */
async function bringFeed(client: Client, feedId: string, round: number): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([JSON.stringify(nvdOf('baxter', weaknesses(round)))]), 'nvd.json');
  const { id } = await client.send(api.bringFeedFile, form, { params: { id: feedId } });
  await client.until(api.readJob, { params: { id } }, ({ state, failure }) => {
    if (state === 'failed' || state === 'cancelled')
      throw new Error(`Feed of round ${round} ${state}: ${failure ?? ''}`);
    return state === 'done';
  });
  return id;
}

function weaknesses(round: number): Weakness[] {
  const product = 'sigma_spectrum_firmware';
  return [0, 2, 5].map((shift) => ({
    product,
    fixedIn: `9.${(round + shift) % 8}`,
    score: 4 + ((round + shift) % 6),
    exploited: false,
  }));
}

function cmms(devices: number, round: number): string {
  const rows = Array.from({ length: devices }, (_, i) =>
    [
      `AT-${i}`,
      `SN-${1000 + i}`,
      'Baxter',
      'Sigma Spectrum',
      `9.${(i + round) % 7}`,
      `Ward ${(i * round) % 9}`,
    ].join(),
  );
  return ['Asset Tag,Serial Number,Manufacturer,Model,Firmware Version,Department', ...rows].join('\n');
}

function scan(devices: number, round: number): string {
  const rows = Array.from({ length: devices }, (_, i) =>
    [`SN-${1000 + i * 2}`, `10.${round % 200}.${i >> 8}.${i & 255}`, `pump-${i}`].join(),
  );
  return ['Serial Number,IP Address,Hostname', ...rows].join('\n');
}

interface Client {
  /** Asks again until a node answers; the answer must be yes. */
  ask<R extends Route>(it: R, args: Arguments<R>): Promise<Answer<R>>;
  send<R extends Route>(it: R, form: FormData, args?: Arguments<R>): Promise<Answer<R>>;
  /** Asks once, whatever comes of it. */
  tell<R extends Route>(it: R, args: Arguments<R>): Promise<void>;
  until<R extends Route>(
    it: R,
    args: Arguments<R>,
    enough: (it: Answer<R>) => boolean | Promise<boolean>,
  ): Promise<void>;
}

const ASK_AGAIN_MS = 60;
/** No kill keeps an answer away for so long: a job that was taken over starts within half a minute. */
const PATIENCE_MS = 180_000;

async function signIn(cluster: Cluster): Promise<Client> {
  let cookie = '';
  const tryOnce = async (it: Route, args: Arguments<Route>, form?: FormData): Promise<Response | null> => {
    const { body } = args as { readonly body?: unknown };
    try {
      const response = await fetch(cluster.address() + addressOf(it, args), {
        method: it.method,
        headers: {
          cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(form === undefined ? {} : { body: form }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      });
      for (const set of response.headers.getSetCookie()) cookie = set.slice(0, set.indexOf(';'));
      return new Response(await response.text(), { status: response.status });
    } catch (error) {
      // The node was killed before it answered, or is not back yet.
      if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return null;
      throw error;
    }
  };
  const again = async (it: Route, args: Arguments<Route>, form?: FormData): Promise<unknown> => {
    const began = performance.now();
    for (;;) {
      const response = await tryOnce(it, args, form);
      if (response?.ok === true) return response.json();
      const patient = performance.now() - began < PATIENCE_MS;
      if (!patient || (response !== null && ![429, 500, 503].includes(response.status)))
        throw new Error(
          `${it.method} ${it.path}: ${response === null ? 'no answer' : `${response.status} ${await response.text()}`}`,
        );
      await pause(ASK_AGAIN_MS);
    }
  };
  await again(api.createFirstPerson, { body: FIRST_PERSON } as Arguments<Route>);
  return {
    ask: async <R extends Route>(it: R, args: Arguments<R>) => (await again(it, args)) as Answer<R>,
    send: async <R extends Route>(it: R, form: FormData, args?: Arguments<R>) =>
      (await again(it, args ?? {}, form)) as Answer<R>,
    tell: async (it, args) => {
      await tryOnce(it, args);
    },
    until: async <R extends Route>(
      it: R,
      args: Arguments<R>,
      enough: (it: Answer<R>) => boolean | Promise<boolean>,
    ) => {
      const began = performance.now();
      for (;;) {
        const answer = (await again(it, args)) as Answer<R>;
        if (await enough(answer)) return;
        if (performance.now() - began > PATIENCE_MS) {
          const jobs = await again(api.listJobs, {
            query: { state: ['waiting', 'running', 'failed'] },
          } as never);
          throw new Error(
            `${it.method} ${it.path}: still ${JSON.stringify(answer)}; ${JSON.stringify(jobs)}`,
          );
        }
        await pause(ASK_AGAIN_MS);
      }
    },
  };
}
