import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { softAuthenticator } from '#test/authenticator';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES) {
  test(`a passkey is added and signs in; replay, touch alone and another site are refused (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const person = server.visitor();
    await person.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const passkey = softAuthenticator(server.url);
    const add = async (made = passkey, challenge?: string) => {
      const options = (await person.ask(api.createPasskeyOptions, {})).body;
      const response = made.create(challenge ?? options.challenge);
      return person.ask(api.addPasskey, { body: { name: 'Phone', response } });
    };
    assert.equal((await add(softAuthenticator(server.url, false))).status, 400, 'a touch proves nobody');
    assert.equal((await add(softAuthenticator('http://evil.example'))).status, 400);
    assert.equal((await add(passkey, 'bm90IG91cnM')).status, 400, 'a challenge that was never given');
    const added = await add();
    assert.equal(added.status, 201, JSON.stringify(added.body));
    assert.equal((await add()).status, 409);
    assert.deepEqual(
      (await person.ask(api.listPasskeys, {})).body.items.map((it) => [it.name, it.usedAt]),
      [['Phone', null]],
    );

    const visitor = server.visitor();
    const challenge = async () => (await visitor.ask(api.createPasskeySignInOptions, {})).body.challenge;
    const enter = (response: ReturnType<typeof passkey.get>) =>
      visitor.ask(api.signInWithPasskey, { body: { response } });
    const answer = passkey.get(await challenge());
    const entered = await enter(answer);
    assert.equal(entered.status, 200, JSON.stringify(entered.body));
    assert.equal((await visitor.ask(api.readMe, {})).body.name, 'Ada');
    assert.equal((await enter(answer)).status, 400, 'no answer twice');
    const stranger = softAuthenticator(server.url);
    assert.equal((await enter(stranger.get(await challenge()))).status, 401);
    const forged = { ...stranger.get(await challenge()), id: answer.id, rawId: answer.id };
    assert.equal((await enter(forged)).code === null, false, 'the name of a key is not the key');
    const late = await challenge();
    server.clock.now = new Date(server.clock.now.getTime() + 6 * 60_000);
    assert.equal((await enter(passkey.get(late))).status, 400, 'a challenge runs out');

    assert.equal((await person.ask(api.removePasskey, { params: { id: added.body.id } })).status, 204);
    assert.equal((await enter(passkey.get(await challenge()))).status, 401);
  });
}
