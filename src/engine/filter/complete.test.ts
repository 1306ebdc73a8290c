import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { completed, completionAt, DEVICE_FILTER_FIELDS, readFilter, valueText } from './mod.ts';

/** The bar stands where the caret is. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, found: completionAt(text, caret, DEVICE_FILTER_FIELDS) };
}

test('completionAt() offers names, then values, for the word at the caret', () => {
  const names = at('site:north (cri|').found;
  assert(names?.kind === 'field');
  assert.deepEqual([names.names[0], names.from, names.to], ['criticality', 12, 15]);
  const choices = at('-criticality:li| x').found;
  assert(choices?.kind === 'value');
  assert.deepEqual([choices.values, choices.from, choices.to], [['life-sustaining'], 13, 15]);
  const open = at('site:"north cam|').found;
  assert(open?.kind === 'value');
  assert.deepEqual([open.field, open.text, open.values], ['site', 'north cam', null]);
  for (const none of ['|', 'site:north |', 'colour:r|', '"a b|']) assert.equal(at(none).found, null, none);
});

test('a completion taken leaves a filter that reads', () => {
  const { text, found } = at('pump sit| -room:none');
  assert(found !== null);
  const named = completed(text, found, 'site');
  assert.deepEqual(named, { text: 'pump site: -room:none', caret: 10 });
  const value = completionAt(named.text, named.caret, DEVICE_FILTER_FIELDS);
  assert(value !== null);
  const whole = completed(named.text, value, 'St. "B" (new)');
  assert.equal(whole.text, 'pump site:"St. \\"B\\" (new)" -room:none');
  assert('filter' in readFilter(whole.text, DEVICE_FILTER_FIELDS, { nowMs: 0 }));
});

test('any value can be written and reads as itself', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      const read = readFilter(`site:=${valueText(value)}`, DEVICE_FILTER_FIELDS, { nowMs: 0 });
      assert.deepEqual(read, { filter: { kind: 'equals', field: 'site', value } });
    }),
  );
});
