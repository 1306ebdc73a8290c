import { reopeningOf } from '#engine/decisions';
import { lockMatching } from '#store/cohorts';
import {
  coverFindings,
  type Decision,
  endDecision,
  listApprovedDecisions,
  listRequestsRunOut,
} from '#store/decisions';
import { noteSaidChanged } from '#store/finding-summary';
import { actUnasked, type AuditNote } from '../act.ts';
import type { Context } from '../context.ts';
import { announce } from '../destinations/announce.ts';
import { decisionEnded } from '../destinations/decision-events.ts';
import { decidedSelection } from './decided-selection.ts';

/**
 * Has every decision in force cover what it speaks of now, also what it did not know of. One that has run out, or whose
 * evidence has changed for the worse, ends: its findings are open again, unless another one covers them.
 */
export async function replayDecisions(ctx: Context): Promise<void> {
  const today = ctx.now().toISOString().slice(0, 10);
  await actUnasked(ctx, async (tx) => {
    await lockMatching(tx);
    const standing: Decision[] = [];
    const ended: { readonly it: Decision; readonly end: End }[] = [];
    for (const it of await listApprovedDecisions(tx)) {
      const end = endOf(it, today);
      if (end === null) standing.push(it);
      else ended.push({ it, end });
    }
    for (const it of await listRequestsRunOut(tx, today))
      ended.push({ it, end: { state: 'expired', because: `Nobody approved it until ${it.expiresOn}` } });
    for (const { it, end } of ended) {
      await endDecision(tx, it.id, { ...end, at: ctx.now() });
      await announce(ctx, tx, decisionEnded(it, { how: end.state, because: end.because }));
    }
    for (const it of standing) await coverFindings(tx, it.id, decidedSelection(ctx, it));
    if (ended.length > 0) await noteSaidChanged(tx);
    const audit = ended.map(
      ({ it, end }): AuditNote => ({
        act: end.state === 'expired' ? 'decision.expire' : 'decision.reopen',
        subject: { kind: 'decision', id: it.id },
        detail: { vulnerability: it.vulnerability, says: it.says, because: end.because },
      }),
    );
    return { value: undefined, audit };
  });
}

interface End {
  readonly state: 'expired' | 'reopened';
  readonly because: string;
}

function endOf({ expiresOn, knownThen, knownNow }: Decision, today: string): End | null {
  if (expiresOn < today) return { state: 'expired', because: `It held until ${expiresOn}` };
  const because = reopeningOf(knownThen, knownNow);
  return because === null ? null : { state: 'reopened', because };
}
