import { randomInt } from 'node:crypto';
import { afterAttempt, retryAfterOf } from '#engine/destinations';
import {
  type Delivery,
  deleteDeliveriesEndedBefore,
  insertAttempt,
  listDueDeliveries,
  lockDelivery,
} from '#store/deliveries';
import { type Destination, findDestination, lockDestination, updateDestination } from '#store/destinations';
import type { Tx } from '#store/store';
import { lockTicket, noteUnanswered, updateTicket } from '#store/tickets';
import { actUnasked, type AuditNote } from '../act.ts';
import type { Context } from '../context.ts';
import type { JobTools, Reconciler } from '../jobs/kind.ts';
import type { Handed } from './attempt.ts';
import { DELIVER } from './announce.ts';
import { handOver } from './hand-over.ts';

/** Of one destination in one round, so that a long queue of one does not hold the others up. */
const EACH_MAX = 20;
const ENDED_KEPT_MS = 90 * 86_400_000;

/** Hands over what is due in the outbox, until nothing is. */
export const deliverDue: Reconciler = {
  name: DELIVER,
  words: 'Hand notices and tickets to their destinations',
  everyMinutes: 1,
  run: async (ctx, { signal }) => {
    let delivered = 0;
    let tried = 0;
    for (;;) {
      const due = await listDueDeliveries(ctx.store.db, { now: ctx.now(), each: EACH_MAX });
      if (due.length === 0) break;
      const rounds = [...Map.groupBy(due, (it) => it.destinationId).values()];
      const counts = await allOf(rounds.map((its) => deliverTo(ctx, its, signal)));
      tried += counts.reduce((sum, it) => sum + it.tried, 0);
      delivered += counts.reduce((sum, it) => sum + it.delivered, 0);
      // Where nobody is there, the rest is due still, and waits for the next round.
      if (counts.every((it) => it.isUnreachable)) break;
    }
    return tried === 0 ? null : `${delivered} of ${tried} attempts got through`;
  },
};

/** Waits for all, so that a fault at one destination holds no other up; then throws the first fault. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const ends = await Promise.allSettled(work);
  return ends.map((it) => {
    if (it.status === 'rejected') throw it.reason;
    return it.value;
  });
}

/** Forgets what was handed over long ago. */
export const forgetDeliveries: Reconciler = {
  name: 'delivery.forget',
  words: 'Forget notices that were delivered long ago',
  everyMinutes: 24 * 60,
  run: async ({ store, now }) => {
    const before = new Date(now().getTime() - ENDED_KEPT_MS);
    const forgotten = await store.db.transaction().execute((tx) => deleteDeliveriesEndedBefore(tx, before));
    return forgotten === 0 ? null : `${forgotten} deliveries forgotten`;
  },
};

async function deliverTo(
  ctx: Context,
  deliveries: readonly Delivery[],
  signal: JobTools['signal'],
): Promise<{ readonly tried: number; readonly delivered: number; readonly isUnreachable: boolean }> {
  let tried = 0;
  let delivered = 0;
  for (const it of deliveries) {
    signal.throwIfAborted();
    const destination = await findDestination(ctx.store.db, it.destinationId);
    if (destination === null || !destination.isOn) break;
    const handed = await attemptDelivery(ctx, destination, it);
    tried += 1;
    if (handed.problem === null) delivered += 1;
    if (handed.isUnreachable) return { tried, delivered, isUnreachable: true };
  }
  return { tried, delivered, isUnreachable: false };
}

/** Hands a delivery over once, and writes down what came of it. */
export async function attemptDelivery(
  ctx: Context,
  destination: Destination,
  delivery: Delivery,
  { isLast = false }: { readonly isLast?: boolean } = {},
): Promise<Handed> {
  const at = ctx.now();
  const begun = performance.now();
  const handed = await handOver(ctx, destination, delivery);
  const tookMs = Math.round(performance.now() - begun);
  await actUnasked(ctx, async (tx) => {
    const held = await lockDelivery(tx, delivery.id);
    const current = await lockDestination(tx, destination.id);
    // Removed meanwhile, or another node was first.
    if (held === null || current === null || held.attempts !== delivery.attempts)
      return { value: undefined, audit: null };
    const no = held.attempts + 1;
    const now = ctx.now();
    const after = afterAttempt(
      {
        isDelivered: handed.problem === null,
        isGone: destination.place.kind === 'webhook' && handed.status === 410,
        retryAfterMs: retryAfterOf(handed.retryAfter, now.getTime()),
      },
      {
        attempts: no,
        failing: { failures: current.failures, failingSinceMs: current.failingSince?.getTime() ?? null },
        nowMs: now.getTime(),
        chance: randomInt(1000) / 1000,
      },
    );
    const isGivenUp = after.state === 'given-up' || (isLast && after.state === 'failed');
    const ended = {
      id: held.id,
      state: isGivenUp ? ('given-up' as const) : after.state,
      nextAttemptAt: isGivenUp || after.nextAttemptMs === null ? null : new Date(after.nextAttemptMs),
      endedAt: isGivenUp || after.state === 'delivered' ? now : null,
    };
    const { status, problem, answer } = handed;
    await insertAttempt(tx, ended, { no, at, tookMs, status, problem, answer });
    const audit = [
      ...(await keepStanding(tx, current, { handed, after, now })),
      ...(await keepTicket(tx, held, { handed, isGivenUp, now })),
    ];
    return { value: undefined, audit };
  });
  return handed;
}

/** How the destination stands after the attempt. */
async function keepStanding(
  tx: Tx,
  it: Destination,
  {
    handed,
    after,
    now,
  }: { readonly handed: Handed; readonly after: ReturnType<typeof afterAttempt>; readonly now: Date },
): Promise<AuditNote[]> {
  const { failing, disabledBecause } = after;
  const isDisabled = it.isOn && disabledBecause !== null;
  await updateDestination(tx, {
    ...it,
    failures: failing.failures,
    failingSince: failing.failingSinceMs === null ? null : new Date(failing.failingSinceMs),
    lastSuccessAt: handed.problem === null ? now : it.lastSuccessAt,
    problem: handed.problem,
    ...(isDisabled ? { isOn: false, disabledBecause } : {}),
  });
  if (!isDisabled) return [];
  return [
    {
      act: 'destination.disable',
      subject: { kind: 'destination', id: it.id },
      detail: { name: it.name, because: disabledBecause },
    },
  ];
}

async function keepTicket(
  tx: Tx,
  { ticketId }: Delivery,
  { handed, isGivenUp, now }: { readonly handed: Handed; readonly isGivenUp: boolean; readonly now: Date },
): Promise<AuditNote[]> {
  if (ticketId === null) return [];
  const ticket = await lockTicket(tx, ticketId);
  if (ticket === null) return [];
  const subject = { kind: 'ticket', id: ticketId };
  if (handed.news !== null) {
    await updateTicket(tx, ticketId, handed.news, now);
    const { key, link } = handed.news;
    return [{ act: 'ticket.made', subject, detail: { title: ticket.title, key, link } }];
  }
  if (!isGivenUp || ticket.state !== 'asked') return [];
  await noteUnanswered(tx, ticketId, 'unanswered');
  return [{ act: 'ticket.unanswered', subject, detail: { title: ticket.title, because: handed.problem } }];
}
