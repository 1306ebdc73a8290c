import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOTP } from 'otpauth';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

const { login, password } = FIRST_PERSON;

for (const engine of ENGINES) {
  test(`an authenticator app guards sign-in, each code once; recovery codes stand in (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { clock } = server;
    const later = (seconds: number) => {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    };
    const person = server.visitor();
    await person.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const { uri, secret } = (await person.ask(api.beginSecondFactor, {})).body;
    assert.match(uri, /^otpauth:\/\/totp\/Patchward:.*secret=/);
    const app = new TOTP({ secret });
    const code = () => app.generate({ timestamp: clock.now.getTime() });
    assert.equal(
      (await person.ask(api.readMe, {})).body.secondFactor,
      false,
      'asks for nothing until confirmed',
    );
    assert.equal((await person.ask(api.confirmSecondFactor, { body: { code: '000000' } })).status, 400);
    const { recoveryCodes } = (await person.ask(api.confirmSecondFactor, { body: { code: code() } })).body;
    assert.equal(recoveryCodes.length, 10);
    assert.equal((await person.ask(api.beginSecondFactor, {})).status, 409);
    const me = (await person.ask(api.readMe, {})).body;
    assert.deepEqual([me.secondFactor, me.recoveryCodes], [true, 10]);

    const enter = async (given: string | undefined, visitor = server.visitor()) =>
      visitor.ask(api.signIn, { body: { login, password, ...(given === undefined ? {} : { code: given }) } });
    assert.deepEqual((await enter(undefined)).body, { state: 'code-needed' });
    assert.equal((await enter(code())).status, 401, 'the code of the enrolment counts once');
    later(30);
    assert.equal((await enter(code())).status, 200);
    assert.equal((await enter(code())).status, 401, 'no code twice');
    later(30);
    const both = await Promise.all([enter(code()), enter(code())]);
    assert.deepEqual(
      both.map((it) => it.status).toSorted((a, b) => a - b),
      [200, 401],
      'nor twice at the same time',
    );
    assert.equal((await enter(recoveryCodes[0]?.toUpperCase())).status, 200);
    assert.equal((await enter(recoveryCodes[0])).status, 401);
    assert.equal((await person.ask(api.readMe, {})).body.recoveryCodes, 9);

    later(11 * 60);
    const stale = await person.ask(api.removeSecondFactor, {});
    assert.deepEqual([stale.status, stale.code], [403, 'step-up']);
    const prove = (given: object) => person.ask(api.proveIdentity, { body: { password, ...given } });
    assert.equal((await prove({})).status, 400);
    assert.equal((await prove({ code: code() })).status, 200);
    const renewed = (await person.ask(api.renewRecoveryCodes, {})).body.recoveryCodes;
    assert.equal((await enter(recoveryCodes[1])).status, 401, 'the old recovery codes are gone');
    assert.equal((await enter(renewed[0])).status, 200);
    assert.equal((await person.ask(api.removeSecondFactor, {})).status, 204);
    assert.equal((await enter(undefined)).body.state, 'signed-in');

    const rows = await server.instance.store.db.selectFrom('audit_entry').select('detail').execute();
    assert(!rows.some((it) => it.detail.includes(secret)), 'no secret is in the log');
  });
}
