import type { Scope } from '#engine/access';
import {
  NO_PATCH_FIGURES,
  PATCH_FIGURE_KEYS,
  PATCH_MEASURE_DESCRIPTIONS,
  PATCH_MEASURES,
  type PatchFigures,
  type PatchMeasure,
  sumOver,
} from '#engine/measure';
import { findNamingCatalogue } from '#store/catalogues';
import { countDevicesToMatch } from '#store/device-cohorts';
import { listPatchFigures } from '#store/patch-figures';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { type Standing, standingIn } from '../feeds/standing.ts';
import { areBeingCounted } from '../vulnerabilities/being-counted.ts';
import { dayOf } from './days.ts';
import { keptDays, type KeptDay } from './kept-days.ts';

/** A number of the programme, and how it was on earlier days. */
export interface PatchMeasureView {
  readonly measure: PatchMeasure;
  /** Null: there is nothing to count. */
  readonly value: number | null;
  readonly trend: readonly { readonly on: string; readonly value: number | null }[];
}

/** How far patching is, in the part of the hospital the actor sees. */
export interface Patching {
  readonly on: string;
  /** When they were counted, where findings have changed since and are being counted anew; null: they hold now. */
  readonly countedAt: Date | null;
  readonly figures: PatchFigures;
  readonly measures: readonly PatchMeasureView[];
  readonly criticalTrend: readonly { readonly on: string; readonly open: number; readonly beyond: number }[];
  /** When feeds were last compiled; null: never, or none of them names a product. */
  readonly feedsReadAt: Date | null;
  /** Devices that changed and are not matched yet. */
  readonly waiting: number;
  readonly standing: Standing;
}

export async function readPatching(ctx: Context): Promise<Patching> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const now = ctx.now();
    const on = dayOf(now);
    const { places, countedAt } = await placesOf(ctx, db, scopes);
    const figures = sumOver(
      PATCH_FIGURE_KEYS,
      NO_PATCH_FIGURES,
      places.map((it) => it.figures),
    );
    // A day on which nothing was matched tells nothing.
    const days = (await keptDays(db, scopes, now)).filter((it) => it.figures.matched > 0);
    return {
      on,
      countedAt,
      figures,
      measures: PATCH_MEASURES.map((measure) => measureOf(measure, figures, days)),
      criticalTrend: days.map((it) => ({
        on: it.on,
        open: it.figures.critical,
        beyond: it.figures.criticalBeyond,
      })),
      feedsReadAt: (await findNamingCatalogue(db))?.madeAt ?? null,
      waiting: await countDevicesToMatch(db),
      standing: await standingIn(db, now),
    };
  });
}

function measureOf(measure: PatchMeasure, figures: PatchFigures, days: readonly KeptDay[]): PatchMeasureView {
  const { value } = PATCH_MEASURE_DESCRIPTIONS[measure];
  return {
    measure,
    value: figures.matched === 0 ? null : value(figures),
    trend: days.map((it) => ({ on: it.on, value: value(it.figures) })),
  };
}

/** Figures by place, most risk first, and as of when: see `Patching`. */
type ByPlace = Awaited<ReturnType<typeof listPatchFigures>>;

/** Open risk and patching by site and department, most risk first. */
export async function listPlacePatching(ctx: Context): Promise<ByPlace> {
  return see(ctx, 'findings.read', (db, scopes) => placesOf(ctx, db, scopes));
}

async function placesOf(ctx: Context, db: Db, scopes: readonly Scope[]): Promise<ByPlace> {
  const day = dayOf(ctx.now());
  return counted(
    ctx.store,
    db,
    ['patching', scopes, day],
    () => listPatchFigures(db, scopes, day, () => areBeingCounted(db)),
    (it) => it.countedAt === null,
  );
}
