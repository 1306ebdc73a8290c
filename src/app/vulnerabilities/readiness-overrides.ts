import type { Scope } from '#engine/access';
import { DEVICE_FILTER_FIELDS } from '#engine/filter';
import { addDays } from '#engine/risk';
import { isReasonFor, type ReadinessKind, type ReadinessReason } from '#engine/triage';
import { lockMatching } from '#store/cohorts';
import { findDevice } from '#store/devices';
import { noteSaidChanged } from '#store/finding-summary';
import {
  countOverrides,
  countReadyReach,
  coverDevices,
  endOverride,
  insertOverride,
  listOverridesBefore,
  listOverridesInForce,
  lockOverride,
  type ReadinessOverride,
  type ReadyDevices,
  type ReadyReach,
} from '#store/readiness-overrides';
import type { Db, Tx } from '#store/store';
import { act, actUnasked, type AuditNote, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { ownerIn } from './triage.ts';

/** Which devices: one alone, or all that a filter selects, also those that come later. */
export interface ReadinessScope {
  readonly deviceId: string | null;
  readonly filter: string;
}

export interface ReadinessWish extends ReadinessScope {
  readonly says: ReadinessKind;
  readonly reason: ReadinessReason;
  readonly rationale: string;
  /** Last day it holds. */
  readonly expiresOn: string;
  /** Who sees to it; null: whoever says it. */
  readonly ownerId: string | null;
}

/** Nothing is said for ever. */
const DAYS_MAX = 366;

/** What an override would speak of now; nothing is changed. */
export async function previewReadiness(ctx: Context, scope: ReadinessScope): Promise<ReadyReach> {
  return see(ctx, 'findings.triage', async (db, scopes) =>
    countReadyReach(db, await devicesIn(db, ctx, { ...scope, scopes })),
  );
}

/** Says how ready devices are, against what is derived. An earlier word on the same device or filter ends. */
export async function sayReadiness(ctx: Context, wish: ReadinessWish): Promise<string> {
  const today = dayOf(ctx);
  if (wish.expiresOn <= today || wish.expiresOn > addDays(today, DAYS_MAX))
    throw invalid('expiresOn', `it ends after today, and within ${DAYS_MAX} days`);
  if (!isReasonFor(wish.says, wish.reason)) throw invalid('reason', 'the reason does not fit what is said');
  return act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    await lockMatching(tx);
    const scopes = seenScopes(ctx.actor, 'findings.triage');
    await devicesIn(tx, ctx, { ...wish, scopes });
    const { deviceId, says, reason, rationale, expiresOn } = wish;
    const filter = deviceId === null ? wish.filter : null;
    const { actor } = ctx;
    const me = { id: 'id' in actor ? actor.id : null, name: nameOf(ctx) };
    const owner = wish.ownerId === null || wish.ownerId === me.id ? me : await ownerIn(tx, wish.ownerId);
    const id = ctx.newId();
    const replaced = (await listOverridesInForce(tx)).filter(
      (it) => it.deviceId === deviceId && it.filter === filter && isWithin(it.scopes, scopes),
    );
    for (const it of replaced)
      await endOverride(tx, it.id, { at: ctx.now(), because: 'Something else was said', byName: me.name });
    await insertOverride(tx, {
      id,
      deviceId,
      filter,
      scopes,
      says,
      reason,
      rationale,
      expiresOn,
      ownerId: owner.id,
      ownerName: owner.name,
      madeAt: ctx.now(),
      madeBy: me.id,
      madeByName: me.name,
    });
    await cover(tx, ctx);
    return {
      value: id,
      audit: {
        act: 'readiness.say',
        subject: { kind: 'readiness-override', id },
        detail: {
          deviceId,
          filter,
          says,
          reason,
          rationale,
          expiresOn,
          owner: owner.name,
          replaces: replaced.map((it) => it.id),
        },
      },
    };
  });
}

/** Takes a word on readiness back: what is derived counts again. */
export async function revokeReadiness(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    await lockMatching(tx);
    const it = await lockOverride(tx, id);
    if (it === null) throw new Refused({ code: 'not-found', what: `readiness override ${id}` });
    if (!isWithin(it.scopes, seenScopes(ctx.actor, 'findings.triage')))
      throw new Refused({ code: 'not-allowed', needs: 'findings.triage' });
    if (it.endedAt !== null)
      throw new Refused({ code: 'conflict', because: 'Cannot take this back: it does not count any more' });
    await endOverride(tx, id, { at: ctx.now(), because, byName: nameOf(ctx) });
    await cover(tx, ctx);
    return {
      value: undefined,
      audit: {
        act: 'readiness.revoke',
        subject: { kind: 'readiness-override', id },
        detail: { deviceId: it.deviceId, filter: it.filter, says: it.says, because },
      },
    };
  });
}

/** Newest first, those that ended among them. */
export async function listReadinessOverrides(
  ctx: Context,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly ReadinessOverride[];
  readonly total: number;
  readonly next: string | null;
}> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const found = await listOverridesBefore(db, scopes, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countOverrides(db, scopes),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

/** Ends what has run out, and has the rest count for the devices it speaks of now. */
export async function replayReadiness(ctx: Context): Promise<void> {
  const today = dayOf(ctx);
  await actUnasked(ctx, async (tx) => {
    await lockMatching(tx);
    const audit: AuditNote[] = [];
    for (const it of await listOverridesInForce(tx)) {
      if (it.expiresOn >= today) continue;
      const because = `It held until ${it.expiresOn}`;
      await endOverride(tx, it.id, { at: ctx.now(), because, byName: null });
      audit.push({
        act: 'readiness.expire',
        subject: { kind: 'readiness-override', id: it.id },
        detail: { deviceId: it.deviceId, filter: it.filter, says: it.says, because },
      });
    }
    await cover(tx, ctx);
    return { value: undefined, audit };
  });
}

async function cover(tx: Tx, ctx: Context): Promise<void> {
  const said = await listOverridesInForce(tx);
  const selections = said.map((it) => ({
    id: it.id,
    ...selectionOf(ctx, { ...it, filter: it.filter ?? '' }),
  }));
  if (await coverDevices(tx, selections)) await noteSaidChanged(tx);
}

/** @throws Refused when the device is out of sight, or the filter cannot be read or names no device in particular */
async function devicesIn(
  db: Db | Tx,
  ctx: Context,
  scope: ReadinessScope & { readonly scopes: readonly Scope[] },
): Promise<ReadyDevices> {
  if (scope.deviceId === null && scope.filter.trim() === '') throw invalid('filter', 'say which devices');
  if (scope.deviceId !== null && (await findDevice(db, scope.deviceId, scope.scopes)) === null)
    throw new Refused({ code: 'not-found', what: `device ${scope.deviceId}` });
  return selectionOf(ctx, scope);
}

/** Own fields of devices are left out of the grammar here: they can be dropped, and what was said stays. */
function selectionOf(
  ctx: Context,
  { deviceId, filter, scopes }: ReadinessScope & { readonly scopes: readonly Scope[] },
): ReadyDevices {
  if (deviceId !== null) return { of: { deviceId }, scopes };
  const tree = filterIn(filter, DEVICE_FILTER_FIELDS, ctx);
  if (tree === null) throw invalid('filter', 'say which devices');
  return { of: { filter: { tree, customFields: [] } }, scopes };
}

/** Whether everything that `its` reaches, `own` reaches too. */
function isWithin(its: readonly Scope[], own: readonly Scope[]): boolean {
  const words = new Set(own.map(wordsOf));
  return words.has('hospital') || its.every((it) => words.has(wordsOf(it)));
}

function wordsOf(it: Scope): string {
  return it.kind === 'hospital' ? it.kind : `${it.kind} ${it.id}`;
}

function dayOf({ now }: Context): string {
  return now().toISOString().slice(0, 10);
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
}

function invalid(field: string, because: string): Refused {
  return new Refused({ code: 'invalid', because: `Cannot say this of readiness: ${because}`, field });
}
