import type { FastifyInstance } from 'fastify';
import { Refused } from '#app/refusal';

/** So many requests at once, and so many more each second. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateLimits {
  /** For a person or a token's account, wherever they come from. */
  readonly perPerson: Allowance;
  /** A whole hospital may come from one address. */
  readonly perAddress: Allowance;
}

export const RATE_LIMITS: RateLimits = {
  perPerson: { burst: 1000, perSecond: 25 },
  perAddress: { burst: 6000, perSecond: 150 },
};

/** Callers remembered at most; those that have been quiet longest are forgotten first. */
const KEPT_MAX = 20_000;

/**
 * Turns away whoever asks more than anybody can use, on this node. Sign-in has limits of its own, kept by all nodes
 * together. Call it twice: before anybody knows who asks, and after.
 */
export function limitAddresses(app: FastifyInstance, { perAddress }: RateLimits, now: () => Date): void {
  const take = createLimiter(perAddress, now);
  app.addHook('onRequest', async (request) => take(request.ip));
}

export function limitPeople(app: FastifyInstance, { perPerson }: RateLimits, now: () => Date): void {
  const take = createLimiter(perPerson, now);
  app.addHook('onRequest', async (request) => {
    const actor = request.context?.actor;
    if (actor?.kind === 'person' || actor?.kind === 'service') take(actor.id);
  });
}

/** A bucket for each caller, which fills up again as time goes by. @returns takes one out, or throws */
function createLimiter({ burst, perSecond }: Allowance, now: () => Date): (caller: string) => void {
  const buckets = new Map<string, { left: number; at: number }>();
  return (caller) => {
    const at = now().getTime();
    const before = buckets.get(caller);
    const seconds = before === undefined ? 0 : Math.max(0, at - before.at) / 1000;
    const left = Math.min(burst, (before?.left ?? burst) + seconds * perSecond);
    buckets.delete(caller);
    buckets.set(caller, { left: Math.max(0, left - 1), at });
    if (buckets.size > KEPT_MAX) buckets.delete(buckets.keys().next().value ?? '');
    if (left >= 1) return;
    throw new Refused({
      code: 'too-many',
      because: 'Cannot answer so many requests: wait a little',
      retryAfterSeconds: Math.max(1, Math.ceil((1 - left) / perSecond)),
    });
  };
}
