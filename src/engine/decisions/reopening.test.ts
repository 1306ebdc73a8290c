import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, reopeningOf } from './reopening.ts';

const THEN: Evidence = { exploited: false, cvss: 7.5, epss: 0.05 };

const CASES: readonly (readonly [string, Evidence, Evidence, RegExp | null])[] = [
  ['nothing new', THEN, THEN, null],
  ['in KEV', THEN, { ...THEN, exploited: true }, /exploited/],
  ['was in KEV before', { ...THEN, exploited: true }, { ...THEN, exploited: true }, null],
  ['severity up', THEN, { ...THEN, cvss: 9.8 }, /7\.5 to 9\.8/],
  ['severity down', THEN, { ...THEN, cvss: 5 }, null],
  ['scored at last', { ...THEN, cvss: null }, THEN, /now known: CVSS 7\.5/],
  ['forecast a little up', THEN, { ...THEN, epss: 0.1 }, null],
  ['forecast up', THEN, { ...THEN, epss: 0.16 }, /0\.05 to 0\.16/],
  ['forecast where there was none', { ...THEN, epss: null }, { ...THEN, epss: 0.3 }, /0\.00 to 0\.30/],
];

for (const [name, then, now, expected] of CASES)
  test(`reopeningOf(): ${name}`, () => {
    const because = reopeningOf(then, now);
    if (expected === null) assert.equal(because, null);
    else assert.match(because ?? '', expected);
  });
