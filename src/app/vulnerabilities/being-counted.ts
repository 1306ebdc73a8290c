import { isAnyActive } from '#store/jobs';
import { areFiguresLocked } from '#store/patch-figures';
import type { Db } from '#store/store';

/** Jobs that end with what is kept of findings counted anew. Named here as they are where they are made: these import this. */
const COUNTERS = { asked: ['fleet.match', 'decision.approve'], periodic: ['fleet.recheck'] } as const;

/** Whether figures of findings are being counted anew, or wait for a match that is under way to be: those kept before stand in. */
export async function areBeingCounted(db: Db): Promise<boolean> {
  return (await isAnyActive(db, COUNTERS)) || (await areFiguresLocked(db));
}
