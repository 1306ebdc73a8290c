import { addDays } from '#engine/risk';
import { findNamingCatalogue, type KeptCatalogue } from '#store/catalogues';
import { countDevicesToMatch } from '#store/device-cohorts';
import {
  type FindingSummary,
  readFindingsChange as readChange,
  summarizeFindings as summarize,
} from '#store/finding-summary';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { type Standing, standingIn } from '../feeds/standing.ts';
import { areBeingCounted } from './being-counted.ts';
import { policyInForce } from './policy-in-force.ts';

/** Differs whenever findings have changed. */
export async function readFindingsChange(ctx: Context): Promise<string> {
  return see(ctx, 'findings.read', async (db) => readChange(db));
}

export interface FindingOverview extends FindingSummary {
  readonly asOf: string;
  /** When it was counted, where findings have changed since and are being counted anew; null: it holds now. */
  readonly countedAt: Date | null;
  readonly policy: string;
  readonly waiting: number;
  /** Null: no feed that names a product has been read. */
  readonly catalogue: KeptCatalogue | null;
  readonly standing: Standing;
}

/** Open findings of the part of the hospital the actor sees, in numbers. */
export async function summarizeFindings(ctx: Context): Promise<FindingOverview> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const catalogue = await findNamingCatalogue(db);
    const policy = await policyInForce(db);
    const asOf = ctx.now().toISOString().slice(0, 10);
    const soonBy = addDays(asOf, policy.dueSoonDays);
    const summary = await counted(
      ctx.store,
      db,
      ['summary', asOf, soonBy, scopes],
      () => summarize(db, scopes, { asOf, soonBy }, () => areBeingCounted(db)),
      (it) => it.countedAt === null,
    );
    return {
      ...summary,
      asOf,
      policy: `${policy.name} ${policy.version}`,
      waiting: await countDevicesToMatch(db),
      standing: await standingIn(db, ctx.now()),
      catalogue,
    };
  });
}
