import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CRITICALITIES, type DeviceFields, EXPOSURES, FDA_CLASSES } from '#engine/words';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { addDevices } from '#test/devices';
import type { Context } from '../context.ts';
import { exportDevices, type InventoryFormat } from './export-devices.ts';
import { applyImport, previewImport } from './import-start.ts';

const text = fc.constantFrom(
  'North',
  'Wing "B", 2nd floor',
  '=SUM(A1)',
  "'quoted",
  'Überwachung',
  '-4.2',
  '+1',
  'a;b|c',
  '007',
);
const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((it) => new Date(it * 86_400_000).toISOString().slice(0, 10));
const component = fc.record(
  { name: fc.constantFrom('openssl', 'libc, "gnu"', 'Windows 10'), version: text, vendor: text },
  { requiredKeys: ['name'] },
);
const fields = fc.record(
  {
    manufacturer: fc.constantFrom('Dräger', 'GE "Healthcare", Inc.', 'BD'),
    model: fc.constantFrom('Evita V500', '8100', 'MX-450'),
    version: fc.constantFrom('4.1.7', '2.0', 'R4.1'),
    os: fc.constantFrom('Windows 10', 'Linux'),
    components: fc.array(component, { minLength: 1, maxLength: 3 }),
    vlan: fc.constantFrom('110', '=7'),
    exposure: fc.constantFrom(...EXPOSURES),
    site: text,
    room: text,
    department: text,
    owner: text,
    criticality: fc.constantFrom(...CRITICALITIES),
    fdaClass: fc.constantFrom(...FDA_CLASSES),
    storesPhi: fc.boolean(),
    transmitsPhi: fc.boolean(),
    installDate: day,
    eosDate: day,
    ipv6: fc.constantFrom('fd00::12', '2001:db8::7'),
    supportContract: text,
    contractProvider: text,
    contractEnd: day,
    contractConditions: text,
    controls: text,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<DeviceFields>;

const FORMATS: readonly InventoryFormat[] = ['csv', 'xlsx', 'json'];

async function bytesOf(ctx: Context, format: InventoryFormat): Promise<Buffer> {
  const sort = [{ column: 'label', falling: false }] as const;
  const chunks: Buffer[] = [];
  for await (const it of await exportDevices(ctx, { filter: '', sort, columns: null, format }))
    chunks.push(Buffer.from(it));
  return Buffer.concat(chunks);
}

async function devicesOf({ store: { pool } }: Context) {
  const { rows } = await pool.query<{ name: string; fields: DeviceFields }>(
    'select name, fields from device order by name',
  );
  return rows;
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

for (const engine of ENGINES) {
  test(`what is exported imports into an empty instance as the same devices, field by field (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const drawn = fc.sample(fields, { numRuns: 60, seed: 7 });
    const all = drawn.map((it, n) => ({ ...it, assetTag: `T-${100 + n}`, serial: `SN9000${100 + n}` }));
    await addDevices(ctx, all);
    const before = await devicesOf(ctx);
    const files = await Promise.all(FORMATS.map((it) => bytesOf(ctx, it)));
    for (const [index, format] of FORMATS.entries()) {
      await store.pool.query('truncate device, observation, inventory_import cascade');
      const stream = streamOf(files[index] as Buffer);
      const name = `devices.${format}`;
      const { id } = await previewImport(ctx, { name, stream }, { source: 'export', at: null, mapping: {} });
      await applyImport(ctx, id);
      assert.deepEqual(await devicesOf(ctx), before, format);
    }
  });
}
