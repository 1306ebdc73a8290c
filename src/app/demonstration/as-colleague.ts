import { STAFF } from '#sim/hospital/staff';
import { findPersonByLogin } from '#store/people';
import type { Actor, Context } from '../context.ts';

/** In the name of somebody of the hospital, with the rights they have; who they are was proven a moment ago. */
export async function asColleague(
  ctx: Context,
  name: string,
): Promise<Context & { readonly actor: Extract<Actor, { kind: 'person' | 'service' }> }> {
  const login = STAFF.find((it) => it.name === name)?.login ?? '';
  const person = await findPersonByLogin(ctx.store.db, login);
  if (person === null) throw new Error(`Cannot tell the history: there is no ${name}`);
  const { id, grants } = person;
  return {
    ...ctx,
    actor: { kind: 'person', id, name, grants, limitedTo: null, verifiedAt: ctx.now(), sessionId: null },
  };
}
