import { randomInt } from 'node:crypto';
import { afterAttempt, retryAfterOf, standingAfter } from '#engine/destinations';
import { type Delivery, insertAttempt, lockDelivery } from '#store/deliveries';
import { type Destination, lockDestination, updateDestination } from '#store/destinations';
import type { Tx } from '#store/store';
import { lockTicket, noteUnanswered, updateTicket } from '#store/tickets';
import { actUnasked, type AuditNote } from '../act.ts';
import type { Context } from '../context.ts';
import type { Handed } from './attempt.ts';
import { handOver } from './hand-over.ts';

/** Hands deliveries over once, several only to a mailbox, and writes down what came of each. */
export async function attemptDeliveries(
  ctx: Context,
  destination: Destination,
  deliveries: readonly Delivery[],
  { isLast = false }: { readonly isLast?: boolean } = {},
): Promise<Handed> {
  const at = ctx.now();
  const begun = performance.now();
  const handed = await handOver(ctx, destination, deliveries);
  const tookMs = Math.round(performance.now() - begun);
  await actUnasked(ctx, async (tx) => {
    const audit: AuditNote[] = [];
    const now = ctx.now();
    // The same for all, so that what was collected stays together.
    const chance = randomInt(1000) / 1000;
    let isNew = false;
    for (const delivery of deliveries) {
      const held = await lockDelivery(tx, delivery.id);
      // Removed meanwhile, or another node was first.
      if (held === null || held.attempts !== delivery.attempts) continue;
      isNew = true;
      const after = afterAttempt(
        {
          isDelivered: handed.problem === null,
          retryAfterMs: retryAfterOf(handed.retryAfter, now.getTime()),
        },
        { attempts: held.attempts + 1, nowMs: now.getTime(), chance },
      );
      const isGivenUp = after.state === 'given-up' || (isLast && after.state === 'failed');
      const ended = {
        id: held.id,
        state: isGivenUp ? ('given-up' as const) : after.state,
        nextAttemptAt: isGivenUp || after.nextAttemptMs === null ? null : new Date(after.nextAttemptMs),
        endedAt: isGivenUp || after.state === 'delivered' ? now : null,
      };
      const { status, problem, answer } = handed;
      await insertAttempt(tx, ended, { no: held.attempts + 1, at, tookMs, status, problem, answer });
      audit.push(...(await keepTicket(tx, held, { handed, isGivenUp, now })));
    }
    if (isNew) audit.push(...(await keepStanding(tx, destination.id, handed, now)));
    return { value: undefined, audit };
  });
  return handed;
}

/** How the destination stands after the attempt. */
async function keepStanding(tx: Tx, id: string, handed: Handed, now: Date): Promise<AuditNote[]> {
  const it = await lockDestination(tx, id);
  if (it === null) return [];
  const { failing, disabledBecause } = standingAfter(
    {
      isDelivered: handed.problem === null,
      isGone: it.place.kind === 'webhook' && handed.status === 410,
    },
    { failures: it.failures, failingSinceMs: it.failingSince?.getTime() ?? null },
    now.getTime(),
  );
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
      subject: { kind: 'destination', id },
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
    // What was told meanwhile by other ways is not lost to an answer that tells less.
    const { news } = handed;
    const key = news.key ?? ticket.key;
    const link = news.link ?? ticket.link;
    const state = ticket.state === 'settled' ? ticket.state : news.state;
    await updateTicket(
      tx,
      ticketId,
      { ...news, key, link, state, status: news.status ?? ticket.status },
      now,
    );
    return [{ act: 'ticket.made', subject, detail: { title: ticket.title, key, link } }];
  }
  if (!isGivenUp || ticket.state !== 'asked') return [];
  await noteUnanswered(tx, ticketId, 'unanswered');
  return [{ act: 'ticket.unanswered', subject, detail: { title: ticket.title, because: handed.problem } }];
}
