import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import type { Arguments, Route } from '#contract/kit';
import { holds, ROLES } from '#engine/access';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

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

for (const engine of ENGINES) {
  test(`every route is tried as every role and as nobody (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const nobody = server.visitor();
    const trial = await nobody.ask(api.listAssessments, {});
    assert.equal(trial.status, 200, 'before anybody has an account, files can be assessed on this machine');
    await signedIn(server, 'first', []);
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
        if (permission === 'signature') {
          assert.deepEqual(
            [status, code],
            [401, 'not-signed-in'],
            `${name} as ${role}: no role is a signature`,
          );
          continue;
        }
        const open = permission === 'anybody' || permission === 'signed-in' || holds(role, permission);
        if (!open) assert.deepEqual([status, code], [403, 'not-allowed'], `${name} as ${role}`);
        else assert(![401, 403].includes(status) && status < 500, `${name} as ${role}: ${status}`);
      }
    }
    assert.deepEqual(server.log, []);
  });

  test(`whatever a role may read, it may read for one site alone (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    for (const role of ROLES) {
      const visitor = await signedIn(server, `${role}-north`, [
        { role, scope: { kind: 'site', id: 'north' } },
      ]);
      for (const [name, it] of ROUTES.filter(([, { method }]) => method === 'GET')) {
        const { status } = await visitor.ask(it, argumentsOf(it));
        assert(status < 500, `${name} as ${role} of one site: ${status}`);
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
