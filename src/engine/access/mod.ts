export { may, mayAnywhere, SCOPE_KINDS, scopesOf, WHOLE_HOSPITAL } from './grant.ts';
export type { Grant, Scope, Subject } from './grant.ts';
export { narrow, narrowTo } from './narrow.ts';
export { PERMISSIONS } from './permissions.ts';
export type { Permission } from './permissions.ts';
export { PERMISSION_WORDS } from './words.ts';
export { holds, ROLE_DESCRIPTIONS, ROLES } from './roles.ts';
export type { Role, RoleDescription } from './roles.ts';
