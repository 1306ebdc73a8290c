import { isIP } from 'node:net';
import { judgeAddress, type Allowed } from '#engine/outgoing';
import { CannotFetch } from './cannot-fetch.ts';
import type { OutgoingPorts } from './ports.ts';

/** Where one request goes. */
export type Destination =
  /** To one of these addresses and no other, whatever the name stands for a moment later. */
  | { readonly kind: 'direct'; readonly addresses: readonly string[] }
  /** To the proxy, which finds the server by itself. */
  | { readonly kind: 'proxy'; readonly proxy: URL };

/** An address as a person or a redirect gave it. @throws CannotFetch unless it is of a kind that can be fetched */
export function readOutgoingUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base);
  if (url === null) throw new CannotFetch('not-allowed', 'this', 'it is no web address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new CannotFetch('not-allowed', url, 'only http and https are fetched');
  if (url.username !== '' || url.password !== '')
    throw new CannotFetch(
      'not-allowed',
      url,
      'the address holds a name or password, which belong in a header',
    );
  return url;
}

/** What decides where requests go. */
export interface Rules {
  readonly ports: OutgoingPorts;
  readonly allowed: readonly Allowed[];
  /** An origin that may be anywhere, because the server's own environment names it. */
  readonly trustedOrigin: string | null;
  /** Whether what is not encrypted stays inside the hospital. */
  readonly isPlainInside?: boolean;
}

const PLAIN = 'it is outside, and not encrypted: use https';

/** Decides where a request to an address goes. @throws CannotFetch when it may go nowhere */
export async function destinationOf(
  url: URL,
  { ports, allowed, trustedOrigin, isPlainInside = false }: Rules,
): Promise<Destination> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await addressesOf(url, host, ports);
  const mustBeInside = isPlainInside && url.protocol === 'http:';
  if (addresses === null && mustBeInside) throw new CannotFetch('not-allowed', url, PLAIN);
  if (addresses === null && ports.proxy !== null) return { kind: 'proxy', proxy: ports.proxy };
  if (addresses === null || addresses.length === 0)
    throw new CannotFetch('unreachable', url, `${host} has no address`);
  const reaches = addresses.map((it) => judgeAddress(host, it, allowed));
  const refused = reaches.find((it) => it.kind === 'refused');
  if (refused !== undefined && url.origin !== trustedOrigin)
    throw new CannotFetch('not-allowed', url, refused.because);
  const inside = reaches.every((it) => it.kind !== 'public');
  if (mustBeInside && !inside) throw new CannotFetch('not-allowed', url, PLAIN);
  if (ports.proxy !== null && !inside) return { kind: 'proxy', proxy: ports.proxy };
  return { kind: 'direct', addresses };
}

/** All addresses of a server that is spoken to directly. @throws CannotFetch when one of them may not be */
export async function addressesAt(
  host: string,
  place: string,
  { ports, allowed }: Pick<Rules, 'ports' | 'allowed'>,
): Promise<{ readonly addresses: readonly string[]; readonly isInside: boolean }> {
  const addresses = isIP(host) === 0 ? await resolved(host, place, ports) : [host];
  const reaches = addresses.map((it) => judgeAddress(host, it, allowed));
  const refused = reaches.find((it) => it.kind === 'refused');
  if (refused !== undefined) throw new CannotFetch('not-allowed', place, refused.because);
  return { addresses, isInside: reaches.every((it) => it.kind !== 'public') };
}

async function resolved(host: string, place: string, { resolve }: OutgoingPorts): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new CannotFetch('unreachable', place, `the name ${host} cannot be resolved`, { cause });
  }
}

/** Null: this machine cannot tell, which behind a proxy is common. */
async function addressesOf(url: URL, host: string, ports: OutgoingPorts): Promise<readonly string[] | null> {
  if (isIP(host) !== 0) return [host];
  try {
    return await ports.resolve(host);
  } catch (cause) {
    if (ports.proxy !== null) return null;
    throw new CannotFetch('unreachable', url, `the name ${host} cannot be resolved`, { cause });
  }
}
