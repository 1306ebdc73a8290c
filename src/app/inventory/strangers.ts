import { DECIDE_DAYS, nextState, type StrangerState } from '#engine/procurement';
import { addDays } from '#engine/risk';
import { lockInventory } from '#store/imports';
import {
  countStrangers,
  decideStrangers as decide,
  listSightings,
  listStrangers as listStored,
  moveStranger,
  raiseStrangers,
  type Stranger,
  type StrangerCounts,
  type StrangerSelection,
} from '#store/strangers';
import { act, actUnasked, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { announce } from '../destinations/announce.ts';
import { colleagueOf } from '../people/colleagues.ts';
import { Refused } from '../refusal.ts';
import { dayOf } from '../today/days.ts';
import { authorOf } from './import-access.ts';

export type ListedStranger = Stranger;

/** Which alerts; what is left out asks nothing. */
interface StrangerAsk {
  readonly states?: readonly StrangerState[] | undefined;
  readonly mine?: boolean | undefined;
  readonly text?: string | undefined;
  readonly devices?: readonly string[] | undefined;
}

/** Those nobody has seen to yet. */
const UNSETTLED: readonly StrangerState[] = ['open', 'registering', 'removing'];

/** Alerts about devices that the network shows and no register knows, those due first. */
export async function listStrangers(
  ctx: Context,
  ask: StrangerAsk,
  {
    after,
    limit,
  }: {
    readonly after: { readonly dueOn: string | null; readonly deviceId: string } | null;
    readonly limit: number;
  },
): Promise<{
  readonly items: readonly ListedStranger[];
  readonly total: number;
  readonly next: ListedStranger | null;
}> {
  return see(ctx, 'inventory.read', async (db) => {
    const selection = selectionOf(ctx, ask);
    const found = await listStored(db, selection, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const { total } = await countStrangers(db, selection, dayOf(ctx.now()));
    return { items, total, next: found.length > limit ? (items.at(-1) ?? null) : null };
  });
}

/** How many alerts wait: all that are unsettled, and those given to the actor. */
export async function countUnsettled(
  ctx: Context,
): Promise<StrangerCounts & { readonly mine: number; readonly mineOverdue: number }> {
  return see(ctx, 'inventory.read', async (db) => {
    const today = dayOf(ctx.now());
    const all = await countStrangers(db, selectionOf(ctx, { states: UNSETTLED }), today);
    const mine = await countStrangers(db, selectionOf(ctx, { states: UNSETTLED, mine: true }), today);
    return { ...all, mine: mine.total, mineOverdue: mine.overdue };
  });
}

export type StrangerWish =
  /** Somebody registers it, or takes it off the network, by a day. */
  | {
      readonly kind: 'register' | 'remove';
      readonly ownerId: string;
      readonly dueOn: string;
      readonly reason: string;
    }
  /** It may stay as it is until a day. */
  | { readonly kind: 'ignore'; readonly until: string; readonly reason: string }
  /** It was taken off the network; should the network speak of it again, the alert is raised again. */
  | { readonly kind: 'removed'; readonly reason: string };

/** Nothing is ignored for ever. */
const IGNORE_DAYS_MAX = 366;

/** Decides what becomes of unregistered devices. @returns how many */
export async function decideStrangers(ctx: Context, ask: StrangerAsk, wish: StrangerWish): Promise<number> {
  refuseDays(dayOf(ctx.now()), wish);
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    const owner = 'ownerId' in wish ? await colleagueOf(tx, wish.ownerId) : null;
    const selection = { ...selectionOf(ctx, ask), scopes: seenScopes(ctx.actor, 'inventory.reconcile') };
    const count = await decide(tx, selection, {
      state: STATES[wish.kind],
      ownerId: owner?.id ?? null,
      ownerName: owner?.name ?? null,
      dueOn: 'dueOn' in wish ? wish.dueOn : null,
      reason: wish.reason,
      ignoredUntil: 'until' in wish ? wish.until : null,
      at: ctx.now(),
      byName: authorOf(ctx.actor).createdByName,
    });
    if (count === 0)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot decide: no alert of these waits where you may decide',
      });
    return {
      value: count,
      audit: {
        act: `stranger.${wish.kind}`,
        subject: null,
        detail: {
          count,
          devices: [...(ask.devices ?? [])],
          reason: wish.reason,
          owner: owner?.name ?? null,
          dueOn: 'dueOn' in wish ? wish.dueOn : null,
          until: 'until' in wish ? wish.until : null,
        },
      },
    };
  });
}

const STATES = {
  register: 'registering',
  remove: 'removing',
  ignore: 'ignored',
  removed: 'removed',
} as const satisfies Record<StrangerWish['kind'], StrangerState>;

function refuseDays(today: string, wish: StrangerWish): void {
  if ('dueOn' in wish && wish.dueOn < today)
    throw new Refused({ code: 'invalid', because: 'Cannot give it a day that has passed', field: 'dueOn' });
  if ('until' in wish && (wish.until <= today || wish.until > addDays(today, IGNORE_DAYS_MAX)))
    throw new Refused({
      code: 'invalid',
      because: `Cannot ignore it until then: it ends after today, and within ${IGNORE_DAYS_MAX} days`,
      field: 'until',
    });
}

/**
 * Raises alerts for devices that the network shows and no register knows, and lets those that stand follow what is
 * seen. @returns in words; null: nothing is to be done
 */
export async function watchStrangers(ctx: Context): Promise<string | null> {
  return actUnasked(ctx, async (tx) => {
    await lockInventory(tx);
    const at = ctx.now();
    const today = dayOf(at);
    const dueOn = addDays(today, DECIDE_DAYS);
    const counts = { raised: 0, reopened: 0, registered: 0 };
    for (const { deviceId, isRegistered, networkAt, ...it } of await listSightings(tx)) {
      const next = nextState(it, { isRegistered, networkAt }, today);
      if (next === null) continue;
      counts[next.state === 'open' ? 'reopened' : 'registered'] += 1;
      await moveStranger(tx, deviceId, { ...next, at, dueOn: next.state === 'open' ? dueOn : null });
    }
    const because = 'The network speaks of it; no register does';
    counts.raised = await raiseStrangers(tx, { at, dueOn, because });
    const { raised, reopened, registered } = counts;
    if (raised + reopened + registered === 0) return { value: null, audit: null };
    if (raised + reopened > 0)
      await announce(ctx, tx, {
        kind: 'device.unregistered',
        title: `${raised + reopened} devices on the network that no register knows`,
        lines: [
          `${raised} were not seen before, ${reopened} are back.`,
          `Somebody decides on each by ${dueOn}.`,
        ],
        data: { raised, reopened, dueOn },
      });
    return {
      value: `${raised} alerts raised, ${reopened} raised again, ${registered} closed`,
      audit: { act: 'stranger.watch', subject: null, detail: counts },
    };
  });
}

function selectionOf(ctx: Context, { states, mine, text, devices }: StrangerAsk): StrangerSelection {
  const { actor } = ctx;
  return {
    scopes: seenScopes(actor, 'inventory.read'),
    states: states ?? null,
    ownerId: mine !== true ? null : 'id' in actor ? actor.id : NOBODY_ID,
    text: text ?? '',
    deviceIds: devices ?? null,
  };
}

const NOBODY_ID = '00000000-0000-0000-0000-000000000000';
