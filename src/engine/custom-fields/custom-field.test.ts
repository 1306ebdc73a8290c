import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFilter } from '#engine/filter';
import { CUSTOM_FIELD_KINDS, customFieldKey, customFilterFields, readCustomValue } from './mod.ts';

const CHOICES = ['Gold', 'Silver'];

test('readCustomValue() takes each kind in its one form, and says what is wrong', () => {
  const cases = [
    ['text', '  a b ', 'a b'],
    ['number', '012.50', '12.5'],
    ['number', 'many', /no number/],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-30', /no date/],
    ['flag', 'TRUE', 'yes'],
    ['flag', 'perhaps', /neither/],
    ['choice', 'gold', 'Gold'],
    ['choice', 'tin', /none of Gold, Silver/],
    ['text', ' ', /needs a value/],
  ] as const;
  for (const [kind, text, expected] of cases) {
    const read = readCustomValue({ kind, choices: CHOICES, name: 'X' }, text);
    if (typeof expected === 'string') assert.deepEqual(read, { value: expected });
    else assert('problem' in read && expected.test(read.problem), text);
  }
});

test('what was read reads as itself', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CUSTOM_FIELD_KINDS), fc.string(), (kind, text) => {
      const read = readCustomValue({ kind, choices: CHOICES, name: 'X' }, text);
      if ('value' in read)
        assert.deepEqual(readCustomValue({ kind, choices: CHOICES, name: 'X' }, read.value), read);
    }),
  );
});

test('the key of a field can be written in a filter', () => {
  assert.equal(customFieldKey('Wartungs-Vertrag Nr. (Ü)'), 'wartungs-vertrag-nr-u');
  assert.equal(customFieldKey('…'), null);
  const fields = customFilterFields([
    { id: '1', key: 'service-contract', name: 'Service contract', kind: 'choice', choices: CHOICES },
  ]);
  assert.deepEqual(readFilter('cf.service-contract:gold', fields, { nowMs: 0 }), {
    filter: { kind: 'equals', field: 'cf.service-contract', value: 'Gold' },
  });
});
