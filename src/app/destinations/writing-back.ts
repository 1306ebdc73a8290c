import { createHash } from 'node:crypto';
import { findDestination, lockDestination, noteInbound, setInboundSecret } from '#store/destinations';
import { findInboundDigest, insertInboundMessage, latestSaid } from '#store/inbound-messages';
import { lockTicket, type Ticket, updateTicket } from '#store/tickets';
import { act, actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import { holdKey } from '../secrets/hold-key.ts';
import { heldDestination } from './destinations.ts';
import { newSigningSecret, openInboundSecret, renewed, sealInboundSecret } from './secrets.ts';
import { type TicketWord, toldNote } from './tickets.ts';
import { type SignedMessage, whyNotGenuine } from './webhook-signature.ts';

/** Lets a destination write back how tickets stand, or gives it another secret; for a day both are good. @returns it, told this once */
export async function openWritingBack(ctx: Context, id: string): Promise<string> {
  demandProof(ctx);
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await holdKey(ctx, tx);
    const { name, inbound } = await heldDestination(tx, id);
    const next =
      inbound === null
        ? { secret: newSigningSecret(), before: null }
        : renewed(openInboundSecret(ctx, id, inbound.secret), ctx.now());
    await setInboundSecret(tx, id, sealInboundSecret(ctx, id, next));
    return {
      value: next.secret,
      audit: {
        act: 'destination.open-writing-back',
        subject: { kind: 'destination', id },
        detail: { name, oldUntil: next.before?.until ?? null },
      },
    };
  });
}

/** From now on nothing it signs is taken. */
export async function closeWritingBack(ctx: Context, id: string): Promise<void> {
  demandProof(ctx);
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    const { name, inbound } = await heldDestination(tx, id);
    if (inbound === null) return { value: undefined, audit: null };
    await setInboundSecret(tx, id, null);
    return {
      value: undefined,
      audit: {
        act: 'destination.close-writing-back',
        subject: { kind: 'destination', id },
        detail: { name },
      },
    };
  });
}

/** A message that its destination signed just now. Only `demandGenuine` makes one. */
export interface GenuineMessage {
  readonly destinationId: string;
  readonly destinationName: string;
  readonly id: string;
  readonly body: string;
}

/**
 * Whoever holds the secret of a destination needs no account.
 * @throws Refused in the same words whether there is no such destination or it may not write back
 */
export async function demandGenuine(
  ctx: Context,
  destinationId: string,
  message: SignedMessage,
): Promise<GenuineMessage> {
  const it = await findDestination(ctx.store.db, destinationId);
  const refused = (because: string) =>
    new Refused({ code: 'not-signed-in', because: `Cannot take this message: ${because}` });
  if (it === null || it.inbound === null)
    throw refused('nobody may write back here; an administrator opens it on the page of the destination');
  const problem = whyNotGenuine(message, openInboundSecret(ctx, destinationId, it.inbound.secret), ctx.now());
  if (problem === null)
    return { destinationId, destinationName: it.name, id: message.id, body: message.body };
  // It shows where the secret is given, so that a sender that was set up wrongly is not searched for in vain.
  await ctx.store.db.transaction().execute((tx) => noteInbound(tx, destinationId, ctx.now(), problem));
  throw refused(problem);
}

/** What a destination writes of one ticket, by the correlation id that the ticket went there with. */
export interface TicketNews extends TicketWord {
  readonly ticketId: string;
  /** When it came about. */
  readonly saidAt: Date;
}

/** `taken`: now or with the same message before; `outdated`: something later was told before it. */
export type NewsOutcome = 'taken' | 'taken-before' | 'outdated';

/** Writes down what a destination says of a ticket that was handed to it: each message counts once, and the latest word stands. */
export async function takeTicketNews(
  ctx: Context,
  { destinationId, destinationName, id, body }: GenuineMessage,
  news: TicketNews,
): Promise<NewsOutcome> {
  const asSender = { ...ctx, actor: { kind: 'system', name: `Destination ${destinationName}` } } as const;
  return actUnasked(asSender, async (tx) => {
    const now = ctx.now();
    const held = await lockDestination(tx, destinationId);
    const ticket = await lockTicket(tx, news.ticketId);
    if (held === null || ticket === null || ticket.destinationId !== destinationId)
      throw new Refused({ code: 'not-found', what: `ticket ${news.ticketId} of this destination` });
    const digest = createHash('sha256').update(body).digest();
    const known = await findInboundDigest(tx, { destinationId, id });
    if (known !== null && !digest.equals(known))
      throw new Refused({
        code: 'conflict',
        because: `Cannot take this message: another one had the webhook-id ${id}`,
      });
    if (known !== null) return { value: 'taken-before', audit: null };
    const latest = await latestSaid(tx, news.ticketId);
    const { ticketId, saidAt } = news;
    await insertInboundMessage(tx, { destinationId, id, digest, ticketId, saidAt, takenAt: now });
    await noteInbound(tx, destinationId, now, null);
    if (latest !== null && saidAt < latest) return { value: 'outdated', audit: null };
    const after = toldBy(ticket, news);
    await updateTicket(tx, ticketId, after, now);
    return { value: 'taken', audit: toldNote(ticket, after) };
  });
}

/** Who tells of a ticket has it, even where nobody said so before. */
function toldBy(before: Ticket, { key, status, link, settled }: TicketNews) {
  const isSettled = settled ?? before.state === 'settled';
  return {
    state: isSettled ? 'settled' : 'open',
    externalId: before.externalId,
    key: key ?? before.key,
    status: status ?? before.status,
    link: link ?? before.link,
  } as const;
}
