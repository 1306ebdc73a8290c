import {
  may,
  mayAnywhere,
  type Permission,
  scopesOf,
  type Scope,
  type Subject,
  WHOLE_HOSPITAL,
} from '#engine/access';
import type { Json } from '#engine/audit';
import { appendAudit } from '#store/audit';
import type { Db, Tx } from '#store/store';
import type { Actor, Context } from './context.ts';
import { Refused } from './refusal.ts';

/** What the audit log keeps of an act. */
export interface AuditNote {
  /** Noun and verb: "device.edit". */
  readonly act: string;
  readonly subject: { readonly kind: string; readonly id: string } | null;
  /** What changed, with before and after; never a secret, never patient data. */
  readonly detail: Json;
}

/** What an act leaves: its result, and its trace. Null: it changed nothing, so there is nothing to log. */
export interface Done<T> {
  readonly value: T;
  readonly audit: AuditNote | readonly AuditNote[] | null;
}

interface Demand {
  readonly permission: Permission;
  /** Where the thing belongs that is acted upon; left out: the whole hospital. */
  readonly subject?: Subject;
}

/**
 * Carries one act out: permission, work and audit entry in one transaction, so that there is no act without its entry
 * and no entry without its act. `work` gets the only handle it may use; where the subject is known only after loading,
 * ask for `anywhere` here and call `demand` inside.
 */
export async function act<T>(
  ctx: Context,
  { permission, subject }: { readonly permission: Permission; readonly subject?: Subject | 'anywhere' },
  work: (tx: Tx) => Promise<Done<T>>,
): Promise<T> {
  if (subject === 'anywhere') demandAnywhere(ctx.actor, permission);
  else demand(ctx.actor, { permission, ...(subject === undefined ? {} : { subject }) });
  return actUnasked(ctx, work);
}

/** An act that asks no permission because it *is* the door: signing in, first run, one's own password. */
export async function actUnasked<T>(ctx: Context, work: (tx: Tx) => Promise<Done<T>>): Promise<T> {
  return ctx.store.db.transaction().execute(async (tx) => {
    await ctx.fence?.(tx);
    const { value, audit } = await work(tx);
    for (const note of notesOf(audit)) await appendAudit(tx, entryOf(ctx, note));
    return value;
  });
}

/** Reads after asking permission. `read` gets where the permission holds, for a list that shows only that. */
export async function see<T>(
  ctx: Context,
  permission: Permission,
  read: (db: Db, scopes: readonly Scope[]) => Promise<T>,
): Promise<T> {
  demandAnywhere(ctx.actor, permission);
  return read(ctx.store.db, seenScopes(ctx.actor, permission));
}

/** Reads what belongs to no part of the hospital: only a grant for the whole of it will do. */
export async function seeWhole<T>(
  ctx: Context,
  permission: Permission,
  read: (db: Db) => Promise<T>,
): Promise<T> {
  demand(ctx.actor, { permission });
  return read(ctx.store.db);
}

/** @throws Refused unless the actor may do this to the subject */
export function demand(actor: Actor, it: Demand): void {
  if (!isAllowed(actor, it)) throw refusalFor(actor, it.permission);
}

/** Whether the actor may do this to the subject. */
export function isAllowed(actor: Actor, { permission, subject = WHOLE_HOSPITAL }: Demand): boolean {
  return allowed(actor, permission, (grants) => may(grants, permission, subject));
}

/** @throws Refused unless the actor may do this to anything at all */
function demandAnywhere(actor: Actor, permission: Permission): void {
  if (!isAllowedAnywhere(actor, permission)) throw refusalFor(actor, permission);
}

/** Whether the actor may do this to anything at all. */
export function isAllowedAnywhere(actor: Actor, permission: Permission): boolean {
  return allowed(actor, permission, (grants) => mayAnywhere(grants, permission));
}

function allowed(
  actor: Actor,
  permission: Permission,
  judge: (grants: Parameters<typeof may>[0]) => boolean,
): boolean {
  switch (actor.kind) {
    case 'system':
      return true;
    case 'nobody':
      return false;
    case 'person':
    case 'service':
      return (actor.limitedTo === null || actor.limitedTo.includes(permission)) && judge(actor.grants);
  }
}

/** Where the actor holds a permission. */
export function seenScopes(actor: Actor, permission: Permission): readonly Scope[] {
  if (actor.kind === 'system') return [{ kind: 'hospital' }];
  return actor.kind === 'nobody' ? [] : scopesOf(actor.grants, permission);
}

function refusalFor(actor: Actor, permission: Permission): Refused {
  if (actor.kind === 'nobody')
    return new Refused({ code: 'not-signed-in', because: 'Cannot do this: sign in first' });
  return new Refused({ code: 'not-allowed', needs: permission });
}

function notesOf(audit: Done<unknown>['audit']): readonly AuditNote[] {
  if (audit === null) return [];
  return 'act' in audit ? [audit] : audit;
}

function entryOf({ actor, now, loggedAt = now }: Context, note: AuditNote) {
  return {
    at: loggedAt().toISOString(),
    ...signatureOf(actor),
    act: note.act,
    subjectKind: note.subject?.kind ?? null,
    subjectId: note.subject?.id ?? null,
    detail: note.detail,
  };
}

function signatureOf(actor: Actor): { readonly actorId: string | null; readonly actorName: string } {
  switch (actor.kind) {
    case 'system':
      return { actorId: null, actorName: actor.name };
    case 'nobody':
      return { actorId: null, actorName: 'Nobody signed in' };
    case 'person':
    case 'service':
      return { actorId: actor.id, actorName: actor.name };
  }
}
