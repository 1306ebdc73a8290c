import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson, editPerson } from '#app/people/people';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

const HOSPITAL = { kind: 'hospital' } as const;
const NORTH = { kind: 'site', id: 'north' } as const;
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

for (const engine of ENGINES) {
  test(`a token keeps the roles and scopes of its first day, and loses what its owner loses (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [admin, program] = [server.visitor(), server.visitor()];
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const ctx = contextOn(server.instance);
    const grants = [{ role: 'service-account', scope: NORTH }] as const;
    const { person } = await addPerson(ctx, { kind: 'service', login: 'robot', name: 'Robot', grants });
    const body = { name: 'Nightly', permissions: ['inventory.read' as const], days: 30, personId: person.id };
    const { secret, token } = (await admin.ask(api.createToken, { body })).body;
    const whereItActs = async (its: string) =>
      (await program.ask(api.readMe, {}, bearer(its))).body.grants.map((it) => it.scope);
    assert.deepEqual(await whereItActs(secret), [NORTH]);

    await editPerson(ctx, person.id, { version: 1, grants: [{ role: 'service-account', scope: HOSPITAL }] });
    assert.deepEqual(await whereItActs(secret), [NORTH], 'its owner may more by now, it does not');
    const scoped = await admin.ask(api.createToken, {
      body: { ...body, scope: { kind: 'site', id: 'south' } },
    });
    assert.deepEqual(await whereItActs(scoped.body.secret), [{ kind: 'site', id: 'south' }]);

    const next = await admin.ask(api.rotateToken, {
      params: { id: token.id },
      body: { days: 90, overlapHours: 2 },
    });
    assert.equal(next.status, 201);
    assert.deepEqual(await whereItActs(next.body.secret), [NORTH], 'a replacement is like the one before');
    assert.deepEqual(await whereItActs(secret), [NORTH], 'the old one works on for a while');
    server.clock.now = new Date(server.clock.now.getTime() + 121 * 60_000);
    assert.equal((await program.ask(api.readMe, {}, bearer(secret))).status, 401);
    assert.equal((await program.ask(api.readMe, {}, bearer(next.body.secret))).status, 200);

    await editPerson(ctx, person.id, { version: 2, grants: [] });
    assert.equal((await program.ask(api.findDevices, {}, bearer(next.body.secret))).status, 403);
  });

  test(`nobody gets more by making or replacing a token for another account (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ctx = contextOn(server.instance);
    const link = async (login: string, role: 'administrator' | 'clinical-engineer', scope: object) => {
      const grants = [{ role, scope: scope as typeof HOSPITAL }];
      const made = await addPerson(ctx, { kind: 'person', login, name: login, grants, by: 'link' });
      const visitor = server.visitor();
      await visitor.ask(api.enterByLink, {
        body: { secret: made.link?.secret ?? '', password: 'a ladder against the green wall' },
      });
      return { visitor, id: made.person.id };
    };
    const admin = await link('admin', 'administrator', HOSPITAL);
    const local = await link('local', 'administrator', NORTH);
    const engineer = await link('engineer', 'clinical-engineer', HOSPITAL);
    const wish = { name: 'x', days: 1, personId: engineer.id };
    const make = (who: typeof admin, permission: 'inventory.edit' | 'inventory.read') =>
      who.visitor.ask(api.createToken, { body: { ...wish, permissions: [permission] } });
    assert.equal((await make(local, 'inventory.read')).status, 403, 'an administrator of one site');
    assert.equal((await make(admin, 'inventory.edit')).status, 403, 'what the administrator does not hold');
    const own = await engineer.visitor.ask(api.createToken, {
      body: { name: 'mine', days: 1, permissions: ['inventory.edit'] },
    });
    const params = { id: own.body.token.id };
    assert.equal((await admin.visitor.ask(api.rotateToken, { params, body: { days: 1 } })).status, 403);
    assert.equal((await local.visitor.ask(api.rotateToken, { params, body: { days: 1 } })).status, 404);
    assert.equal((await admin.visitor.ask(api.revokeToken, { params })).status, 204, 'but it may be revoked');
    assert.equal((await engineer.visitor.ask(api.rotateToken, { params, body: { days: 1 } })).status, 409);
    const theirs = (await local.visitor.ask(api.listTokens, { query: { personId: engineer.id } })).body;
    assert.deepEqual(theirs.items, []);
  });
}
