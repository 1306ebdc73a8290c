import { type Policy, POLICY_PRESETS } from '#engine/risk';
import { findPolicySetting } from '#store/policies';
import type { Db, Tx } from '#store/store';

/** The policy that counts; `graded` until somebody sets another. */
export async function policyInForce(db: Db | Tx): Promise<Policy> {
  return (await findPolicySetting(db))?.policy ?? POLICY_PRESETS.graded;
}
