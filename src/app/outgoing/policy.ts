import * as z from 'zod';
import { type Allowed, readAllowed } from '#engine/outgoing';
import { lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';

const KEY = 'outgoing.policy';

const Stored = z.object({
  /** Blocks of addresses and names of servers that requests may go to although they are not public. */
  allowed: z.array(z.string()),
  version: z.number().int(),
});
export type OutgoingPolicy = Readonly<z.output<typeof Stored>>;

/** What holds until somebody says otherwise: public addresses alone. */
const UNTOLD: OutgoingPolicy = { allowed: [], version: 0 };

async function policyInForce(db: Db | Tx): Promise<OutgoingPolicy> {
  const stored = await readSetting(db, KEY);
  return stored === null ? UNTOLD : Stored.parse(stored);
}

/** The list in force, for whatever goes out. */
export async function allowedDestinations(db: Db | Tx): Promise<readonly Allowed[]> {
  return (await policyInForce(db)).allowed.map(entryOf);
}

export async function readOutgoingPolicy(ctx: Context): Promise<OutgoingPolicy> {
  return seeWhole(ctx, 'settings.read', policyInForce);
}

/** Says anew where requests may go. @throws Refused naming the entry that cannot be taken */
export async function editOutgoingPolicy(
  ctx: Context,
  { version, allowed }: OutgoingPolicy,
): Promise<OutgoingPolicy> {
  demandProof(ctx);
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await lockSetting(tx, KEY);
    const before = await policyInForce(tx);
    if (before.version !== version) throw new Refused({ code: 'stale', what: 'the allowed destinations' });
    const after = { allowed: [...new Set(allowed.map((it) => entryOf(it).text))], version: version + 1 };
    await writeSetting(tx, KEY, after);
    return {
      value: after,
      audit: {
        act: 'outgoing-policy.edit',
        subject: { kind: 'setting', id: KEY },
        detail: { allowed: { before: before.allowed, after: after.allowed } },
      },
    };
  });
}

function entryOf(text: string): Allowed {
  const entry = readAllowed(text);
  if ('problem' in entry)
    throw new Refused({ code: 'invalid', field: 'allowed', because: `Cannot allow this: ${entry.problem}` });
  return entry;
}
