import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../input-error.ts';
import { loadInventory } from './load-inventory.ts';

test('a file that cannot be used is refused with the place of the trouble', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'list.csv');
  const cases = [
    {
      text: 'Model,Serial\nMX40,1\n',
      mapping: { model: 'Type' },
      place: { file: 'list.csv', field: 'model' },
    },
    { text: 'Model,Serial\nonly one\n', mapping: {}, place: { file: 'list.csv', line: 2 } },
    { text: '%PDF-1.7\n', mapping: {}, place: { file: 'list.csv' } },
  ];
  for (const { text, mapping, place } of cases) {
    writeFileSync(path, text);
    await assert.rejects(
      loadInventory([{ name: 'list.csv', path }], { mappings: { 'list.csv': mapping } }),
      (error) => {
        assert(error instanceof InputError);
        assert.deepEqual(error.place, place);
        return true;
      },
    );
  }
});
