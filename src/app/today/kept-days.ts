import type { Scope } from '#engine/access';
import {
  FIGURE_KEYS,
  type Figures,
  NO_FIGURES,
  NO_PATCH_FIGURES,
  PATCH_FIGURE_KEYS,
  type PatchFigures,
  sumOver,
} from '#engine/measure';
import { listFigures } from '#store/figures';
import type { Db } from '#store/store';
import { dayOf } from './days.ts';

/** A year, and the week before it. */
const LOOKED_BACK_MS = 372 * 86_400_000;

export interface KeptDay {
  readonly on: string;
  readonly figures: Figures & PatchFigures;
}

const KEYS = [...FIGURE_KEYS, ...PATCH_FIGURE_KEYS];
const NONE = { ...NO_FIGURES, ...NO_PATCH_FIGURES };

/**
 * Figures of the earlier days, oldest first. They are kept by site and department; whoever sees devices of one maker alone
 * has none.
 */
export async function keptDays(db: Db, scopes: readonly Scope[], now: Date): Promise<readonly KeptDay[]> {
  const since = dayOf(new Date(now.getTime() - LOOKED_BACK_MS));
  const kept = (await listFigures(db, since)).filter((it) =>
    scopes.some(
      (scope) =>
        scope.kind === 'hospital' ||
        (scope.kind === 'site' && scope.id === it.site) ||
        (scope.kind === 'department' && scope.id === it.department),
    ),
  );
  return [...Map.groupBy(kept, (it) => it.day)].map(([on, places]) => ({
    on,
    figures: sumOver(
      KEYS,
      NONE,
      places.map((it) => it.figures),
    ),
  }));
}
