import { effectiveReadiness, leastReady, type ReadinessKind, type StatedReadiness } from '#engine/triage';
import { findDevice } from '#store/devices';
import { countReadiness, type ReadinessCount } from '#store/readiness-counts';
import { listOverridesOfDevice, type ReadinessOverride } from '#store/readiness-overrides';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { Refused } from '../refusal.ts';
import { asks, filterOf } from './findings.ts';

/** How ready open, affected findings are: what counts, and what is derived. */
export interface ReadinessOverview {
  /** The least ready of them; null: there are none. */
  readonly kind: ReadinessKind | null;
  readonly derivedKind: ReadinessKind | null;
  readonly counts: readonly ReadinessLine[];
}

/** Findings that are equally ready for the same reason. */
export interface ReadinessLine {
  readonly counts: StatedReadiness;
  readonly derived: StatedReadiness;
  readonly said: 'nothing' | 'counts' | 'no-fix';
  readonly findings: number;
}

/** Of the findings of a filter, the least ready first. */
export async function readReadiness(ctx: Context, filter: string): Promise<ReadinessOverview> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const asked = filterOf(ctx, filter);
    const decided = asks(asked, 'decided') ? 'both' : 'left-out';
    const question = ['readiness', filter, scopes, ctx.now().toISOString().slice(0, 10)];
    return counted(ctx.store, db, question, async () =>
      overviewOf(await countReadiness(db, { filter: asked, scopes, decided })),
    );
  });
}

export interface DeviceReadiness extends ReadinessOverview {
  /** What counts for it, and whatever was said of it alone, newest first. */
  readonly overrides: readonly ReadinessOverride[];
}

export async function readDeviceReadiness(ctx: Context, id: string): Promise<DeviceReadiness> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    if ((await findDevice(db, id, scopes)) === null)
      throw new Refused({ code: 'not-found', what: `device ${id}` });
    return {
      ...(await readReadiness(ctx, `device:=${id}`)),
      overrides: await listOverridesOfDevice(db, id),
    };
  });
}

function overviewOf(counted: readonly ReadinessCount[]): ReadinessOverview {
  const lines = new Map<string, ReadinessLine>();
  for (const { derived, fix, said, findings } of counted) {
    const { said: standing, ...counts } = effectiveReadiness(derived, fix, said);
    const key = JSON.stringify([counts, derived, standing]);
    const before = lines.get(key);
    lines.set(key, {
      counts,
      derived,
      said: standing,
      findings: findings + (before?.findings ?? 0),
    });
  }
  const all = [...lines.values()];
  return {
    kind: leastReady(all.map((it) => it.counts.kind)),
    derivedKind: leastReady(all.map((it) => it.derived.kind)),
    counts: all.toSorted((a, b) => b.findings - a.findings),
  };
}
