import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { type WebServer, webServer } from './web-server.ts';

/** A row as a stand-in for a ticket system keeps it. */
export interface StandInTicket {
  readonly id: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  state: string;
}

export interface TicketStandIn extends WebServer {
  readonly url: string;
  readonly tickets: StandInTicket[];
  /** What the next requests that would make a ticket meet; then all goes well again. */
  readonly faults: ('none' | 'cut-after' | 'cut-before' | 'busy' | 'fault')[];
  /** Authorization of every request. */
  readonly credentials: (string | undefined)[];
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  request.on('data', (it: Buffer) => chunks.push(it));
  await once(request, 'end');
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const NOW_STATES: Readonly<Record<string, string>> = {
  '1': 'New',
  '2': 'In Progress',
  '6': 'Resolved',
  '7': 'Closed',
};

function standIn(
  t: TestContext,
  serve: (
    it: Omit<TicketStandIn, keyof WebServer | 'url'>,
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>,
): Promise<TicketStandIn> {
  const kept = { tickets: [] as StandInTicket[], faults: [], credentials: [] as (string | undefined)[] };
  return webServer(t, (request, response) => {
    kept.credentials.push(request.headers.authorization);
    serve(kept, request, response).catch((error: unknown) => response.destroy(error as Error));
  }).then((server) => ({ ...server, ...kept, url: `http://127.0.0.1:${server.port}` }));
}

/** Makes a ticket, or what the next fault says. @returns null where the answer was cut or refused */
function make(
  kept: Omit<TicketStandIn, keyof WebServer | 'url'>,
  response: ServerResponse,
  it: StandInTicket,
): StandInTicket | null {
  switch (kept.faults.shift() ?? 'none') {
    case 'cut-before':
      response.destroy();
      return null;
    case 'cut-after':
      kept.tickets.push(it);
      response.destroy();
      return null;
    case 'busy':
      answer(response, 429, { error: 'too many' }, { 'retry-after': '120' });
      return null;
    case 'fault':
      answer(response, 500, { error: 'fault' });
      return null;
    case 'none':
      kept.tickets.push(it);
      return it;
  }
}

/** A server that speaks the part of ServiceNow's Table API that tickets need. */
export function serviceNow(t: TestContext): Promise<TicketStandIn> {
  const rowOf = ({ id, key, state, body }: StandInTicket) => ({
    sys_id: { value: id, display_value: id },
    number: { value: key, display_value: key },
    state: { value: state, display_value: NOW_STATES[state] ?? state },
    active: { value: String(state !== '7'), display_value: String(state !== '7') },
    correlation_id: { value: body['correlation_id'], display_value: body['correlation_id'] },
  });
  return standIn(t, async (kept, request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname !== '/api/now/table/incident') return answer(response, 404, { error: 'no such table' });
    if (request.headers.authorization === undefined) return answer(response, 401, { error: 'who' });
    if (request.method === 'POST') {
      const body = await jsonOf(request);
      const no = kept.tickets.length + 1;
      const id = no.toString(16).padStart(32, '0');
      const made = make(kept, response, { id, key: `INC${1000 + no}`, body, state: '1' });
      return made === null ? undefined : answer(response, 201, { result: rowOf(made) });
    }
    const query = url.searchParams.get('sysparm_query') ?? '';
    const [, correlation] = /^correlation_id=(.+)$/.exec(query) ?? [];
    const [, ids] = /^sys_idIN(.+)$/.exec(query) ?? [];
    const found = kept.tickets.filter(
      (it) =>
        (correlation === undefined || it.body['correlation_id'] === correlation) &&
        (ids === undefined || ids.split(',').includes(it.id)),
    );
    return answer(response, 200, {
      result: found.slice(0, Number(url.searchParams.get('sysparm_limit'))).map(rowOf),
    });
  });
}

const CATEGORIES: Readonly<Record<string, string>> = {
  'To Do': 'new',
  'In Progress': 'indeterminate',
  Done: 'done',
};

/** A server that speaks the part of Jira Cloud's REST API that tickets need. */
export function jira(t: TestContext): Promise<TicketStandIn> {
  return standIn(t, async (kept, request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/rest/api/2/project/MED') return answer(response, 200, { key: 'MED' });
    if (pathname === '/rest/api/2/issue') {
      const body = await jsonOf(request);
      const no = kept.tickets.length + 1;
      const made = make(kept, response, { id: String(10_000 + no), key: `MED-${no}`, body, state: 'To Do' });
      return made === null ? undefined : answer(response, 201, { id: made.id, key: made.key, self: 'x' });
    }
    if (pathname !== '/rest/api/2/search/jql') return answer(response, 404, { errorMessages: ['not here'] });
    const { jql } = (await jsonOf(request)) as { jql: string };
    const labels = [...jql.matchAll(/"(patchward-[^"]+)"/g)].map((it) => it[1]);
    const issues = kept.tickets
      .filter((it) =>
        (it.body['fields'] as { labels: string[] }).labels.some((label) => labels.includes(label)),
      )
      .map(({ id, key, state }) => ({
        id,
        key,
        fields: { status: { name: state, statusCategory: { key: CATEGORIES[state] } } },
      }));
    return answer(response, 200, { issues });
  });
}
