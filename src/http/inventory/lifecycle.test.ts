import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { HORIZON_ENDS, HORIZON_GROUPS, horizonFilter } from '#engine/support';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const HOSPITAL = { kind: 'hospital' } as const;
const PUMP = { manufacturer: 'BD', model: 'Alaris 8015', deviceType: 'Infusion pump' } as const;
const DEVICES = [
  { ...PUMP, assetTag: 'A-1', site: 'North', department: 'ICU', eosDate: '2025-12-31', os: 'Windows 7' },
  { ...PUMP, assetTag: 'A-2', site: 'North', department: 'ICU', eosDate: '2026-03-31', controls: 'VLAN' },
  { ...PUMP, assetTag: 'A-3', site: 'South', department: 'icu', eosDate: '2026-02-28', controls: 'VLAN' },
  { ...PUMP, assetTag: 'A-4', site: 'South', department: 'ER', eosDate: '2031-01-01', eolDate: '2027-05-01' },
  { manufacturer: 'Philips', model: 'MX450', assetTag: 'B-1', site: 'South' },
] as const;

for (const engine of ENGINES) {
  test(`the horizon counts every device once, and each number leads to its devices (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const { ask } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const { body } = await ask(api.readLifecycle, { query: { count: 4 } });
    assert.deepEqual(
      body.periods.map((it) => it.key),
      ['past', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', 'later', 'undetermined'],
    );
    assert.deepEqual(
      body.rows.map((it) => [it.group, it.sums.map((sum) => sum.devices)]),
      [
        ['ICU', [2, 1, 0, 0, 0, 0, 0]],
        ['ER', [0, 0, 0, 0, 0, 1, 0]],
        [null, [0, 0, 0, 0, 0, 0, 1]],
      ],
    );
    assert.equal(body.uncovered, 1, 'one past its end has no control');
    for (const end of HORIZON_ENDS)
      for (const by of HORIZON_GROUPS)
        for (const step of ['quarter', 'year'] as const) {
          const horizon = (await ask(api.readLifecycle, { query: { end, by, step, count: 2 } })).body;
          for (const { group, modelId, sums } of horizon.rows)
            for (const [index, period] of horizon.periods.entries()) {
              const filter = horizonFilter(end, period, { kind: by, group, modelId });
              const rows = (await ask(api.findDevices, { query: { filter } })).body.total;
              assert.equal(rows, sums[index]?.devices, filter);
            }
        }
    assert.deepEqual(server.log, []);
  });

  test(`replacement costs come from the device, else its model, and what has none is not nought (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [first = ''] = await addDevices(contextOn(server.instance), DEVICES);
    const hana = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const { ask } = hana;
    const total = async () => (await ask(api.readLifecycle, { query: { by: 'model' } })).body.total.total;
    assert.deepEqual(await total(), { devices: 5, cost: 0, costUnknown: 5 });
    const model = (await ask(api.listModels, { query: { filter: 'alaris' } })).body.items[0];
    const details = { replacementCost: 4000 };
    const edit = { params: { id: model?.id ?? '' }, body: { version: 1, details } };
    assert.equal((await ask(api.editModel, edit)).status, 200);
    assert.deepEqual(await total(), { devices: 5, cost: 16_000, costUnknown: 1 });
    const own = await ask(api.setReplacementCost, { params: { id: first }, body: { cost: 5500 } });
    assert.deepEqual([own.body.own?.cost, own.body.own?.by, own.body.ofModel], [5500, 'hana', 4000]);
    assert.deepEqual(await total(), { devices: 5, cost: 17_500, costUnknown: 1 });
    await ask(api.setReplacementCost, { params: { id: first }, body: { cost: null } });
    assert.deepEqual(await total(), { devices: 5, cost: 16_000, costUnknown: 1 });
    const acts = await server.instance.store.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('act', '=', 'device.cost')
      .execute();
    assert.equal(acts.length, 2);
    const south = await signedIn(server, 'south', [
      { role: 'technician', scope: { kind: 'site', id: 'South' } },
    ]);
    const seen = (await south.ask(api.readLifecycle, {})).body.total.total;
    assert.equal(seen.devices, 3);
    const foreign = { params: { id: first }, body: { cost: 1 } };
    assert.equal((await south.ask(api.setReplacementCost, foreign)).status, 403);
    const admin = await signedIn(server, 'root', [{ role: 'administrator', scope: HOSPITAL }]);
    const bad = { version: 0, currency: 'euro' };
    assert.equal((await admin.ask(api.editHospital, { body: bad })).status, 400);
    const set = await admin.ask(api.editHospital, { body: { version: 0, currency: 'EUR' } });
    assert.equal(set.body.currency, 'EUR');
    const csv = await hana.download(api.exportLifecycle, { query: { format: 'csv', by: 'site' } });
    const lines = new TextDecoder().decode(csv.bytes).split('\r\n');
    assert.match(
      lines[0] ?? '',
      /Site,Ends in,From,Before,Devices,"Replacement cost known, EUR",Devices without a cost/,
    );
    assert(lines.includes('North,past,,2026-03-01,1,4000,0'), lines.join('\n'));
    const xlsx = await hana.download(api.exportLifecycle, { query: { format: 'xlsx' } });
    assert.equal(new TextDecoder().decode(xlsx.bytes.slice(0, 2)), 'PK');
    assert.deepEqual(server.log, []);
  });
}
