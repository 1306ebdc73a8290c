import { createTransport } from 'nodemailer';
import type { Instance } from '../context.ts';
import { CannotFetch } from './cannot-fetch.ts';
import { addressesAt } from './destination.ts';
import { allowedDestinations } from './policy.ts';

/** A mail server, and how it wants to be spoken to. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte · `starttls`: or nothing is sent · `offered`: when the server offers it. */
  readonly encryption: 'tls' | 'starttls' | 'offered';
  /** Told only over an encrypted connection; null: none are asked for. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same when it is sent again, so that the other side knows it. */
  readonly messageId: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Hands a mail to a server. Where it may go is judged as for every request, and the connection goes to the judged
 * addresses alone; there is no way by an HTTP proxy. Certificates are always checked.
 * @returns the answer of the server
 * @throws CannotFetch
 */
export async function sendMail(
  { store, outgoing }: Pick<Instance, 'store' | 'outgoing'>,
  server: MailServer,
  mail: Mail,
): Promise<string> {
  const place = `${server.host}:${server.port}`;
  const allowed = await allowedDestinations(store.db);
  const { addresses, isInside } = await addressesAt(server.host, place, { ports: outgoing, allowed });
  for (const [index, address] of addresses.entries())
    try {
      return await handOver(address, { ...server, isInside }, mail);
    } catch (error) {
      const isLast = index === addresses.length - 1;
      if (isLast || !isUnconnected(error)) throw reasonOf(error, place);
    }
  throw new CannotFetch('unreachable', place, `${server.host} has no address`);
}

async function handOver(
  address: string,
  { host, port, encryption, login, isInside }: MailServer & { readonly isInside: boolean },
  { from, to, subject, text, messageId }: Mail,
): Promise<string> {
  const transport = createTransport({
    host: address,
    port,
    secure: encryption === 'tls',
    // Neither a password nor what leaves the hospital travels in the clear.
    requireTLS: encryption === 'starttls' || (encryption === 'offered' && (login !== null || !isInside)),
    tls: { servername: host, minVersion: 'TLSv1.2' },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response } = await transport.sendMail({
      from,
      to: [...to],
      subject,
      text,
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return String(response);
  } finally {
    transport.close();
  }
}

function isUnconnected(error: unknown): boolean {
  return (error as { command?: string }).command === 'CONN';
}

function reasonOf(error: unknown, place: string): CannotFetch {
  const { code = '', message, responseCode } = error as NodeJS.ErrnoException & { responseCode?: number };
  const problem = responseCode !== undefined ? 'malformed' : code === 'ETIMEDOUT' ? 'slow' : 'unreachable';
  return new CannotFetch(problem, place, message, { cause: error });
}
