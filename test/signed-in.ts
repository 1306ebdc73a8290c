import { addPerson } from '../src/app/people/people.ts';
import { beginSession } from '../src/app/people/sessions.ts';
import type { Arguments, Route } from '../src/contract/kit.ts';
import type { Grant } from '../src/engine/access/mod.ts';
import { contextOn } from './context.ts';
import type { RecordServer } from './record-server.ts';

/** A browser in which somebody with these roles is signed in. */
export async function signedIn(server: RecordServer, name: string, grants: readonly Grant[]) {
  const { instance } = server;
  const { person } = await addPerson(contextOn(instance), { kind: 'person', login: name, name, grants });
  await instance.store.db.updateTable('person').set({ password_must_change: false }).execute();
  const { token } = await instance.store.db
    .transaction()
    .execute((tx) => beginSession(tx, instance, person.id, { address: '127.0.0.1', agent: 'Test' }));
  const own = server.visitor();
  const cookie = `patchward_session=${token}`;
  return { ask: <R extends Route>(it: R, args: Arguments<R>) => own.ask(it, args, { cookie }) };
}
