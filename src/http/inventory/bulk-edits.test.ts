import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { api } from '#contract/api';
import type { BulkChange } from '#contract/inventory/bulk-edit-routes';
import type { Scope } from '#engine/access';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { runJobs } from '#test/jobs';
import { type RecordServer, recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const DEVICES = [
  { assetTag: 'A-1', manufacturer: 'Zoll', model: 'R', site: 'North' },
  { assetTag: 'A-2', manufacturer: 'Zoll', model: 'R', site: 'North' },
  { assetTag: 'A-3', manufacturer: 'Zoll', model: 'X', site: 'South' },
];

async function hospital(server: RecordServer) {
  const ids = await addDevices(contextOn(server.instance), DEVICES);
  const whole: Scope = { kind: 'hospital' };
  const ada = await signedIn(server, 'ada', [{ role: 'clinical-engineer', scope: whole }]);
  return { ids, ada };
}

for (const engine of ENGINES) {
  test(`tags and custom fields are set over a filter, found by it, reported row by row, and undone (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ada } = await hospital(server);
    const field = await ada.ask(api.addCustomField, {
      body: { name: 'Service contract', kind: 'choice', choices: ['Gold', 'Silver'] },
    });
    assert.equal(field.body.key, 'service-contract');
    const selection = { filter: 'manufacturer:zoll model:=r' };
    const change: BulkChange = { addTags: ['Loaner'], custom: { 'service-contract': 'gold' } };
    const preview = await ada.ask(api.previewBulkEdit, { body: { selection, change } });
    assert.deepEqual(preview.body, { matching: 2, refused: 0 });
    const found = async (filter: string) =>
      (await ada.ask(api.findDevices, { query: { filter } })).body.total;
    assert.equal(await found('tag:loaner'), 0, 'a preview changes nothing');

    const started = await ada.ask(api.startBulkEdit, { body: { selection, change } });
    assert.equal(started.status, 202);
    await runJobs(server.instance, JOBS);
    const { id } = started.body;
    const ended = await ada.ask(api.readBulkEdit, { params: { id } });
    assert.deepEqual([ended.body.state, ended.body.counts.changed], ['done', 2]);
    assert.deepEqual(
      [await found('tag:loaner'), await found('-tag:loaner'), await found('cf.service-contract:gold')],
      [2, 1, 2],
    );
    const rows = await ada.ask(api.listBulkEditRows, { params: { id } });
    assert.deepEqual(rows.body.items[0]?.after, { tags: ['Loaner'], custom: { 'service-contract': 'Gold' } });

    const again = await ada.ask(api.startBulkEdit, {
      body: { selection: { filter: '' }, change: { addTags: ['loaner'] } },
    });
    await runJobs(server.instance, JOBS);
    const more = await ada.ask(api.readBulkEdit, { params: { id: again.body.id } });
    assert.deepEqual(more.body.counts, { waiting: 0, changed: 1, unchanged: 2, refused: 0 });

    const undone = await ada.ask(api.undoBulkEdit, { params: { id } });
    await runJobs(server.instance, JOBS);
    assert.equal(
      (await ada.ask(api.readBulkEdit, { params: { id: undone.body.id } })).body.counts.changed,
      2,
    );
    assert.deepEqual([await found('tag:loaner'), await found('cf.service-contract:none')], [1, 3]);
    assert.equal((await ada.ask(api.undoBulkEdit, { params: { id } })).status, 409, 'once is enough');
  });

  test(`an edit touches only what the person may edit, and an undo only what still stands (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ada } = await hospital(server);
    const ben = await signedIn(server, 'ben', [
      { role: 'technician', scope: { kind: 'site', id: 'North' } },
      { role: 'auditor', scope: { kind: 'hospital' } },
    ]);
    const body = { selection: { filter: '' }, change: { addTags: ['seen'] } };
    assert.deepEqual((await ben.ask(api.previewBulkEdit, { body })).body, { matching: 3, refused: 1 });
    const { id } = (await ben.ask(api.startBulkEdit, { body })).body;
    await runJobs(server.instance, JOBS);
    const rows = await ben.ask(api.listBulkEditRows, { params: { id }, query: { outcome: 'refused' } });
    assert.deepEqual(
      rows.body.items.map((it) => [it.label, it.reason]),
      [['Zoll X', 'it lies outside the part of the hospital you may edit']],
    );
    const later = { selection: { filter: 'A-1' }, change: { addTags: ['other'] } };
    await ada.ask(api.startBulkEdit, { body: later });
    await runJobs(server.instance, JOBS);
    const undo = (await ben.ask(api.undoBulkEdit, { params: { id } })).body;
    await runJobs(server.instance, JOBS);
    const { counts } = (await ben.ask(api.readBulkEdit, { params: { id: undo.id } })).body;
    assert.deepEqual([counts.changed, counts.refused], [1, 1], 'what somebody changed since stays');
  });

  test(`views are kept per person, shared with a role, and chosen as default (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const whole: Scope = { kind: 'hospital' };
    const ada = await signedIn(server, 'ada', [{ role: 'clinical-engineer', scope: whole }]);
    const ben = await signedIn(server, 'ben', [{ role: 'technician', scope: whole }]);
    const eve = await signedIn(server, 'eve', [{ role: 'auditor', scope: whole }]);
    const query = { filter: 'site:north', sort: '-seen', columns: ['tag', 'label'] };
    const saved = await ada.ask(api.addView, { body: { page: 'devices', name: 'North', query } });
    assert.equal(saved.status, 201);
    const namesOf = async (who: typeof ada) =>
      (await who.ask(api.listViews, { query: { page: 'devices' } })).body.items.map((it) => it.name);
    assert.deepEqual([await namesOf(ada), await namesOf(ben)], [['North'], []]);
    const { id, version } = saved.body;
    const shared = { sharedWith: 'role', role: 'technician', version } as const;
    assert.equal((await ada.ask(api.editView, { params: { id }, body: shared })).status, 200);
    assert.deepEqual([await namesOf(ben), await namesOf(eve)], [['North'], []]);
    assert.equal((await ben.ask(api.dropView, { params: { id } })).status, 404, 'only its owner');
    assert.equal((await ada.ask(api.editView, { params: { id }, body: shared })).status, 412);
    await ben.ask(api.chooseDefaultView, { body: { page: 'devices', viewId: id } });
    const listed = await ben.ask(api.listViews, { query: { page: 'devices' } });
    assert.deepEqual([listed.body.items[0]?.isDefault, listed.body.items[0]?.isOwn], [true, false]);
    assert.equal(
      (await eve.ask(api.chooseDefaultView, { body: { page: 'devices', viewId: id } })).status,
      404,
    );
    assert.equal((await ada.ask(api.dropView, { params: { id } })).status, 204);
    assert.deepEqual(await namesOf(ben), []);
  });
}
