import { stableText } from '#engine/intake';
import { type Policy, POLICY_PRESETS, readPolicy } from '#engine/risk';
import { type Tier, TIERS } from '#engine/words';
import { listLargestCohorts, lockMatching } from '#store/cohorts';
import { enqueueAllDevices } from '#store/device-cohorts';
import { insertPolicySetting, listPolicySettings, type PolicySetting } from '#store/policies';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { createJudge } from './judge.ts';
import { readKnowledge } from './knowledge.ts';
import { startMatching } from './match-job.ts';
import { policyInForce } from './policy-in-force.ts';

const SHOWN_MAX = 50;

export interface PolicyState {
  readonly policy: Policy;
  readonly history: readonly PolicySetting[];
}

/** The policy in force, and those before it. */
export async function readPolicyState(ctx: Context): Promise<PolicyState> {
  return see(ctx, 'findings.read', async (db) => ({
    policy: await policyInForce(db),
    history: await listPolicySettings(db, SHOWN_MAX),
  }));
}

/** Findings that would have another tier, or another due rule, of the cohorts that were looked at. */
export interface PolicyPreview {
  /** Devices whose findings were looked at, of those there are. */
  readonly devices: number;
  readonly devicesInAll: number;
  readonly findings: number;
  readonly before: Readonly<Record<Tier, number>>;
  readonly after: Readonly<Record<Tier, number>>;
  /** Findings whose tier changes, from one to another. */
  readonly moves: readonly { readonly from: Tier; readonly to: Tier; readonly findings: number }[];
  /** Findings whose strictest clock would run out sooner, or later. */
  readonly sooner: number;
  readonly later: number;
}

const COHORTS_MAX = 300;

/** What another policy would change, worked out on the cohorts with most devices; nothing is written. */
export async function previewPolicy(ctx: Context, json: unknown): Promise<PolicyPreview> {
  const policy = policyIn(json);
  return see(ctx, 'settings.read', async (db) => {
    const knowledge = await readKnowledge(ctx);
    const { cohorts, devicesInAll } = await listLargestCohorts(db, COHORTS_MAX);
    const asOf = ctx.now().toISOString().slice(0, 10);
    const preview = createTally(
      cohorts.reduce((sum, it) => sum + it.devices, 0),
      devicesInAll,
    );
    if (knowledge === null) return preview.result();
    const options = { asOf, minConfidence: 'probable' } as const;
    const [old, next] = [knowledge.policy, policy].map((it) =>
      createJudge(knowledge.catalogue, knowledge.identifier, { ...options, policy: it }),
    ) as [ReturnType<typeof createJudge>, ReturnType<typeof createJudge>];
    for (const { configuration, context, devices } of cohorts) {
      const device = { ...configuration, ...context, id: '' };
      const before = new Map(old.found(device, asOf).map((it) => [it.vulnerability.id, it]));
      for (const it of next.found(device, asOf)) {
        const was = before.get(it.vulnerability.id);
        if (it.verdict !== 'affected' || was === undefined) continue;
        preview.add(devices, was, it);
      }
      old.forget();
      next.forget();
    }
    return preview.result();
  });
}

type Judged = Pick<ReturnType<ReturnType<typeof createJudge>['found']>[number], 'tier' | 'ruling'>;

function createTally(devices: number, devicesInAll: number) {
  const zero = () => Object.fromEntries(TIERS.map((it) => [it, 0])) as Record<Tier, number>;
  const [before, after] = [zero(), zero()];
  const moves = new Map<string, { from: Tier; to: Tier; findings: number }>();
  let [findings, sooner, later] = [0, 0, 0];
  return {
    add(count: number, was: Judged, now: Judged): void {
      findings += count;
      before[was.tier] += count;
      after[now.tier] += count;
      if (was.tier !== now.tier) {
        const key = `${was.tier} ${now.tier}`;
        const known = moves.get(key);
        moves.set(key, { from: was.tier, to: now.tier, findings: count + (known?.findings ?? 0) });
      }
      const never = '9999-12-31';
      const [due, dueNow] = [was.ruling?.dueBy ?? never, now.ruling?.dueBy ?? never];
      if (dueNow < due) sooner += count;
      if (dueNow > due) later += count;
    },
    result: (): PolicyPreview => ({
      devices,
      devicesInAll,
      findings,
      before,
      after,
      moves: [...moves.values()].toSorted((a, b) => b.findings - a.findings),
      sooner,
      later,
    }),
  };
}

/** Puts a policy into force for everything; findings follow by a job. */
export async function setPolicy(
  ctx: Context,
  {
    json,
    reason,
    madeOn = null,
  }: {
    readonly json: unknown;
    readonly reason: string;
    /** Number of the setting that was in force when it was made, 0: none was; null: whichever is in force now. */
    readonly madeOn?: number | null;
  },
): Promise<void> {
  const policy = policyIn(json);
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await lockMatching(tx);
    const current = await policyInForce(tx);
    const history = await listPolicySettings(tx, 1000);
    if (madeOn !== null && madeOn !== (history[0]?.no ?? 0))
      throw new Refused({ code: 'stale', what: 'the policy' });
    if (stableText(current) === stableText(policy)) return { value: undefined, audit: null };
    const known = [...history.map((it) => it.policy), ...Object.values(POLICY_PRESETS)];
    const same = known.find((it) => it.name === policy.name && it.version === policy.version);
    if (same !== undefined && stableText(same) !== stableText(policy))
      throw new Refused({
        code: 'conflict',
        because: `Cannot set this policy: "${policy.name} ${policy.version}" says something else already, give it another version`,
      });
    const { actor } = ctx;
    await insertPolicySetting(tx, {
      policy,
      reason,
      setAt: ctx.now(),
      setBy: 'id' in actor ? actor.id : null,
      setByName: actor.kind === 'nobody' ? 'Nobody signed in' : actor.name,
    });
    // Which versions are proven is part of what devices are matched by.
    if (stableText(current.versionEvidence) !== stableText(policy.versionEvidence))
      await enqueueAllDevices(tx);
    await startMatching(ctx, tx);
    return {
      value: undefined,
      audit: {
        act: 'policy.set',
        subject: { kind: 'policy', id: `${policy.name} ${policy.version}` },
        detail: { before: `${current.name} ${current.version}`, reason },
      },
    };
  });
}

/** @throws Refused naming the field at fault */
function policyIn(json: unknown): Policy {
  const read = readPolicy(json);
  if ('error' in read) throw new Refused({ code: 'invalid', because: read.error, field: 'policy' });
  return read;
}
