import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { freshStore } from '#test/database';
import { listRowsAfter } from '#store/import-rows';
import { lockInventory } from '#store/imports';
import type { Context } from '../context.ts';
import { inTurn, planAhead } from './import-ahead.ts';
import { applyPreviewedImport } from './import-applying.ts';
import { planRows } from './import-plan.ts';
import { previewImport } from './import-start.ts';
import { UNWATCHED } from './import-work.ts';
import { readImport } from './imports.ts';

/** Three batches of PostgreSQL: the second and the third are worked out while the one before is written. */
const ROWS = 4200;

/** Some rows far apart have the same serial number; a network address that many have identifies none of them. */
const LIST = [
  'Asset tag,Manufacturer,Model,Serial number,MAC address',
  ...Array.from({ length: ROWS }, (_, n) => {
    const serial = n % 450 === 7 ? `SN-900${n % 5}` : `SN-${10_000 + n}`;
    return `T-${n},BD,Alaris,${serial},${n % 50 === 3 && n < 1900 ? '00:1B:44:11:3A:B7' : ''}`;
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

test('a batch worked out ahead holds only apart from the one before, and when nobody had a turn in between', async (t) => {
  const store = await freshStore(t, 'postgresql');
  if (store === null) return;
  const ctx = contextOn(instanceOn(store));
  const scanned =
    'Asset tag,Manufacturer,Model,Serial number,MAC address,Hostname\nS-1,BD,Alaris,SN-1,00:1B:44:11:3A:B7,\n';
  await applyPreviewedImport(ctx, await preview(ctx, 'Scan', scanned), UNWATCHED);
  const hub = Array.from({ length: 220 }, (_, n) => `T-1${n},BD,Alaris,SN-1${n},,pump`);
  const cases: readonly [string, string, readonly string[], boolean][] = [
    ['nothing in common', 'T-1,BD,Alaris,SN-1,,', ['T-2,BD,Alaris,SN-2,,'], true],
    ['a maker and model in common', 'T-1,BD,Alaris,SN-1,,', ['T-3,BD,Alaris,,,'], true],
    ['the same serial number', 'T-1,BD,Alaris,SN-1,,', ['T-4,BD,Alaris,SN-1,,'], false],
    ['the same device', 'T-1,BD,Alaris,SN-1,,', ['T-5,BD,Alaris,,00:1B:44:11:3A:B7,'], false],
    ['an identifier that too many have', 'T-1,BD,Alaris,SN-1,,pump', hub, false],
  ];
  for (const [name, line, others, isApart] of cases) {
    const text = ['Asset tag,Manufacturer,Model,Serial number,MAC address,Hostname', line, ...others].join(
      '\n',
    );
    const it = await readImport(ctx, await preview(ctx, `CMMS, ${name}`, text));
    const [first] = await listRowsAfter(store.db, it.id, { after: 0, limit: 1 });
    assert.ok(first !== undefined, name);
    const turn: number = await store.db.transaction().execute(lockInventory);
    // What both belong to is looked at as a whole: then no row is left for the next batch.
    const planned = await planRows(store.db, ctx, it, [first]);
    const ahead = await planAhead(ctx, it, { planned, last: first.place, turn });
    assert.equal(ahead !== null, isApart, name);
    assert.deepEqual(ahead?.planned.rows.map((row) => row.place) ?? [], isApart ? [2] : [], name);
    const next: number = await store.db.transaction().execute(lockInventory);
    assert.equal(next, turn + 1);
    await store.db.transaction().execute(async (tx) => {
      assert.equal((await inTurn(tx, ctx, ahead, next)) !== null, isApart, name);
      assert.equal(await inTurn(tx, ctx, ahead, next + 1), null, 'somebody had a turn');
    });
  }
});

async function preview(ctx: Context, source: string, text: string): Promise<string> {
  const order = { source, at: new Date(Date.UTC(2026, 1, 1)), mapping: {} };
  return (await previewImport(ctx, { name: 'devices.csv', stream: bytesOf(text) }, order)).id;
}

async function statementsByDevice({ store }: Context): Promise<string[]> {
  const { rows } = await store.pool.query(
    `select words from (
      select string_agg(source || ' ' || key || ' ' || observation.fields::text, ' | ' order by source, key)
        || ' makes ' || device.fields::text as words
      from observation join device on device.id = device_id where is_current group by device.id
    ) as devices order by words collate "C"`,
  );
  return rows.map((it) => it.words);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
