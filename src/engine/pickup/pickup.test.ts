import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type ImportFacts,
  isNews,
  isWanted,
  lookAgain,
  type PickupRules,
  reasonsToWait,
} from '#engine/pickup';

const RULES: PickupRules = {
  apply: 'within',
  createdPctMax: 10,
  changedPctMax: 20,
  rejectedPctMax: 5,
  shorterPctMax: 50,
};
const CALM: ImportFacts = {
  rows: 100,
  rejected: 0,
  create: 0,
  change: 0,
  remove: 0,
  unchanged: 100,
  fields: ['serialNumber', 'model'],
};

test('an import is applied by itself only within what its source allows', () => {
  const cases: readonly (readonly [Partial<ImportFacts>, readonly string[]])[] = [
    [{}, []],
    [{ create: 10, unchanged: 90 }, []],
    [{ create: 11, unchanged: 89 }, ['11 % of its devices would be new, more than 10 %']],
    [{ change: 20, unchanged: 80 }, []],
    [{ change: 15, remove: 6, unchanged: 79 }, ['21 % of its devices would change, more than 20 %']],
    [{ rejected: 5, rows: 95 }, []],
    [{ rejected: 6, rows: 94 }, ['6 % of its rows are rejected, more than 5 %']],
    [{ rejected: 513, rows: 9987 }, []],
    [{ rejected: 501, rows: 9499 }, ['5.01 % of its rows are rejected, more than 5 %']],
    [{ rows: 50 }, []],
    [{ rows: 40 }, ['It is 60 % shorter than the last one, more than 50 %']],
    [{ rows: 0 }, ['No row of it can be taken']],
    [{ fields: ['model'] }, ['No column feeds serialNumber any more']],
    [{ create: 0, change: 0, unchanged: 0 }, []],
  ];
  for (const [facts, wanted] of cases)
    assert.deepEqual(reasonsToWait(RULES, { ...CALM, ...facts }, CALM), wanted, JSON.stringify(facts));
  assert.equal(reasonsToWait(RULES, { ...CALM, change: 90, rejected: 90 }, CALM).length, 2, 'all reasons');
  assert.match(reasonsToWait(RULES, CALM, null)[0] ?? '', /first import/);
  assert.match(reasonsToWait({ ...RULES, apply: 'never' }, CALM, CALM)[0] ?? '', /waits for a person/);
});

test('no reason reads as if the limit were kept', () => {
  const count = fc.nat(10_000);
  fc.assert(
    fc.property(count, count, count, fc.integer({ min: 0, max: 100 }), (create, unchanged, rejected, pct) => {
      const rules = { ...RULES, createdPctMax: pct, rejectedPctMax: pct };
      for (const it of reasonsToWait(rules, { ...CALM, create, unchanged, rejected }, CALM)) {
        const [shown, limit] = [...it.matchAll(/([\d.]+) %/g)].map((found) => Number(found[1]));
        assert((shown ?? 0) > (limit ?? 0), it);
      }
    }),
  );
});

test('a file is finished when it stayed the same for a while', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 8, 0, second));
  const file = (bytes: number) => ({ name: 'a.csv', bytes, modifiedAt: at(0) });
  const first = lookAgain(file(10), null, at(0));
  assert.equal(first.state, 'growing');
  const soon = lookAgain(file(10), first, at(9));
  assert.equal(soon.state, 'growing');
  assert.equal(lookAgain(file(10), soon, at(10)).state, 'finished', 'counted from the first look');
  assert.equal(lookAgain(file(11), soon, at(60)).state, 'growing', 'it grew');
  assert.equal(
    lookAgain({ ...file(10), modifiedAt: at(5) }, soon, at(60)).state,
    'growing',
    'it was touched',
  );
  const taken = { ...soon, state: 'taken' as const };
  assert.equal(lookAgain(file(10), taken, at(60)).state, 'taken');
  assert.equal(lookAgain(file(12), taken, at(60)).state, 'growing', 'it was written anew');
});

test('the same content is taken once, and taken again when the source goes back to it', () => {
  const taken = (hash: string, day: number) => ({ hash, at: new Date(Date.UTC(2026, 2, day)) });
  const [a, b] = [taken('a', 1), taken('b', 2)];
  assert.equal(isNews(a, []), true);
  assert.equal(isNews(taken('a', 2), [a]), false, 'the newest, written again');
  assert.equal(isNews(b, [a]), true);
  assert.equal(isNews(a, [b, a]), false, 'the old file itself, copied with its date');
  assert.equal(isNews(taken('a', 3), [b, a]), true, 'A, B, A');
});

test('unfinished and hidden files are never wanted, and patterns hold', () => {
  for (const name of [
    '.hidden.csv',
    '~$cmms.xlsx',
    'cmms.csv~',
    'cmms.csv.part',
    'cmms.csv.filepart',
    'a.TMP',
  ])
    assert.equal(isWanted(name, null), false, name);
  const cases: readonly (readonly [string, string | null, boolean])[] = [
    ['cmms.csv', null, true],
    ['cmms.csv', '*.csv', true],
    ['CMMS.CSV', '*.csv', true],
    ['cmms.csv.bak', '*.csv', false],
    ['cmms-2026.csv', 'cmms-????.csv', true],
    ['cmms-202.csv', 'cmms-????.csv', false],
    ['aXbXc', 'a*b*c', true],
    ['aXbXd', 'a*b*c', false],
    ['anything', '**', true],
    ['a.csv', 'b', false],
  ];
  for (const [name, pattern, wanted] of cases)
    assert.equal(isWanted(name, pattern), wanted, `${name} ${pattern}`);
});
