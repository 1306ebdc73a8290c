import { countFigures, keepFigures } from '#store/figures';
import { recountPlaces } from '#store/place-tally';
import type { Context } from '../context.ts';
import { dayOf, figureDaysOf } from './days.ts';

/** Keeps what is known of the devices on this day, so that a trend can be told later. @returns places counted */
export async function keepTodaysFigures({ store, now }: Context): Promise<number> {
  const at = now();
  return store.db.transaction().execute(async (tx) => {
    const places = await countFigures(tx, [{ kind: 'hospital' }], figureDaysOf(at));
    await keepFigures(tx, dayOf(at), places);
    return places.length;
  });
}

/** Counts all devices anew and puts right what was counted change by change. @returns in words; null: nothing differed */
export async function recountDevices({ store }: Context): Promise<string | null> {
  const differing = await store.db.transaction().execute(recountPlaces);
  return differing === 0 ? null : `${differing} counts of devices differed and were put right`;
}
