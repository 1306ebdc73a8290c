import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { deleteImport } from '#store/imports';
import { previewImport } from './import-start.ts';

const TABLES = ['import_row', 'import_identifier', 'import_change'];

for (const engine of ENGINES)
  test(`an import that is forgotten leaves none of its rows behind, and all of another's (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    const counts = async () => {
      const found: number[] = [];
      for (const table of TABLES) {
        const { rows } = await store.pool.query(`select count(*)::integer as n from ${table}`);
        found.push(rows[0].n);
      }
      return found;
    };
    const bring = (source: string) =>
      previewImport(
        ctx,
        { name: 'devices.csv', stream: bytesOf('Asset tag,Manufacturer,Model\nT-1,BD,Alaris\n') },
        { source, at: new Date(Date.UTC(2026, 1, 1)), mapping: {} },
      );
    await bring('CMMS');
    const before = await counts();
    assert.ok(before.every((it) => it > 0));
    const { id } = await bring('Register');
    assert.notDeepEqual(await counts(), before);
    await store.db.transaction().execute((tx) => deleteImport(tx, id));
    assert.deepEqual(await counts(), before);
  });

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
