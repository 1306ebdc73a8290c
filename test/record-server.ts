import type { TestContext } from 'node:test';
import type { Instance } from '../src/app/context.ts';
import { addressOf, type Answer, type Arguments, type Route } from '../src/contract/kit.ts';
import { Problem } from '../src/contract/problem.ts';
import { type ServerOptions, startServer } from '../src/http/server.ts';
import { instanceOn, type TestClock } from './context.ts';
import { type Engine, freshStore } from './database.ts';

/** A browser as the server sees it: it keeps its cookie. */
export interface Visitor {
  /** Status of the answer and its JSON; where it is no, which kind of no. */
  ask<R extends Route>(
    it: R,
    args: Arguments<R>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{
    readonly status: number;
    readonly body: Answer<R>;
    readonly code: string | null;
    readonly headers: Headers;
  }>;
}

export interface RecordServer {
  readonly url: string;
  readonly instance: Instance;
  readonly clock: TestClock;
  readonly log: readonly string[];
  visitor(): Visitor;
  /** Changes what the product never changes, as somebody with the database's own rights could. */
  tamper(statement: string): Promise<void>;
}

/** The system of record on an empty database, without a web app; null after marking the test as skipped. */
export async function recordServer(
  t: TestContext,
  engine: Engine,
  over: Partial<ServerOptions> = {},
): Promise<RecordServer | null> {
  const closing: (() => Promise<void>)[] = [];
  // The server ends before the store it stands on: hooks run in the order they were added.
  t.after(async () => {
    for (const close of closing) await close();
  });
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
  const instance = instanceOn(store, clock);
  const log: string[] = [];
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    version: '0.0.0',
    log: (line) => log.push(line),
    now: instance.now,
    knowledge: { kind: 'feeds', paths: [] },
    knowledgeName: 'no feeds',
    samplePaths: [],
    webFolder: null,
    instance,
    ...over,
  });
  closing.push(() => server.close());
  return {
    url: server.url,
    instance,
    clock,
    log,
    visitor: () => visitorOf(server.url),
    tamper: async (statement) => {
      await store.pool.query('alter table audit_entry disable trigger audit_entry_append_only');
      await store.pool.query(statement);
      await store.pool.query('alter table audit_entry enable trigger audit_entry_append_only');
    },
  };
}

function visitorOf(url: string): Visitor {
  let cookie = '';
  return {
    ask: async <R extends Route>(
      it: R,
      args: Arguments<R>,
      headers: Readonly<Record<string, string>> = {},
    ) => {
      const { body } = args as { readonly body?: unknown };
      const response = await fetch(url + addressOf(it, args), {
        method: it.method,
        headers: {
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const set of response.headers.getSetCookie()) cookie = set.slice(0, set.indexOf(';'));
      const type = response.headers.get('content-type') ?? '';
      // A stream of events has no end to wait for.
      if (type.startsWith('text/event-stream')) await response.body?.cancel();
      const text = type.startsWith('text/event-stream') ? '' : await response.text();
      const json = /json(;|$)/.test(type);
      const answer: unknown = json ? JSON.parse(text) : text;
      // Whatever a test asks for, its answer is what the contract says.
      if (response.ok && json && !/[?&]fields=/.test(response.url)) it.response.parse(answer);
      return {
        status: response.status,
        body: answer as Answer<R>,
        code: response.ok ? null : (Problem.parse(JSON.parse(text)).code ?? null),
        headers: response.headers,
      };
    },
  };
}

export const FIRST_PERSON = {
  login: 'ada@example.org',
  name: 'Ada',
  password: 'seven pumps on the third floor',
} as const;
