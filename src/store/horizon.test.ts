import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { HorizonEnd, HorizonGroup } from '#engine/support';
import type { DeviceFields } from '#engine/words';
import { ENGINES, freshStore } from '#test/database';
import { setDeviceCost } from './device-costs.ts';
import { type DeviceState, insertDevices, updateDevices } from './devices.ts';
import { countHorizon, recountEnds } from './horizon.ts';
import type { Store } from './store.ts';

const NOW = new Date('2026-03-01T08:00:00Z');
const TODAY = '2026-03-01';
const PRICED = randomUUIDv7();
const PRICE = 100;
const SCOPES: readonly (readonly Scope[])[] = [
  [{ kind: 'hospital' }],
  [],
  [{ kind: 'site', id: 'North' }],
  [
    { kind: 'vendor', id: 'Alveor' },
    { kind: 'department', id: 'ICU' },
  ],
  [
    { kind: 'group', id: 'Loaned' },
    { kind: 'site', id: 'South' },
  ],
];
const GROUPS: readonly HorizonGroup[] = ['department', 'site', 'model', 'system', 'type'];

interface Known {
  readonly fields: DeviceFields;
  cost: number | null;
  isPriced: boolean;
  isLoaned: boolean;
}

const maybe = <T>(...of: T[]) => fc.constantFrom(...of, undefined);
const fields = fc
  .record({
    manufacturer: maybe('Alveor', 'Zoll'),
    site: maybe('North', 'South'),
    department: maybe('ICU', 'icu', 'Lab'),
    deviceType: maybe('Pump'),
    os: maybe('Linux', 'Windows'),
    controls: maybe('VLAN'),
    eosDate: maybe('2020-01-01', TODAY, '2026-06-01', 'soon'),
    eolDate: maybe('2025-12-31', '2027-01-01'),
  })
  .map((it) => JSON.parse(JSON.stringify(it)) as DeviceFields);
const at = fc.nat();
const step = fc.oneof(
  fc.record({
    kind: fc.constant('come' as const),
    fields: fc.array(fields, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('change' as const), at, fields }),
  fc.record({ kind: fc.constant('cost' as const), at, cost: fc.constantFrom(null, 7, 30) }),
  fc.record({ kind: fc.constant('belong' as const), at, isPriced: fc.boolean() }),
  fc.record({ kind: fc.constant('join' as const), at }),
  fc.record({ kind: fc.constant('go' as const), at }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(store: Store, known: Map<string, Known>, it: Step): Promise<void> {
  const state = (id: string, said: DeviceFields): DeviceState => ({
    id,
    name: null,
    fields: said,
    sourceCount: 1,
    conflictCount: 0,
    seenAt: NOW,
  });
  await store.db.transaction().execute(async (tx) => {
    if (it.kind === 'come') {
      const made = it.fields.map((said) => state(randomUUIDv7(), said));
      await insertDevices(tx, made, NOW);
      for (const one of made)
        known.set(one.id, { fields: one.fields, cost: null, isPriced: false, isLoaned: false });
      return;
    }
    const id = [...known.keys()][it.at % Math.max(1, known.size)];
    const one = id === undefined ? undefined : known.get(id);
    if (id === undefined || one === undefined) return;
    switch (it.kind) {
      case 'change':
        await updateDevices(tx, [{ ...state(id, it.fields), isChanged: true }], NOW);
        known.set(id, { ...one, fields: it.fields });
        return;
      case 'cost':
        await setDeviceCost(tx, id, it.cost === null ? null : { cost: it.cost, at: NOW, byName: 'Ines' });
        one.cost = it.cost;
        return;
      case 'belong':
        await sql`update device set model_id = ${it.isPriced ? PRICED : null}::uuid where id = ${id}`.execute(
          tx,
        );
        one.isPriced = it.isPriced;
        return;
      case 'join':
        await sql`insert into device_tag (device_id, tag_id, at, by_name)
          select ${id}::uuid, id, now(), 'Ines' from tag on conflict do nothing`.execute(tx);
        one.isLoaned = true;
        return;
      case 'go':
        await sql`delete from device where id = ${id}`.execute(tx);
        known.delete(id);
    }
  });
}

function isSeen({ fields: { site, department, manufacturer }, isLoaned }: Known, scopes: readonly Scope[]) {
  return scopes.some((it) => {
    switch (it.kind) {
      case 'hospital':
        return true;
      case 'site':
        return site === it.id;
      case 'department':
        return department === it.id;
      case 'vendor':
        return manufacturer === it.id;
      case 'group':
        return isLoaned;
    }
  });
}

const endOf = ({ fields: it }: Known, end: HorizonEnd) =>
  ({ support: it.eosDate, system: undefined, life: it.eolDate })[end];

function quarterOf(day: string | undefined): string {
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return 'undetermined';
  return day < TODAY ? 'past' : `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

function groupOf(it: Known, by: HorizonGroup): string | null {
  const { department, site, os, deviceType } = it.fields;
  const named = { department, site, system: os, type: deviceType, model: it.isPriced ? 'CX-1' : undefined };
  return named[by]?.toLowerCase() ?? null;
}

/** Cells in lower case and in order, as looking at every device would have them. */
function cellsOf(devices: readonly Known[], end: HorizonEnd, by: HorizonGroup) {
  const cells = Map.groupBy(devices, (it) => JSON.stringify([groupOf(it, by), quarterOf(endOf(it, end))]));
  return [...cells]
    .map(([key, of]) => {
      const costs = of.map((it) => it.cost ?? (it.isPriced ? PRICE : null));
      return {
        key,
        devices: of.length,
        cost: costs.reduce<number>((sum, it) => sum + (it ?? 0), 0),
        costUnknown: costs.filter((it) => it === null).length,
      };
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

async function prove(store: Store, known: readonly Known[]): Promise<void> {
  for (const scopes of SCOPES) {
    const seen = known.filter((it) => isSeen(it, scopes));
    for (const by of GROUPS)
      for (const end of ['support', 'system', 'life'] as const) {
        const { cells, uncovered } = await countHorizon(store.db, scopes, { end, by, today: TODAY });
        assert.deepEqual(
          cells
            .map((it) => ({
              key: JSON.stringify([it.group?.toLowerCase() ?? null, it.quarter]),
              devices: it.devices,
              cost: it.cost,
              costUnknown: it.costUnknown,
            }))
            .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
          cellsOf(seen, end, by),
          `${JSON.stringify(scopes)} by ${by}`,
        );
        assert.equal(
          uncovered,
          seen.filter((it) => (endOf(it, end) ?? '9') < TODAY && it.fields.controls === undefined).length,
        );
      }
  }
  assert.equal(await store.db.transaction().execute(recountEnds), 0, 'nothing has to be put right');
}

for (const engine of ENGINES) {
  test(`the horizon counted change by change is that of every device (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    await sql`insert into model (id, name, details, created_at, changed_at)
      values (${PRICED}, 'CX-1', jsonb_build_object('replacementCost', ${PRICE}::integer), now(), now())`.execute(
      store.db,
    );
    await sql`insert into tag (id, name, key, is_group, created_at, created_by_name)
      values (${randomUUIDv7()}, 'Loaned', 'loaned', true, now(), 'Ines')`.execute(store.db);
    const known = new Map<string, Known>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        for (const it of steps) await take(store, known, it);
        await prove(store, [...known.values()]);
      }),
      { numRuns: 8 },
    );
    await take(store, known, { kind: 'come', fields: [{ site: 'North' }] });
    await sql`update lifecycle_tally set devices = devices + 1 where (ending_no, place_no) = (select ending_no, place_no from lifecycle_tally order by 1, 2 limit 1)`.execute(
      store.db,
    );
    assert.equal(await store.db.transaction().execute(recountEnds), 1, 'what went astray is found');
    await prove(store, [...known.values()]);
    await sql`truncate device cascade`.execute(store.db);
    await prove(store, []);
  });
}
