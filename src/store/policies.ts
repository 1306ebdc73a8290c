import { type ColumnType, type Generated } from 'kysely';
import type { Policy } from '#engine/risk';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface PolicyTables {
  policy_setting: {
    no: Generated<number>;
    name: string;
    version: string;
    policy: ColumnType<Policy, string, never>;
    reason: string;
    set_at: Date;
    set_by: string | null;
    set_by_name: string;
  };
}

/** A policy that was put into force. */
export interface PolicySetting {
  readonly no: number;
  readonly policy: Policy;
  readonly reason: string;
  readonly setAt: Date;
  readonly setByName: string;
}

const COLUMNS = ['no', 'policy', 'reason', 'set_at as setAt', 'set_by_name as setByName'] as const;

/** The one in force; null: nobody has set any. */
export async function findPolicySetting(db: Db | Tx): Promise<PolicySetting | null> {
  const row = await db
    .selectFrom('policy_setting')
    .select(COLUMNS)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The latest first. */
export async function listPolicySettings(db: Db | Tx, limit: number): Promise<PolicySetting[]> {
  return db.selectFrom('policy_setting').select(COLUMNS).orderBy('no', 'desc').limit(limit).execute();
}

export async function insertPolicySetting(
  tx: Tx,
  it: Pick<PolicySetting, 'policy' | 'reason' | 'setAt' | 'setByName'> & { readonly setBy: string | null },
): Promise<void> {
  await tx
    .insertInto('policy_setting')
    .values({
      name: it.policy.name,
      version: it.policy.version,
      policy: storableJson(it.policy),
      reason: storableText(it.reason),
      set_at: it.setAt,
      set_by: it.setBy,
      set_by_name: it.setByName,
    })
    .execute();
}
