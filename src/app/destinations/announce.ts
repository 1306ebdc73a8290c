import type { EventKind } from '#engine/destinations';
import { type DeliveryContent, insertDelivery } from '#store/deliveries';
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

/** Puts an event into the outbox for whoever is told of it, in the transaction of the act: there is no act without it. */
export async function announce(ctx: Context, tx: Tx, { kind, title, ...content }: Event): Promise<void> {
  const told = await listTold(tx, [kind]);
  for (const { id } of told)
    await post(ctx, tx, { destinationId: id, event: kind, title, content, ticketId: null });
}

/** Puts one delivery into the outbox, and has it handed over as soon as the transaction is there. @returns its id */
export async function post(
  ctx: Context,
  tx: Tx,
  it: Pick<
    Parameters<typeof insertDelivery>[1],
    'destinationId' | 'event' | 'title' | 'content' | 'ticketId'
  >,
): Promise<string> {
  const id = ctx.newId();
  await insertDelivery(tx, { ...it, id, createdAt: ctx.now(), nextAttemptAt: ctx.now() });
  await hurryPeriodic(tx, DELIVER, ctx.now());
  return id;
}
