import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planFleet, placeOf } from '#engine/intake';
import { listCurrentObservations } from '#store/observations';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import type { Context } from '../context.ts';
import { applyImport, previewImport } from './import-start.ts';

/** Few values, so that rows of different files meet on the same devices. */
const row = fc.record({
  tag: fc.constantFrom('', 'T-1', 'T-2', 'T-3', 'N/A'),
  serial: fc.constantFrom('', 'SN900001', 'SN900002', 'SN900003', 'Default string'),
  maker: fc.constantFrom('Philips', 'BD'),
  model: fc.constantFrom('MX450', 'Alaris'),
  room: fc.constantFrom('', '1', '2', 'N/A'),
  mac: fc.constantFrom('', '00:00:00:00:00:00', '00:09:fb:01:02:03'),
});
const file = fc.record({
  source: fc.constantFrom('CMMS', 'scan', 'list', 'sboms'),
  day: fc.integer({ min: 1, max: 5 }),
  rows: fc.array(row, { minLength: 1, maxLength: 6 }),
});
type File = typeof file extends fc.Arbitrary<infer T> ? T : never;
/** Of one source at most one file a day: which of two that say different things at the same time holds, nothing tells. */
const files = fc.uniqueArray(file, {
  minLength: 2,
  maxLength: 5,
  selector: (it) => `${it.source} ${it.day}`,
});

async function take(ctx: Context, { source, day, rows }: File): Promise<void> {
  if (source === 'sboms') return takeBoms(ctx, day, rows);
  const lines = rows.map((it) => [it.tag, it.maker, it.model, it.serial, it.room, it.mac].join(','));
  const text = ['Asset tag,Manufacturer,Model,Serial number,Room,MAC address', ...lines].join('\n');
  await takeFile(ctx, `${source}.csv`, text, { source, day });
}

/** A bill of materials for the model of each row. */
async function takeBoms(ctx: Context, day: number, rows: File['rows']): Promise<void> {
  for (const { model, maker, room } of new Map(rows.map((it) => [it.model, it])).values()) {
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: { component: { type: 'device', name: model, publisher: maker } },
      components: [{ type: 'library', name: 'openssl', version: `1.1.${room === '' ? 0 : room}` }],
    };
    await takeFile(ctx, `${model}.json`, JSON.stringify(bom), { source: 'sboms', day });
  }
}

async function takeFile(
  ctx: Context,
  name: string,
  text: string,
  { source, day }: Pick<File, 'source' | 'day'>,
): Promise<string> {
  const { id } = await previewImport(
    ctx,
    { name, stream: bytesOf(text) },
    { source, at: new Date(Date.UTC(2026, 1, day)), mapping: {} },
  );
  await applyImport(ctx, id);
  return id;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** The inventory without the ids it happened to get; and everything, to the last column. */
async function stateOf({ store: { pool } }: Context): Promise<{ meaning: string; whole: string }> {
  const devices = await pool.query(
    `select d.name, d.fields, d.source_count, d.conflict_count, d.seen_at,
       (select json_agg(json_build_array(o.source, o.key, o.at, o.fields) order by o.source, o.key)
        from observation o where o.device_id = d.id and o.is_current) as said
     from device d`,
  );
  const [device, observation, change] = [
    await pool.query('select * from device order by id'),
    await pool.query('select * from observation order by id'),
    await pool.query('select * from device_change order by id'),
  ];
  return {
    meaning: JSON.stringify(devices.rows.map((it) => JSON.stringify(it)).sort(), null, 1),
    whole: JSON.stringify([device.rows, observation.rows, change.rows]),
  };
}

interface Grouped {
  readonly name: string | null;
  readonly fields: unknown;
  readonly conflicts: number;
  readonly places: readonly string[];
}

/** Devices as one plan of everything that is said makes them. */
async function wholePlan({ store: { db } }: Context): Promise<Grouped[]> {
  const words = (await listCurrentObservations(db)).map((it) => ({ ...it, at: it.at.toISOString() }));
  const { devices } = planFleet(words, [], () => 'new');
  return devices
    .map(({ name, fields, conflicts, words: own }) => ({
      name,
      fields: JSON.parse(JSON.stringify(fields)) as unknown,
      conflicts: conflicts.length,
      places: own.map(placeOf).toSorted(),
    }))
    .toSorted(byPlaces);
}

/** Devices as they are kept. */
async function keptPlan({ store: { pool } }: Context): Promise<Grouped[]> {
  const { rows } = await pool.query<Grouped>(
    `select d.name, d.fields, d.conflict_count as conflicts,
       (select json_agg(o.source || chr(9) || o.key) from observation o where o.device_id = d.id and o.is_current) as places
     from device d`,
  );
  return rows.map((it) => ({ ...it, places: it.places.toSorted() })).toSorted(byPlaces);
}

function byPlaces(a: Grouped, b: Grouped): number {
  return a.places.join() < b.places.join() ? -1 : 1;
}

for (const engine of ENGINES) {
  test(`imports come to the same inventory in any order, and twice is once (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const empty = () =>
      store.pool.query(
        'truncate device, observation, device_change, import_row, import_reject, inventory_import cascade',
      );
    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        await empty();
        for (const it of all) await take(ctx, it);
        const once = await stateOf(ctx);
        assert.deepEqual(await keptPlan(ctx), await wholePlan(ctx), 'as if all were planned at once');
        for (const it of all) await take(ctx, it);
        assert.equal((await stateOf(ctx)).whole, once.whole, 'the same files again write nothing');
        await empty();
        for (const it of all.toReversed()) await take(ctx, it);
        assert.equal((await stateOf(ctx)).meaning, once.meaning, 'order does not matter');
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
}
