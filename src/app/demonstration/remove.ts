import { findDemonstration, removeDemonstration as emptyAll } from '#store/demonstration';
import { lockInventory } from '#store/imports';
import { lockPeople } from '#store/people';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { INVENTED_ACTOR } from './fence.ts';
import { startRebuilding } from '../vulnerabilities/rebuild-catalogue.ts';
import { readHospital, saveHospital } from '../settings/hospital.ts';

/** Takes the demonstration hospital away, with everything anybody did in it. The audit log stays. */
export async function removeDemonstration(ctx: Context): Promise<void> {
  await act(ctx, { permission: 'demonstration.manage' }, async (tx) => {
    await lockInventory(tx);
    await lockPeople(tx);
    const it = await findDemonstration(tx);
    if (it === null)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot remove the demonstration hospital: there is none',
      });
    await emptyAll(tx);
    await startRebuilding({ ...ctx, actor: INVENTED_ACTOR }, tx);
    await saveHospital(tx, await readHospital(tx), it.hospitalBefore);
    return {
      value: undefined,
      audit: { act: 'demonstration.remove', subject: null, detail: { asOf: it.asOf } },
    };
  });
}
