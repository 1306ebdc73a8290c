import type { Grant, Scope } from './grant.ts';

/** What remains of grants under a cap: each role only where both have it. */
export function narrow(grants: readonly Grant[], cap: readonly Grant[]): Grant[] {
  return grants.flatMap(({ role, scope }) =>
    cap
      .filter((it) => it.role === role)
      .map((it) => overlap(scope, it.scope))
      .filter((it) => it !== null)
      .map((it): Grant => ({ role, scope: it })),
  );
}

/** What remains of grants inside one scope. */
export function narrowTo(grants: readonly Grant[], scope: Scope): Grant[] {
  return narrow(
    grants,
    grants.map(({ role }) => ({ role, scope })),
  );
}

/** Two parts of different kinds may share devices, but no scope can say which; they overlap in nothing. */
function overlap(a: Scope, b: Scope): Scope | null {
  if (a.kind === 'hospital') return b;
  if (b.kind === 'hospital') return a;
  return a.kind === b.kind && a.id === b.id ? a : null;
}
