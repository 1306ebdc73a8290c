import type { ownSessions } from '#app/people/sessions';
import type { api } from '#contract/api';
import type { Answer } from '#contract/kit';

type SessionView = Answer<typeof api.listSessions>['items'][number];

/** @param current the session of the request itself; null: it is none of these */
export function sessionView(
  it: Awaited<ReturnType<typeof ownSessions>>[number],
  current: string | null,
): SessionView {
  return {
    id: it.id,
    createdAt: it.createdAt.toISOString(),
    seenAt: it.seenAt.toISOString(),
    expiresAt: it.expiresAt.toISOString(),
    address: it.address,
    agent: it.agent,
    method: it.method,
    current: it.id === current,
  };
}
