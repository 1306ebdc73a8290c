import { noteSignIn, type Person } from '#store/people';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { beginSession, type Caller } from './sessions.ts';
import { needsSecondFactor, policyInForce } from './sign-in-policy.ts';

/** Ways in that prove more than a password; the identity provider asks for a second factor by its own rules. */
const STRONG = ['password-and-code', 'passkey', 'single-sign-on'];

/** Begins the session of somebody who proved who they are. @param by how they did. @returns token of the session */
export async function enter(
  ctx: Context,
  person: Person,
  caller: Caller,
  by: string,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<string> {
  return actUnasked({ ...ctx, actor: actorFor(person) }, async (tx) => {
    await also(tx);
    await noteSignIn(tx, person.id, ctx.now());
    const needs = needsSecondFactor(await policyInForce(tx), person.grants);
    // Nothing is proven by who looks through invented eyes, and nothing is let in that outlives them.
    const lacksSecondFactor = needs && !person.isInvented && !STRONG.includes(by);
    const { token, session } = await beginSession(tx, ctx, person.id, caller, {
      method: by,
      lacksSecondFactor,
    });
    return {
      value: token,
      audit: {
        act: person.breakGlass ? 'session.break-glass' : 'session.begin',
        subject: { kind: 'session', id: session.id },
        detail: { by, address: caller.address },
      },
    };
  });
}

function actorFor({ id, kind, name, grants }: Person): Context['actor'] {
  return { kind, id, name, grants, limitedTo: null, verifiedAt: null, sessionId: null };
}
