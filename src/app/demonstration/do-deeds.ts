import { ALL_DEEDS, type Deed } from '#sim/hospital/deeds';
import { STAFF } from '#sim/hospital/staff';
import { addDays } from '#sim/hospital/weeks';
import { findPersonByLogin } from '#store/people';
import { countDecisions } from '#store/decisions';
import { findVulnerabilities } from '#store/vulnerabilities';
import type { Actor, Context } from '../context.ts';
import { approveDecision, requestDecision } from '../vulnerabilities/decisions.ts';
import { assign, comment, review } from '../vulnerabilities/triage.ts';

/** Has the people of the hospital do what they did in a week about what they had found. */
export async function doDeeds(
  ctx: Context,
  { week, asOf }: { readonly week: number; readonly asOf: string },
): Promise<void> {
  const due = ALL_DEEDS.filter((it) => it.week === week);
  if (due.length === 0) return;
  const known = await findVulnerabilities(
    ctx.store.db,
    due.map((it) => it.weakness),
  );
  // In a small hospital not every weakness touches a device.
  for (const it of due) if (known.has(it.weakness)) await carryOut(ctx, it, asOf);
}

async function carryOut(ctx: Context, { by, weakness, what }: Deed, asOf: string): Promise<void> {
  const own = await as(ctx, by);
  switch (what.kind) {
    case 'owns':
      return assign(own, [weakness], 'id' in own.actor ? own.actor.id : null);
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
      if (id !== undefined && approvedBy !== null) await approveDecision(await as(ctx, approvedBy), id);
    }
  }
}

/** In the name of somebody of the hospital, with the rights they have. */
async function as(ctx: Context, name: string): Promise<Context> {
  const login = STAFF.find((it) => it.name === name)?.login ?? '';
  const person = await findPersonByLogin(ctx.store.db, login);
  if (person === null) throw new Error(`Cannot tell the history: there is no ${name}`);
  const { id, grants } = person;
  const actor: Actor = {
    kind: 'person',
    id,
    name,
    grants,
    limitedTo: null,
    verifiedAt: null,
    sessionId: null,
  };
  return { ...ctx, actor };
}
