import { HOSPITAL_NAME } from '#sim/hospital/sites';
import { STAFF } from '#sim/hospital/staff';
import { findDemonstration, insertDemonstration, isInventoryEmpty, markInvented } from '#store/demonstration';
import { findPersonByLogin, insertPerson, lockPeople, replaceGrants } from '#store/people';
import { lockInventory } from '#store/imports';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context, Instance } from '../context.ts';
import { InputError } from '../input-error.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { readHospital, saveHospital } from '../settings/hospital.ts';
import { FULL_SIZE, SEED } from './hospital.ts';
import { DEMONSTRATION_JOB } from './job.ts';
import { addInventedFeeds } from './news.ts';

/** Its sites stand on the east coast of the United States. */
const ZONE = 'America/New_York';

/** Makes the demonstration hospital's people, and queues the job that brings its year of history in. */
export async function beginDemonstration(ctx: Context, { devices = FULL_SIZE } = {}): Promise<void> {
  await act(ctx, { permission: 'demonstration.manage' }, async (tx) => {
    await lockInventory(tx);
    await refuseBesideReal(tx);
    const before = await readHospital(tx);
    const at = ctx.now();
    const asOf = at.toISOString().slice(0, 10);
    await insertDemonstration(tx, {
      seed: SEED,
      devices,
      asOf,
      createdAt: at,
      createdByName: ctx.actor.kind === 'nobody' ? '' : ctx.actor.name,
      hospitalBefore: { name: before.name, zone: before.zone },
    });
    await saveHospital(tx, before, { name: HOSPITAL_NAME, zone: ZONE });
    await addStaff(tx, ctx);
    await addInventedFeeds(tx);
    await startJob(ctx, tx, DEMONSTRATION_JOB, {});
    return {
      value: undefined,
      audit: {
        act: 'demonstration.begin',
        subject: null,
        detail: { devices, asOf, people: STAFF.length },
      },
    };
  });
}

/**
 * Sees to it that the server shows the demonstration hospital.
 * @throws InputError where a real inventory is
 */
export async function ensureDemonstration(instance: Instance): Promise<void> {
  if ((await findDemonstration(instance.store.db)) !== null) return;
  try {
    await beginDemonstration({ ...instance, actor: { kind: 'system', name: 'Start with --demo' } });
  } catch (error) {
    if (error instanceof Refused) throw new InputError(error.message, { cause: error });
    throw error;
  }
}

async function refuseBesideReal(tx: Tx): Promise<void> {
  if ((await findDemonstration(tx)) !== null)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot bring the demonstration hospital in: it is here already',
    });
  if (!(await isInventoryEmpty(tx)))
    throw new Refused({
      code: 'conflict',
      because:
        'Cannot bring the demonstration hospital in: there is an inventory already, and invented devices must not stand among real ones',
    });
}

async function addStaff(tx: Tx, ctx: Context): Promise<void> {
  await lockPeople(tx);
  const at = ctx.now();
  const ids: string[] = [];
  for (const { name, login, role, scope } of STAFF) {
    if ((await findPersonByLogin(tx, login)) !== null)
      throw new Refused({ code: 'conflict', because: `Cannot add ${name}: ${login} has an account already` });
    const id = ctx.newId();
    ids.push(id);
    await insertPerson(tx, {
      id,
      kind: role === 'service-account' ? 'service' : 'person',
      login,
      name,
      passwordHash: null,
      passwordMustChange: false,
      createdAt: at,
    });
    await replaceGrants(tx, id, [{ role, scope: scope ?? { kind: 'hospital' } }], { newId: ctx.newId, at });
  }
  await markInvented(tx, ids);
}
