import { NO_FIGURES, NO_PATCH_FIGURES } from '#engine/measure';
import { countFigures, keepFigures } from '#store/figures';
import { recountEnds } from '#store/horizon';
import { listPatchFigures } from '#store/patch-figures';
import { recountFindings } from '#store/finding-tallies';
import { recountWaiting } from '#store/device-cohorts';
import { recountBelow } from '#store/locations';
import { recountPlaces } from '#store/place-tally';
import { correctPlaces } from '#store/places';
import type { Context } from '../context.ts';
import { dayOf, figureDaysOf } from './days.ts';

const WHOLE = [{ kind: 'hospital' }] as const;

/**
 * Keeps what is known of the devices on this day, and how far patching is, so that a trend can be told later.
 * @returns places counted
 */
export async function keepTodaysFigures({ store, now }: Pick<Context, 'store' | 'now'>): Promise<number> {
  const at = now();
  const day = dayOf(at);
  return store.db.transaction().execute(async (tx) => {
    const known = await countFigures(tx, WHOLE, figureDaysOf(at));
    const { places: patching } = await listPatchFigures(tx, WHOLE, day);
    const places = new Map<string, Parameters<typeof keepFigures>[2][number]>();
    for (const { site, department, figures } of [...known, ...patching]) {
      const key = JSON.stringify([site, department]);
      const before = places.get(key)?.figures ?? { ...NO_FIGURES, ...NO_PATCH_FIGURES };
      places.set(key, { site, department, figures: { ...before, ...figures } });
    }
    await keepFigures(tx, day, [...places.values()]);
    return places.size;
  });
}

/** Counts all devices anew and puts right what was counted change by change. @returns in words; null: nothing differed */
export async function recountDevices({ store }: Context): Promise<string | null> {
  const differing = await store.db
    .transaction()
    .execute(
      async (tx) =>
        (await recountPlaces(tx)) +
        (await recountEnds(tx)) +
        (await correctPlaces(tx)) +
        (await recountBelow(tx)) +
        (await recountWaiting(tx)) +
        (await recountFindings(tx)),
    );
  return differing === 0 ? null : `${differing} counts of devices differed and were put right`;
}
