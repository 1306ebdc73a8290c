import { findDemonstration } from '#store/demonstration';
import { findPerson } from '#store/people';
import type { Context } from '../context.ts';
import { enter } from '../people/enter.ts';
import type { Caller } from '../people/sessions.ts';
import { Refused } from '../refusal.ts';

/** Looks at the demonstration through the eyes of one of its people. @returns token of the session */
export async function enterDemonstration(ctx: Context, personId: string, caller: Caller): Promise<string> {
  const person = await findPerson(ctx.store.db, personId);
  const isThere = (await findDemonstration(ctx.store.db)) !== null;
  if (!isThere || person === null || !person.isInvented || person.kind !== 'person')
    throw new Refused({ code: 'not-found', what: 'such a person of the demonstration hospital' });
  return enter(ctx, person, caller, 'demonstration');
}
