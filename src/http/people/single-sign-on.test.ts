import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson } from '#app/people/people';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { identityProvider, signInAt } from '#test/identity-provider';
import { recordServer } from '#test/record-server';

const PEOPLE = {
  ada: { email: 'ada@example.org', email_verified: true },
  // An address that nobody confirmed proves nothing.
  eve: { email: 'ada@example.org', email_verified: false },
  guest: { email: 'guest@example.org', email_verified: true },
};

/** Where people reach the server; the test goes there by its port. */
const ORIGIN = 'http://patchward.test';

for (const engine of ENGINES) {
  test(`people sign in with the hospital's provider, each as who they are there (${engine})`, async (t) => {
    const provider = await identityProvider(t, ORIGIN + api.finishSingleSignOn.path, PEOPLE);
    const server = await recordServer(t, engine, { origin: ORIGIN, provider });
    if (server === null) return;
    const ctx = contextOn(server.instance);
    const { person } = await addPerson(ctx, {
      kind: 'person',
      login: 'Ada@example.org',
      name: 'Ada',
      grants: [{ role: 'auditor', scope: { kind: 'hospital' } }],
    });
    const begin = async () => {
      const response = await fetch(server.url + api.beginSingleSignOn.path, { redirect: 'manual' });
      assert.equal(response.status, 303);
      const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
      return { cookie, url: response.headers.get('location') ?? '' };
    };
    const comeBack = async (url: string, cookie: string) => {
      const response = await fetch(url.replace(ORIGIN, server.url), {
        headers: { cookie },
        redirect: 'manual',
      });
      const session = response.headers.getSetCookie().find((it) => it.startsWith('patchward_session='));
      return { status: response.status, session: session?.split(';')[0] ?? null };
    };
    const left = await begin();
    const back = await signInAt(left.url, 'ada');
    assert.equal((await comeBack(back, '')).status, 401, 'an answer in another browser');
    const entered = await comeBack(back, left.cookie);
    assert.equal(entered.status, 200);
    assert(entered.session !== null);
    const me = await server.visitor().ask(api.readMe, {}, { cookie: entered.session });
    assert.equal(me.body.id, person.id);
    assert.equal((await comeBack(back, left.cookie)).status, 401, 'no answer twice');

    for (const account of ['eve', 'guest']) {
      const attempt = await begin();
      const answer = await comeBack(await signInAt(attempt.url, account), attempt.cookie);
      assert.deepEqual(answer, { status: 401, session: null }, account);
    }
    const [one, two] = [await begin(), await begin()];
    const mixedUp = await comeBack(await signInAt(one.url, 'ada'), two.cookie);
    assert.equal(mixedUp.status, 401, 'the answer to another question');
    const forged = new URL(await signInAt((await begin()).url, 'ada'));
    forged.searchParams.set('iss', 'http://evil.example');
    assert.equal((await comeBack(forged.href, left.cookie)).status, 401);
    assert.deepEqual((await server.visitor().ask(api.listSignInWays, {})).body.singleSignOn, {
      name: 'Hospital account',
      path: api.beginSingleSignOn.path,
    });
    assert.deepEqual(server.log, []);
  });
}
