import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { takeInventory } from '#test/matched-fleet';
import { JOBS } from '../jobs/kinds.ts';
import { readDevice } from './devices.ts';
import { resolveAfterUpgrade } from './resolve-anew.ts';

const CMMS = `Asset tag,Manufacturer,Model,Serial number,MAC address,Room
A-100,Philips,IntelliVue MX450,Default string,00:09:fb:01:02:03,N/A
`;
const SCAN = `Hostname,Manufacturer,Model,Serial number,MAC address,Room
mon-1,To be filled by O.E.M.,IntelliVue MX450,DE44000101,00:09:fb:01:02:03,1.12
`;

for (const engine of ENGINES)
  test(`a placeholder never rules, says why, and no longer rules after an upgrade (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, CMMS);
    await resolveAfterUpgrade(ctx);
    await takeInventory(ctx, SCAN, 'network scan');
    const { rows } = await store.pool.query<{ id: string; fields: Record<string, string> }>(
      'select id, fields from device',
    );
    const [device] = rows;
    assert(device !== undefined && rows.length === 1);
    const { serial, manufacturer, room } = device.fields;
    assert.deepEqual([serial, manufacturer, room], ['DE44000101', 'Philips', '1.12']);
    const { provenance, device: listed } = await readDevice(ctx, device.id);
    assert.equal(listed.conflictCount, 0);
    const said = (field: string) =>
      provenance
        .find((it) => it.field === field)
        ?.sayings.map((it) => [it.value, it.word.source, it.rules, it.junk]);
    assert.deepEqual(said('serial'), [
      ['DE44000101', 'network scan', true, null],
      ['Default string', 'CMMS', false, 'a placeholder that many devices carry'],
    ]);
    assert.deepEqual(said('room'), [
      ['1.12', 'network scan', true, null],
      ['N/A', 'CMMS', false, 'a placeholder that says nothing'],
    ]);
    assert(provenance.every((it) => !it.isConflict));

    await runJobs(ctx, JOBS);
    await store.pool.query(`delete from setting where key = 'inventory.rules'`);
    await store.pool.query(`update device set fields = fields || '{"serial": "Default string"}'`);
    await resolveAfterUpgrade(ctx);
    await resolveAfterUpgrade(ctx);
    const waiting = `select count(*)::int as n from job where kind = 'devices.resolve' and state = 'waiting'`;
    assert.equal((await store.pool.query(waiting)).rows[0].n, 1, 'once, whoever starts');
    await runJobs(ctx, JOBS);
    assert.deepEqual(
      (await store.pool.query('select id, fields from device')).rows,
      rows,
      'as if this version had taken them in',
    );
  });
