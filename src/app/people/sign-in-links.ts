import { changePerson, findPerson } from '#store/people';
import { endSessions } from '#store/sessions';
import { findSignInLink, keepSignInLink, takeSignInLink } from '#store/sign-in-links';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { countAttempt, takeBackAttempt } from './attempts.ts';
import { enter } from './enter.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { randomSecret, secretHash } from './secret.ts';
import type { Caller } from './sessions.ts';

/** A colleague may be on leave over a weekend; a link that lies about longer is a risk. */
const LINK_MS = 3 * 24 * 3_600_000;

export interface MadeLink {
  /** The random part, told this once. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Makes a link with which a person chooses their password, in the caller's transaction. */
export async function makeSignInLink(tx: Tx, ctx: Context, personId: string): Promise<MadeLink> {
  const secret = randomSecret();
  const { actor } = ctx;
  const madeAt = ctx.now();
  const expiresAt = new Date(madeAt.getTime() + LINK_MS);
  const madeBy = actor.kind === 'person' || actor.kind === 'service' ? actor.id : null;
  await keepSignInLink(tx, { personId, madeBy, madeAt, expiresAt }, secretHash(secret));
  return { secret, expiresAt };
}

/** Uses a link: the person chooses a password and is signed in. @returns token of the session */
export async function enterByLink(
  ctx: Context,
  { secret, password }: { readonly secret: string; readonly password: string },
  caller: Caller,
): Promise<string> {
  const { address } = caller;
  await countAttempt(ctx, { personId: null, address });
  const hash = secretHash(secret);
  const personId = await findSignInLink(ctx.store.db, hash, ctx.now());
  const person = personId === null ? null : await findPerson(ctx.store.db, personId);
  if (person === null || person.disabledAt !== null) throw noSuchLink();
  const hospital = (await readHospital(ctx.store.db)).name;
  const problem = passwordProblem(password, { login: person.login, hospital });
  if (problem !== null) throw new Refused({ code: 'invalid', field: 'password', because: problem });
  const passwordHash = await hashPassword(password);
  await takeBackAttempt(ctx, { personId: person.id, address });
  return enter(ctx, person, caller, 'one-time link', async (tx) => {
    if ((await takeSignInLink(tx, hash, ctx.now())) !== person.id) throw noSuchLink();
    if (!(await changePerson(tx, person, { passwordHash, passwordMustChange: false, passwordUntil: null })))
      throw new Refused({ code: 'stale', what: 'your account' });
    await endSessions(tx, person.id, ctx.now());
  });
}

function noSuchLink(): Refused {
  return new Refused({
    code: 'not-signed-in',
    because: 'Cannot sign in with this link: it was used, replaced or is too old; ask for a new one',
  });
}
