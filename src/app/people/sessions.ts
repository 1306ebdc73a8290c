import { type Grant, type Permission, PERMISSIONS } from '#engine/access';
import { findPerson } from '#store/people';
import {
  endSessions,
  findLiveSession,
  insertSession,
  type Liveness,
  listLiveSessions,
  type PersonSession,
  touchSession,
} from '#store/sessions';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context, Instance, KnownActor } from '../context.ts';
import { Refused } from '../refusal.ts';
import { randomSecret, secretHash } from './secret.ts';

// ASVS 7.3: a shift long at most, and an hour without use. A workstation on a ward is left open often.
const LIFETIME_MS = 12 * 3_600_000;
const IDLE_MS = 3_600_000;
/** A session in use is written at most this often. */
const TOUCH_MS = 60_000;

/** Where a sign-in comes from. */
export interface Caller {
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** How a person came in, and whether that is enough for their roles. */
type Entry = Pick<PersonSession, 'method' | 'lacksSecondFactor'>;

const AGENT_LENGTH_MAX = 300;

/** A new session in the caller's transaction. The token is told once and kept only as its hash. */
export async function beginSession(
  tx: Tx,
  { now, newId }: Instance,
  personId: string,
  { address, agent }: Caller,
  { method = 'password', lacksSecondFactor = false }: Partial<Entry> = {},
): Promise<{ readonly token: string; readonly session: PersonSession }> {
  const at = now();
  const token = randomSecret();
  const session: PersonSession = {
    id: newId(),
    personId,
    createdAt: at,
    seenAt: at,
    expiresAt: new Date(at.getTime() + LIFETIME_MS),
    verifiedAt: at,
    address,
    agent: agent.slice(0, AGENT_LENGTH_MAX),
    method,
    lacksSecondFactor,
  };
  await insertSession(tx, session, secretHash(token));
  return { token, session };
}

/** Who holds the token of a live session; null: nobody. */
export async function actorOfSession(instance: Instance, token: string): Promise<KnownActor | null> {
  const { store, now } = instance;
  const session = await findLiveSession(store.db, secretHash(token), liveness(now()));
  if (session === null) return null;
  const person = await findPerson(store.db, session.personId);
  if (person === null || person.disabledAt !== null) return null;
  if (now().getTime() - session.seenAt.getTime() > TOUCH_MS) await touchSession(store.db, session.id, now());
  return {
    kind: person.kind,
    id: person.id,
    name: person.name,
    grants: person.passwordMustChange || session.lacksSecondFactor ? NOTHING_YET : person.grants,
    limitedTo: person.isInvented ? LOOKING : null,
    verifiedAt: session.verifiedAt,
    sessionId: session.id,
    lacksSecondFactor: session.lacksSecondFactor,
  };
}

/** A password that somebody else chose, or one that a role wants a second factor beside, opens nothing else. */
const NOTHING_YET: readonly Grant[] = [];

/**
 * Who looks through the eyes of an invented person proved nothing, so they may do nothing that would outlive the
 * demonstration: no accounts, no tokens, no settings.
 */
const LOOKING: readonly Permission[] = PERMISSIONS.filter(
  (it) => !['people.manage', 'tokens.make', 'tokens.manage', 'settings.manage'].includes(it),
);

/** A person's own live sessions, newest first. */
export async function ownSessions(ctx: Context): Promise<PersonSession[]> {
  const { id } = self(ctx);
  return listLiveSessions(ctx.store.db, id, liveness(ctx.now()));
}

/** Ends one of a person's own sessions; signing out is ending the one in use. */
export async function endOwnSession(ctx: Context, sessionId: string): Promise<void> {
  const { id } = self(ctx);
  await actUnasked(ctx, async (tx) => {
    const ended = await endSessions(tx, id, ctx.now(), { only: sessionId });
    if (ended === 0) throw new Refused({ code: 'not-found', what: `session ${sessionId}` });
    return {
      value: undefined,
      audit: { act: 'session.end', subject: { kind: 'session', id: sessionId }, detail: {} },
    };
  });
}

/** Ends all of a person's own sessions but the one in use. @returns how many */
export async function endOtherSessions(ctx: Context): Promise<number> {
  const { id, sessionId } = self(ctx);
  return actUnasked(ctx, async (tx) => {
    const ended = await endSessions(tx, id, ctx.now(), sessionId === null ? {} : { except: sessionId });
    return {
      value: ended,
      audit:
        ended === 0
          ? null
          : { act: 'session.end-others', subject: { kind: 'person', id }, detail: { sessions: ended } },
    };
  });
}

/** The person or service account that acts. @throws Refused when nobody is signed in */
export function self({ actor }: Context): KnownActor {
  if (actor.kind === 'person' || actor.kind === 'service') return actor;
  throw new Refused({ code: 'not-signed-in', because: 'Cannot do this: sign in first' });
}

/** What counts as live now, for whoever lists or ends sessions. */
export function liveness(now: Date): Liveness {
  return { now, idleSince: new Date(now.getTime() - IDLE_MS) };
}
