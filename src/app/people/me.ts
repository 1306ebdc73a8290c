import type { Me } from '#contract/people/person';
import { mayAnywhere, PERMISSIONS } from '#engine/access';
import { listPasskeys } from '#store/passkeys';
import { findPerson } from '#store/people';
import { countRecoveryCodes } from '#store/second-factors';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { provenUntil } from './proof.ts';
import { hasSecondFactor } from './second-factor.ts';
import { self } from './sessions.ts';

/** Who is signed in, and what they may do. */
export async function readMe(ctx: Context): Promise<Me> {
  const actor = self(ctx);
  const person = await findPerson(ctx.store.db, actor.id);
  if (person === null) throw new Refused({ code: 'not-found', what: 'your account' });
  const { name, zone } = await readHospital(ctx.store.db);
  return {
    id: person.id,
    kind: person.kind,
    login: person.login,
    name: person.name,
    grants: [...actor.grants],
    permissions: PERMISSIONS.filter(
      (it) => mayAnywhere(actor.grants, it) && (actor.limitedTo === null || actor.limitedTo.includes(it)),
    ),
    passwordMustChange: person.passwordMustChange,
    secondFactorMissing: actor.lacksSecondFactor === true,
    secondFactor: await hasSecondFactor(ctx.store.db, person.id),
    recoveryCodes: await countRecoveryCodes(ctx.store.db, person.id),
    passkeys: (await listPasskeys(ctx.store.db, person.id)).length,
    hasPassword: person.passwordHash !== null,
    provenUntil: actor.verifiedAt === null ? null : provenUntil(actor.verifiedAt).toISOString(),
    hospital: { name, zone },
  };
}
