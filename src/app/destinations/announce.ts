import { type EventKind, isAtOnce } from '#engine/destinations';
import { type Delivery, type DeliveryContent, insertDelivery } from '#store/deliveries';
import { listTold } from '#store/destinations';
import { hurryPeriodic } from '#store/jobs';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';

/** The work that empties the outbox. */
export const DELIVER = 'delivery.send';

/** What happened, for people and for programs. */
export interface Event extends DeliveryContent {
  readonly kind: EventKind;
  readonly title: string;
}

/** Notices for a mailbox are collected up to the next quarter of an hour. */
const COLLECTED_MS = 15 * 60_000;

/** Puts an event into the outbox for whoever is told of it, in the transaction of the act: there is no act without it. */
export async function announce(ctx: Context, tx: Tx, { kind, title, ...content }: Event): Promise<void> {
  for (const { id: destinationId, place } of await listTold(tx, [kind])) {
    const notice = { destinationId, event: kind, title, ticketId: null };
    if (place.kind !== 'email' || isAtOnce(kind)) {
      await post(ctx, tx, { ...notice, content });
      continue;
    }
    const quarter = Math.floor(ctx.now().getTime() / COLLECTED_MS) + 1;
    await insertDelivery(tx, {
      ...notice,
      id: ctx.newId(),
      content: { ...content, isCollected: true },
      createdAt: ctx.now(),
      nextAttemptAt: new Date(quarter * COLLECTED_MS),
    });
  }
}

/** Puts one delivery into the outbox, and has it handed over as soon as the transaction is there. */
export async function post(
  ctx: Context,
  tx: Tx,
  it: Pick<Delivery, 'destinationId' | 'event' | 'title' | 'content' | 'ticketId'>,
): Promise<void> {
  await insertDelivery(tx, { ...it, id: ctx.newId(), createdAt: ctx.now(), nextAttemptAt: ctx.now() });
  await hurryPeriodic(tx, DELIVER, ctx.now());
}
