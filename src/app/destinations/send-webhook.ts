import * as z from 'zod';
import type { Delivery } from '#store/deliveries';
import type { Instance } from '../context.ts';
import { fetchOutgoing, type OutgoingAnswer } from '../outgoing/fetch-outgoing.ts';
import {
  ANSWER_BYTES_MAX,
  EXCERPT_CHARACTERS,
  type Handed,
  handedOver,
  inVain,
  TIMEOUT_MS,
} from './attempt.ts';
import type { Secret } from './secrets.ts';
import { signedHeaders } from './webhook-signature.ts';

const KEY_MAX = 200;

/** What a server may answer to a ticket. */
const TicketAnswer = z.object({
  key: z.string().min(1).max(KEY_MAX),
  status: z.string().max(KEY_MAX).nullable().default(null),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
});

/** Posts a delivery as a webhook, signed as Standard Webhooks 1.0 says: the same id and body at every attempt. */
export async function sendWebhook(
  instance: Pick<Instance, 'store' | 'outgoing' | 'now'>,
  { url, secret }: { readonly url: string; readonly secret: Secret },
  delivery: Delivery,
): Promise<Handed> {
  const body = JSON.stringify({
    type: delivery.event,
    timestamp: delivery.createdAt.toISOString(),
    data: { title: delivery.title, ...delivery.content.data },
  });
  const now = instance.now();
  const answer = await fetchOutgoing(instance, url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signedHeaders({ id: delivery.id, at: now, body }, secret),
    },
    body,
    bytesMax: ANSWER_BYTES_MAX,
    timeoutMs: TIMEOUT_MS,
    plain: 'inside',
  });
  const { status } = answer;
  const text = await beginningOf(answer);
  if (status >= 200 && status < 300)
    return handedOver(status, text, delivery.ticketId === null ? null : newsIn(text));
  return inVain(`It answered ${status}`, {
    status,
    answer: text,
    retryAfter: answer.headers.get('retry-after'),
  });
}

/** The status says whether it was taken; what breaks off after it changes nothing. */
async function beginningOf(answer: OutgoingAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= EXCERPT_CHARACTERS * 4) break;
    }
  } catch (error) {
    return `${Buffer.concat(chunks).toString('utf8').slice(0, EXCERPT_CHARACTERS)} … ${error instanceof Error ? error.message : ''}`;
  } finally {
    answer.close();
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, EXCERPT_CHARACTERS);
}

/** A server that opens a ticket may say at once what it is called; most say nothing. */
function newsIn(text: string): Handed['news'] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const read = TicketAnswer.safeParse(json);
  if (!read.success) return { state: 'open', externalId: null, key: null, status: null, link: null };
  return { state: 'open', externalId: read.data.key, ...read.data };
}
