import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEVICE_FILTER_FIELDS, readFilter } from './mod.ts';

const NOW = { nowMs: Date.parse('2026-03-01T08:00:00Z') };
const read = (text: string) => readFilter(text, DEVICE_FILTER_FIELDS, NOW);

test('readFilter() reads fields, words, not, or and parentheses', () => {
  const cases: [string, unknown][] = [
    ['', null],
    ['pump', { kind: 'words', text: 'pump' }],
    ['"a or b"', { kind: 'words', text: 'a or b' }],
    ['site:north', { kind: 'contains', field: 'site', text: 'north' }],
    ['SITE:="St. \\"A\\""', { kind: 'equals', field: 'site', value: 'St. "A"' }],
    ['-room:none', { kind: 'not', of: { kind: 'blank', field: 'room' } }],
    ['storesPhi:yes', { kind: 'equals', field: 'storesPhi', value: true }],
    ['criticality:Critical', { kind: 'equals', field: 'criticality', value: 'critical' }],
    ['seen:<30d', { kind: 'compare', field: 'seen', comparison: '>', value: '2026-01-30T08:00:00.000Z' }],
    [
      'seen:<=2026-02-01',
      { kind: 'compare', field: 'seen', comparison: '<', value: '2026-02-02T00:00:00.000Z' },
    ],
    ['eosDate:<today+30d', { kind: 'compare', field: 'eosDate', comparison: '<', value: '2026-03-31' }],
    ['conflicts:>1', { kind: 'compare', field: 'conflicts', comparison: '>', value: '1' }],
    [
      'sources:2',
      {
        kind: 'all',
        of: [
          { kind: 'compare', field: 'sources', comparison: '>=', value: '2' },
          { kind: 'compare', field: 'sources', comparison: '<=', value: '2' },
        ],
      },
    ],
    [
      'eosDate:2026-01-01..2026-06-30',
      {
        kind: 'all',
        of: [
          { kind: 'compare', field: 'eosDate', comparison: '>=', value: '2026-01-01' },
          { kind: 'compare', field: 'eosDate', comparison: '<=', value: '2026-06-30' },
        ],
      },
    ],
    [
      'a (b or -c)',
      {
        kind: 'all',
        of: [
          { kind: 'words', text: 'a' },
          {
            kind: 'any',
            of: [
              { kind: 'words', text: 'b' },
              { kind: 'not', of: { kind: 'words', text: 'c' } },
            ],
          },
        ],
      },
    ],
  ];
  for (const [text, filter] of cases) assert.deepEqual(read(text), { filter }, text);
});

test('readFilter() points at the character at fault', () => {
  const cases: [string, RegExp, number][] = [
    ['site:north colour:red', /no field "colour"/, 11],
    ['a "b', /quote is not closed/, 2],
    ['(a', /not closed/, 0],
    ['a)', /never opened/, 1],
    ['a or', /after "or"/, 2],
    ['or a', /before "or"/, 0],
    ['a -', /after "-"/, 2],
    ['()', /between the parentheses/, 0],
    ['site:', /after "site:"/, 5],
    ['site:<b', /no order/, 0],
    ['criticality:high', /one of life-sustaining/, 12],
    ['storesPhi:maybe', /yes or no/, 10],
    ['eosDate:<2026-02-30', /no day/, 9],
    ['seen:soon', /no time/, 5],
    ['sources:many', /no number/, 8],
    ['('.repeat(30), /deeper/, 21],
  ];
  for (const [text, problem, at] of cases) {
    const found = read(text);
    assert('problem' in found, text);
    assert.match(found.problem, problem);
    assert.equal(found.at, at, text);
  }
});

test('any text is read or refused at a place inside it, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab:<=>"()-. or\\site'.split('')) }), (text) => {
      const found = read(text);
      if ('problem' in found) assert(found.at >= 0 && found.at <= text.length);
    }),
  );
});
