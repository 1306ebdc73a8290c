/**
 * What becomes of a device that the network shows and no register knows. `open`: nobody has decided. `registering`,
 * `removing`: somebody sees to it. `ignored`: it may stay until a day. `removed`: it was taken off the network.
 * `registered`: a register knows it now.
 */
export const STRANGER_STATES = [
  'open',
  'registering',
  'removing',
  'ignored',
  'removed',
  'registered',
] as const;
export type StrangerState = (typeof STRANGER_STATES)[number];

/** Days within which somebody has to decide: within the week in which even what is critical has to be mended. */
export const DECIDE_DAYS = 7;

export interface StandingStranger {
  readonly state: StrangerState;
  /** Last day it may be ignored, ISO; null: it is not. */
  readonly ignoredUntil: string | null;
  readonly decidedAt: Date | null;
}

export interface Sighting {
  /** A register speaks of it. */
  readonly isRegistered: boolean;
  /** When the network last spoke of it; null: no source of the network does any more. */
  readonly networkAt: Date | null;
}

/** What an alert has to become by what is seen now, and why; null: it stays. */
export function nextState(
  { state, ignoredUntil, decidedAt }: StandingStranger,
  { isRegistered, networkAt }: Sighting,
  today: string,
): { readonly state: StrangerState; readonly because: string } | null {
  if (isRegistered)
    return state === 'registered' ? null : { state: 'registered', because: 'A register speaks of it now' };
  switch (state) {
    case 'registered':
      return networkAt === null ? null : { state: 'open', because: 'No register speaks of it any more' };
    case 'ignored':
      return ignoredUntil !== null && ignoredUntil < today
        ? { state: 'open', because: `It was to be ignored until ${ignoredUntil}` }
        : null;
    case 'removed':
      return networkAt !== null && decidedAt !== null && networkAt > decidedAt
        ? { state: 'open', because: 'The network speaks of it again' }
        : null;
    case 'removing':
    case 'registering':
    case 'open':
      return null;
  }
}
