import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fittingColumns, widthOf } from './fitting-columns.ts';

const COLUMNS = [
  { key: 'tag', track: '132px' },
  { key: 'label', track: 'minmax(160px, 1.4fr)' },
  { key: 'serial', track: 'minmax(104px, 0.7fr)', from: 980 },
  { key: 'due', track: '104px', from: 300 },
  { key: 'seen', track: '148px', from: 400 },
];
const keys = (room: number, besides = 0) => fittingColumns(COLUMNS, room, besides).map((it) => it.key);

test('columns are shown as far as they fit together, those for wide places give way first', () => {
  assert.deepEqual(keys(2000), ['tag', 'label', 'serial', 'due', 'seen']);
  assert.deepEqual(keys(562), ['tag', 'label', 'due', 'seen'], 'exactly as wide');
  assert.deepEqual(keys(561), ['tag', 'label', 'due']);
  assert.deepEqual(keys(562, 32), ['tag', 'label', 'due'], 'boxes to mark rows take room too');
  assert.deepEqual(keys(320), ['tag', 'label']);
  assert.deepEqual(keys(100), ['tag', 'label'], 'what has no width of its own stays');
  assert.equal(widthOf(COLUMNS, 32), 698);
});
