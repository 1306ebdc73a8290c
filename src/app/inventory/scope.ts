import { may, type Permission, type Subject } from '#engine/access';
import type { DeviceFields } from '#engine/words';
import { type Device, findDevice } from '#store/devices';
import type { Db, Tx } from '#store/store';
import { listDeviceGroups } from '#store/tags';
import { demand } from '../act.ts';
import type { Actor } from '../context.ts';
import { Refused } from '../refusal.ts';

/** The groups that devices stand in, by device. */
export type GroupsOf = ReadonlyMap<string, readonly string[]>;

/** Groups of devices; asked only where a role of the actor is bound to one. */
export async function groupsFor(db: Db | Tx, actor: Actor, ids: readonly string[]): Promise<GroupsOf> {
  const isBound = 'grants' in actor && actor.grants.some((it) => it.scope.kind === 'group');
  return isBound ? listDeviceGroups(db, ids) : new Map();
}

/** Where a device belongs, for the scopes of roles: they name sites, departments and makers as devices do. */
export function subjectOf(
  { id, fields: { site, department, manufacturer } }: { readonly id: string; readonly fields: DeviceFields },
  groups: GroupsOf,
): Subject {
  return {
    site: site ?? null,
    department: department ?? null,
    vendor: manufacturer ?? null,
    groups: groups.get(id) ?? [],
  };
}

/** The device that somebody means to act on. @throws Refused when it is gone, or not theirs to act on */
export async function deviceFor(tx: Tx, actor: Actor, id: string, permission: Permission): Promise<Device> {
  const device = await findDevice(tx, id, [{ kind: 'hospital' }]);
  if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
  demand(actor, { permission, subject: subjectOf(device, await groupsFor(tx, actor, [id])) });
  return device;
}

/** Whether somebody may act on a device that stands so. */
export function mayActOn(actor: Actor, permission: Permission, subject: Subject): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind !== 'nobody' && may(actor.grants, permission, subject);
}
