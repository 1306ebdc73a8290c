import { deleteDeliveriesEndedBefore, type Delivery, listDueDeliveries } from '#store/deliveries';
import { findDestination } from '#store/destinations';
import { deleteInboundMessagesBefore } from '#store/inbound-messages';
import type { Context } from '../context.ts';
import type { JobTools, Reconciler } from '../jobs/kind.ts';
import { DELIVER } from './announce.ts';
import { attemptDeliveries } from './attempt-delivery.ts';

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
    // Where nobody is there, the rest is due still, and waits for the next time.
    const unreachable = new Set<string>();
    for (;;) {
      const listed = await listDueDeliveries(ctx.store.db, { now: ctx.now(), each: EACH_MAX });
      const due = listed.filter((it) => !unreachable.has(it.destinationId));
      if (due.length === 0) break;
      const byDestination = [...Map.groupBy(due, (it) => it.destinationId)];
      const rounds = await allOf(byDestination.map(([id, its]) => deliverTo(ctx, id, its, signal)));
      for (const it of rounds) {
        tried += it.tried;
        delivered += it.delivered;
        if (it.isUnreachable) unreachable.add(it.destinationId);
      }
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

/** Forgets what was handed over long ago, and which messages were taken: whatever is sent again so late is refused for its age. */
export const forgetDeliveries: Reconciler = {
  name: 'delivery.forget',
  words: 'Forget notices and messages of long ago',
  everyMinutes: 24 * 60,
  run: async ({ store, now }) => {
    const before = new Date(now().getTime() - ENDED_KEPT_MS);
    const forgotten = await store.db.transaction().execute(async (tx) => {
      await deleteInboundMessagesBefore(tx, before);
      return deleteDeliveriesEndedBefore(tx, before);
    });
    return forgotten === 0 ? null : `${forgotten} deliveries forgotten`;
  },
};

interface Round {
  readonly destinationId: string;
  readonly tried: number;
  readonly delivered: number;
  readonly isUnreachable: boolean;
}

async function deliverTo(
  ctx: Context,
  destinationId: string,
  deliveries: readonly Delivery[],
  signal: JobTools['signal'],
): Promise<Round> {
  let tried = 0;
  let delivered = 0;
  for (const together of parcels(deliveries)) {
    signal.throwIfAborted();
    const destination = await findDestination(ctx.store.db, destinationId);
    if (destination === null || !destination.isOn) break;
    const { problem, isUnreachable } = await attemptDeliveries(ctx, destination, together);
    tried += 1;
    if (problem === null) delivered += 1;
    if (isUnreachable) return { destinationId, tried, delivered, isUnreachable };
  }
  return { destinationId, tried, delivered, isUnreachable: false };
}

/** What is handed over in one piece: notices that were collected for a mailbox together, all else by itself. */
function parcels(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const collected = deliveries.filter((it) => it.content.isCollected === true);
  const alone = deliveries.filter((it) => it.content.isCollected !== true).map((it) => [it]);
  return collected.length === 0 ? alone : [...alone, collected];
}
