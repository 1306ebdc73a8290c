import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenMapping, columnsOf, withChoice } from './import-columns.ts';

const VIEW = {
  mapping: [
    { field: 'serial', column: 'Tag #', because: 'header' },
    { field: 'model', column: 'Type', because: 'header' },
  ],
  unmapped: ['Serial No'],
};

test('a field goes from one column to another, and the guess is not made again', () => {
  const guessed = columnsOf(VIEW);
  assert.deepEqual(
    guessed.map((it) => it.field),
    ['serial', 'model', null],
  );
  const moved = withChoice(guessed, 2, 'serial');
  assert.deepEqual(
    moved.map((it) => it.field),
    [null, 'model', 'serial'],
  );
  assert.deepEqual(chosenMapping(guessed, moved), { serial: 'Serial No', model: 'Type' });
  assert.deepEqual(chosenMapping(guessed, withChoice(guessed, 1, null)), { serial: 'Tag #', model: null });
});
