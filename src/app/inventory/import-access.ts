import { may } from '#engine/access';
import type { DevicePlan } from '#engine/intake';
import { findImport, type InventoryImport, lockImport } from '#store/imports';
import type { Db, Tx } from '#store/store';
import type { Actor } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type GroupsOf, mayActOn, subjectOf } from './scope.ts';

/** @throws Refused when there is no such import, or the actor may not know of it */
export async function seenImport(db: Db, actor: Actor, id: string): Promise<InventoryImport> {
  return seen(await findImport(db, id), actor, id);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function heldImport(tx: Tx, actor: Actor, id: string): Promise<InventoryImport> {
  return seen(await lockImport(tx, id), actor, id);
}

function seen(it: InventoryImport | null, actor: Actor, id: string): InventoryImport {
  if (it === null || !maySee(actor, it)) throw new Refused({ code: 'not-found', what: `import ${id}` });
  return it;
}

/** A file may speak of the whole hospital; whoever sees only part of it sees the files they brought. */
function maySee(actor: Actor, { createdBy }: InventoryImport): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'nobody') return false;
  return actor.id === createdBy || may(actor.grants, 'inventory.import', {});
}

export function authorOf(actor: Actor): Pick<InventoryImport, 'createdBy' | 'createdByName'> {
  if (actor.kind === 'system') return { createdBy: null, createdByName: actor.name };
  return actor.kind === 'nobody'
    ? { createdBy: null, createdByName: 'Nobody signed in' }
    : { createdBy: actor.id, createdByName: actor.name };
}

/** A device may only be changed by who may import where it stands, and where it would stand. */
export function isInside(
  actor: Actor,
  { id, before, fields }: Pick<DevicePlan, 'id' | 'before' | 'fields'>,
  groups: GroupsOf,
): boolean {
  const stands = [fields, ...(before === null ? [] : [before.fields])];
  return stands.every((it) => mayActOn(actor, 'inventory.import', subjectOf({ id, fields: it }, groups)));
}

export function sayOutside(file: string, devices: number): string {
  return `Cannot apply import of ${file}: ${devices === 1 ? 'a device of it lies' : `${devices} of its devices lie`} outside the part of the hospital you may import for`;
}
