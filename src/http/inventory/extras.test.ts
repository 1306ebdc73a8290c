import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { importer } from '#test/importer';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const FILE = (contract: string) => `Serial #,Manufacturer,Model,Facility,Tags,Loan pool,Price
Z1,Zoll,R,North,loaner; pilot,${contract},1200
Z2,Zoll,R,South,,Bronze,
`;
const HOSPITAL = { kind: 'hospital' } as const;

for (const engine of ENGINES) {
  test(`imports feed tags and own fields; what a person says stays (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const hana = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const { ask } = hana;
    await ask(api.addCustomField, {
      body: { name: 'Loan pool', kind: 'choice', choices: ['Gold', 'Silver'] },
    });
    await ask(api.addCustomField, { body: { name: 'Price', kind: 'number' } });
    const bring = async (text: string, source: string) => {
      const { id } = (await hana.upload(`${source}.csv`, text, { source })).body;
      assert.equal((await ask(api.applyImport, { params: { id } })).status, 200);
    };
    const device = async (serial: string) => {
      const { items } = (await ask(api.findDevices, { query: { filter: `serial:=${serial}` } })).body;
      assert(items[0] !== undefined);
      return items[0];
    };
    await bring(FILE('gold'), 'CMMS');
    const first = await device('Z1');
    assert.deepEqual(first.tags, ['loaner', 'pilot']);
    assert.deepEqual(first.custom, { 'loan-pool': 'Gold', price: '1200' });
    const second = await device('Z2');
    assert.deepEqual(second.custom, {}, 'the field does not know Bronze');
    const kept = (await ask(api.inspectDevice, { params: { id: second.id } })).body.observations[0]?.unmapped;
    assert.equal(kept?.['Loan pool'], 'Bronze', 'and nothing is lost');
    server.clock.now = new Date('2026-03-01T08:05:00Z');
    await bring(FILE('silver'), 'CMMS');
    assert.equal((await device('Z1')).custom['loan-pool'], 'Silver', 'a source changes its own word');
    const edit = {
      params: { id: first.id },
      body: { custom: { 'loan-pool': 'gold' }, removeTags: ['Pilot'], addTags: ['ward 3'] },
    };
    const after = await ask(api.editExtras, edit);
    assert.deepEqual(
      [after.status, after.body.tags, after.body.custom['loan-pool']],
      [200, ['loaner', 'ward 3'], 'Gold'],
    );
    await bring(`${FILE('silver')}Z3,Zoll,R,South,,,\n`, 'Other list');
    assert.equal((await device('Z1')).custom['loan-pool'], 'Gold', 'a person said so');
    const later = await ask(api.addCustomField, { body: { name: 'Cost centre', kind: 'text' } });
    assert.equal(later.body.devices, 0);
    const text = 'Serial #,Manufacturer,Model,Facility,Warranty no\nZ1,Zoll,R,North,W-77\n';
    await bring(text, 'Contracts');
    const defined = await ask(api.addCustomField, { body: { name: 'Warranty no', kind: 'text' } });
    assert.equal(defined.body.devices, 1, 'what was said before the field was defined is taken in');
    assert.equal((await device('Z1')).custom['warranty-no'], 'W-77');
    const acts = await server.instance.store.db
      .selectFrom('audit_entry')
      .select('act')
      .where('act', '=', 'device.extras')
      .execute();
    assert.equal(acts.length, 1);
    const again = await ask(api.editExtras, edit);
    assert.equal(again.status, 200);
    const bad = { params: { id: first.id }, body: { custom: { 'loan-pool': 'Bronze' } } };
    assert.equal((await ask(api.editExtras, bad)).status, 400);
    assert.equal(
      (await ask(api.editExtras, { params: { id: first.id }, body: {} })).status,
      400,
      'nothing asked',
    );
    const south = await signedIn(server, 'south', [
      { role: 'technician', scope: { kind: 'site', id: 'South' } },
    ]);
    const foreign = { params: { id: first.id }, body: { addTags: ['mine'] } };
    assert.equal((await south.ask(api.editExtras, foreign)).status, 403);
    assert.deepEqual(server.log, []);
  });
}
