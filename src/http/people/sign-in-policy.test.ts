import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { addPerson } from '#app/people/people';
import { api } from '#contract/api';
import type { SignInPolicyView } from '#contract/people/policy-routes';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { identityProvider, signInAt } from '#test/identity-provider';
import { FIRST_PERSON, recordServer, type RecordServer, type Visitor } from '#test/record-server';

const HOSPITAL = { kind: 'hospital' } as const;
const OPEN: SignInPolicyView = {
  secondFactorRoles: [],
  passwords: 'everybody',
  singleSignOn: true,
  groups: [],
  version: 0,
};
const NEXT = 'a ladder against the green wall';
const ORIGIN = 'http://patchward.test';

/** Somebody with a password of their own choice, who is not signed in. */
async function person(server: RecordServer, login: string, over: object = {}): Promise<Visitor> {
  const ctx = contextOn(server.instance);
  const grants = [{ role: 'auditor', scope: HOSPITAL }] as const;
  const { link } = await addPerson(ctx, { kind: 'person', login, name: login, grants, by: 'link', ...over });
  const visitor = server.visitor();
  await visitor.ask(api.enterByLink, { body: { secret: link?.secret ?? '', password: NEXT } });
  await visitor.ask(api.signOut, {});
  return visitor;
}

for (const engine of ENGINES) {
  test(`a role that needs a second factor opens nothing before one is set up, and keeps it (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const admin = server.visitor();
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const body = { ...OPEN, secondFactorRoles: ['auditor' as const] };
    const edited = await admin.ask(api.editSignInPolicy, { body });
    assert.equal(edited.body.policy.version, 1);
    assert.equal((await admin.ask(api.editSignInPolicy, { body })).status, 412, 'no update is lost');

    const grace = await person(server, 'grace');
    const entered = await grace.ask(api.signIn, { body: { login: 'grace', password: NEXT } });
    assert(entered.body.state === 'signed-in');
    assert.deepEqual([entered.body.me.secondFactorMissing, entered.body.me.permissions], [true, []]);
    assert.equal((await grace.ask(api.listAudit, {})).status, 403);
    const { secret } = (await grace.ask(api.beginSecondFactor, {})).body;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = app.generate({ timestamp: server.clock.now.getTime() });
    assert.equal((await grace.ask(api.confirmSecondFactor, { body: { code } })).status, 200);
    assert.equal((await grace.ask(api.readMe, {})).body.secondFactorMissing, false);
    assert.equal((await grace.ask(api.listAudit, {})).status, 200);
    assert.equal((await grace.ask(api.removeSecondFactor, {})).status, 409, 'the role still needs it');
    assert.equal((await grace.ask(api.editSignInPolicy, { body: { ...body, version: 1 } })).status, 403);
  });

  test(`with passwords off only break-glass accounts use one, and that is told apart in the log (${engine})`, async (t) => {
    const provider = await identityProvider(t, ORIGIN + api.finishSingleSignOn.path, {});
    const server = await recordServer(t, engine, { origin: ORIGIN, provider });
    if (server === null) return;
    const admin = server.visitor();
    const me = (await admin.ask(api.createFirstPerson, { body: FIRST_PERSON })).body;
    const body = { ...OPEN, passwords: 'break-glass' as const };
    const edit = (policy: SignInPolicyView) => admin.ask(api.editSignInPolicy, { body: policy });
    assert.equal((await edit(body)).status, 409, 'nobody could get in while the provider is down');
    const glass = { kind: 'person', grants: [{ role: 'administrator', scope: HOSPITAL }], breakGlass: true };
    const rescue = await person(server, 'break-glass', glass);
    assert.equal((await edit({ ...body, singleSignOn: false })).status, 409, 'nobody else could get in');
    assert.equal((await edit(body)).status, 200);
    assert.equal((await server.visitor().ask(api.listSignInWays, {})).body.passwords, 'break-glass');

    const { login, password } = FIRST_PERSON;
    const refused = await server.visitor().ask(api.signIn, { body: { login, password } });
    assert.equal(refused.status, 401);
    const wrong = await server.visitor().ask(api.signIn, { body: { login, password: 'not the one at all' } });
    assert.notDeepEqual(wrong.body, refused.body, 'only who knows the password is told why');
    const entered = await rescue.ask(api.signIn, { body: { login: 'break-glass', password: NEXT } });
    assert.equal(entered.status, 200);
    const log = (await admin.ask(api.listAudit, { query: { act: 'session.break-glass' } })).body;
    assert.equal(log.items[0]?.actorName, 'break-glass');
    const last = { version: 1, disabled: true };
    const rescueId = entered.body.state === 'signed-in' ? entered.body.me.id : '';
    assert.equal(
      (await admin.ask(api.editPerson, { params: { id: rescueId }, body: last })).status,
      412,
      'the version is looked at',
    );
    const { version } = (await admin.ask(api.readPerson, { params: { id: rescueId } })).body;
    const disable = { params: { id: rescueId }, body: { version, disabled: true } };
    assert.equal((await admin.ask(api.editPerson, disable)).status, 409, 'the last way in stays');
    assert.notEqual(me.id, rescueId);
  });

  test(`groups of the identity provider give roles, and take them away (${engine})`, async (t) => {
    const claims = { email: 'grace@example.org', email_verified: true, name: 'Grace H', groups: ['biomed'] };
    const people: Record<string, Record<string, unknown>> = { grace: claims };
    const provider = await identityProvider(t, ORIGIN + api.finishSingleSignOn.path, people);
    const server = await recordServer(t, engine, { origin: ORIGIN, provider });
    if (server === null) return;
    const admin = server.visitor();
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const groups: SignInPolicyView['groups'] = [
      { group: 'biomed', role: 'technician', scope: { kind: 'site', id: 'north' } },
      { group: 'audit', role: 'auditor', scope: HOSPITAL },
    ];
    await admin.ask(api.editSignInPolicy, { body: { ...OPEN, groups } });
    const enter = async () => {
      const begun = await fetch(server.url + api.beginSingleSignOn.path, { redirect: 'manual' });
      const cookie = (begun.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
      const back = await signInAt(begun.headers.get('location') ?? '', 'grace');
      const { status, headers } = await fetch(back.replace(ORIGIN, server.url), { headers: { cookie } });
      const session = headers.getSetCookie().find((it) => it.startsWith('patchward_session=')) ?? '';
      if (status !== 200) return status;
      return (await server.visitor().ask(api.readMe, {}, { cookie: session.split(';')[0] ?? '' })).body;
    };
    const first = await enter();
    assert(typeof first === 'object');
    assert.deepEqual([first.name, first.login, first.hasPassword], ['Grace H', 'grace@example.org', false]);
    assert.deepEqual(first.grants, [{ role: 'technician', scope: { kind: 'site', id: 'north' } }]);
    claims.groups = ['audit', 'choir'];
    const second = await enter();
    assert(typeof second === 'object');
    assert.deepEqual(
      [second.id, second.grants],
      [first.id, [{ role: 'auditor', scope: HOSPITAL }]],
      'exactly what the groups say',
    );
    claims.groups = ['choir'];
    assert.equal(await enter(), 401, 'no group, no way in');
    const log = (await admin.ask(api.listAudit, { query: { subjectId: first.id } })).body.items;
    assert.deepEqual(
      log.map((it) => [it.act, it.actorName]),
      [
        ['person.edit', 'Single sign-on'],
        ['person.add', 'Single sign-on'],
      ],
    );
    const off = { ...OPEN, groups, singleSignOn: false, version: 1 };
    await admin.ask(api.editSignInPolicy, { body: off });
    assert.equal((await server.visitor().ask(api.listSignInWays, {})).body.singleSignOn, null);
    assert.equal((await fetch(server.url + api.beginSingleSignOn.path, { redirect: 'manual' })).status, 401);
  });
}
