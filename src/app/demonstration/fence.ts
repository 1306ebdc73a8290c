import { type Demonstration, findDemonstration } from '#store/demonstration';
import type { Actor, Context } from '../context.ts';
import { Refused } from '../refusal.ts';

/** Who does what nobody of the hospital does. */
export const INVENTED_ACTOR: Actor = { kind: 'system', name: 'Demonstration hospital' };

/** Once somebody removed the demonstration, nothing more of it comes in. */
export function fenceOf(ctx: Context, begun: Demonstration): NonNullable<Context['fence']> {
  return async (tx) => {
    await ctx.fence?.(tx);
    const it = await findDemonstration(tx);
    if (it?.createdAt.getTime() !== begun.createdAt.getTime()) throw gone();
  };
}

export function gone(): Refused {
  return new Refused({
    code: 'conflict',
    because: 'Cannot go on: the demonstration hospital was removed',
  });
}
