import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { api } from '#contract/api';
import type { Arguments, Route } from '#contract/kit';
import { FIRST_PERSON, recordServer, type Visitor } from '#test/record-server';

// What docs/security/asvs.md leans on and no other test shows. One engine is enough: the door is the same for both.

const ID = '01890000-0000-7000-8000-0000000000ff';

test('a page runs no script but its own files, and each answer has a nonce of its own', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-web-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__NONCE__">');
  const server = await recordServer(t, 'embedded', { webFolder: folder, origin: 'https://patchward.test' });
  if (server === null) return;
  const answers = await Promise.all([fetch(server.url), fetch(server.url)]);
  const policies = answers.map((it) => it.headers.get('content-security-policy') ?? '');
  assert.notEqual(policies[0], policies[1]);
  for (const policy of policies) {
    assert.match(policy, /default-src 'none'; script-src 'self';/);
    assert.doesNotMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline/);
    assert.match(policy, /base-uri 'none'.*frame-ancestors 'none'/);
  }
  for (const { headers } of answers)
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000; includeSubDomains');
  const page = readFileSync('src/web/index.html', 'utf8');
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|style=/i, 'the page itself has none');
});

test('the session cookie is out of reach, new at each sign-in, and dead after the last', async (t) => {
  const server = await recordServer(t, 'embedded', { origin: 'https://patchward.test' });
  if (server === null) return;
  const { login, password } = FIRST_PERSON;
  const planted = '__Host-patchward_session=planted-by-somebody-else';
  await server.visitor().ask(api.createFirstPerson, { body: FIRST_PERSON });
  const enter = () => server.visitor().ask(api.signIn, { body: { login, password } }, { cookie: planted });
  const [one, two] = [await enter(), await enter()];
  const cookies = [one, two].map((it) => it.headers.get('set-cookie') ?? '');
  for (const it of cookies) {
    assert.match(it, /^__Host-patchward_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.doesNotMatch(it, /planted/);
  }
  assert.notEqual(cookies[0], cookies[1]);
  assert.doesNotMatch(JSON.stringify([one.body, two.body]), /[\w-]{43}/, 'it is told in the cookie alone');
  assert.equal(one.headers.get('cache-control'), 'no-store');
  const cookie = (cookies[0] ?? '').split(';')[0] ?? '';
  const whoAmI = async (sent: string) =>
    (await server.visitor().ask(api.readMe, {}, { cookie: sent })).status;
  assert.equal(await whoAmI(cookie), 200);
  assert.equal(await whoAmI(cookie.replace('__Host-', '')), 401, 'a neighbour’s cookie does not count');
  await server.visitor().ask(api.signOut, {}, { cookie });
  assert.equal(await whoAmI(cookie), 401, 'signing out ends it on the server');
});

test('nothing is changed by reading, and no form of another site fits a route', async (t) => {
  const server = await recordServer(t, 'embedded');
  if (server === null) return;
  const admin = server.visitor();
  await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
  const acts = async () =>
    (await server.instance.store.db.selectFrom('audit_entry').select('act').orderBy('seq').execute()).map(
      (it) => it.act,
    );
  const before = (await acts()).length;
  const streams = ['text/event-stream'];
  for (const it of Object.values(api) as Route[]) {
    if (it.method !== 'GET' || streams.includes(it.media ?? '')) continue;
    await admin.ask(it, argumentsOf(it));
  }
  const left = (await acts()).slice(before).filter((it) => !it.endsWith('.export'));
  assert.deepEqual(left, [], 'only taking a copy leaves a trace');

  const form = (type: string) =>
    fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ login: 'ada', password: 'x' }),
    });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
    assert.equal((await form(type)).status >= 400, true, type);
  const large = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ada', password: 'x'.repeat(1_100_000) }),
  });
  assert.equal(large.status, 413);
  const odd = await admin.ask(api.addPerson, {
    body: { login: 'eve', name: 'Eve', grants: [], passwordHash: 'x' } as Arguments<
      typeof api.addPerson
    >['body'],
  });
  assert.equal(odd.status, 400, 'no field that the contract does not name');
});

test('each act of an administrator asks for a recent proof, and is in the audit log', async (t) => {
  const server = await recordServer(t, 'embedded');
  if (server === null) return;
  const admin = server.visitor();
  await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
  const { person } = (await admin.ask(api.addPerson, { body: { login: 'grace', name: 'Grace', grants: [] } }))
    .body;
  const made = await admin.ask(api.createToken, {
    body: { name: 'x', days: 1, permissions: ['inventory.read'] },
  });
  const params = { id: person.id };
  const policy = (await admin.ask(api.readSignInPolicy, {})).body.policy;
  const dangerous: readonly (readonly [string, (it: Visitor) => Promise<{ readonly status: number }>])[] = [
    ['person.add', (it) => it.ask(api.addPerson, { body: { login: 'bo', name: 'Bo', grants: [] } })],
    ['person.edit', (it) => it.ask(api.editPerson, { params, body: { version: 1, name: 'G' } })],
    ['person.reset', (it) => it.ask(api.resetSignIn, { params })],
    ['person.reset-second-factor', (it) => it.ask(api.resetSecondFactor, { params })],
    ['sign-in-policy.edit', (it) => it.ask(api.editSignInPolicy, { body: policy })],
    [
      'token.make',
      (it) => it.ask(api.createToken, { body: { name: 'y', days: 1, permissions: ['inventory.read'] } }),
    ],
    [
      'token.rotate',
      (it) => it.ask(api.rotateToken, { params: { id: made.body.token.id }, body: { days: 1 } }),
    ],
  ];
  for (const [act, ask] of dangerous) {
    assert((await ask(admin)).status < 300, act);
    const { items } = (await admin.ask(api.listAudit, { query: { act, limit: 1 } })).body;
    assert.equal(items[0]?.actorName, 'Ada', act);
  }
  server.clock.now = new Date(server.clock.now.getTime() + 10 * 60_000);
  for (const [act, ask] of dangerous)
    assert.equal((await ask(admin)).status, 403, `${act} ten minutes later`);
  for (const it of [api.beginSecondFactor, api.createPasskeyOptions, api.endSessionsOf] as const)
    assert.equal((await admin.ask(it, { params } as Arguments<typeof it>)).status, 403, it.path);
  await admin.ask(api.proveIdentity, { body: { password: FIRST_PERSON.password } });
  const again = await admin.ask(api.resetSecondFactor, { params });
  assert.equal(again.status, 200, 'a proof opens them again');
});

function argumentsOf(it: Route): Arguments<Route> {
  const names = [...it.path.matchAll(/:(\w+)/g)].map((found) => found[1] as string);
  return { params: Object.fromEntries(names.map((name) => [name, ID])) } as Arguments<Route>;
}
