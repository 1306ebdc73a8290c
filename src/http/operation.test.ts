import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { api } from '#contract/api';
import { FIRST_PERSON, recordServer } from '#test/record-server';
import type { JournalEntry } from './journal.ts';

test('an operator sees how the server does, and no log tells a secret or what was asked', async (t) => {
  const journal: JournalEntry[] = [];
  const server = await recordServer(t, 'embedded', {
    metricsToken: 'scrape-me-quietly',
    journal: (it) => journal.push(it),
  });
  if (server === null) return;
  const ada = server.visitor();
  await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
  await ada.ask(api.listAudit, { query: { subjectId: 'MRN-0042' } });
  const { body: made } = await ada.ask(api.createToken, {
    body: { name: 'Nightly', permissions: ['inventory.read'], days: 7 },
  });
  const scrape = (token: string) =>
    fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await scrape('another')).status, 401);
  assert.equal((await fetch(`${server.url}/metrics`)).status, 401);
  const told = await (await scrape('scrape-me-quietly')).text();
  assert.match(
    told,
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/audit",status="200"\} 1/,
  );
  assert.match(told, /^process_resident_memory_bytes \d+$/m);
  assert.equal(
    (await scrape('scrape-me-quietly')).headers.get('content-type')?.startsWith('text/plain'),
    true,
  );
  for (const path of ['/health/live', '/health/ready'])
    assert.equal((await fetch(server.url + path)).status, 200, path);

  const written = JSON.stringify(journal) + server.log.join();
  for (const secret of [
    FIRST_PERSON.password,
    made.secret,
    'scrape-me-quietly',
    'MRN-0042',
    'patchward_session',
  ])
    assert(!written.includes(secret), `a log tells ${secret}`);
  const ids = journal.map((it) => it.requestId);
  assert.equal(new Set(ids).size, ids.length);
});

test('the API is described in OpenAPI 3.1 and on a page without script', async (t) => {
  const server = await recordServer(t, 'embedded');
  if (server === null) return;
  const { body } = await server.visitor().ask(api.readOpenApi, {});
  const { openapi, paths } = body as {
    openapi: string;
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  assert.equal(openapi, '3.1.0');
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const ids: string[] = [];
  for (const [path, operations] of Object.entries(paths))
    for (const [method, it] of Object.entries(operations)) {
      ids.push(String(it['operationId']));
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
      const parameters = it['parameters'] as {
        name: string;
        in: string;
        required: boolean;
        schema: object;
      }[];
      assert.deepEqual(
        parameters.filter((one) => one.in === 'path' && one.required).map((one) => one.name),
        inPath,
        `${method} ${path}`,
      );
      for (const { schema } of parameters) ajv.compile(schema);
      for (const schema of schemasIn(it)) ajv.compile(schema);
    }
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids.toSorted(), Object.keys(api).toSorted());

  const page = await fetch(`${server.url}/api/v1/docs`);
  const html = await page.text();
  assert.equal(page.status, 200);
  assert(!/<script|src=|@import|url\(/.test(html));
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'nonce-/);
  for (const id of ids) assert(html.includes(`<details id="${id}"`), id);
});

/** Schemas of bodies and answers, except those that only point at a component. */
function schemasIn(operation: Record<string, unknown>): object[] {
  const { requestBody, responses } = operation as {
    requestBody?: { content: Record<string, { schema: object }> };
    responses: Record<string, { content?: Record<string, { schema: object }> }>;
  };
  return [requestBody, ...Object.values(responses)]
    .flatMap((it) => Object.values(it?.content ?? {}))
    .map((it) => it.schema)
    .filter((it) => !('$ref' in it));
}
