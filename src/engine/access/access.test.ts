import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Grant,
  holds,
  may,
  mayAnywhere,
  PERMISSIONS,
  ROLE_DESCRIPTIONS,
  ROLES,
  type Scope,
  scopesOf,
  type Subject,
  WHOLE_HOSPITAL,
} from './mod.ts';

const NORTH: Scope = { kind: 'site', id: 'north' };
const SOUTH: Scope = { kind: 'site', id: 'south' };

test('may() judges each role with its own scope, and never adds them up', () => {
  const grants: Grant[] = [
    { role: 'technician', scope: NORTH },
    { role: 'auditor', scope: SOUTH },
  ];
  assert.equal(may(grants, 'inventory.edit', { site: 'north' }), true);
  assert.equal(may(grants, 'inventory.edit', { site: 'south' }), false);
  assert.equal(may(grants, 'audit.read', { site: 'south' }), true);
  assert.equal(may(grants, 'audit.read', { site: 'north' }), false);
  assert.equal(may(grants, 'audit.read', WHOLE_HOSPITAL), false, 'a site is not the hospital');
});

test('a scope covers what belongs to it and nothing else', () => {
  const cases: [Scope, Subject, boolean][] = [
    [{ kind: 'hospital' }, WHOLE_HOSPITAL, true],
    [{ kind: 'hospital' }, { site: 'x' }, true],
    [NORTH, WHOLE_HOSPITAL, false],
    [NORTH, { site: null }, false],
    [NORTH, { department: 'north' }, false],
    [{ kind: 'department', id: 'icu' }, { site: 'north', department: 'icu' }, true],
    [{ kind: 'vendor', id: 'v' }, { vendor: 'v' }, true],
    [{ kind: 'group', id: 'b' }, { groups: ['a', 'b'] }, true],
    [{ kind: 'group', id: 'b' }, { groups: [] }, false],
    [{ kind: 'group', id: 'b' }, {}, false],
  ];
  for (const [scope, subject, expected] of cases)
    assert.equal(
      may([{ role: 'technician', scope }], 'inventory.read', subject),
      expected,
      JSON.stringify([scope, subject]),
    );
});

test('no role may do all, an auditor and an executive change nothing, a technician sees no people', () => {
  for (const role of ROLES) assert(ROLE_DESCRIPTIONS[role].permissions.length < PERMISSIONS.length, role);
  const changes = PERMISSIONS.filter((it) => !it.endsWith('.read'));
  for (const role of ['auditor', 'executive', 'board-member', 'clinical-leader'] as const)
    assert.deepEqual(
      changes.filter((it) => holds(role, it)),
      [],
      role,
    );
  assert.equal(holds('technician', 'people.read'), false);
  for (const permission of PERMISSIONS)
    assert(
      ROLES.some((it) => holds(it, permission)),
      `${permission} is held by no role`,
    );
});

const anyScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'hospital' }),
  fc.record({
    kind: fc.constantFrom('site', 'department', 'group', 'vendor'),
    id: fc.constantFrom('a', 'b', 'c'),
  }),
);
const anyGrant: fc.Arbitrary<Grant> = fc.record({ role: fc.constantFrom(...ROLES), scope: anyScope });
const anySubject: fc.Arbitrary<Subject> = fc.record({
  site: fc.constantFrom('a', 'b', null),
  department: fc.constantFrom('a', 'b', null),
  vendor: fc.constantFrom('a', 'b', null),
  groups: fc.subarray(['a', 'b', 'c']),
});

test('what several grants allow is exactly what one of them allows alone', () => {
  fc.assert(
    fc.property(
      fc.array(anyGrant),
      fc.constantFrom(...PERMISSIONS),
      anySubject,
      (grants, permission, subject) => {
        assert.equal(
          may(grants, permission, subject),
          grants.some((it) => may([it], permission, subject)),
        );
        if (may(grants, permission, subject)) assert(mayAnywhere(grants, permission));
        assert.equal(scopesOf(grants, permission).length > 0, mayAnywhere(grants, permission));
      },
    ),
  );
});
