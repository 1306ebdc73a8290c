import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { api } from '#contract/api';
import type { BulkChange } from '#contract/inventory/bulk-edit-routes';
import type { Scope } from '#engine/access';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { importer } from '#test/importer';
import { runJobs } from '#test/jobs';
import { type RecordServer, recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const DEVICES = [
  { assetTag: 'A-1', manufacturer: 'Zoll', model: 'R', site: 'North' },
  { assetTag: 'A-2', manufacturer: 'Zoll', model: 'R', site: 'North' },
  { assetTag: 'A-3', manufacturer: 'Zoll', model: 'X', site: 'South' },
];

const CMMS = `Serial #,Manufacturer,Model,Facility,Room
Z1,Zoll,R,North,1.01
Z2,Zoll,R,North,1.02
ZZ9,Philips,MX,South,1.03
`;

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

  test(`device fields are said of many devices as of one, and taken back exactly (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ada = await importer(server, 'ada', [{ role: 'clinical-engineer', scope: { kind: 'hospital' } }]);
    const file = await ada.upload('cmms.csv', CMMS, { source: 'CMMS' });
    await ada.ask(api.applyImport, { params: { id: file.body.id } });
    const [first] = (await ada.ask(api.findDevices, { query: { filter: 'serial:Z1' } })).body.items;
    const id = first?.id ?? '';
    const room = { fields: { room: '7.01' } };
    assert.equal((await ada.ask(api.editDevice, { params: { id }, body: room })).status, 200);
    const edit = async (selection: { readonly filter: string }, change: BulkChange) => {
      const started = await ada.ask(api.startBulkEdit, { body: { selection, change } });
      assert.equal(started.status, 202, JSON.stringify(started.body));
      await runJobs(server.instance, JOBS);
      return (await ada.ask(api.readBulkEdit, { params: { id: started.body.id } })).body;
    };
    const rooms = async () =>
      (await ada.ask(api.findDevices, { query: { sort: 'serial' } })).body.items.map((it) => [
        it.fields.room,
        it.fields.eosDate,
      ]);
    const done = await edit(
      { filter: 'manufacturer:zoll' },
      { fields: { room: '2.10', eosDate: '31.12.2027' } },
    );
    assert.deepEqual([done.counts.changed, done.counts.refused], [2, 0]);
    assert.deepEqual(await rooms(), [
      ['2.10', '2027-12-31'],
      ['2.10', '2027-12-31'],
      ['1.03', undefined],
    ]);
    const rows = (await ada.ask(api.listBulkEditRows, { params: { id: done.id } })).body.items;
    assert.deepEqual(
      new Set(rows.map((it) => it.before?.fields?.['room'])),
      new Set(['7.01', null]),
      'what people said before, not what the CMMS says',
    );
    const [saying] = (await ada.ask(api.inspectDevice, { params: { id } })).body.provenance
      .filter((it) => it.field === 'room')
      .map((it) => it.sayings[0]);
    assert.deepEqual([saying?.kind, saying?.by], ['person', 'ada']);
    const same = await edit({ filter: 'manufacturer:zoll' }, { fields: { eosDate: '2027-12-31' } });
    assert.deepEqual([same.counts.changed, same.counts.unchanged], [0, 2], 'it is said already');
    await ada.ask(api.editDevice, { params: { id }, body: { fields: { room: '9.99' } } });
    const undo = await ada.ask(api.undoBulkEdit, { params: { id: done.id } });
    await runJobs(server.instance, JOBS);
    const undone = (await ada.ask(api.readBulkEdit, { params: { id: undo.body.id } })).body;
    assert.deepEqual([undone.counts.changed, undone.counts.refused], [1, 1], 'one was changed again since');
    assert.deepEqual(await rooms(), [
      ['9.99', '2027-12-31'],
      ['1.02', undefined],
      ['1.03', undefined],
    ]);
    const bad = (fields: object) =>
      ada.ask(api.startBulkEdit, { body: { selection: { filter: '' }, change: { fields } as never } });
    assert.equal((await bad({ serial: 'X' })).status, 400, 'it would make them one device');
    assert.equal((await bad({ eosDate: 'soon' })).status, 400);
    assert.deepEqual(server.log, []);
  });

  test(`no device leaves the part of the hospital that somebody may edit (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ada = await importer(server, 'ada', [{ role: 'clinical-engineer', scope: { kind: 'hospital' } }]);
    const file = await ada.upload('cmms.csv', CMMS, { source: 'CMMS' });
    await ada.ask(api.applyImport, { params: { id: file.body.id } });
    const north = await signedIn(server, 'north', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } },
    ]);
    const body = { selection: { filter: '' }, change: { fields: { site: 'South' } } } as const;
    const { id } = (await north.ask(api.startBulkEdit, { body })).body;
    await runJobs(server.instance, JOBS);
    const counts = (await north.ask(api.readBulkEdit, { params: { id } })).body.counts;
    assert.deepEqual([counts.changed, counts.refused], [0, 2]);
    const found = await ada.ask(api.findDevices, { query: { filter: 'site:=north' } });
    assert.equal(found.body.total, 2);
  });
}
