import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { api } from '#contract/api';
import * as extras from '#contract/inventory/custom-field-routes';
import type { Scope } from '#engine/access';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { importer } from '#test/importer';
import { runJobs } from '#test/jobs';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const DEVICES = [
  { assetTag: 'A-1', manufacturer: 'Zoll', model: 'R', site: 'North' },
  { assetTag: 'A-2', manufacturer: 'Zoll', model: 'R', site: 'South' },
  { assetTag: 'A-3', manufacturer: 'Zoll', model: 'X', site: 'South' },
];
const WHOLE: Scope = { kind: 'hospital' };
const POOL: Scope = { kind: 'group', id: 'Loan pool' };

for (const engine of ENGINES) {
  test(`a role bound to a device group holds on its devices and nowhere else (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [first, , third] = await addDevices(contextOn(server.instance), DEVICES);
    assert(first !== undefined && third !== undefined);
    const ada = await signedIn(server, 'ada', [{ role: 'clinical-engineer', scope: WHOLE }]);
    const root = await signedIn(server, 'root', [{ role: 'administrator', scope: WHOLE }]);
    await ada.ask(api.editExtras, { params: { id: first }, body: { addTags: ['Loan pool'] } });
    const tagged = await ada.ask(extras.listTags, {});
    const { id } = tagged.body.items[0] ?? assert.fail('there is no tag');
    const scopes = async () =>
      (await root.ask(api.listScopes, { query: { kind: 'group' } })).body.items.map((it) => it.id);
    assert.deepEqual(await scopes(), [], 'a tag is no group by itself');

    const ben = await signedIn(server, 'ben', [{ role: 'technician', scope: POOL }]);
    const seen = async () =>
      (await ben.ask(api.findDevices, { query: {} })).body.items.map((it) => it.fields.assetTag);
    assert.deepEqual(await seen(), [], 'a role bound to a mere tag holds nowhere');

    await ada.ask(extras.editTag, { params: { id }, body: { isGroup: true } });
    assert.deepEqual([await scopes(), await seen()], [['Loan pool'], ['A-1']]);
    const edit = (device: string) =>
      ben.ask(api.editExtras, { params: { id: device }, body: { addTags: ['checked'] } });
    assert.deepEqual([(await edit(first)).status, (await edit(third)).status], [200, 403]);

    const whole = { params: { id: first }, body: { removeTags: ['Loan pool'] } };
    assert.equal((await ada.ask(api.editExtras, whole)).status, 200);
    assert.deepEqual(await seen(), [], 'with the group the role is gone');
  });

  test(`only who looks after structure puts devices into a group, and no file does (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [first] = await addDevices(contextOn(server.instance), DEVICES);
    assert(first !== undefined);
    const ada = await importer(server, 'ada', [{ role: 'clinical-engineer', scope: WHOLE }]);
    await ada.ask(api.editExtras, { params: { id: first }, body: { addTags: ['Loan pool'] } });
    const { id } = (await ada.ask(extras.listTags, {})).body.items[0] ?? assert.fail('there is no tag');
    await ada.ask(extras.editTag, { params: { id }, body: { isGroup: true } });
    const members = async () => (await ada.ask(extras.listTags, {})).body.items[0]?.devices;

    const ben = await signedIn(server, 'ben', [{ role: 'technician', scope: { kind: 'site', id: 'South' } }]);
    const started = await ben.ask(api.startBulkEdit, {
      body: { selection: { filter: '' }, change: { addTags: ['loan POOL'] } },
    });
    await runJobs(server.instance, JOBS);
    const rows = await ben.ask(api.listBulkEditRows, {
      params: { id: started.body.id },
      query: { outcome: 'refused' },
    });
    assert.equal(rows.body.items.length, 2);
    assert.match(rows.body.items[0]?.reason ?? '', /^Loan pool is a device group: /);
    assert.equal(await members(), 1);

    const file = 'Asset Tag,Manufacturer,Model,Site,Tags\nA-9,Zoll,R,South,Loan pool;Blue\n';
    const preview = await ada.upload('list.csv', file);
    await ada.ask(api.applyImport, { params: { id: preview.body.id } });
    await runJobs(server.instance, JOBS);
    const tags = (await ada.ask(api.findDevices, { query: { filter: 'A-9' } })).body.items.map(
      (it) => it.tags,
    );
    assert.deepEqual([tags, await members()], [[['Blue']], 1]);
  });

  test(`a device group stays as it is while roles are bound to it (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [first] = await addDevices(contextOn(server.instance), DEVICES);
    assert(first !== undefined);
    const ada = await signedIn(server, 'ada', [{ role: 'clinical-engineer', scope: WHOLE }]);
    await ada.ask(api.editExtras, { params: { id: first }, body: { addTags: ['Loan pool'] } });
    const { id } = (await ada.ask(extras.listTags, {})).body.items[0] ?? assert.fail('there is no tag');
    await ada.ask(extras.editTag, { params: { id }, body: { isGroup: true } });
    await signedIn(server, 'ben', [{ role: 'technician', scope: POOL }]);
    const acts = [
      ada.ask(extras.editTag, { params: { id }, body: { name: 'Loans' } }),
      ada.ask(extras.editTag, { params: { id }, body: { isGroup: false } }),
      ada.ask(extras.dropTag, { params: { id } }),
    ];
    for (const refused of await Promise.all(acts)) {
      assert.equal(refused.status, 409);
      assert.match(JSON.stringify(refused.body), /a role is bound to it/);
    }
  });
}
