import { createHash } from 'node:crypto';
import { freeKey, keepAnswer, type KeptAnswer, takeKey } from '#store/kept-answers';
import type { Context } from './context.ts';
import { Refused } from './refusal.ts';
import { holdKey } from './secrets/hold-key.ts';

export interface Answered {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
}

export const ANSWER_PURPOSE = 'kept answer';
/** A request may carry a password: its bare hash would let one that is kept be guessed. */
export const REQUEST_PURPOSE = 'kept request';

/**
 * Carries a request out once for each key of a caller: the same request with the same key gets the same answer.
 * @param request everything that makes it this request
 * @throws Refused when the key was used for another request, or its outcome is not known yet
 */
export async function once(
  ctx: Context,
  key: string,
  request: string,
  carryOut: () => Promise<Answered>,
): Promise<Answered> {
  const { actor, store, now } = ctx;
  if (actor.kind !== 'person' && actor.kind !== 'service') return carryOut();
  const asked = { personId: actor.id, key };
  const requestHash = createHash('sha256').update(request).digest();
  const sealed = ctx.vault.seal(requestHash, REQUEST_PURPOSE);
  const before = await store.db.transaction().execute(async (tx) => {
    await holdKey(ctx, tx);
    return takeKey(tx, asked, { requestHash: sealed, at: now() });
  });
  if (before !== null) return answerOf(ctx, before, requestHash);
  let answer: Answered;
  try {
    answer = await carryOut();
  } catch (error) {
    await freeKey(store.db, asked);
    throw error;
  }
  const body = ctx.vault.seal(Buffer.from(answer.body), ANSWER_PURPOSE);
  await store.db.transaction().execute(async (tx) => {
    await holdKey(ctx, tx);
    await keepAnswer(tx, asked, { ...answer, body });
  });
  return answer;
}

function answerOf({ vault }: Context, { requestHash, answer }: KeptAnswer, asked: Uint8Array): Answered {
  if (!vault.open(requestHash, REQUEST_PURPOSE).equals(asked))
    throw new Refused({
      code: 'conflict',
      because: 'Cannot use this Idempotency-Key again: another request had it',
    });
  if (answer !== null) return { ...answer, body: vault.open(answer.body, ANSWER_PURPOSE).toString() };
  // Either it is on its way, or its node was lost in the middle of it.
  throw new Refused({
    code: 'conflict',
    because:
      'Cannot tell yet what became of the request with this Idempotency-Key: ask again, and if it stays so, look whether it was carried out',
  });
}
