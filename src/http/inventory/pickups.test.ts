import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const HOSPITAL = { kind: 'hospital' } as const;

const ORDER = {
  source: 'CMMS',
  place: { kind: 'address', url: 'https://cmms.example/export.csv' },
  schedule: { kind: 'daily', at: '02:30' },
  rules: { apply: 'within', createdPctMax: 5, changedPctMax: 10, rejectedPctMax: 2, shorterPctMax: 50 },
  headers: { 'X-Api-Key': 'hush' },
} as const;

for (const engine of ENGINES) {
  test(`pickups are set up by who structures the inventory, and seen by who imports for all of it (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const engineer = await signedIn(server, 'ada', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const analyst = await signedIn(server, 'ben', [{ role: 'vulnerability-analyst', scope: HOSPITAL }]);
    const local = await signedIn(server, 'cy', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'north' } },
    ]);
    assert.equal((await analyst.ask(api.addPickup, { body: ORDER })).status, 403);
    assert.equal((await local.ask(api.addPickup, { body: ORDER })).status, 403);
    const added = await engineer.ask(api.addPickup, { body: ORDER });
    assert.equal(added.status, 201);
    const { id } = added.body;
    assert.equal(added.headers.get('location'), `/api/v1/pickups/${id}`);
    assert.deepEqual(added.body.place, { ...ORDER.place, headerNames: ['x-api-key'] });
    assert.doesNotMatch(JSON.stringify(added.body), /hush/);

    const seen = await analyst.ask(api.listSources, {});
    assert.deepEqual(
      seen.body.items.map((it) => [it.source, it.pickup?.id]),
      [['CMMS', id]],
    );
    assert.equal((await local.ask(api.listSources, {})).status, 403);
    assert.equal((await local.ask(api.readPickup, { params: { id } })).status, 403);
    const run = await analyst.ask(api.runPickup, { params: { id } });
    assert.deepEqual([run.status, run.body.title], [202, 'Pick up files of CMMS']);
    assert.equal(
      (await analyst.ask(api.runPickup, { params: { id } })).body.id,
      run.body.id,
      'one at a time',
    );

    const edit = (body: object) =>
      engineer.ask(api.editPickup, { params: { id }, body: { version: 1, ...body } });
    assert.equal((await analyst.ask(api.editPickup, { params: { id }, body: { version: 1 } })).status, 403);
    assert.equal((await edit({ schedule: { kind: 'daily', at: '25:00' } })).status, 400);
    const paused = await edit({ paused: true });
    assert.deepEqual([paused.body.pausedBy, paused.body.version], ['ada', 2]);
    assert.equal((await edit({ paused: false })).status, 412);
    const moved = await edit({ version: 2, place: { kind: 'address', url: 'https://other.example/' } });
    assert.deepEqual([moved.status, moved.code], [400, 'invalid']);
    assert.equal((await engineer.ask(api.dropPickup, { params: { id } })).status, 204);
    assert.equal((await engineer.ask(api.readPickup, { params: { id } })).status, 404);
    assert.deepEqual((await analyst.ask(api.listSources, {})).body.items, []);
    assert.deepEqual(server.log, []);
  });
}
