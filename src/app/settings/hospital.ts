import * as z from 'zod';
import { lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

const KEY = 'hospital';
const Stored = z.object({
  name: z.string(),
  zone: z.string(),
  /** ISO 4217; null: nobody has said which. */
  currency: z.string().nullable().default(null),
  version: z.number().int(),
});
export type Hospital = Readonly<z.output<typeof Stored>>;

/** What holds until somebody says otherwise. */
const UNTOLD: Hospital = { name: '', zone: 'UTC', currency: null, version: 0 };

/** The hospital that is looked after; everybody who is signed in may know its name and its zone. */
export async function readHospital(db: Db | Tx): Promise<Hospital> {
  const stored = await readSetting(db, KEY);
  return stored === null ? UNTOLD : Stored.parse(stored);
}

export interface HospitalChange {
  readonly name?: string | undefined;
  readonly zone?: string | undefined;
  readonly currency?: string | null | undefined;
}

export async function editHospital(
  ctx: Context,
  { version, ...change }: HospitalChange & { readonly version: number },
): Promise<Hospital> {
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await lockSetting(tx, KEY);
    const before = await readHospital(tx);
    if (before.version !== version) throw new Refused({ code: 'stale', what: 'the hospital' });
    const after = await saveHospital(tx, before, change);
    return {
      value: after,
      audit: {
        act: 'hospital.edit',
        subject: { kind: 'setting', id: KEY },
        detail: {
          name: { before: before.name, after: after.name },
          zone: { before: before.zone, after: after.zone },
          currency: { before: before.currency, after: after.currency },
        },
      },
    };
  });
}

/** @throws Refused when there is no such time zone */
export async function saveHospital(tx: Tx, before: Hospital, change: HospitalChange): Promise<Hospital> {
  const after = {
    name: change.name ?? before.name,
    zone: change.zone === undefined ? before.zone : knownZone(change.zone),
    currency: change.currency === undefined ? before.currency : change.currency,
    version: before.version + 1,
  };
  await writeSetting(tx, KEY, after);
  return after;
}

function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new Refused({
      code: 'invalid',
      field: 'zone',
      because: `Cannot use time zone "${zone}": write one of the IANA list, such as Europe/London`,
    });
  }
}
