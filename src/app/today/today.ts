import type { TodayView } from '#contract/today/routes';
import type { Scope } from '#engine/access';
import {
  type Figures,
  METRIC_DESCRIPTIONS,
  METRICS,
  type Metric,
  punctualityOf,
  sumOf,
} from '#engine/measure';
import type { SourceKind } from '#engine/words';
import { countFigures, type FigureDays } from '#store/figures';
import { listSourceWords } from '#store/source-words';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { dayOf, figureDaysOf } from './days.ts';
import { keptDays, type KeptDay } from './kept-days.ts';

/** What is known of the devices the actor may see. */
export async function readToday(ctx: Context): Promise<TodayView> {
  return see(ctx, 'inventory.read', async (db, scopes) =>
    counted(ctx.store, db, ['today', scopes, dayOf(ctx.now())], async () => countToday(ctx, db, scopes)),
  );
}

async function countToday(ctx: Context, db: Db, scopes: readonly Scope[]): Promise<TodayView> {
  const now = ctx.now();
  const days = figureDaysOf(now);
  const places = await countFigures(db, scopes, days);
  const all = sumOf(places.map((it) => it.figures));
  const sources = await sourcesOf(db, now);
  const trend = await keptDays(db, scopes, now);
  return {
    at: now.toISOString(),
    on: dayOf(now),
    devices: all.devices,
    metrics: METRICS.map((metric) => metricOf(metric, all, { sources, trend })),
    lifecycle: lifecycleOf(all, days),
    places: places
      .map(({ site, department, figures }) => ({
        site,
        department,
        devices: figures.devices,
        supportEnded: figures.supportEnded,
        complete: figures.complete,
      }))
      .toSorted((a, b) => b.devices - a.devices),
    sources: sources.map(({ kinds: _, ...it }) => it),
  };
}

type Source = TodayView['sources'][number] & { readonly kinds: readonly SourceKind[] };

async function sourcesOf(db: Db, now: Date): Promise<Source[]> {
  const said = await listSourceWords(db);
  return said.map(({ source, kinds, words }) => ({
    source,
    kinds,
    lastAt: new Date(Math.max(...words.map((it) => it.getTime()))).toISOString(),
    ...punctualityOf(
      words.map((it) => it.getTime()),
      now.getTime(),
    ),
  }));
}

function metricOf(
  metric: Metric,
  all: Figures,
  { sources, trend }: { readonly sources: readonly Source[]; readonly trend: readonly KeptDay[] },
): TodayView['metrics'][number] {
  const { part, whole, excluded, needs } = METRIC_DESCRIPTIONS[metric];
  const speaking = sources.filter((it) => it.kinds.some((kind) => needs.includes(kind)));
  return {
    metric,
    part: part(all),
    whole: whole(all),
    excluded: excluded?.(all) ?? 0,
    heldBack: whyHeldBack(whole(all), speaking),
    trend: trend.map(({ on, figures }) => ({
      on,
      share: whole(figures) === 0 ? null : part(figures) / whole(figures),
    })),
  };
}

/** A number is held back rather than shown as good while nothing fresh stands behind it. */
function whyHeldBack(whole: number, speaking: readonly Source[]): string | null {
  if (whole === 0) return 'Nothing to count';
  if (speaking.length === 0) return 'No source tells it';
  if (speaking.some((it) => it.state !== 'stale')) return null;
  const last = speaking.toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1))[0] as Source;
  return `Its sources are stale: ${last.source} was the last to speak, on ${last.lastAt.slice(0, 10)}`;
}

function lifecycleOf(all: Figures, { in6, in12, in24 }: FigureDays): TodayView['lifecycle'] {
  return {
    ended: all.supportEnded,
    within6: all.endsWithin6,
    within12: all.endsWithin12 - all.endsWithin6,
    within24: all.endsWithin24 - all.endsWithin12,
    later: all.supported - all.endsWithin24,
    unknown: all.devices - all.supported - all.supportEnded,
    in6,
    in12,
    in24,
  };
}
