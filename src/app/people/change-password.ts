import { changePerson, findPerson } from '#store/people';
import { endSessions } from '#store/sessions';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { countAttempt, takeBackAttempt } from './attempts.ts';
import { hashPassword, passwordProblem, verifyPassword } from './password.ts';
import { self } from './sessions.ts';

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

/** Changes one's own password and ends all other sessions: whoever knew the old one is out. */
export async function changeOwnPassword(
  ctx: Context,
  { current, next }: PasswordChange,
  address: string,
): Promise<void> {
  const { id, sessionId } = self(ctx);
  if (sessionId === null)
    throw new Refused({ code: 'conflict', because: 'Cannot change a password with an API token: sign in' });
  await countAttempt(ctx, { personId: id, address });
  const person = await findPerson(ctx.store.db, id);
  if (person === null || !(await verifyPassword(current, person.passwordHash)))
    throw new Refused({
      code: 'invalid',
      field: 'current',
      because: 'Cannot change password: the current one is wrong',
    });
  await takeBackAttempt(ctx, { personId: id, address });
  const problem =
    current === next
      ? 'Cannot use password: it is the one you have'
      : passwordProblem(next, { login: person.login, hospital: (await readHospital(ctx.store.db)).name });
  if (problem !== null) throw new Refused({ code: 'invalid', field: 'next', because: problem });
  const passwordHash = await hashPassword(next);
  await actUnasked(ctx, async (tx) => {
    if (!(await changePerson(tx, person, { passwordHash, passwordMustChange: false, passwordUntil: null })))
      throw new Refused({ code: 'stale', what: 'your account' });
    await endSessions(tx, id, ctx.now(), { except: sessionId });
    return {
      value: undefined,
      audit: { act: 'person.change-password', subject: { kind: 'person', id }, detail: {} },
    };
  });
}
