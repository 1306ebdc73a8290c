import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from './api.ts';
import { FINDING_SORTS } from './assessments/finding.ts';
import { addressOf } from './kit.ts';
import { openApiOf } from './open-api.ts';

test('addressOf() fills in the path, escapes it and leaves out what is not given', () => {
  const params = { id: '0123456789ab' };
  assert.equal(addressOf(api.readAssessment, { params }), '/api/v1/assessments/0123456789ab');
  assert.equal(
    addressOf(api.listFindings, { params, query: { tier: ['critical', 'high'], q: 'a&b', site: undefined } }),
    '/api/v1/assessments/0123456789ab/findings?tier=critical&tier=high&q=a%26b',
  );
  assert.equal(
    addressOf(api.explainFinding, { params: { ...params, findingId: 'a/b~CVE-1' } }),
    '/api/v1/assessments/0123456789ab/findings/a%2Fb~CVE-1/explanation',
  );
});

test('a query takes one value or several, and caps the page', () => {
  const { query } = api.listFindings;
  assert.deepEqual(query.parse({ tier: 'low' }).tier, ['low']);
  assert.deepEqual(query.parse({ tier: ['low', 'high'] }).tier, ['low', 'high']);
  assert.equal(query.parse({}).limit, 100);
  assert.equal(query.safeParse({ limit: '501' }).success, false);
  assert.equal(query.safeParse({ sort: 'price' }).success, false);
  for (const sort of FINDING_SORTS) assert.equal(query.parse({ sort }).sort, sort);
});

test('columns chosen by a person arrive as JSON beside the files', () => {
  const { upload } = api.createAssessment;
  assert.deepEqual(upload.parse({ mapping: '{"*":{"model":"Type"}}' }).mapping, { '*': { model: 'Type' } });
  assert.deepEqual(upload.parse({}).mapping, {});
  for (const mapping of ['{', '[]', '{"a":1}', 'null'])
    assert.equal(upload.safeParse({ mapping }).success, false);
});

test('openApiOf() describes parameters, bodies and problems', () => {
  const { paths } = openApiOf(api, { title: 'Patchward', version: '1' }) as {
    readonly paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  const list = paths['/api/v1/assessments/{id}/findings']?.['get'];
  const parameters = (list?.['parameters'] ?? []) as { name: string; in: string }[];
  const names = parameters.map((it) => `${it.in} ${it.name}`);
  assert.equal(names[0], 'path id');
  assert.equal(names.includes('query tier'), true);
  const create = paths['/api/v1/assessments']?.['post'];
  const body = create?.['requestBody'] as { content: Record<string, unknown> };
  assert.deepEqual(Object.keys(body.content), ['application/json', 'multipart/form-data']);
  assert.deepEqual(Object.keys(create?.['responses'] as object), ['202', 'default']);
});

test('openApiOf() tells the headers that make writes safe, where they are taken', () => {
  const { paths } = openApiOf(api, { title: 'Patchward', version: '1' }) as {
    readonly paths: Record<string, Record<string, Operation>>;
  };
  const headersOf = (method: string, path: string) =>
    (paths[path]?.[method]?.parameters ?? []).filter((it) => it.in === 'header').map((it) => it.name);
  assert.deepEqual(headersOf('patch', '/api/v1/devices/{id}'), ['If-Match']);
  assert.deepEqual(Object.keys(paths['/api/v1/devices/{id}']?.['get']?.responses['200']?.headers ?? {}), [
    'ETag',
  ]);
  assert.deepEqual(headersOf('post', '/api/v1/departments'), ['Idempotency-Key']);
  assert.deepEqual(headersOf('post', '/api/v1/imports'), [], 'an upload is not carried out by key');
  assert.deepEqual(headersOf('post', '/api/v1/session'), [], 'nobody is signed in yet');
  assert.deepEqual(headersOf('get', '/api/v1/devices'), []);
});

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}
