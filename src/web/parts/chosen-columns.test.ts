import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnView } from '#contract/assessments/assessment';
import { change, chosenColumns, fieldOf } from './chosen-columns.ts';

const aColumn = (column: string, field: string | null, file = 'a.csv'): ColumnView => ({
  file,
  column,
  field,
  example: '',
  because: '',
  state: field === null ? 'unmapped' : 'mapped',
});

const COLUMNS = [
  aColumn('Name', 'model'),
  aColumn('Thing', null),
  aColumn('Rev', 'version'),
  aColumn('Name', 'model', 'b.csv'),
];
const [NAME, THING, REV, OTHER] = COLUMNS as [ColumnView, ColumnView, ColumnView, ColumnView];

test('change() gives the field to one column and takes it from the one that had it, in that file only', () => {
  const changes = change(COLUMNS, new Map(), THING, 'model');
  assert.deepEqual(
    COLUMNS.map((it) => fieldOf(it, changes)),
    [null, 'model', 'version', 'model'],
  );
});

test('chosenColumns() names what was changed and leaves the rest to be guessed', () => {
  const changes = change(COLUMNS, new Map(), THING, 'model');
  assert.deepEqual(chosenColumns(COLUMNS, changes, {}), { 'a.csv': { model: 'Thing' }, 'b.csv': {} });
});

test('chosenColumns() keeps what was chosen before, unless it is changed now', () => {
  const before = { '*': { version: 'Rev' }, 'a.csv': { model: 'Name' } };
  assert.deepEqual(chosenColumns(COLUMNS, change(COLUMNS, new Map(), REV, 'osVersion'), before), {
    'a.csv': { model: 'Name', version: null, osVersion: 'Rev' },
    'b.csv': { version: 'Rev' },
  });
});

test('chosenColumns() keeps a column from being guessed again where it shall not be used', () => {
  const changes = change(COLUMNS, new Map(), REV, null);
  assert.deepEqual(chosenColumns(COLUMNS, changes, {}), { 'a.csv': { version: null }, 'b.csv': {} });
});

test('a change that is undone by another leaves nothing to run again', () => {
  const there = change(COLUMNS, new Map(), THING, 'model');
  const back = change(COLUMNS, there, NAME, 'model');
  assert.deepEqual(
    COLUMNS.filter((it) => fieldOf(it, back) !== it.field),
    [],
  );
  assert.equal(fieldOf(OTHER, back), 'model');
});
