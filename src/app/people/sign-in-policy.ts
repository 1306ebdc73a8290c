import * as z from 'zod';
import { type Grant, ROLES } from '#engine/access';
import type { Json } from '#engine/audit';
import { GrantView } from '#contract/people/person';
import { hasBreakGlass } from '#store/people';
import { lockSetting, readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { demandProof } from './proof.ts';

const KEY = 'sign-in.policy';

const Stored = z.object({
  /** Roles whose holders have to set up a second factor before anything else works. */
  secondFactorRoles: z.array(z.enum(ROLES)),
  /** Who may sign in with a password: everybody, or break-glass accounts alone. */
  passwords: z.enum(['everybody', 'break-glass']),
  /** Whether people may come by the identity provider that the server's environment names. */
  singleSignOn: z.boolean(),
  /** Groups of the identity provider and the role each gives; with any, groups alone decide at sign-in. */
  groups: z.array(GrantView.extend({ group: z.string() })),
  version: z.number().int(),
});
export type SignInPolicy = Readonly<z.output<typeof Stored>>;

/** What holds until somebody says otherwise. */
const UNTOLD: SignInPolicy = {
  secondFactorRoles: [],
  passwords: 'everybody',
  singleSignOn: true,
  groups: [],
  version: 0,
};

/** The policy in force, for whatever lets people in. */
export async function policyInForce(db: Db | Tx): Promise<SignInPolicy> {
  const stored = await readSetting(db, KEY);
  return stored === null ? UNTOLD : Stored.parse(stored);
}

/** Whether one of the roles asks for more than a password. */
export function needsSecondFactor(policy: SignInPolicy, grants: readonly Grant[]): boolean {
  return grants.some((it) => policy.secondFactorRoles.includes(it.role));
}

export async function readSignInPolicy(ctx: Context): Promise<SignInPolicy> {
  return seeWhole(ctx, 'settings.read', policyInForce);
}

/** Changes the policy. @param hasProvider whether the environment names an identity provider */
export async function editSignInPolicy(
  ctx: Context,
  { version, ...next }: SignInPolicy,
  hasProvider: boolean,
): Promise<SignInPolicy> {
  demandProof(ctx);
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await lockSetting(tx, KEY);
    const before = await policyInForce(tx);
    if (before.version !== version) throw new Refused({ code: 'stale', what: 'the sign-in policy' });
    const after = { ...next, version: version + 1 };
    if (after.passwords === 'break-glass') await refuseLockOut(tx, after, hasProvider);
    await writeSetting(tx, KEY, after);
    return {
      value: after,
      audit: {
        act: 'sign-in-policy.edit',
        subject: { kind: 'setting', id: KEY },
        detail: changesOf(before, after),
      },
    };
  });
}

/** With passwords off, somebody has to get in when the provider is down. */
async function refuseLockOut(tx: Tx, { singleSignOn }: SignInPolicy, hasProvider: boolean): Promise<void> {
  if (!singleSignOn || !hasProvider)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot switch passwords off: no identity provider is set up and switched on',
    });
  if (!(await hasBreakGlass(tx)))
    throw new Refused({
      code: 'conflict',
      because:
        'Cannot switch passwords off: no administrator is a break-glass account, so nobody could get in while the identity provider is down',
    });
}

function changesOf(before: SignInPolicy, after: SignInPolicy): Json {
  const pairs = (['secondFactorRoles', 'passwords', 'singleSignOn', 'groups'] as const)
    .filter((it) => JSON.stringify(before[it]) !== JSON.stringify(after[it]))
    .map((it) => [it, { before: before[it], after: after[it] }]);
  return JSON.parse(JSON.stringify(Object.fromEntries(pairs))) as Json;
}
