import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether people reach this server by https only. */
    secureCookies: boolean;
  }
}

const NAME = 'patchward_session';
/** A browser takes this name from this very host by https alone: no neighbour can slip a cookie of its own in. */
const SECURE_NAME = `__Host-${NAME}`;

/** Out of reach for scripts, never sent along by another site's page, gone with the browser. */
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

/** Tells how cookies are to be set, before anything sets one. */
export function decideCookies(app: FastifyInstance, { secure }: { readonly secure: boolean }): void {
  app.decorate('secureCookies', secure);
}

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(nameIn(reply.server), token, { ...OPTIONS, secure });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(nameIn(reply.server), { ...OPTIONS, secure: reply.server.secureCookies });
}

export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[nameIn(request.server)] ?? null;
}

function nameIn({ secureCookies }: FastifyInstance): string {
  return secureCookies ? SECURE_NAME : NAME;
}
