import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Refused } from './answer.ts';
import { pagePolicy } from './guard.ts';

/** Vite leaves this word in the page where a nonce belongs (`html.cspNonce` in vite.config.ts). */
const NONCE_MARK = '__NONCE__';

/**
 * The built web app: hashed files may be kept for ever, the page itself never. Any path that is no file and no part
 * of the API is a place inside the app, so that deep links work.
 * @param folder null: there is no app, only the API
 */
export async function serveWebFiles(app: FastifyInstance, folder: string | null): Promise<void> {
  const page = folder === null ? null : readFileSync(join(folder, 'index.html'), 'utf8');
  app.setNotFoundHandler(async (request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    const isPlace = !request.url.startsWith('/api/') && !request.url.startsWith('/assets/');
    if (page !== null && wantsPage && isPlace) return sendPage(reply, page);
    throw new Refused(404, `Cannot find ${request.method} ${request.url.split('?')[0]}`);
  });
  if (folder !== null && page !== null) await serveFolder(app, folder, page);
}

async function serveFolder(app: FastifyInstance, folder: string, page: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  app.get('/', async (_, reply) => sendPage(reply, page));
  app.get('/icon.svg', async (_, reply) =>
    reply
      .type('image/svg+xml')
      .header('cache-control', 'max-age=86400')
      .send(readFileSync(join(folder, 'icon.svg'))),
  );
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .header('content-security-policy', pagePolicy(nonce))
    .send(page.replaceAll(NONCE_MARK, nonce));
}
