import type { Tier } from '#engine/words';
import type { Delivery } from '#store/deliveries';
import type { Destination, DestinationPlace } from '#store/destinations';
import type { Instance } from '../context.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { sendMail } from '../outgoing/send-mail.ts';
import { Declined } from './answer-json.ts';
import { type Handed, handedOver, inVain } from './attempt.ts';
import { jiraDesk } from './jira.ts';
import { openSecret, type Secret } from './secrets.ts';
import { sendWebhook } from './send-webhook.ts';
import { serviceNowDesk } from './servicenow.ts';
import type { TicketDesk } from './ticket-desk.ts';

type Ports = Pick<Instance, 'store' | 'outgoing' | 'vault' | 'now'>;

/**
 * Hands deliveries to their destination once; several go to a mailbox as one mail, and nowhere else. Never throws for what
 * the other side does: however it ends is an answer.
 */
export async function handOver(
  instance: Ports,
  destination: Destination,
  deliveries: readonly Delivery[],
): Promise<Handed> {
  try {
    return await handedTo(instance, destination, deliveries);
  } catch (error) {
    if (error instanceof Declined)
      return inVain(error.message, {
        status: error.status,
        answer: error.answer,
        retryAfter: error.retryAfter,
      });
    if (error instanceof CannotFetch)
      return inVain(error.message, {
        isUnreachable: error.problem !== 'malformed' && error.problem !== 'large',
      });
    throw error;
  }
}

async function handedTo(
  instance: Ports,
  destination: Destination,
  deliveries: readonly Delivery[],
): Promise<Handed> {
  const { place } = destination;
  const secret = openSecret(instance, destination);
  if (place.kind === 'email') return mailed(instance, place, secret, deliveries);
  const [delivery, another] = deliveries;
  if (delivery === undefined || another !== undefined)
    throw new Error(`Cannot hand ${deliveries.length} deliveries to "${destination.name}" at once`);
  switch (place.kind) {
    case 'webhook':
      return sendWebhook(instance, { url: place.url, secret: needed(secret, destination) }, delivery);
    case 'servicenow':
    case 'jira':
      return filed(deskOf(instance, destination), delivery);
  }
}

/** The ticket system behind a destination. */
export function deskOf(instance: Ports, destination: Destination): TicketDesk {
  const { place } = destination;
  const { secret } = needed(openSecret(instance, destination), destination);
  switch (place.kind) {
    case 'servicenow':
      return serviceNowDesk(instance, place, secret);
    case 'jira':
      return jiraDesk(instance, place, secret);
    case 'webhook':
    case 'email':
      throw new Error(`Cannot ask destination "${destination.name}" for tickets: it keeps none`);
  }
}

/** Looks first whether the ticket is there: an attempt may have been cut off after it was made. */
async function filed(desk: TicketDesk, { event, title, content, ticketId }: Delivery): Promise<Handed> {
  if (event === 'test' || ticketId === null) {
    const { status, text } = await desk.tryOut();
    return handedOver(status, text);
  }
  const { status, text, news } =
    (await desk.find(ticketId)) ??
    (await desk.open({
      correlationId: ticketId,
      title,
      lines: content.lines,
      tier: content.data['tier'] as Tier,
    }));
  return handedOver(status, text, news);
}

async function mailed(
  instance: Ports,
  place: Extract<DestinationPlace, { kind: 'email' }>,
  secret: Secret | null,
  deliveries: readonly Delivery[],
): Promise<Handed> {
  const { user, from } = place;
  const [first] = deliveries;
  if (first === undefined) throw new Error('Cannot send a mail: it says nothing');
  const answer = await sendMail(
    instance,
    {
      host: place.host,
      port: place.port,
      encryption: place.encryption,
      login: user === null || secret === null ? null : { user, password: secret.secret },
    },
    {
      from,
      to: first.content.to ?? place.to,
      subject: deliveries.length === 1 ? first.title : `${deliveries.length} notices of Patchward`,
      text: deliveries.length === 1 ? textOf(first) : deliveries.map(sectionOf).join('\n\n'),
      messageId: `<${first.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    },
  );
  const sent = { state: 'open', externalId: null, key: null, status: null, link: null } as const;
  return handedOver(null, answer, first.ticketId === null ? null : sent);
}

function textOf({ content }: Delivery): string {
  return `${content.lines.join('\n')}\n`;
}

function sectionOf(it: Delivery): string {
  return `${it.title}\n${'-'.repeat(Math.min(it.title.length, 72))}\n${textOf(it)}`;
}

function needed(secret: Secret | null, { name }: Destination): Secret {
  if (secret === null) throw new Error(`Cannot speak to destination "${name}": it has no secret`);
  return secret;
}
