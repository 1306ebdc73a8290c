import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Secret, secretsAt, signingKey } from './secrets.ts';

/** A message as its headers and body say it; https://www.standardwebhooks.com, 1.0. */
export interface SignedMessage {
  readonly id: string;
  /** Seconds since 1970, as written. */
  readonly timestamp: string;
  /** One or several, with a space between: `v1,…`. */
  readonly signature: string;
  /** Byte by byte as it came. */
  readonly body: string;
}

/** No full stop, which separates what is signed. */
const ID_FORM = /^[\x21-\x2d\x2f-\x7e]{1,200}$/;
/** So far may two clocks be apart; what is older may have been overheard and sent again. */
const AGE_SECONDS_MAX = 300;

/** What a message is sent with, so that the other side can tell that it is ours. */
export function signedHeaders(
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
  secret: Secret,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secretsAt(secret, at)
      .map((it) => `v1,${signatureOf(it, { id, timestamp, body })}`)
      .join(' '),
  };
}

/** Why a message is not taken for what the holder of a secret said just now; null: it is. */
export function whyNotGenuine(
  { signature, ...message }: SignedMessage,
  secret: Secret,
  now: Date,
): string | null {
  if (!ID_FORM.test(message.id)) return 'webhook-id is missing, or has a full stop or a space';
  if (!/^\d{1,12}$/.test(message.timestamp)) return 'webhook-timestamp is not in seconds since 1970';
  const apart = Math.abs(now.getTime() / 1000 - Number(message.timestamp));
  if (apart > AGE_SECONDS_MAX)
    return `webhook-timestamp is ${Math.round(apart)} seconds from the clock here; ${AGE_SECONDS_MAX} are allowed`;
  const given = signature.split(' ').flatMap((it) => (it.startsWith('v1,') ? [it.slice('v1,'.length)] : []));
  const isOurs = secretsAt(secret, now)
    .map((it) => signatureOf(it, message))
    .some((right) => given.some((it) => isSame(it, right)));
  return isOurs ? null : 'webhook-signature was not made with the secret of this destination';
}

function signatureOf(secret: string, { id, timestamp, body }: Omit<SignedMessage, 'signature'>): string {
  return createHmac('sha256', signingKey(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
