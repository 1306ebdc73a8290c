import { insertPerson, isNobodyThere, lockPeople, noteSignIn, replaceGrants } from '#store/people';
import { actUnasked } from '../act.ts';
import type { Context, Instance } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type HospitalChange, readHospital, saveHospital } from '../settings/hospital.ts';
import { hashPassword, passwordProblem } from './password.ts';
import { beginSession, type Caller } from './sessions.ts';

/** Whether the first administrator is still to be made. */
export async function isFirstRun({ store }: Instance): Promise<boolean> {
  return isNobodyThere(store.db);
}

export interface FirstPerson {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly hospital?: HospitalChange | undefined;
}

/**
 * Makes the first account, while there is none, and signs it in. It gets two roles: whoever sets the product up alone
 * also has to work with the devices until colleagues are added; an administrator by itself edits no device.
 * @returns token of the session
 */
export async function createFirstPerson(ctx: Context, first: FirstPerson, caller: Caller): Promise<string> {
  const { login, name, password, hospital } = first;
  const problem = passwordProblem(password, { login, hospital: hospital?.name ?? '' });
  if (problem !== null) throw new Refused({ code: 'invalid', field: 'password', because: problem });
  refuseLater(await isNobodyThere(ctx.store.db));
  const passwordHash = await hashPassword(password);
  return actUnasked(ctx, async (tx) => {
    await lockPeople(tx);
    refuseLater(await isNobodyThere(tx));
    const id = ctx.newId();
    const at = ctx.now();
    await insertPerson(tx, {
      id,
      kind: 'person',
      login,
      name,
      passwordHash,
      passwordMustChange: false,
      createdAt: at,
    });
    const grants = (['administrator', 'clinical-engineer'] as const).map((role) => ({
      role,
      scope: { kind: 'hospital' as const },
    }));
    await replaceGrants(tx, id, grants, { newId: ctx.newId, at });
    if (hospital !== undefined) await saveHospital(tx, await readHospital(tx), hospital);
    await noteSignIn(tx, id, at);
    const { token } = await beginSession(tx, ctx, id, caller);
    return {
      value: token,
      audit: {
        act: 'person.first',
        subject: { kind: 'person', id },
        detail: {
          login,
          name,
          roles: grants.map((it) => it.role),
          hospital: { name: hospital?.name ?? null, zone: hospital?.zone ?? null },
        },
      },
    };
  });
}

function refuseLater(nobodyThere: boolean): void {
  if (!nobodyThere)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot set Patchward up again: it has an administrator already, sign in instead',
    });
}
