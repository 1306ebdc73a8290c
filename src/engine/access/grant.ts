import { holds, type Role } from './roles.ts';
import type { Permission } from './permissions.ts';

/** Kinds of scope a role can be bound to. */
export const SCOPE_KINDS = ['hospital', 'site', 'department', 'group', 'vendor'] as const;

/** Where a role holds. */
export type Scope =
  | { readonly kind: 'hospital' }
  | { readonly kind: 'site' | 'department' | 'group' | 'vendor'; readonly id: string };

/** A role, and the one scope it holds in. */
export interface Grant {
  readonly role: Role;
  readonly scope: Scope;
}

/** Where a thing that is acted upon belongs. Lists, because a device stands in several groups. */
export interface Subject {
  readonly site?: string | null;
  readonly department?: string | null;
  readonly groups?: readonly string[];
  readonly vendor?: string | null;
}

/** The hospital itself: people, settings, whatever belongs to no part of it. */
export const WHOLE_HOSPITAL: Subject = {};

/**
 * Whether one of the grants allows the act. Each (role, scope) is judged by itself: a role at one site and another role
 * at another site never add up to both roles at both.
 */
export function may(grants: readonly Grant[], permission: Permission, subject: Subject): boolean {
  return grants.some((it) => holds(it.role, permission) && covers(it.scope, subject));
}

/** Whether the person may do it to anything at all: what a page asks before it offers a button. */
export function mayAnywhere(grants: readonly Grant[], permission: Permission): boolean {
  return grants.some((it) => holds(it.role, permission));
}

/** Where the permission holds, for a list that shows only that. A hospital-wide grant makes all others needless. */
export function scopesOf(grants: readonly Grant[], permission: Permission): Scope[] {
  const scopes = grants.filter((it) => holds(it.role, permission)).map((it) => it.scope);
  const whole = scopes.find((it) => it.kind === 'hospital');
  return whole === undefined ? scopes : [whole];
}

function covers(scope: Scope, subject: Subject): boolean {
  switch (scope.kind) {
    case 'hospital':
      return true;
    case 'site':
      return subject.site === scope.id;
    case 'department':
      return subject.department === scope.id;
    case 'vendor':
      return subject.vendor === scope.id;
    case 'group':
      return subject.groups?.includes(scope.id) === true;
  }
}
