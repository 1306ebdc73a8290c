import { destinationOf, readOutgoingUrl } from './destination.ts';
import { exchange } from './exchange.ts';
import type { OutgoingPorts } from './ports.ts';

export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Posts to an address that the server's own environment names, before and without a database. @returns its status */
export async function sendOutgoing(
  ports: OutgoingPorts,
  address: string,
  { headers, body, timeoutMs }: Sending,
): Promise<{ readonly status: number }> {
  const url = readOutgoingUrl(address);
  const response = await exchange({
    url,
    destination: await destinationOf(url, { ports, allowed: [], trustedOrigin: url.origin }),
    method: 'POST',
    headers: { 'user-agent': 'Patchward', ...headers },
    body,
    signal: AbortSignal.timeout(timeoutMs),
    silenceMs: timeoutMs,
  });
  response.resume();
  return { status: response.statusCode ?? 0 };
}
