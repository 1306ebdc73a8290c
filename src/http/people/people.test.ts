import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

const HOSPITAL = { kind: 'hospital' } as const;
const GRACE = {
  login: 'grace',
  name: 'Grace',
  grants: [{ role: 'vulnerability-analyst', scope: { kind: 'site', id: 'north' } }],
} as const;

for (const engine of ENGINES) {
  test(`an account is made, entered, changed, reset and disabled (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [admin, grace] = [server.visitor(), server.visitor()];
    const ada = (await admin.ask(api.createFirstPerson, { body: FIRST_PERSON })).body;
    const body = { ...GRACE, grants: [...GRACE.grants] };
    const made = await admin.ask(api.addPerson, { body });
    assert.equal(made.status, 201);
    const { person, password } = made.body;
    assert(password !== null);
    assert.equal((await admin.ask(api.addPerson, { body: { ...body, login: 'GRACE' } })).status, 409);

    const entered = await grace.ask(api.signIn, { body: { login: 'grace', password } });
    assert(entered.body.state === 'signed-in');
    assert.deepEqual([entered.body.me.passwordMustChange, entered.body.me.permissions], [true, []]);
    const next = 'a ladder against the green wall';
    assert.equal((await grace.ask(api.changePassword, { body: { current: 'x', next } })).status, 400);
    assert.equal(
      (await grace.ask(api.changePassword, { body: { current: password, next: 'short' } })).status,
      400,
    );
    const own = await grace.ask(api.changePassword, { body: { current: password, next } });
    assert.equal(own.status, 200);
    assert(own.body.permissions.includes('inventory.edit'));
    assert.equal((await grace.ask(api.listPeople, {})).status, 403);

    const people = (await admin.ask(api.listPeople, {})).body;
    assert.deepEqual(
      people.items.map((it) => it.name),
      ['Ada', 'Grace'],
    );
    const { version } = (await admin.ask(api.readPerson, { params: { id: person.id } })).body;
    const edit = (change: {
      readonly disabled?: boolean;
      readonly name?: string;
      readonly version: number;
    }) => admin.ask(api.editPerson, { params: { id: person.id }, body: change });
    const edited = await edit({ version, name: 'Grace H' });
    assert.equal(edited.body.name, 'Grace H');
    assert.equal((await edit({ version, name: 'Grace again' })).status, 412, 'no update is lost');

    const reset = (await admin.ask(api.resetSignIn, { params: { id: person.id } })).body;
    assert.equal((await grace.ask(api.readMe, {})).status, 401, 'a reset ends sessions');
    assert.equal((await grace.ask(api.signIn, { body: { login: 'grace', password: next } })).status, 401);
    const again = { body: { login: 'grace', password: reset.password ?? '' } };
    assert.equal((await grace.ask(api.signIn, again)).status, 200);
    assert.equal((await edit({ version: reset.person.version, disabled: true })).status, 200);
    assert.equal((await grace.ask(api.readMe, {})).status, 401, 'disabling ends sessions');
    assert.equal((await grace.ask(api.signIn, again)).status, 401);

    const last = await admin.ask(api.editPerson, {
      params: { id: ada.id },
      body: { version: 1, grants: [] },
    });
    assert.equal(last.status, 409, 'the last administrator stays');
    server.clock.now = new Date(server.clock.now.getTime() + 11 * 60_000);
    const stale = await admin.ask(api.resetSignIn, { params: { id: person.id } });
    assert.equal(stale.status, 403, 'a proof of identity minutes old is needed');
  });

  test(`two administrators cannot take each other away at once (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [ada, bob] = [server.visitor(), server.visitor()];
    const { id: adaId } = (await ada.ask(api.createFirstPerson, { body: FIRST_PERSON })).body;
    const added = (
      await ada.ask(api.addPerson, {
        body: { login: 'bob', name: 'Bob', grants: [{ role: 'administrator', scope: HOSPITAL }] },
      })
    ).body;
    await bob.ask(api.signIn, { body: { login: 'bob', password: added.password ?? '' } });
    const next = 'a ladder against the green wall';
    await bob.ask(api.changePassword, { body: { current: added.password ?? '', next } });
    const answers = await Promise.all([
      ada.ask(api.editPerson, { params: { id: added.person.id }, body: { version: 2, disabled: true } }),
      bob.ask(api.editPerson, { params: { id: adaId }, body: { version: 1, disabled: true } }),
    ]);
    const done = answers.filter((it) => it.status === 200).length;
    assert.equal(done, 1, JSON.stringify(answers.map((it) => it.status)));
  });

  test(`a token does what it says, in its owner's name, and no more (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const admin = server.visitor();
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const robot = (
      await admin.ask(api.addPerson, {
        body: {
          kind: 'service',
          login: 'scanner',
          name: 'Scanner',
          grants: [{ role: 'service-account', scope: HOSPITAL }],
        },
      })
    ).body;
    assert.equal(robot.password, null);
    const token = { name: 'Nightly', permissions: ['inventory.read' as const], days: 30 };
    const tooMuch = { ...token, permissions: ['people.manage' as const], personId: robot.person.id };
    assert.equal(
      (await admin.ask(api.createToken, { body: tooMuch })).status,
      403,
      'more than its owner may',
    );
    const forRobot = await admin.ask(api.createToken, { body: { ...token, personId: robot.person.id } });
    assert.match(forRobot.body.secret, /^pwd_[\w-]{43}$/);
    const mine = await admin.ask(api.createToken, { body: { ...token, permissions: ['people.read'] } });
    const kept = await server.instance.store.db.selectFrom('api_token').selectAll().execute();
    assert(!JSON.stringify(kept).includes(mine.body.secret));

    const program = server.visitor();
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
    const as = bearer(mine.body.secret);
    assert.equal((await program.ask(api.listPeople, {}, as)).status, 200);
    assert.equal((await program.ask(api.listAudit, {}, as)).status, 403, 'its owner may, it may not');
    assert.equal(
      (await program.ask(api.createToken, { body: token }, as)).status,
      409,
      'no token from a token',
    );
    assert.equal((await program.ask(api.listPeople, {}, bearer(forRobot.body.secret))).status, 403);
    assert.equal((await program.ask(api.listPeople, {}, bearer('pwd_nonsense'))).status, 401);
    const { items } = (await admin.ask(api.listTokens, {})).body;
    assert.deepEqual(
      items.map((it) => [it.name, it.usedAt !== null]),
      [
        ['Nightly', true],
        ['Nightly', true],
      ],
    );
    assert.equal((await admin.ask(api.revokeToken, { params: { id: mine.body.token.id } })).status, 204);
    assert.equal((await program.ask(api.listPeople, {}, as)).status, 401);
    server.clock.now = new Date(server.clock.now.getTime() + 31 * 24 * 3_600_000);
    assert.equal((await program.ask(api.readMe, {}, bearer(forRobot.body.secret))).status, 401, 'expired');
  });
}
