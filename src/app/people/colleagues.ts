import { mayAnywhere } from '#engine/access';
import { findPerson, listPeople } from '#store/people';
import type { Db, Tx } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

/** Somebody who can be given work on the inventory: a name, and nothing else of their account. */
interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** People read to find those who can be given work. */
const READ = 100;

/** People who look after devices, by part of their name. */
export async function listColleagues(
  ctx: Context,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<readonly Colleague[]> {
  return see(ctx, 'inventory.reconcile', async (db) => {
    const { people } = await listPeople(
      db,
      { text, kind: 'person', disabled: false },
      { after: null, limit: READ },
    );
    return people
      .filter((it) => mayAnywhere(it.grants, 'inventory.read'))
      .slice(0, limit)
      .map(({ id, name }) => ({ id, name }));
  });
}

/** @throws Refused when nobody of that id can be given work */
export async function colleagueOf(db: Db | Tx, id: string): Promise<Colleague> {
  const person = await findPerson(db, id);
  if (person === null || person.kind !== 'person' || person.disabledAt !== null)
    throw new Refused({
      code: 'invalid',
      because: 'Cannot give it to them: there is no such person',
      field: 'assignee',
    });
  return { id: person.id, name: person.name };
}
