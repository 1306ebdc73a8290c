import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson } from '#app/people/people';
import { beginSession } from '#app/people/sessions';
import { api } from '#contract/api';
import type { Arguments, Route } from '#contract/kit';
import { type Grant, holds, ROLES } from '#engine/access';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { type RecordServer, recordServer } from '#test/record-server';

const ID = '01890000-0000-7000-8000-0000000000ff';
const ROUTES: readonly (readonly [string, Route])[] = Object.entries(api)
  // Signing out comes last: nothing else can be tried after it.
  .toSorted(([a], [b]) => Number(a === 'signOut') - Number(b === 'signOut'));

/** Path parameters that fit any route; no body, so that nothing is changed even where it is allowed. */
function argumentsOf(it: Route): Arguments<Route> {
  const names = [...it.path.matchAll(/:(\w+)/g)].map((found) => found[1] as string);
  const params = Object.fromEntries(names.map((name) => [name, /seq|size/.test(name) ? '1' : ID]));
  return { params } as Arguments<Route>;
}

/** A browser in which somebody with these roles is signed in. */
async function signedIn(server: RecordServer, name: string, grants: readonly Grant[]) {
  const { instance } = server;
  const { person } = await addPerson(contextOn(instance), { kind: 'person', login: name, name, grants });
  await instance.store.db.updateTable('person').set({ password_must_change: false }).execute();
  const { token } = await instance.store.db
    .transaction()
    .execute((tx) => beginSession(tx, instance, person.id, { address: '127.0.0.1', agent: 'Test' }));
  const cookie = `patchward_session=${token}`;
  const visitor = server.visitor();
  return { ask: (it: Route, args: Arguments<Route>) => visitor.ask(it, args, { cookie }) };
}

for (const engine of ENGINES) {
  test(`every route is tried as every role and as nobody (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const nobody = server.visitor();
    for (const [name, it] of ROUTES) {
      const { status } = await nobody.ask(it, argumentsOf(it));
      if (it.permission === 'anybody') assert.notEqual(status, 401, `${name} as nobody`);
      else assert.equal(status, 401, `${name} as nobody`);
    }
    for (const role of ROLES) {
      const visitor = await signedIn(server, role, [{ role, scope: { kind: 'hospital' } }]);
      for (const [name, it] of ROUTES) {
        const { status, code } = await visitor.ask(it, argumentsOf(it));
        const { permission } = it;
        const open = permission === 'anybody' || permission === 'signed-in' || holds(role, permission);
        if (!open) assert.deepEqual([status, code], [403, 'not-allowed'], `${name} as ${role}`);
        else assert(![401, 403].includes(status) && status < 500, `${name} as ${role}: ${status}`);
      }
    }
    assert.deepEqual(server.log, []);
  });

  test(`what belongs to the whole hospital is closed to roles at one site, by the use case itself (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const site = { kind: 'site', id: 'north' } as const;
    const visitor = await signedIn(server, 'local', [
      { role: 'administrator', scope: site },
      { role: 'auditor', scope: site },
    ]);
    const person = { login: 'x-y', name: 'X', grants: [] };
    const bodies: Readonly<Record<string, object>> = { addPerson: person, editPerson: { version: 1 } };
    const whole = ROUTES.filter(([, it]) => /^(people|audit)\./.test(it.permission));
    assert(whole.length >= 10);
    for (const [name, it] of whole) {
      const body = bodies[name];
      const args = { ...argumentsOf(it), ...(body === undefined ? {} : { body }) } as Arguments<Route>;
      const { status, code } = await visitor.ask(it, args);
      assert.deepEqual([status, code], [403, 'not-allowed'], name);
    }
  });
}
