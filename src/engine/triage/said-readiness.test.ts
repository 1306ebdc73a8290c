import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FIX_KINDS } from './fix.ts';
import { READINESS_KINDS } from './readiness.ts';
import { READINESS_REASON_WORDS, READINESS_REASONS, SAID_REASONS } from './readiness-reasons.ts';
import { effectiveReadiness, isReasonFor, leastReady } from './said-readiness.ts';

test('effectiveReadiness() puts what a person said first, and never says a fix into being', () => {
  const ended = { kind: 'unpatchable', reason: 'end-of-support' } as const;
  const none = { kind: 'unpatchable', reason: 'no-fix-published' } as const;
  const ready = { kind: 'patchable', reason: 'fix-available' } as const;
  const agreed = { kind: 'patchable', reason: 'support-agreed' } as const;
  const inUse = { kind: 'temporarily-unpatchable', reason: 'in-constant-use' } as const;
  const cases = [
    [ready, 'vendor-fix', null, { ...ready, said: 'nothing' }],
    [ready, 'vendor-fix', inUse, { ...inUse, said: 'counts' }],
    [ended, 'vendor-fix', agreed, { ...agreed, said: 'counts' }],
    [ended, 'none', agreed, { ...ended, said: 'no-fix' }],
    [none, 'none', agreed, { ...none, said: 'no-fix' }],
    [none, 'mitigation', agreed, { ...none, said: 'no-fix' }],
    [none, 'none', inUse, { ...inUse, said: 'counts' }],
  ] as const;
  for (const [derived, fix, said, expected] of cases)
    assert.deepEqual(effectiveReadiness(derived, fix, said), expected);
});

test('what is not patchable without a fix stays so, whatever is said', () => {
  const kind = fc.constantFrom(...READINESS_KINDS);
  const stated = fc.record({ kind, reason: fc.constantFrom(...READINESS_REASONS) });
  fc.assert(
    fc.property(stated, fc.constantFrom(...FIX_KINDS), fc.option(stated), (derived, fix, said) => {
      const it = effectiveReadiness(derived, fix, said);
      if (fix !== 'vendor-fix' && derived.kind !== 'patchable') assert.notEqual(it.kind, 'patchable');
      if (it.said === 'counts') assert.equal(it.kind, said?.kind);
      else assert.equal(it.kind, derived.kind);
    }),
  );
});

test('every reason has words, and those a person may give stand in the list that databases hold places of', () => {
  assert.deepEqual(Object.keys(READINESS_REASON_WORDS), [...READINESS_REASONS]);
  for (const kind of READINESS_KINDS)
    for (const reason of SAID_REASONS[kind]) assert(READINESS_REASONS.includes(reason));
  assert(isReasonFor('unpatchable', 'restriction'));
  assert(!isReasonFor('patchable', 'restriction'));
});

test('leastReady() is that of the worst finding', () => {
  assert.equal(leastReady([]), null);
  assert.equal(leastReady(['patchable']), 'patchable');
  assert.equal(leastReady(['patchable', 'temporarily-unpatchable']), 'temporarily-unpatchable');
  assert.equal(leastReady(['unpatchable', 'patchable']), 'unpatchable');
});
