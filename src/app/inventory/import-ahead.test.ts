import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { freshStore } from '#test/database';
import type { Context } from '../context.ts';
import { applyPreviewedImport } from './import-applying.ts';
import { previewImport } from './import-start.ts';
import { UNWATCHED } from './import-work.ts';

/** Three batches of PostgreSQL: the second and the third are worked out while the one before is written. */
const ROWS = 4200;

/** Some rows far apart have the same serial number; a network address that many have identifies none of them. */
const LIST = [
  'Asset tag,Manufacturer,Model,Serial number,MAC address',
  ...Array.from({ length: ROWS }, (_, n) => {
    const serial = n % 450 === 7 ? `SN-900${n % 5}` : `SN-${10_000 + n}`;
    return `T-${n},BD,Alaris,${serial},${n % 50 === 3 ? '00:1B:44:11:3A:B7' : ''}`;
  }),
].join('\n');

/** Another source on devices of every batch. */
const SCAN = [
  'Asset tag,Manufacturer,Model,Serial number',
  ...Array.from({ length: 8 }, (_, n) => `X-${n},BD,Alaris,SN-${10_001 + n * 500}`),
].join('\n');

test('rows that are worked out ahead come to what they come to in their turn', async (t) => {
  const ahead = await freshStore(t, 'postgresql');
  // It reads nothing while it writes: each batch is worked out in its turn.
  const inTurn = await freshStore(t, 'embedded');
  if (ahead === null || inTurn === null) return;
  const ctx = contextOn(instanceOn(ahead));
  const [list, scan] = [await preview(ctx, 'CMMS', LIST), await preview(ctx, 'Scan', SCAN)];
  const between: Promise<unknown>[] = [];
  const progress = () => {
    if (between.length === 0) between.push(applyPreviewedImport(ctx, scan, UNWATCHED));
  };
  const applied = await applyPreviewedImport(ctx, list, { ...UNWATCHED, progress });
  assert.equal(applied.counts.create + applied.counts.change + applied.counts.unchanged, ROWS);
  assert.equal(between.length, 1);
  await Promise.all(between);

  const other = contextOn(instanceOn(inTurn));
  await applyPreviewedImport(other, await preview(other, 'Scan', SCAN), UNWATCHED);
  await applyPreviewedImport(other, await preview(other, 'CMMS', LIST), UNWATCHED);
  assert.deepEqual(await statementsByDevice(ctx), await statementsByDevice(other));
});

async function preview(ctx: Context, source: string, text: string): Promise<string> {
  const order = { source, at: new Date(Date.UTC(2026, 1, 1)), mapping: {} };
  return (await previewImport(ctx, { name: 'devices.csv', stream: bytesOf(text) }, order)).id;
}

async function statementsByDevice({ store }: Context): Promise<string[]> {
  const { rows } = await store.pool.query(
    `select string_agg(source || ' ' || key || ' ' || observation.fields::text, ' | ' order by source, key)
      || ' makes ' || device.fields::text as words
    from observation join device on device.id = device_id where is_current group by device.id order by words collate "C"`,
  );
  return rows.map((it) => it.words);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
