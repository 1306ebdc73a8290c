import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

/** How long a proof of identity serves for dangerous acts. */
const PROOF_MS = 10 * 60_000;

/** Until when a proof serves. */
export function provenUntil(verifiedAt: Date): Date {
  return new Date(verifiedAt.getTime() + PROOF_MS);
}

/**
 * Dangerous acts ask for more than an open browser: a password or code given minutes ago.
 * @throws Refused with `step-up`; with `conflict` for an API token, which cannot prove who holds it
 */
export function demandProof({ actor, now }: Context): void {
  if (actor.kind === 'system') return;
  if (actor.kind === 'nobody')
    throw new Refused({ code: 'not-signed-in', because: 'Cannot do this: sign in first' });
  if (actor.verifiedAt === null)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot do this with an API token: a person has to sign in',
    });
  if (provenUntil(actor.verifiedAt) <= now()) throw new Refused({ code: 'step-up' });
}
