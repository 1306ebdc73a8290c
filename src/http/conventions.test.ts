import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson } from '#app/people/people';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES) {
  test(`a POST with an Idempotency-Key is carried out once (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ada = server.visitor();
    await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const body = { kind: 'service' as const, login: 'scanner', name: 'Scanner', grants: [] };
    const key = { 'idempotency-key': 'one-and-only' };
    const first = await ada.ask(api.addPerson, { body }, key);
    assert.equal(first.status, 201);
    const again = await ada.ask(api.addPerson, { body }, key);
    assert.deepEqual([again.status, again.body], [201, first.body]);
    const other = await ada.ask(api.addPerson, { body: { ...body, login: 'other' } }, key);
    assert.deepEqual([other.status, other.code], [409, 'conflict']);
    const bad = { 'idempotency-key': 'tried-again' };
    assert.equal((await ada.ask(api.addPerson, { body }, bad)).status, 409, 'the name is taken');
    const better = await ada.ask(api.addPerson, { body: { ...body, login: 'second' } }, bad);
    assert.equal(better.status, 201, 'a request that came to nothing frees its key');
    const named = () => ada.ask(api.addDepartment, { body: { name: 'ICU' } }, { 'idempotency-key': 'dept' });
    const tags = [await named(), await named()].map((it) => [it.status, it.headers.get('etag')]);
    assert.deepEqual(tags[1], tags[0], 'with its ETag');
    assert.equal(tags[0]?.[1], '"1"');
    const kept = await server.instance.store.db.selectFrom('kept_answer').select('body').execute();
    assert(kept.every((it) => it.body === null || !it.body.includes('Scanner')));
  });

  test(`an edit of what somebody else changed meanwhile is refused by its ETag (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ada = server.visitor();
    await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const { person } = await addPerson(contextOn(server.instance), {
      kind: 'person',
      login: 'grace',
      name: 'Grace',
      grants: [],
    });
    const params = { params: { id: person.id } };
    const edit = (name: string, tag: string) =>
      ada.ask(api.editPerson, { ...params, body: { name } as never }, { 'if-match': tag });
    const first = await edit('Grace H', '"1"');
    assert.deepEqual([first.status, first.headers.get('etag')], [200, '"2"']);
    const late = await edit('Grace M', '"1"');
    assert.deepEqual([late.status, late.code], [412, 'stale']);
    assert.equal((await edit('Grace M', '"2"')).status, 200);
  });

  test(`lists answer the fields that are asked for, and never more than the cap (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ada = server.visitor();
    await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const sparse = { ...api.listAudit, path: '/api/v1/audit' } as const;
    const query = { limit: 1, fields: 'seq,act' } as never;
    const { body } = await ada.ask(sparse, { query });
    assert.deepEqual(Object.keys(body.items[0] ?? {}), ['seq', 'act']);
    assert.equal((await ada.ask(sparse, { query: { fields: 'nonsense' } as never })).status, 400);
    assert.equal((await ada.ask(api.listAudit, { query: { limit: 501 } })).status, 400);
    const misspelt = await ada.ask(sparse, { query: { filters: 'act:sign-in' } as never });
    assert.equal(misspelt.status, 400, 'a misspelt filter is not answered as if everything matched');
  });
}

test('who asks more than anybody can use waits, and others do not', async (t) => {
  const limits = {
    perPerson: { burst: 3, perSecond: 1 },
    perAddress: { burst: 8, perSecond: 1 },
  };
  const server = await recordServer(t, 'embedded', { rateLimits: limits });
  if (server === null) return;
  const ada = server.visitor();
  await ada.ask(api.createFirstPerson, { body: FIRST_PERSON });
  for (let i = 0; i < 3; i++) assert.equal((await ada.ask(api.readMe, {})).status, 200);
  const full = await ada.ask(api.readMe, {});
  assert.deepEqual([full.status, full.headers.get('retry-after')], [429, '1']);
  assert.equal((await server.visitor().ask(api.readAbout, {})).status, 200);
  server.clock.now = new Date(server.clock.now.getTime() + 1000);
  assert.equal((await ada.ask(api.readMe, {})).status, 200);
  for (let i = 0; i < 3; i++) await server.visitor().ask(api.readAbout, {});
  assert.equal((await server.visitor().ask(api.readAbout, {})).status, 429);
});
