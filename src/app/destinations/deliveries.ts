import {
  countDeliveries,
  type Delivery,
  type DeliveryAttempt,
  findDelivery,
  insertDelivery,
  listAttempts,
  listDeliveriesBefore,
  lockDelivery,
  tryAgain,
} from '#store/deliveries';
import type { DeliveryState } from '#engine/destinations';
import { findDestination } from '#store/destinations';
import { hurryPeriodic } from '#store/jobs';
import { noteUnanswered } from '#store/tickets';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { DELIVER } from './announce.ts';
import { attemptDeliveries } from './attempt-delivery.ts';
import { noSuchDestination } from './destinations.ts';

const ATTEMPTS_SHOWN = 50;

/** A delivery with every attempt at it. */
export interface DeliveryDossier {
  readonly delivery: Delivery;
  readonly attempts: readonly DeliveryAttempt[];
}

/** What was put into the outbox for a destination, the newest first. */
export async function listDeliveries(
  ctx: Context,
  destinationId: string,
  {
    state,
    before,
    limit,
  }: { readonly state: DeliveryState | null; readonly before: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly DeliveryDossier[];
  readonly total: number;
  readonly next: string | null;
}> {
  return seeWhole(ctx, 'settings.read', async (db) => {
    if ((await findDestination(db, destinationId)) === null) throw noSuchDestination(destinationId);
    const found = await listDeliveriesBefore(db, { destinationId, state }, { before, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const items: DeliveryDossier[] = [];
    for (const delivery of shown)
      items.push({ delivery, attempts: await listAttempts(db, delivery.id, ATTEMPTS_SHOWN) });
    return {
      items,
      total: await countDeliveries(db, { destinationId, state }),
      next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  });
}

async function readDelivery(ctx: Context, id: string): Promise<DeliveryDossier> {
  return seeWhole(ctx, 'settings.read', async (db) => {
    const delivery = await findDelivery(db, id);
    if (delivery === null) throw noSuchDelivery(id);
    return { delivery, attempts: await listAttempts(db, id, ATTEMPTS_SHOWN) };
  });
}

/** Has a delivery that was given up, or that waits for its time, tried at once. */
export async function retryDelivery(ctx: Context, id: string): Promise<DeliveryDossier> {
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    const it = await lockDelivery(tx, id);
    if (it === null) throw noSuchDelivery(id);
    if (it.state === 'delivered' || it.event === 'test')
      throw new Refused({
        code: 'conflict',
        because: `Cannot deliver this again: ${it.event === 'test' ? 'it was a trial' : 'it is delivered'}`,
      });
    await tryAgain(tx, id, ctx.now());
    if (it.ticketId !== null && it.state === 'given-up') await noteUnanswered(tx, it.ticketId, 'asked');
    await hurryPeriodic(tx, DELIVER, ctx.now());
    return {
      value: undefined,
      audit: { act: 'delivery.retry', subject: { kind: 'delivery', id }, detail: { title: it.title } },
    };
  });
  return readDelivery(ctx, id);
}

/** Tries a destination at once, also one that is switched off. @returns what came of it */
export async function tryDestination(ctx: Context, id: string): Promise<DeliveryDossier> {
  const deliveryId = ctx.newId();
  const destination = await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    const it = await findDestination(tx, id);
    if (it === null) throw noSuchDestination(id);
    const { name } = it;
    await insertDelivery(tx, {
      id: deliveryId,
      destinationId: id,
      event: 'test',
      title: 'Trial by Patchward',
      content: {
        lines: [
          `Patchward tries the destination “${name}”. Nothing has happened, and nothing is to be done.`,
        ],
        data: { destination: name },
      },
      ticketId: null,
      createdAt: ctx.now(),
      // Not by the outbox: whoever asked waits for the answer.
      nextAttemptAt: null,
    });
    return {
      value: it,
      audit: { act: 'destination.try', subject: { kind: 'destination', id }, detail: { name } },
    };
  });
  const { delivery } = await readDelivery(ctx, deliveryId);
  await attemptDeliveries(ctx, destination, [delivery], { isLast: true });
  return readDelivery(ctx, deliveryId);
}

function noSuchDelivery(id: string): Refused {
  return new Refused({ code: 'not-found', what: `delivery ${id}` });
}
