import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantWords, mayWords } from './grant-words.ts';

test('a role is told with its scope, and what it lets one do', () => {
  const local = { role: 'technician', scope: { kind: 'site', id: 'North' } } as const;
  assert.equal(grantWords(local), 'Technician, site North');
  assert.match(mayWords(local), /^May see devices.* and .*, at site North\.$/);
  const whole = { role: 'executive', scope: { kind: 'hospital' } } as const;
  assert.equal(grantWords(whole), 'Executive');
  assert.match(mayWords(whole), /^May see .* in the whole hospital\.$/);
});
