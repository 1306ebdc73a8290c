import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'patchward_session';

/** Out of reach for scripts, never sent along by another site's page, gone with the browser. */
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

/** @param secure whether people reach this server by https only */
export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(NAME, token, { ...OPTIONS, secure });
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(NAME, OPTIONS);
}

export function sessionTokenOf(request: FastifyRequest): string | null {
  return request.cookies[NAME] ?? null;
}
