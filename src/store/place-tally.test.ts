import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import { DEVICE_FILTER_FIELDS, readFilter } from '#engine/filter';
import type { DeviceFields } from '#engine/words';
import { ENGINES, freshStore } from '#test/database';
import { countDevices } from './device-list.ts';
import { type DeviceState, insertDevices, updateDevices } from './devices.ts';
import { countFigures, countFiguresOneByOne, type PlaceFigures } from './figures.ts';
import { countDevicesSeen, readVitalCounts, recountPlaces } from './place-tally.ts';
import { listNamedScopes } from './scopes.ts';
import type { Store } from './store.ts';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const DAY_MS = 86_400_000;
const TODAY = '2026-03-01';
const DAYS = {
  today: TODAY,
  seenSince: new Date(NOW - 30 * DAY_MS),
  in6: '2026-09-01',
  in12: '2027-03-01',
  in24: '2028-03-01',
};
const WHOLE: readonly Scope[] = [{ kind: 'hospital' }];
const SCOPES: readonly (readonly Scope[])[] = [
  WHOLE,
  [],
  [{ kind: 'site', id: 'North' }],
  [
    { kind: 'site', id: 'North' },
    { kind: 'department', id: 'ICU' },
  ],
  [{ kind: 'vendor', id: 'Alveor' }],
];

const maybe = <T>(...of: T[]) => fc.constantFrom(...of, undefined);
const fields = fc
  .record({
    manufacturer: maybe('Alveor', 'Zoll'),
    model: maybe('M1'),
    serial: maybe('S1'),
    version: maybe('1.0'),
    site: maybe('North', 'South'),
    department: maybe('ICU', 'Lab'),
    criticality: maybe('life-sustaining' as const, 'general' as const),
    eosDate: maybe('2020-01-01', '2026-03-01', '2026-06-01', '2027-01-01', '2030-01-01'),
  })
  .map((it) => JSON.parse(JSON.stringify(it)) as DeviceFields);
const state = fc.record({
  fields,
  conflictCount: fc.nat({ max: 1 }),
  // Either side of the instant "lately" begins at, and days around it.
  seenAt: fc.constantFrom(0, 10, 29, 29.9, 30, 30.1, 31, 60).map((days) => new Date(NOW - days * DAY_MS)),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('come' as const), states: fc.array(state, { minLength: 1, maxLength: 6 }) }),
  fc.record({
    kind: fc.constant('change' as const),
    at: fc.nat(),
    states: fc.array(state, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('go' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('spoken of' as const),
    at: fc.nat(),
    by: fc.constantFrom('cmms', 'discovery'),
  }),
  fc.record({ kind: fc.constant('no more' as const), at: fc.nat() }),
);

async function take(store: Store, ids: string[], it: typeof step extends fc.Arbitrary<infer T> ? T : never) {
  const of = (states: readonly (typeof state extends fc.Arbitrary<infer T> ? T : never)[], from: number) =>
    states.map(
      (one, n): DeviceState => ({
        ...one,
        id: ids[(from + n) % ids.length] as string,
        name: null,
        sourceCount: 1,
      }),
    );
  const one = 'at' in it ? ids[it.at % Math.max(1, ids.length)] : undefined;
  await store.db.transaction().execute(async (tx) => {
    if (it.kind === 'come') {
      const from = ids.length;
      ids.push(...it.states.map(() => randomUUIDv7()));
      await insertDevices(tx, of(it.states, from), new Date(NOW));
    } else if (one === undefined) return;
    else if (it.kind === 'change') {
      const changed = new Map(
        of(it.states, it.at).map((device) => [device.id, { ...device, isChanged: true }]),
      );
      await updateDevices(tx, [...changed.values()], new Date(NOW));
    } else if (it.kind === 'go') {
      await sql`delete from observation where device_id = ${one}`.execute(tx);
      await sql`delete from device where id = ${one}`.execute(tx);
      ids.splice(ids.indexOf(one), 1);
    } else if (it.kind === 'spoken of')
      await sql`
        insert into observation (id, source, kind, key, at, first_at, line, content_hash, fields, unmapped, reported, is_current, device_id)
        values (${randomUUIDv7()}, 'S', ${it.by}, ${randomUUIDv7()}, now(), now(), null, decode('00', 'hex'), '{}', '{}', '[]', true, ${one})
      `.execute(tx);
    else await sql`update observation set is_current = false where device_id = ${one}`.execute(tx);
  });
}

async function figuresBy(
  count: typeof countFigures,
  store: Store,
  scopes: readonly Scope[],
): Promise<PlaceFigures[]> {
  const key = (it: PlaceFigures) => `${it.site} ${it.department}`;
  return (await count(store.db, scopes, DAYS)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function prove(store: Store): Promise<void> {
  const counted = async (text: string, scopes: readonly Scope[]) => {
    const read = readFilter(text, DEVICE_FILTER_FIELDS, { nowMs: NOW });
    assert('filter' in read && read.filter !== null);
    return countDevices(store.db, { filter: { tree: read.filter, customFields: [] }, scopes }, null);
  };
  for (const scopes of SCOPES) {
    assert.deepEqual(
      await figuresBy(countFigures, store, scopes),
      await figuresBy(countFiguresOneByOne, store, scopes),
    );
    assert.equal(
      await countDevicesSeen(store.db, scopes),
      await countDevices(store.db, { filter: null, scopes }, null),
    );
    if (scopes.some((it) => it.kind === 'vendor')) continue;
    assert.deepEqual(await readVitalCounts(store.db, scopes, TODAY), {
      unsupported: await counted('criticality:life-sustaining eosDate:<today', scopes),
      versionless: await counted('criticality:life-sustaining version:none osVersion:none', scopes),
      disputed: await counted('criticality:life-sustaining conflict:yes', scopes),
    });
  }
  for (const { id, devices } of await listNamedScopes(store.db, 'vendor', { text: '', limit: 9 }))
    assert.equal(
      devices,
      await countDevices(store.db, { filter: null, scopes: [{ kind: 'vendor', id }] }, null),
    );
  assert.equal(await store.db.transaction().execute(recountPlaces), 0, 'nothing has to be put right');
}

for (const engine of ENGINES) {
  test(`what is counted change by change is what there is (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ids: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        for (const it of steps) await take(store, ids, it);
        await prove(store);
      }),
      { numRuns: 12 },
    );
  });

  test(`counts that went astray are found and put right (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const device = {
      id: randomUUIDv7(),
      name: 'A',
      fields: { site: 'North' },
      sourceCount: 1,
      conflictCount: 0,
    };
    await store.db
      .transaction()
      .execute((tx) => insertDevices(tx, [{ ...device, seenAt: new Date(NOW) }], new Date(NOW)));
    await sql`update place_tally set devices = 7 where fact = 'devices'`.execute(store.db);
    assert.equal(await countDevicesSeen(store.db, WHOLE), 7);
    assert.equal(await store.db.transaction().execute(recountPlaces), 1);
    assert.equal(await countDevicesSeen(store.db, WHOLE), 1);
    await sql`truncate device cascade`.execute(store.db);
    assert.equal(await countDevicesSeen(store.db, WHOLE), 0);
  });
}
