import { findPersonByLogin, noteSignIn, type Person } from '#store/people';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { countAttempt, takeBackAttempt } from './attempts.ts';
import { verifyPassword } from './password.ts';
import { beginSession, type Caller } from './sessions.ts';

export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/**
 * Signs a person in with their password.
 * @returns token of the new session
 * @throws Refused with the same words whether the account, the password or the right to sign in is missing
 */
export async function signIn(
  ctx: Context,
  { login, password }: Credentials,
  caller: Caller,
): Promise<string> {
  const person = await findPersonByLogin(ctx.store.db, login);
  await countAttempt(ctx, { personId: person?.id ?? null, address: caller.address });
  const right = await verifyPassword(password, person?.passwordHash ?? null);
  if (person === null) throw noSuchSignIn();
  if (!right || person.disabledAt !== null || person.kind === 'service') {
    await noteRefusal(ctx, person, caller);
    throw noSuchSignIn();
  }
  await takeBackAttempt(ctx, { personId: person.id, address: caller.address });
  return enter(ctx, person, caller, 'password');
}

function noSuchSignIn(): Refused {
  return new Refused({
    code: 'not-signed-in',
    because: 'Cannot sign in: the name or the password is wrong',
  });
}

async function enter(ctx: Context, person: Person, caller: Caller, by: string): Promise<string> {
  const known: Context = { ...ctx, actor: actorFor(person) };
  return actUnasked(known, async (tx) => {
    await noteSignIn(tx, person.id, ctx.now());
    const { token, session } = await beginSession(tx, ctx, person.id, caller);
    return {
      value: token,
      audit: {
        act: 'session.begin',
        subject: { kind: 'session', id: session.id },
        detail: { by, address: caller.address },
      },
    };
  });
}

/** An account under attack shows in the audit log; names that nobody has do not, or strangers could fill it. */
async function noteRefusal(ctx: Context, person: Person, { address }: Caller): Promise<void> {
  await actUnasked(ctx, async () => ({
    value: undefined,
    audit: { act: 'session.refuse', subject: { kind: 'person', id: person.id }, detail: { address } },
  }));
}

function actorFor({ id, kind, name, grants }: Person): Context['actor'] {
  return { kind, id, name, grants, limitedTo: null, verifiedAt: null, sessionId: null };
}
