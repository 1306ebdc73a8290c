import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { recountDevices } from '#app/today/keep-figures';
import { countDevicesToMatch } from '#store/device-cohorts';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const HOSPITAL = { kind: 'hospital' } as const;
const DEVICES = [
  {
    assetTag: 'A-1',
    site: 'North',
    building: 'Tower B',
    floor: '4',
    room: 'Bed 12',
    department: 'ICU',
    ip: '10.24.88.61',
  },
  { assetTag: 'A-2', site: 'North', building: 'Tower B', floor: '4', department: 'icu', ip: '10.24.88.62' },
  { assetTag: 'A-3', site: 'North', room: 'Store', department: 'Stores', ip: '2001:db8:88::5' },
  { assetTag: 'A-4', site: 'South', department: 'ICU', segment: 'Lab' },
] as const;

for (const engine of ENGINES) {
  test(`places are a tree that counts the devices below, for each only their own (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const { ask } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const within = async (visitor: typeof ask, id?: string) =>
      (await visitor(api.listLocations, { query: { within: id } })).body.items;
    const sites = await within(ask);
    assert.deepEqual(
      sites.map((it) => [it.kind, it.name, it.devices, it.places]),
      [
        ['site', 'North', 3, 2],
        ['site', 'South', 1, 0],
      ],
    );
    const north = await within(ask, sites[0]?.id);
    assert.deepEqual(
      north.map((it) => [it.kind, it.name, it.devices]),
      [
        ['building', 'Tower B', 2],
        ['room', 'Store', 1],
      ],
    );
    const floor = (await within(ask, north[0]?.id))[0];
    const params = { id: floor?.id ?? '' };
    const placed = (await ask(api.readLocation, { params })).body;
    assert.deepEqual([placed.name, placed.around.map((it) => it.name)], ['4', ['North', 'Tower B']]);
    const rename = (name: string, version: number) =>
      ask(api.editLocation, { params, body: { name, version } });
    const renamed = await rename('Fourth floor', placed.version);
    assert.deepEqual([renamed.body.name, renamed.body.devices], ['Fourth floor', 2]);
    const late = await rename('Level 4', placed.version);
    assert.deepEqual([late.status, late.code], [412, 'stale']);
    assert.equal((await ask(api.readLocation, { params })).body.name, 'Fourth floor');
    assert.equal(renamed.headers.get('etag'), `"${placed.version + 1}"`);
    await addDevices(contextOn(server.instance), [DEVICES[0]]);
    assert.equal((await ask(api.readLocation, { params })).body.devices, 3, 'devices still find it');

    const ned = await signedIn(server, 'ned', [
      { role: 'clinical-engineer', scope: { kind: 'department', id: 'Stores' } },
    ]);
    assert.deepEqual(
      (await within(ned.ask)).map((it) => [it.name, it.devices]),
      [['North', 1]],
    );
    assert.deepEqual(
      (await ned.ask(api.listDepartments, {})).body.items.map((it) => [it.name, it.devices]),
      [['Stores', 1]],
    );
    assert.equal(
      (await ned.ask(api.editLocation, { params, body: { name: 'Mine', version: 2 } })).status,
      403,
    );

    // Devices that move or go are counted where they are, level by level, and so are those that wait to be matched.
    const ctx = contextOn(server.instance);
    const { db, pool } = ctx.store;
    const counts = async () => (await within(ask)).map((it) => [it.name, it.devices]);
    assert.deepEqual(await counts(), [
      ['North', 4],
      ['South', 1],
    ]);
    await pool.query(
      `update device set location_id = (select id from location where name = 'South') where fields ->> 'room' = 'Store'`,
    );
    await pool.query(`update device set location_id = null where fields ->> 'room' = 'Bed 12'`);
    assert.deepEqual(await counts(), [
      ['North', 1],
      ['South', 2],
    ]);
    const { rows } = await pool.query<{ count: number }>('select count(*)::integer from device_to_match');
    assert.equal(await countDevicesToMatch(db), rows[0]?.count);
    assert.notEqual(rows[0]?.count, 0);
    assert.equal(await recountDevices(ctx), null);
    await pool.query(
      `update location set devices_below = devices_below + 1 where name in ('North', 'Tower B')`,
    );
    await pool.query(
      'update waiting_tally set devices = devices + 1 where slot = (select min(slot) from waiting_tally)',
    );
    assert.match((await recountDevices(ctx)) ?? '', /^3 counts/);
    assert.equal(await countDevicesToMatch(db), rows[0]?.count);
    assert.deepEqual(await counts(), [
      ['North', 1],
      ['South', 2],
    ]);
    assert.deepEqual(server.log, []);
  });

  test(`departments are made, described and removed (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const { ask } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const all = (await ask(api.listDepartments, { query: { sort: '-devices' } })).body.items;
    assert.deepEqual(
      all.map((it) => [it.name, it.devices]),
      [
        ['ICU', 3],
        ['Stores', 1],
      ],
    );
    const params = { id: all[0]?.id ?? '' };
    const details = { manager: 'M. Osei', contact: 'ext. 4411' };
    const edited = await ask(api.editDepartment, { params, body: { version: 1, details } });
    assert.deepEqual([edited.status, edited.body.details], [200, details]);
    assert.equal((await ask(api.editDepartment, { params, body: { version: 1 } })).status, 412);
    assert.equal((await ask(api.listDepartments, { query: { filter: 'manager:osei' } })).body.total, 1);
    assert.equal((await ask(api.dropDepartment, { params })).status, 409, 'devices belong to it');
    assert.equal((await ask(api.addDepartment, { body: { name: ' icu ' } })).status, 409);
    const made = await ask(api.addDepartment, { body: { name: 'Radiology', details: { owner: 'Imaging' } } });
    assert.deepEqual([made.status, made.body.devices], [201, 0]);
    assert.equal((await ask(api.dropDepartment, { params: { id: made.body.id } })).status, 204);
    assert.equal((await ask(api.readDepartment, { params: { id: made.body.id } })).status, 404);
    assert.deepEqual(server.log, []);
  });

  test(`a device’s segment follows from its address, and segments come as a list too (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const { ask, upload } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const total = async (filter: string) => (await ask(api.findDevices, { query: { filter } })).body.total;
    const pumps = await ask(api.addSegment, {
      body: { name: 'ICU pumps', cidrs: ['10.24.88.0/24', '2001:DB8:88::/48'], exposure: 'flat', vlan: '88' },
    });
    assert.deepEqual([pumps.status, pumps.body.devices, pumps.body.cidrs[1]], [201, 3, '2001:db8:88::/48']);
    assert.deepEqual([await total('exposure:flat'), await total('segment:"icu pumps"')], [3, 3]);
    const twice = await ask(api.addSegment, { body: { name: 'Other', cidrs: ['10.24.88.0/24'] } });
    assert.deepEqual([twice.status, twice.body], [400, twice.body]);
    assert.match(JSON.stringify(twice.body), /belongs to segment \\"ICU pumps\\" already/);
    const one = await ask(api.addSegment, {
      body: { name: 'Bed 12', cidrs: ['10.24.88.61'], exposure: 'isolated' },
    });
    assert.match(one.body.overlaps[0] ?? '', /lies within 10\.24\.88\.0\/24 of "ICU pumps"/);
    assert.deepEqual([await total('exposure:flat'), await total('exposure:isolated')], [2, 1]);
    const params = { id: one.body.id };
    assert.equal((await ask(api.dropSegment, { params })).status, 409);
    const emptied = await ask(api.editSegment, { params, body: { version: one.body.version, cidrs: [] } });
    assert.deepEqual([emptied.body.devices, await total('exposure:flat')], [0, 3]);
    assert.equal((await ask(api.dropSegment, { params })).status, 204);

    const csv =
      'Segment name,CIDR,VLAN,Exposure\nLab,10.30.0.0/16,30,Segmented\nGuests,192.0.2.0/24; 198.51.100.0/24,,Internet facing\n' +
      'ICU pumps,10.24.88.0/24,88,\nBroken,10.1.2.3/8,,\n,10.40.0.0/16,,\nOdd,10.50.0.0/16,,purple\n';
    const taken = await upload(api.importSegments, {}, { name: 'segments.csv', content: csv });
    assert.deepEqual(
      [taken.status, taken.body.made, taken.body.changed, taken.body.unchanged],
      [200, 1, 1, 1],
      JSON.stringify(taken.body),
    );
    assert.deepEqual(
      taken.body.rejects.map((it) => [it.line, it.field]),
      [
        [5, 'cidrs'],
        [6, 'name'],
        [7, 'exposure'],
      ],
    );
    assert.equal(await total('exposure:segmented'), 1, 'the segment a device names has its exposure now');
    const again = await upload(api.importSegments, {}, { name: 'segments.csv', content: csv });
    assert.deepEqual([again.body.made, again.body.changed, again.body.unchanged], [0, 0, 3]);
    assert.equal(
      (await upload(api.importSegments, {}, { name: 'x.csv', content: 'a,b\n1,2\n' })).status,
      400,
    );
    assert.deepEqual(server.log, []);
  });
}
