import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Me } from '#contract/people/person';
import { ProblemError } from '#contract/problem';
import { holds, type Permission, PERMISSION_WORDS } from '#engine/access';
import { ME_KEY, useAbout } from '../../data.ts';
import { tellTimeIn } from '../../ui/words.ts';

/** What the person before the screen meets: a server that keeps nothing is open to everybody. */
export type Visit =
  | { readonly state: 'waiting' | 'open' | 'first-run' }
  | { readonly state: 'sign-in'; readonly ended: boolean }
  | { readonly state: 'failed'; readonly because: string }
  | { readonly state: 'signed-in'; readonly me: Me };

/** Somebody; nobody yet; or nobody any more, because the session was ended somewhere else. */
type Known = Me | 'nobody' | 'ended';

export function useVisit(): Visit {
  const about = useAbout();
  const kept = about.data?.record === true;
  const me = useQuery({ queryKey: ME_KEY, queryFn: readKnown, enabled: kept });
  const nobody = me.data === 'nobody';
  const first = useQuery({
    queryKey: ['first-run'],
    queryFn: ({ signal }) => call(api.readFirstRun, {}, { signal }),
    enabled: kept && nobody,
  });
  if (about.error !== null) return { state: 'open' };
  if (about.data === undefined) return { state: 'waiting' };
  if (!kept) return { state: 'open' };
  const error = me.error ?? first.error;
  if (error !== null) return { state: 'failed', because: error.message };
  if (me.data === undefined || (nobody && first.data === undefined)) return { state: 'waiting' };
  if (typeof me.data === 'object') return { state: 'signed-in', me: me.data };
  return first.data?.needed === true
    ? { state: 'first-run' }
    : { state: 'sign-in', ended: me.data === 'ended' };
}

async function readKnown({ signal }: { readonly signal: AbortSignal }): Promise<Known> {
  try {
    const me = await call(api.readMe, {}, { signal });
    tellTimeIn(me.hospital.zone);
    return me;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) return 'nobody';
    throw error;
  }
}

/** The person who is signed in; null on a server that keeps nothing. */
export function useMe(): Me | null {
  const visit = useVisit();
  return visit.state === 'signed-in' ? visit.me : null;
}

/** Why the person before the screen cannot do this; null: they can, somewhere at least. */
export function useReasonNot(permission: Permission): string | null {
  const me = useMe();
  if (me?.permissions.includes(permission) === true) return null;
  // Only whoever looks through the eyes of an invented person is kept from what their role may do.
  if (me?.grants.some(({ role }) => holds(role, permission)) === true)
    return 'Not in a demonstration: it would outlive it';
  return `None of your roles may ${PERMISSION_WORDS[permission]} (${permission})`;
}

/** Lets a person in, with nothing left of what somebody else was shown before. */
export function useEnter(): (me: Me) => void {
  const client = useQueryClient();
  return useCallback(
    (me) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'about' && queryKey[0] !== 'me' });
      tellTimeIn(me.hospital.zone);
      client.setQueryData(ME_KEY, me);
    },
    [client],
  );
}

/** Starts the page afresh, so that nothing of the session stays in memory. */
export async function leave(): Promise<void> {
  await call(api.signOut, {});
  window.location.assign('/');
}
