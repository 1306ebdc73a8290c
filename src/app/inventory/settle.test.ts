import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { addDevices } from '#test/devices';
import { findDevice, removeDevices } from '#store/devices';
import { REFRESH_JOB, refreshDevices, refreshDevicesOf } from './refresh.ts';
import { settleDevices } from './settle.ts';

const HOSPITAL = [{ kind: 'hospital' }] as const;

for (const engine of ENGINES) {
  test(`nouns make themselves from what devices say, once each, and count their devices (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const { pool } = store;
    const counts = async (noun: string) =>
      (await pool.query(`select name, device_count from ${noun} order by name, device_count desc`)).rows.map(
        (it) => [it.name, it.device_count],
      );
    const ids = await addDevices(ctx, [
      {
        manufacturer: 'Philips',
        model: 'IntelliVue MX450',
        site: 'North',
        floor: '1',
        room: '1.12',
        department: 'ICU',
      },
      {
        manufacturer: 'Phillips Healthcare',
        model: 'Philips Intellivue MX-450',
        site: 'north',
        floor: '1',
        department: 'icu ',
      },
      { manufacturer: 'Koninklijke Philips N.V.', site: 'South', segment: 'Monitors\0' },
      { model: 'IntelliVue MX450', department: 'ER' },
      {},
    ]);
    assert.deepEqual(await counts('vendor'), [['Philips', 3]]);
    assert.deepEqual(await counts('model'), [
      ['IntelliVue MX450', 2],
      ['IntelliVue MX450', 1],
    ]);
    assert.deepEqual(await counts('department'), [
      ['ER', 1],
      ['ICU', 2],
    ]);
    assert.deepEqual(await counts('segment'), [['Monitors', 1]]);
    assert.deepEqual(await counts('location'), [
      ['1', 1],
      ['1.12', 1],
      ['North', 0],
      ['South', 1],
    ]);
    const device = await findDevice(store.db, ids[0] ?? '', HOSPITAL);
    assert(device?.belongs.modelId != null && device.belongs.vendorId != null);

    const again = (id = '', fields = {}) =>
      store.db.transaction().execute((tx) => settleDevices(tx, ctx, [{ id, fields }]));
    assert.equal(await again(ids[4], {}), 0, 'what does not differ is not written');
    assert.equal(await again(ids[1], { manufacturer: 'BD', model: 'Alaris 8015' }), 1);
    assert.deepEqual(await counts('vendor'), [
      ['Becton, Dickinson and Company', 1],
      ['Philips', 2],
    ]);
    assert.deepEqual((await counts('department'))[1], ['ICU', 1]);
    await store.db.transaction().execute((tx) => removeDevices(tx, [{ id: ids[0] ?? '', into: null }]));
    assert.deepEqual((await counts('model'))[0], ['Alaris 8015', 1]);
    assert.deepEqual((await counts('model')).at(-1), ['IntelliVue MX450', 0]);
  });

  test(`a device has its model’s and its segment’s values where it says nothing itself (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const fields = { manufacturer: 'Alveor', model: 'Infusa 8100' };
    const [silent = '', own = ''] = await addDevices(ctx, [
      { ...fields, ip: '10.24.88.61' },
      {
        ...fields,
        criticality: 'general',
        storesPhi: false,
        segment: 'Lab',
        exposure: 'isolated',
        ip: '10.24.88.62',
      },
    ]);
    await store.pool.query(
      `update model set passes_on = (
        select jsonb_object_agg(field, jsonb_build_object('value', value, 'from', 'model', 'what', 'Infusa 8100'))
        from jsonb_each('{"criticality":"life-sustaining","storesPhi":true,"eosDate":"2027-01-01","osEosDate":"2025-10-14"}') as it (field, value))`,
    );
    await store.pool.query(
      `insert into segment (id, key, name, cidrs, vlan, exposure, created_at, changed_at)
       values ('01890000-0000-7000-8000-000000000001', 'icu pumps', 'ICU pumps', '["10.24.88.0/24"]', '88', 'flat', now(), now())`,
    );
    await store.pool.query('update device set inherited = null where id = $1', [own]);
    assert.equal(await refreshDevices(ctx, { kind: 'unsettled' }), 1);
    assert.equal(await refreshDevices(ctx, { kind: 'addresses' }), 1);
    assert.deepEqual((await findDevice(store.db, own, HOSPITAL))?.fields.criticality, 'general');
    assert.equal(await refreshDevices(ctx, { kind: 'addresses' }), 0);
    const rows = await store.pool.query(
      'select criticality, stores_phi, eos_date, os_eos_date, segment, vlan, exposure from device order by criticality',
    );
    assert.deepEqual(
      rows.rows.map((it) => Object.values(it)),
      [
        ['general', false, '2027-01-01', '2025-10-14', 'Lab', null, 'isolated'],
        ['life-sustaining', true, '2027-01-01', '2025-10-14', 'ICU pumps', '88', 'flat'],
      ],
    );
    const { inherited } = (await findDevice(store.db, silent, HOSPITAL)) ?? {};
    assert.deepEqual(inherited?.exposure, {
      value: 'flat',
      from: 'segment-by-ip',
      what: 'ICU pumps, 10.24.88.0/24',
    });
    assert.equal(inherited?.criticality?.from, 'model');
  });

  test(`of very many devices the rest follow as a job (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const fields = { manufacturer: 'Alveor', model: 'Infusa 8100' };
    await addDevices(
      ctx,
      Array.from({ length: 1100 }, () => fields),
    );
    await store.pool.query(
      `update model set passes_on = '{"eosDate":{"value":"2027-01-01","from":"model","what":""}}'`,
    );
    const { rows } = await store.pool.query('select id from model');
    const selection = { kind: 'model', id: String(rows[0]?.id) } as const;
    const count = async () =>
      Number(
        (await store.pool.query('select count(*) from device where eos_date is not null')).rows[0]?.count,
      );
    const changed = await store.db
      .transaction()
      .execute((tx) => refreshDevicesOf(tx, ctx, selection, { atOnceMax: 1000 }));
    assert.deepEqual([changed, await count()], [1000, 1000]);
    const jobs = await store.pool.query(`select input from job where kind = 'devices.refresh'`);
    const input = REFRESH_JOB.input.parse(jobs.rows[0]?.input);
    assert.equal(await refreshDevices(ctx, input.selection, { after: input.after }), 100);
    assert.equal(await count(), 1100);
  });
}
