import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Grant, may, narrow, narrowTo, PERMISSIONS, ROLES, type Scope, type Subject } from './mod.ts';

const anyScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'hospital' }),
  fc.record({
    kind: fc.constantFrom('site', 'department', 'group', 'vendor'),
    id: fc.constantFrom('a', 'b'),
  }),
);
const anyGrants: fc.Arbitrary<Grant[]> = fc.array(
  fc.record({ role: fc.constantFrom(...ROLES), scope: anyScope }),
  { maxLength: 5 },
);
const anySubject: fc.Arbitrary<Subject> = fc.record({
  site: fc.constantFrom('a', 'b', null),
  department: fc.constantFrom('a', 'b', null),
  vendor: fc.constantFrom('a', 'b', null),
  groups: fc.subarray(['a', 'b']),
});

test('what remains under a cap is allowed by both, and never by what one of them alone has', () => {
  fc.assert(
    fc.property(
      anyGrants,
      anyGrants,
      fc.constantFrom(...PERMISSIONS),
      anySubject,
      (held, cap, it, subject) => {
        if (!may(narrow(held, cap), it, subject)) return;
        assert(may(held, it, subject));
        assert(may(cap, it, subject));
      },
    ),
  );
});

test('a cap of the same grants takes nothing away', () => {
  fc.assert(
    fc.property(anyGrants, fc.constantFrom(...PERMISSIONS), anySubject, (held, it, subject) => {
      assert.equal(may(narrow(held, held), it, subject), may(held, it, subject));
      assert.equal(may(narrowTo(held, { kind: 'hospital' }), it, subject), may(held, it, subject));
    }),
  );
});

test('one site of a hospital-wide role is that site and no other', () => {
  const held: Grant[] = [{ role: 'technician', scope: { kind: 'hospital' } }];
  const kept = narrowTo(held, { kind: 'site', id: 'north' });
  assert.deepEqual(kept, [{ role: 'technician', scope: { kind: 'site', id: 'north' } }]);
  assert.deepEqual(narrowTo(kept, { kind: 'site', id: 'south' }), []);
  assert.deepEqual(narrowTo(kept, { kind: 'department', id: 'icu' }), []);
});
