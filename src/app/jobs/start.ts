import type * as z from 'zod';
import { countWaiting, findActiveJob, insertJob, type Job } from '#store/jobs';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import type { JobKind } from './kind.ts';

const WAITING_MAX = 100;
const RETRY_AFTER_SECONDS = 60;

export interface StartedJob {
  readonly id: string;
  /** Whether it is the job of an earlier start with the same key. */
  readonly joined: boolean;
}

/**
 * Queues a job in the transaction of the act that asks for it: there is no act without its job and no job without its act.
 * Jobs of a kind with the same `key` never run at the same time. Asking for permission, and the audit entry, are the act's.
 * @throws Refused when too many wait already
 */
export async function startJob<Input extends z.ZodType>(
  ctx: Context,
  tx: Tx,
  kind: JobKind<Input>,
  input: z.output<Input>,
  { key = null }: { readonly key?: string | null } = {},
): Promise<StartedJob> {
  const active = key === null ? null : await findActiveJob(tx, kind.name, key);
  if (active !== null && (kind.joins !== 'waiting' || isFresh(active)))
    return { id: active.id, joined: true };
  await refuseWhenFull(tx, kind);
  const id = ctx.newId();
  const inserted = await insertJob(tx, {
    id,
    kind: kind.name,
    key,
    periodic: false,
    title: kind.title(input),
    input,
    createdAt: ctx.now(),
    runAfter: ctx.now(),
    ...askedBy(ctx),
  });
  if (inserted) return { id, joined: false };
  // Another transaction queued one with this key a moment ago.
  const first = key === null ? null : await findActiveJob(tx, kind.name, key);
  if (first === null) throw new Error(`Cannot start job ${kind.name}: it was neither queued nor there`);
  return { id: first.id, joined: true };
}

function isFresh({ state, attempt }: Job): boolean {
  return state === 'waiting' && attempt === 0;
}

async function refuseWhenFull(tx: Tx, { name, words, waitingMax = WAITING_MAX }: JobKind): Promise<void> {
  const waiting = await countWaiting(tx, name);
  if (waiting < waitingMax) return;
  throw new Refused({
    code: 'too-many',
    because: `Cannot start "${words}" now: ${waiting} of these wait already, try again later`,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function askedBy({ actor }: Context) {
  switch (actor.kind) {
    case 'system':
      return { createdBy: null, createdByName: actor.name, limitedTo: null };
    case 'person':
    case 'service':
      return { createdBy: actor.id, createdByName: actor.name, limitedTo: actor.limitedTo };
    case 'nobody':
      throw new Refused({ code: 'not-signed-in', because: 'Cannot start a job: sign in first' });
  }
}
