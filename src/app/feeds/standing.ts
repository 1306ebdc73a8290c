import { concernsOf, type FeedConcern, type FeedState, feedStateOf, isInDoubt } from '#engine/measure';
import type { FeedKind } from '#engine/words';
import { findDemonstration } from '#store/demonstration';
import { type Feed, listFeedStandings } from '#store/feeds';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';

/** A feed that cannot be leaned on now. */
export interface DoubtfulFeed {
  readonly id: string;
  readonly name: string;
  readonly state: FeedState;
  readonly asOf: Date | null;
  readonly problem: string | null;
  readonly concerns: readonly FeedConcern[];
  readonly kinds: readonly FeedKind[];
}

/** How far findings can be leaned on. */
export interface Standing {
  /** The oldest instant for which what they rest on holds; null: nothing was read yet. */
  readonly asOf: Date | null;
  /** What rests on these is shown as of then, and never as good. */
  readonly inDoubt: readonly DoubtfulFeed[];
}

/** How the feeds stand that findings rest on. */
export async function readStanding(ctx: Context): Promise<Standing> {
  return see(ctx, 'findings.read', (db) => standingIn(db, ctx.now()));
}

export async function standingIn(db: Db, now: Date): Promise<Standing> {
  const isInvented = (await findDemonstration(db)) !== null;
  const feeds = await listFeedStandings(db);
  const counting = feeds
    .map((it) => ({ it, state: stateOf(it, { now, isInvented }) }))
    .filter(({ state }) => state !== 'off');
  const told = counting
    .flatMap(({ it }) => (it.asOf === null ? [] : [it.asOf]))
    .toSorted((a, b) => a.getTime() - b.getTime());
  return {
    asOf: told[0] ?? null,
    inDoubt: counting
      .filter(({ state }) => isInDoubt(state))
      .map(({ it, state }) => ({
        id: it.id,
        name: it.name,
        state,
        asOf: it.asOf,
        problem: it.problem,
        concerns: concernsOf(it.source, it.kinds),
        kinds: it.kinds,
      })),
  };
}

/** Hours after which a feed is too old; null: it does not age. The samples stand for a day of their own, which in an invented hospital is today. */
export function hoursMaxOf({ ageHoursMax, origin }: Feed, isInvented: boolean): number | null {
  return origin === 'sample' && isInvented ? null : ageHoursMax;
}

export function stateOf(
  feed: Feed,
  { now, isInvented }: { readonly now: Date; readonly isInvented: boolean },
): FeedState {
  const { isEnabled, asOf, problem } = feed;
  return feedStateOf(
    {
      isEnabled,
      asOfMs: asOf?.getTime() ?? null,
      problem,
      ageHoursMax: hoursMaxOf(feed, isInvented),
    },
    now.getTime(),
  );
}
