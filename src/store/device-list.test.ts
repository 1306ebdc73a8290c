import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { test } from 'node:test';
import { CRITICALITIES, type DeviceFields } from '#engine/words';
import { DEVICE_FILTER_FIELDS, readFilter } from '#engine/filter';
import { ENGINES, freshStore } from '#test/database';
import { countDevices, type DeviceSort, listCountedDevices, listDevices } from './device-list.ts';
import { insertDevices, updateDevices } from './devices.ts';
import type { ListPlace, SortStep } from './keyset.ts';
import type { Store } from './store.ts';

const SCOPES = [{ kind: 'hospital' }] as const;
const AT = new Date('2026-03-01T08:00:00Z');

/** Devices with many ties and gaps. */
async function fill(store: Store) {
  const pick = <T>(of: readonly T[], n: number): T | undefined => of[n % (of.length + 1)];
  const states = Array.from({ length: 61 }, (_, n) => {
    const fields = {
      manufacturer: pick(['Dräger', 'alveor', 'Zoll'], n),
      site: pick(['North', 'South'], n * 7),
      room: pick(['1', '10', '2'], n * 5),
      criticality: pick(CRITICALITIES, n * 3),
      storesPhi: pick([true, false], n),
    };
    const stated = Object.fromEntries(Object.entries(fields).filter(([, it]) => it !== undefined));
    return {
      id: randomUUIDv7(),
      name: `D-${n}`,
      fields: stated as DeviceFields,
      sourceCount: 1 + (n % 3),
      conflictCount: n % 2,
      seenAt: new Date(AT.getTime() - (n % 4) * 86_400_000 - 0.5),
    };
  });
  await store.db.transaction().execute((tx) => insertDevices(tx, states, AT));
  return states;
}

const SORTS: readonly (readonly SortStep<DeviceSort>[])[] = [
  [{ column: 'label', falling: false }],
  [{ column: 'risk', falling: true }],
  [
    { column: 'risk', falling: false },
    { column: 'label', falling: false },
  ],
  [{ column: 'seen', falling: true }],
  [{ column: 'site', falling: true }],
  [{ column: 'criticality', falling: false }],
  [
    { column: 'manufacturer', falling: false },
    { column: 'room', falling: true },
    { column: 'sources', falling: true },
  ],
  [
    { column: 'criticality', falling: true },
    { column: 'seen', falling: false },
  ],
];

for (const engine of ENGINES) {
  test(`pages of any order hold every device once, those without a value last (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    await fill(store);
    for (const sort of SORTS) {
      const whole = await listDevices(
        store.db,
        { filter: null, scopes: SCOPES },
        { sort, after: null, limit: 500 },
      );
      assert.equal(whole.length, 61);
      const paged: string[] = [];
      let after: ListPlace | null = null;
      for (;;) {
        const page: typeof whole = await listDevices(
          store.db,
          { filter: null, scopes: SCOPES },
          { sort, after, limit: 7 },
        );
        paged.push(...page.map((it) => it.device.id));
        after = page.at(-1)?.place ?? null;
        if (page.length < 7) break;
      }
      assert.deepEqual(
        paged,
        whole.map((it) => it.device.id),
        JSON.stringify(sort),
      );
      const firsts = whole.map((it) => it.place.keys[0] ?? null);
      const stated = firsts.filter((it) => it !== null);
      assert.deepEqual(firsts, [...stated, ...firsts.filter((it) => it === null)], 'gaps come last');
      const rising = stated.toSorted();
      assert.deepEqual(stated, sort[0]?.falling === true ? rising.reverse() : rising);
    }
  });

  test(`the list follows its devices, and "not" is the rest (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const states = await fill(store);
    const count = async (text: string) => {
      const read = readFilter(text, DEVICE_FILTER_FIELDS, { nowMs: AT.getTime() });
      assert('filter' in read);
      return countDevices(
        store.db,
        { filter: read.filter === null ? null : { tree: read.filter, customFields: [] }, scopes: SCOPES },
        null,
      );
    };
    for (const text of [
      'site:north',
      'room:none',
      'storesPhi:yes',
      'sources:>1',
      'seen:<2d',
      'dräger',
      'conflicts:0',
    ])
      assert.equal((await count(text)) + (await count(`-(${text})`)), 61, text);
    assert.equal(await count('manufacturer:DRÄG'), await count('"Dräger"'));
    const before = await count('site:north');
    const moved = states.filter((it) => it.fields.site === 'South').slice(0, 3);
    await store.db.transaction().execute((tx) =>
      updateDevices(
        tx,
        moved.map((it) => ({ ...it, fields: { ...it.fields, site: 'North' }, isChanged: true })),
        AT,
      ),
    );
    assert.equal(await count('site:north'), before + 3);
    assert.equal(
      await countDevices(store.db, { filter: null, scopes: SCOPES }, 10),
      11,
      'counted to the cap',
    );
  });

  test(`a page that comes with its count is the page that is asked for alone (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    await fill(store);
    const read = readFilter('-site:south', DEVICE_FILTER_FIELDS, { nowMs: AT.getTime() });
    assert('filter' in read && read.filter !== null);
    const selection = { filter: { tree: read.filter, customFields: [] }, scopes: SCOPES };
    const all = await countDevices(store.db, selection, null);
    for (const sort of SORTS) {
      const first = await listDevices(store.db, selection, { sort, after: null, limit: 7 });
      const ends: (ListPlace | null)[] = [null, first.at(-1)?.place ?? null];
      ends.push((await lastOf(store, selection, sort)).place);
      for (const after of ends)
        for (const cap of [5, all - 1, all, 1000])
          for (const keptAsideMax of [0, 1000]) {
            const page = { sort, after, limit: 7 };
            const { items, count } = await listCountedDevices(store.db, selection, page, cap, {
              keptAsideMax,
            });
            assert.deepEqual(items, await listDevices(store.db, selection, page));
            assert.equal(count, Math.min(all, cap + 1));
          }
    }
  });
}

async function lastOf(
  store: Store,
  selection: Parameters<typeof listDevices>[1],
  sort: readonly SortStep<DeviceSort>[],
) {
  const all = await listDevices(store.db, selection, { sort, after: null, limit: 500 });
  return all.at(-1) as (typeof all)[number];
}
