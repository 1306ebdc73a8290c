import * as z from 'zod';
import { DayScheduleView } from '#contract/schedule';
import { nextRunAt } from '#engine/schedule';
import { lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';

const KEY = 'backup.policy';

const Stored = z.object({
  /** When a backup is made by itself; null: never. */
  schedule: DayScheduleView.nullable(),
  /** How many are kept: older ones are removed. */
  keep: z.number().int(),
  nextRunAt: z.coerce.date().nullable(),
  version: z.number().int(),
});
export type BackupPolicy = Readonly<z.output<typeof Stored>>;

/** What holds until somebody says otherwise. */
const UNTOLD: BackupPolicy = { schedule: null, keep: 14, nextRunAt: null, version: 0 };

export async function backupPolicyInForce(db: Db | Tx): Promise<BackupPolicy> {
  const stored = await readSetting(db, KEY);
  return stored === null ? UNTOLD : Stored.parse(stored);
}

export type BackupPolicyChange = Omit<BackupPolicy, 'nextRunAt'>;

export async function editBackupPolicy(
  ctx: Context,
  { version, schedule, keep }: BackupPolicyChange,
): Promise<BackupPolicy> {
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await lockSetting(tx, KEY);
    const before = await backupPolicyInForce(tx);
    if (before.version !== version) throw new Refused({ code: 'stale', what: 'the backup rules' });
    const { zone } = await readHospital(tx);
    const after: BackupPolicy = {
      schedule,
      keep,
      nextRunAt: schedule === null ? null : nextRunAt(schedule, ctx.now(), zone),
      version: version + 1,
    };
    await writeSetting(tx, KEY, after);
    return {
      value: after,
      audit: {
        act: 'backup-policy.edit',
        subject: { kind: 'setting', id: KEY },
        detail: {
          schedule: { before: before.schedule, after: after.schedule },
          keep: { before: before.keep, after: after.keep },
        },
      },
    };
  });
}

/** Moves on to the next time, when this one has come. @returns whether it has */
export async function takeBackupTime(tx: Tx, now: Date): Promise<boolean> {
  await lockSetting(tx, KEY);
  const policy = await backupPolicyInForce(tx);
  if (policy.schedule === null || policy.nextRunAt === null || policy.nextRunAt > now) return false;
  const { zone } = await readHospital(tx);
  await writeSetting(tx, KEY, { ...policy, nextRunAt: nextRunAt(policy.schedule, now, zone) });
  return true;
}
