import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { api } from '#contract/api';
import type { AssessmentView } from '#contract/assessments/assessment';
import { call } from '#contract/client';
import { addressOf } from '#contract/kit';
import { ProblemError } from '#contract/problem';
import { type ServerOptions, startServer } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchward-test-'));

function fileThatSays(wish: string): string {
  const path = join(folder, `${wish}.csv`);
  writeFileSync(path, wish);
  return path;
}

/** A server whose assessments do what the "sample" file says. */
async function serverFor(t: TestContext, wish: string, over: Partial<ServerOptions> = {}) {
  const log: string[] = [];
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    version: '0.0.0',
    log: (line) => log.push(line),
    now: () => new Date('2026-03-01T00:00:00Z'),
    knowledge: { kind: 'feeds', paths: [] },
    knowledgeName: 'no feeds',
    samplePaths: [fileThatSays(wish)],
    workerFile: new URL('../../test/http-worker.ts', import.meta.url),
    webFolder: null,
    ...over,
  });
  t.after(() => server.close());
  const base = { base: server.url };
  return {
    url: server.url,
    log,
    base,
    start: () => call(api.createAssessment, { body: { sample: true } }, base),
  };
}

async function problemOf(act: Promise<unknown>) {
  const error = await act.then(
    () => assert.fail('an answer instead of a problem'),
    (it: unknown) => it,
  );
  assert(error instanceof ProblemError, String(error));
  return error.problem;
}

/** The states an assessment goes through, as its events tell them. */
async function statesOf(url: string, id: string): Promise<AssessmentView[]> {
  const response = await fetch(url + addressOf(api.watchAssessment, { params: { id } }));
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const text = await response.text();
  return [...text.matchAll(/^data: (.+)$/gm)].map((it) => JSON.parse(it[1] as string) as AssessmentView);
}

test('an assessment runs, tells its progress and answers questions about its result', async (t) => {
  const { url, base, start } = await serverFor(t, 'good');
  const { id } = await start();
  const last = (await statesOf(url, id)).at(-1);
  assert.equal(last?.state, 'done');
  assert.equal(last.summary?.devices, 3);

  const params = { id };
  const findings = await call(api.listFindings, { params, query: { limit: 2 } }, base);
  assert.equal(findings.total, 4);
  assert.equal(findings.items.length, 2);
  const rest = await call(
    api.listFindings,
    { params, query: { limit: 2, cursor: findings.next ?? '' } },
    base,
  );
  assert.equal(rest.next, null);
  const wrong = await problemOf(call(api.listFindings, { params, query: { cursor: '1.x' } }, base));
  assert.equal(wrong.status, 400);
  const findingId = findings.items[0]?.id ?? '';
  const why = await call(api.explainFinding, { params: { id, findingId } }, base);
  assert.equal(why.finding.id, findingId);
  assert.equal((await call(api.listActions, { params }, base)).items.length > 0, true);
  const devices = await call(api.listDevices, { params }, base);
  assert.equal(devices.total, 3);
  const deviceId = devices.items[0]?.id ?? '';
  const view = await call(api.readDevice, { params: { id, deviceId } }, base);
  assert.equal(view.device.id, deviceId);
  assert.equal((await call(api.listRejects, { params }, base)).total, 1);
  assert.equal((await call(api.listPlaces, { params }, base)).items.length > 0, true);
  const { columns } = await call(api.readColumns, { params }, base);
  assert.deepEqual(
    columns.map((it) => [it.column, it.state]),
    [
      ['Model', 'mapped'],
      ['Cost', 'unmapped'],
      ['Patient', 'refused'],
    ],
  );
});

test('every export is a file of its own kind', async (t) => {
  const { url, start } = await serverFor(t, 'good');
  const { id } = await start();
  await statesOf(url, id);
  const beginnings = {
    csv: '\uFEFF',
    xlsx: 'PK',
    json: '{',
    'csaf-vex': '{',
    'cyclonedx-vex': '{',
    rejects: '\uFEFF',
  } as const;
  for (const [format, beginning] of Object.entries(beginnings)) {
    const response = await fetch(`${url}/api/v1/assessments/${id}/export?format=${format}`);
    assert.equal(response.status, 200, format);
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="patchward-/);
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    assert.equal(
      text.startsWith(beginning),
      true,
      `${format} begins with ${JSON.stringify(text.slice(0, 4))}`,
    );
  }
});

test('a file that cannot be used says why; a fault of the program says that it is one', async (t) => {
  const bad = await serverFor(t, 'bad');
  const badLast = (await statesOf(bad.url, (await bad.start()).id)).at(-1);
  assert.equal(badLast?.failure?.reason, 'Cannot read inventory "list.csv": it is a PDF');
  assert.equal(badLast.failure.fault, false);

  const broken = await serverFor(t, 'break');
  const brokenLast = (await statesOf(broken.url, (await broken.start()).id)).at(-1);
  assert.equal(brokenLast?.state, 'failed');
  assert.equal(brokenLast.failure?.fault, true);
  assert.match(broken.log.join('\n'), /broken on purpose/);
});

test('a running assessment can be cancelled and run again from the same file', async (t) => {
  const { url, base, start } = await serverFor(t, 'slow');
  const { id } = await start();
  assert.equal((await problemOf(call(api.listFindings, { params: { id } }, base))).status, 409);
  const cancelled = await call(api.cancelAssessment, { params: { id } }, base);
  assert.equal(cancelled.state, 'cancelled');
  assert.equal((await problemOf(call(api.cancelAssessment, { params: { id } }, base))).status, 409);
  assert.deepEqual(
    (await statesOf(url, id)).map((it) => it.state),
    ['cancelled'],
  );
  const again = await call(api.createAssessment, { body: { from: id, mapping: {} } }, base);
  assert.equal(again.sample, true);
});

test('only so many run at once, and the answer says when to come back', async (t) => {
  const { url, start } = await serverFor(t, 'slow', { runningMax: 1 });
  await start();
  const response = await fetch(`${url}/api/v1/assessments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"sample":true}',
  });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get('retry-after'), '5');
});

test('the oldest result goes when there are too many, and is said to be gone', async (t) => {
  const { url, base, start } = await serverFor(t, 'good', { keptMax: 2 });
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { id } = await start();
    await statesOf(url, id);
    ids.push(id);
  }
  const gone = await problemOf(call(api.readAssessment, { params: { id: ids[0] as string } }, base));
  assert.equal(gone.status, 410);
  assert.match(gone.detail ?? '', /keeps the latest 2/);
  assert.equal((await call(api.listAssessments, {}, base)).total, 2);
  await call(api.dropAssessment, { params: { id: ids[2] as string } }, base);
  assert.equal((await call(api.listAssessments, {}, base)).total, 1);
});

test('what is not known or not allowed is answered with a problem that names it', async (t) => {
  const { url, base } = await serverFor(t, 'good');
  const missing = await problemOf(call(api.readAssessment, { params: { id: '0123456789ab' } }, base));
  assert.equal(missing.status, 404);
  const nonsense = await problemOf(call(api.readAssessment, { params: { id: '../etc' } }, base));
  assert.deepEqual([nonsense.status, nonsense.field], [400, 'id']);
  assert.equal((await fetch(`${url}/api/v1/nothing`)).status, 404);
  const html = await fetch(`${url}/assessments/x`, { headers: { accept: 'text/html' } });
  assert.equal(html.headers.get('content-type'), 'application/problem+json; charset=utf-8');
});

async function upload(url: string, files: readonly [string, string][], mapping?: string): Promise<Response> {
  const form = new FormData();
  if (mapping !== undefined) form.append('mapping', mapping);
  for (const [name, text] of files) form.append('file', new Blob([text]), name);
  return fetch(`${url}/api/v1/assessments`, { method: 'POST', body: form });
}

test('an upload is taken, and refused when it is empty, too large or wrongly mapped', async (t) => {
  const { url } = await serverFor(t, 'good', { uploadBytesMax: 1_000 });
  const taken = await upload(url, [['../../list.csv', 'good']]);
  assert.equal(taken.status, 202);
  const view = (await taken.json()) as AssessmentView;
  assert.deepEqual(view.files, [{ name: 'list.csv', bytes: 4 }]);
  assert.equal(taken.headers.get('location'), `/api/v1/assessments/${view.id}`);

  assert.equal((await upload(url, [])).status, 400);
  assert.equal((await upload(url, [['list.csv', 'x'.repeat(2_000)]])).status, 413);
  const badMapping = await upload(url, [['list.csv', 'good']], '{"*": 3}');
  assert.equal(badMapping.status, 400);
  assert.equal(((await badMapping.json()) as { field: string }).field, 'mapping');
});

test('pages of other sites and foreign host names are kept out', async (t) => {
  const { url } = await serverFor(t, 'good');
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/api/v1/assessments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"sample":true}',
    });
  assert.equal((await post({ origin: 'https://elsewhere.example' })).status, 403);
  assert.equal((await post({ 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await post({ origin: url })).status, 202);
  assert.equal(await statusForHost(url, 'elsewhere.example'), 421);
  assert.equal(await statusForHost(url, '192.0.2.7'), 200);
});

/** `fetch` sets the host by itself, so this goes one level deeper. */
async function statusForHost(url: string, host: string): Promise<number> {
  const { request } = await import('node:http');
  const sent = request(`${url}/health/live`, { headers: { host } });
  sent.end();
  const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

test('every answer carries the headers that keep a browser careful', async (t) => {
  const { url } = await serverFor(t, 'good');
  const { headers } = await fetch(`${url}/health/ready`);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
});

test('the OpenAPI description names every route of the contract', async (t) => {
  const { url } = await serverFor(t, 'good');
  const described = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    readonly openapi: string;
    readonly paths: Record<string, Record<string, { readonly operationId: string }>>;
  };
  assert.equal(described.openapi, '3.1.0');
  const ids = Object.values(described.paths).flatMap((it) => Object.values(it).map((op) => op.operationId));
  assert.deepEqual(ids.toSorted(), Object.keys(api).toSorted());
});

test('whoever holds the OpenAPI description is not sent it again', async (t) => {
  const { url } = await serverFor(t, 'good');
  const asked = async (headers: Readonly<Record<string, string>>) =>
    fetch(`${url}/api/v1/openapi.json`, { headers });
  const first = await asked({});
  const tag = first.headers.get('etag') ?? '';
  assert.match(first.headers.get('content-type') ?? '', /^application\/json/);
  for (const held of [tag, `"other", W/${tag}`]) {
    const again = await asked({ 'if-none-match': held });
    assert.deepEqual([again.status, again.headers.get('etag'), await again.text()], [304, tag, '']);
  }
  const other = await asked({ 'if-none-match': '"other"' });
  assert.deepEqual([other.status, await other.text()], [200, await first.text()]);
});

test('a port that is taken is said in a sentence with the way out', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { port } = other.address() as { port: number };
  await assert.rejects(serverFor(t, 'good', { port }), {
    message: `Cannot listen on 127.0.0.1:${port}: the port is taken, choose another with --port`,
  });
});
