import type { Scope } from '#engine/access';
import { addDays } from '#engine/risk';
import { findCurrentCatalogue, type KeptCatalogue } from '#store/catalogues';
import { countDevicesToMatch } from '#store/device-cohorts';
import {
  type FindingSummary,
  listPlaceRisks as listRisks,
  type PlaceRisk,
  summarizeFindings as summarize,
} from '#store/finding-summary';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { type Standing, standingIn } from '../feeds/standing.ts';
import { readKnowledge } from './knowledge.ts';
import { unlessChanged } from './unless-changed.ts';

export interface FindingOverview extends FindingSummary {
  readonly asOf: string;
  readonly policy: string;
  readonly waiting: number;
  readonly catalogue: KeptCatalogue | null;
  readonly standing: Standing;
}

/** Open findings of the part of the hospital the actor sees, in numbers. */
export async function summarizeFindings(ctx: Context): Promise<FindingOverview> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const knowledge = await readKnowledge(ctx);
    const asOf = ctx.now().toISOString().slice(0, 10);
    const soonBy = addDays(asOf, knowledge?.policy.dueSoonDays ?? 0);
    const summary = await unlessChanged(ctx.store, ['summary', asOf, soonBy, scopes], () =>
      summarize(db, scopes, { asOf, soonBy }),
    );
    return {
      ...summary,
      asOf,
      policy: knowledge === null ? '' : `${knowledge.policy.name} ${knowledge.policy.version}`,
      waiting: await countDevicesToMatch(db),
      catalogue: await findCurrentCatalogue(db),
      standing: await standingIn(db, ctx.now()),
    };
  });
}

/** Open risk by site and department, the highest first. */
export async function listPlaceRisks(ctx: Context): Promise<readonly PlaceRisk[]> {
  return see(ctx, 'findings.read', (db: Db, scopes: readonly Scope[]) =>
    unlessChanged(ctx.store, ['places', scopes], () => listRisks(db, scopes)),
  );
}
