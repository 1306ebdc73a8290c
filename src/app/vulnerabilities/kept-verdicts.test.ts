import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becauseOf } from './kept-verdicts.ts';

const FIXED = {
  source: 'csaf',
  reference: 'ICSMA-24-319-01',
  says: 'not-affected',
  because: 'fixed: 3.2 is named',
} as const;
const CRITERION = {
  source: 'nvd',
  reference: 'cpe:2.3:o:acme:pump_os',
  says: 'affected',
  because: '3.2 is before 4',
} as const;
const RULE = { source: 'person', reference: 'rule', says: 'affected', because: 'The maker told us' } as const;

const CASES = [
  ['an advisory', 'not-affected', FIXED.because, 'Not affected, says ICSMA-24-319-01: fixed: 3.2 is named'],
  ['NVD', 'affected', CRITERION.because, 'Affected, says NVD: 3.2 is before 4'],
  ['a person', 'affected', RULE.because, 'Affected: The maker told us'],
  [
    'nobody in particular',
    'undetermined',
    'the version is not known',
    'Cannot be told: the version is not known',
  ],
  ['nothing', 'not-affected', '', 'Not affected'],
] as const;

for (const [who, verdict, why, expected] of CASES)
  test(`becauseOf() names who says it: ${who}`, () =>
    assert.equal(becauseOf({ verdict, why, grounds: () => [FIXED, CRITERION, RULE] }), expected));
