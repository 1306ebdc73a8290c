import { findPerson, findPersonByLogin, type Person } from '#store/people';
import { verifySession } from '#store/sessions';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { countAttempt, takeBackAttempt } from './attempts.ts';
import { enter } from './enter.ts';
import { verifyPassword } from './password.ts';
import { hasSecondFactor, useCode } from './second-factor.ts';
import { type Caller, self } from './sessions.ts';
import { policyInForce } from './sign-in-policy.ts';

export interface Proof {
  readonly password: string;
  /** One-time or recovery code. */
  readonly code?: string | undefined;
}

export type SignIn =
  | { readonly state: 'signed-in'; readonly token: string }
  | { readonly state: 'code-needed' };

/**
 * Signs a person in with their password, and a code where they have an authenticator app.
 * @returns token of the new session; or that a code is needed, once the password is right
 * @throws Refused with the same words whether the account, the password or the right to sign in is missing
 */
export async function signIn(
  ctx: Context,
  { login, ...proof }: Proof & { readonly login: string },
  caller: Caller,
): Promise<SignIn> {
  const person = await findPersonByLogin(ctx.store.db, login);
  const { address } = caller;
  await countAttempt(ctx, { personId: person?.id ?? null, login, address });
  const right = await verifyPassword(proof.password, person?.passwordHash ?? null);
  if (person === null) throw wrong('the name or the password is wrong');
  if (!right || person.disabledAt !== null || person.kind === 'service') {
    await noteRefusal(ctx, person, address);
    throw wrong('the name or the password is wrong');
  }
  if (!person.breakGlass && (await policyInForce(ctx.store.db)).passwords === 'break-glass')
    throw wrong('passwords are switched off here, use your hospital account or a passkey');
  if (person.passwordUntil !== null && person.passwordUntil <= ctx.now())
    throw wrong('this password was given to you too long ago, ask for a new one');
  const second = await secondFactorOf(ctx, person, proof.code);
  if (second === 'code-needed') return { state: second };
  if (second === 'wrong') {
    await noteRefusal(ctx, person, address);
    throw wrong('the code is wrong, or was used before');
  }
  await takeBackAttempt(ctx, { personId: person.id, address });
  return { state: 'signed-in', token: await enter(ctx, person, caller, second) };
}

/**
 * Proves once more who is signed in, for dangerous acts.
 * @throws Refused when the password or the code is wrong
 */
export async function proveIdentity(ctx: Context, proof: Proof, address: string): Promise<void> {
  const { id, sessionId } = self(ctx);
  if (sessionId === null)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot confirm identity: an API token has none to confirm',
    });
  await countAttempt(ctx, { personId: id, address });
  const person = await findPerson(ctx.store.db, id);
  const right = person !== null && (await verifyPassword(proof.password, person.passwordHash));
  if (!right)
    throw new Refused({
      code: 'invalid',
      field: 'password',
      because: 'Cannot confirm: the password is wrong',
    });
  const second = await secondFactorOf(ctx, person, proof.code);
  if (second === 'code-needed' || second === 'wrong')
    throw new Refused({
      code: 'invalid',
      field: 'code',
      because:
        second === 'wrong'
          ? 'Cannot confirm: the code is wrong, or was used before'
          : 'Cannot confirm: a code of your authenticator app is needed too',
    });
  await takeBackAttempt(ctx, { personId: id, address });
  const at = ctx.now();
  await actUnasked(ctx, async (tx) => {
    await verifySession(tx, sessionId, at);
    return {
      value: undefined,
      audit: { act: 'session.prove', subject: { kind: 'session', id: sessionId }, detail: { by: second } },
    };
  });
}

type Second = 'password' | 'password-and-code' | 'code-needed' | 'wrong';

async function secondFactorOf(ctx: Context, person: Person, code: string | undefined): Promise<Second> {
  if (!(await hasSecondFactor(ctx.store.db, person.id))) return 'password';
  if (code === undefined || code === '') return 'code-needed';
  const right = await ctx.store.db.transaction().execute((tx) => useCode(tx, ctx, person.id, code));
  return right ? 'password-and-code' : 'wrong';
}

function wrong(what: string): Refused {
  return new Refused({ code: 'not-signed-in', because: `Cannot sign in: ${what}` });
}

/** An account under attack shows in the audit log; names that nobody has do not, or strangers could fill it. */
async function noteRefusal(ctx: Context, person: Person, address: string): Promise<void> {
  await actUnasked(ctx, async () => ({
    value: undefined,
    audit: { act: 'session.refuse', subject: { kind: 'person', id: person.id }, detail: { address } },
  }));
}
