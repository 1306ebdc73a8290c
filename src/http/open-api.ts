import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { api } from '#contract/api';
import { openApiOf } from '#contract/open-api';
import { serveStream } from './serve-route.ts';

interface Written {
  readonly version: string;
  readonly bytes: Buffer;
  readonly tag: string;
}

/** All schemas go into it, which takes a fifth of a second: written once for all servers of the process. */
let written: Written | null = null;

/** The description of the API for programs; whoever holds it already, by its tag, is told so instead. */
export function serveOpenApi(app: FastifyInstance, version: string): void {
  serveStream(app, api.readOpenApi, async (_, reply) => {
    const { bytes, tag } = descriptionOf(version);
    void reply.header('etag', tag).header('cache-control', 'no-cache');
    const held = reply.request.headers['if-none-match']
      ?.split(',')
      .map((it) => it.trim().replace(/^W\//, ''));
    if (held?.includes(tag) === true) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(bytes);
  });
}

/** Writes it before anybody asks. */
export function describeSoon(version: string): void {
  setImmediate(() => descriptionOf(version)).unref();
}

function descriptionOf(version: string): Written {
  if (written?.version !== version) {
    const bytes = Buffer.from(JSON.stringify(openApiOf(api, { title: 'Patchward', version })));
    written = { version, bytes, tag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  }
  return written;
}
