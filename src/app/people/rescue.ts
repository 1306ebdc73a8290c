import { changePerson, findPerson } from '#store/people';
import { removePasskeys } from '#store/passkeys';
import { removeSecondFactor } from '#store/second-factors';
import { endSessions, listLiveSessions, type PersonSession } from '#store/sessions';
import { dropSignInLink } from '#store/sign-in-links';
import type { Tx } from '#store/store';
import { seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { hashPassword } from './password.ts';
import {
  found,
  initialPasswordUntil,
  manage,
  randomPassword,
  seen,
  type PersonSeen,
  type WayIn,
  type WithWayIn,
} from './people.ts';
import { liveness } from './sessions.ts';
import { makeSignInLink } from './sign-in-links.ts';

/**
 * A new way in for somebody who lost theirs: takes authenticator app and passkeys away, ends sessions, and makes a
 * password to be told or a link to choose one.
 */
export async function resetSignIn(ctx: Context, id: string, by: WayIn = 'password'): Promise<WithWayIn> {
  const password = by === 'password' ? randomPassword() : null;
  return manage(ctx, async (tx) => {
    const person = found(await findPerson(tx, id), id);
    if (person.kind === 'service')
      throw new Refused({ code: 'conflict', because: 'Cannot reset password: a service account has none' });
    const passwordHash = password === null ? null : await hashPassword(password);
    await changePerson(tx, person, {
      passwordHash,
      passwordMustChange: password !== null,
      passwordUntil: password === null ? null : initialPasswordUntil(ctx.now()),
    });
    await dropSignInLink(tx, id);
    const link = by === 'link' ? await makeSignInLink(tx, ctx, id) : null;
    const sessionsEnded = await takeFactorsAway(tx, ctx, id);
    return {
      value: { person: await seen(tx, ctx, id), password, link },
      audit: { act: 'person.reset', subject: { kind: 'person', id }, detail: { by, sessionsEnded } },
    };
  });
}

/** Takes authenticator app and passkeys of somebody away who lost them; the password stays. */
export async function resetSecondFactor(ctx: Context, id: string): Promise<PersonSeen> {
  return manage(ctx, async (tx) => {
    found(await findPerson(tx, id), id);
    const sessionsEnded = await takeFactorsAway(tx, ctx, id);
    return {
      value: await seen(tx, ctx, id),
      audit: {
        act: 'person.reset-second-factor',
        subject: { kind: 'person', id },
        detail: { sessionsEnded },
      },
    };
  });
}

async function takeFactorsAway(tx: Tx, { now }: Context, id: string): Promise<number> {
  await removeSecondFactor(tx, id);
  await removePasskeys(tx, id);
  return endSessions(tx, id, now());
}

/** Where somebody is signed in, newest first. */
export async function sessionsOf(ctx: Context, id: string): Promise<PersonSession[]> {
  return seeWhole(ctx, 'people.read', async (db) => {
    found(await findPerson(db, id), id);
    return listLiveSessions(db, id, liveness(ctx.now()));
  });
}

/** Signs somebody out everywhere. @returns how many sessions ended */
export async function endSessionsOf(ctx: Context, id: string): Promise<number> {
  return manage(ctx, async (tx) => {
    found(await findPerson(tx, id), id);
    const ended = await endSessions(tx, id, ctx.now());
    return {
      value: ended,
      audit:
        ended === 0
          ? null
          : { act: 'person.end-sessions', subject: { kind: 'person', id }, detail: { sessions: ended } },
    };
  });
}
