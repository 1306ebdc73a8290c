import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractOf } from './mod.ts';

test('contractOf() goes by the recorded end, else by a day in the words, else by the words', () => {
  const cases: readonly (readonly [
    string | null,
    string | null,
    'runs' | 'lapsed' | 'none' | null,
    string | null,
  ])[] = [
    ['Gold', '2026-03-01', 'runs', '2026-03-01'],
    ['Gold', '2026-02-28', 'lapsed', '2026-02-28'],
    ['Gold, until 2025-06-30', '2027-01-01', 'runs', '2027-01-01'],
    ['Gold, until 2025-06-30', null, 'lapsed', '2025-06-30'],
    ['Gold, until 2028-06-30', null, 'runs', '2028-06-30'],
    ['Gold', null, 'runs', null],
    [null, '2027-01-01', 'runs', '2027-01-01'],
    ['Terminated', '2027-01-01', 'lapsed', '2027-01-01'],
    ['None', null, 'none', null],
    ['Not under contract', null, 'none', null],
    ['N/A', null, null, null],
    ['  ', null, null, null],
    [null, null, null, null],
  ];
  for (const [words, end, state, day] of cases) {
    const facts = {
      ...(words === null ? {} : { supportContract: words }),
      ...(end === null ? {} : { contractEnd: end }),
    };
    const it = contractOf(facts, '2026-03-01');
    assert.deepEqual([it.state, it.end], [state, day], `${words} ${end}`);
  }
});
