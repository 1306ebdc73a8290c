import { ALL_DEEDS, type Deed } from '#sim/hospital/deeds';
import { addDays } from '#sim/hospital/weeks';
import { countDecisions } from '#store/decisions';
import type { ListPlace } from '#store/keyset';
import { findVulnerabilities } from '#store/vulnerabilities';
import type { Context } from '../context.ts';
import { approveDecision, requestDecision } from '../vulnerabilities/decisions.ts';
import { assign, comment, review } from '../vulnerabilities/triage.ts';
import { listVulnerabilities, type SortedPage } from '../vulnerabilities/vulnerability-list.ts';
import { asColleague } from './as-colleague.ts';

/** Has the people of the hospital do what they did in a week about what they had found. */
export async function doDeeds(
  ctx: Context,
  { week, asOf }: { readonly week: number; readonly asOf: string },
): Promise<void> {
  if (week >= LOOKED_THROUGH_FROM) await lookThrough(ctx, week);
  const due = ALL_DEEDS.filter((it) => it.week === week);
  if (due.length === 0) return;
  const known = await findVulnerabilities(
    ctx.store.db,
    due.map((it) => it.weakness),
  );
  // In a small hospital not every weakness touches a device.
  for (const it of due) if (known.has(it.weakness)) await carryOut(ctx, it, asOf);
}

/** From this week on somebody looks through everything that is open. */
const LOOKED_THROUGH_FROM = 40;
/** One in so many is left for another time, each time others, and one in so many belongs to somebody. */
const LEFT_EVERY = 6;
const OWNED_EVERY = 4;
const PAGE = 200;

/** Somebody looks through what is open, as the cadence asks for, and does not get to all of it. */
async function lookThrough(ctx: Context, week: number): Promise<void> {
  const own = await asColleague(ctx, 'Amara Okonkwo');
  const page = { filter: '', sort: [{ column: 'vulnerability', falling: false }], limit: PAGE } as const;
  const ids: string[] = [];
  for (let after: ListPlace | null = null; ; ) {
    const { items, next }: SortedPage<{ readonly id: string }> = await listVulnerabilities(own, {
      ...page,
      after,
    });
    ids.push(...items.map((it) => it.id));
    if (next === null) break;
    after = next;
  }
  if (ids.length === 0) return;
  const seen = ids.filter((_, place) => (place + week) % LEFT_EVERY !== 0);
  if (seen.length > 0) await review(own, seen, null);
  const owned = ids.filter((_, place) => place % OWNED_EVERY === 0);
  await assign(own, owned, own.actor.id);
}

async function carryOut(ctx: Context, { by, weakness, what }: Deed, asOf: string): Promise<void> {
  const own = await asColleague(ctx, by);
  switch (what.kind) {
    case 'owns':
      return assign(own, [weakness], own.actor.id);
    case 'writes':
      return comment(own, weakness, what.text);
    case 'reviews':
      return review(own, [weakness], what.text);
    case 'asks': {
      const { says, justification, reason, filter, approvedBy } = what;
      // Told once more after an interruption, it is not asked for twice.
      if ((await countDecisions(ctx.store.db, { state: null, vulnerability: weakness })) > 0) return;
      const expiresOn = addDays(asOf, what.untilDays);
      const wish = { vulnerabilities: [weakness], says, justification, reason, filter, expiresOn };
      const [id] = await requestDecision(own, wish);
      if (id !== undefined && approvedBy !== null)
        await approveDecision(await asColleague(ctx, approvedBy), id);
    }
  }
}
