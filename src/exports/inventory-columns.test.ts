import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf } from '#inventory/columns';
import { deviceFieldColumns } from './device-field-columns.ts';

test('an import knows every field of an export by its title', () => {
  const columns = deviceFieldColumns(() => ({}), []);
  assert(columns.length > 30);
  assert.deepEqual(
    columns.map((it) => [it.title, meaningOf(it.title)?.field ?? null]),
    columns.map((it) => [it.title, it.key]),
  );
});
