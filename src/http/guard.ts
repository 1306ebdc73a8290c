import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from './answer.ts';

/**
 * Headers on every answer. Scripts come only from this server, never inline; style elements need the nonce of
 * their page. Style attributes stay allowed: charts set them on the SVG they draw, and they carry no script.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=()',
} as const;

/** A year, for every name below this one too. */
const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * The door is kept narrow: only callers that address this server by number or by a name
 * of its own (a page elsewhere could point its own name at 127.0.0.1), and no writes from other sites' pages.
 */
export function guard(
  app: FastifyInstance,
  hostNames: ReadonlySet<string>,
  { https }: { readonly https: boolean },
): void {
  app.addHook('onRequest', async (request, reply) => {
    setHeaders(reply);
    if (https) void reply.header('strict-transport-security', HSTS);
    // Files of the web app say themselves how long they may be kept.
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
    refuseForeignHost(request, hostNames);
    refuseForeignPage(request);
  });
}

function setHeaders(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(HEADERS)) void reply.header(name, value);
}

function refuseForeignHost(request: FastifyRequest, hostNames: ReadonlySet<string>): void {
  const host = request.hostname.toLowerCase();
  if (hostNames.has(host) || isIP(host.replace(/^\[|\]$/g, '')) !== 0) return;
  throw new Refused(421, `Cannot answer for host "${host}": this server is ${[...hostNames].join(', ')}`);
}

/** https://www.w3.org/TR/fetch-metadata: every current browser says where a request comes from. */
function refuseForeignPage(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && hostOf(origin) !== request.host;
  if (foreignSite || foreignOrigin) throw new Refused(403, 'Cannot take a request from another site’s page');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
