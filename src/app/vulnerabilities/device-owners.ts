import { listOwnersOf, type OwnersOfDevices } from '#store/vulnerability-owners';
import { see } from '../act.ts';
import type { Context } from '../context.ts';

const DEPARTMENTS_MAX = 12;

/** Who answers for the devices a vulnerability touches, of those the actor sees: device, department, owner. */
export async function listDeviceOwners(
  ctx: Context,
  vulnerability: string,
): Promise<{ readonly items: readonly OwnersOfDevices[]; readonly total: number }> {
  return see(ctx, 'findings.read', async (db, scopes) =>
    listOwnersOf(db, vulnerability, scopes, DEPARTMENTS_MAX),
  );
}
