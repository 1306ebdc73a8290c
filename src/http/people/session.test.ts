import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES) {
  test(`the first person sets up once, signs in, sees sessions and ends them (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [first, second] = [server.visitor(), server.visitor()];
    assert.equal((await first.ask(api.readMe, {})).status, 401);
    assert.equal((await first.ask(api.readFirstRun, {})).body.needed, true);
    const weak = await first.ask(api.createFirstPerson, {
      body: { ...FIRST_PERSON, password: 'Password1234!' },
    });
    assert.equal(weak.status, 400);

    const set = await first.ask(api.createFirstPerson, { body: FIRST_PERSON });
    assert.equal(set.status, 201);
    assert.match(set.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict/);
    assert.equal(set.body.name, 'Ada');
    assert.equal((await first.ask(api.readFirstRun, {})).body.needed, false);
    assert.equal((await second.ask(api.createFirstPerson, { body: FIRST_PERSON })).status, 409);

    const { login, password } = FIRST_PERSON;
    const wrong = await second.ask(api.signIn, { body: { login, password: 'not the one at all' } });
    const unknown = await second.ask(api.signIn, { body: { login: 'nobody', password } });
    assert.deepEqual([wrong.status, unknown.status], [401, 401]);
    assert.deepEqual(wrong.body, unknown.body, 'nothing tells which names exist');
    server.clock.now = new Date('2026-03-01T08:01:00Z');
    const right = await second.ask(api.signIn, { body: { login: login.toUpperCase(), password } });
    assert.equal(right.status, 200);

    const { body: sessions } = await first.ask(api.listSessions, {});
    assert.deepEqual(
      sessions.items.map((it) => it.current),
      [false, true],
    );
    assert.equal((await first.ask(api.endOtherSessions, {})).body.ended, 1);
    assert.equal((await second.ask(api.readMe, {})).status, 401);
    assert.equal((await first.ask(api.signOut, {})).status, 204);
    assert.equal((await first.ask(api.readMe, {})).status, 401);
    const acts = await server.instance.store.db
      .selectFrom('audit_entry')
      .select('act')
      .orderBy('seq')
      .execute();
    assert.deepEqual(
      acts.map((it) => it.act),
      ['person.first', 'session.refuse', 'session.begin', 'session.end-others', 'session.end'],
    );
  });

  test(`of many first runs at the same time one succeeds (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        server.visitor().ask(api.createFirstPerson, { body: { ...FIRST_PERSON, login: `person-${i}` } }),
      ),
    );
    assert.deepEqual(
      answers.map((it) => it.status).toSorted((a, b) => a - b),
      [201, 409, 409, 409, 409, 409],
    );
  });

  test(`a session ends when it is idle for an hour, and after twelve in any case (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { clock } = server;
    const start = clock.now.getTime();
    const visitor = server.visitor();
    await visitor.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const minutes = async (count: number) => {
      clock.now = new Date(start + count * 60_000);
      return (await visitor.ask(api.readMe, {})).status;
    };
    for (let at = 0; at < 720; at += 50) assert.equal(await minutes(at), 200, `minute ${at}`);
    assert.equal(await minutes(721), 401, 'twelve hours are over');
    const { login, password } = FIRST_PERSON;
    await visitor.ask(api.signIn, { body: { login, password } });
    assert.equal(await minutes(770), 200);
    assert.equal(await minutes(831), 401, 'an hour without use');
  });

  test(`guesses make an account wait, longer each time, and never lock others out (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { login, password } = FIRST_PERSON;
    await server.visitor().ask(api.createFirstPerson, { body: FIRST_PERSON });
    const guess = (guessed: string) =>
      server.visitor().ask(api.signIn, { body: { login, password: guessed } });
    const parallel = await Promise.all(Array.from({ length: 8 }, () => guess('a wrong passphrase')));
    assert.deepEqual(
      parallel.map((it) => it.status).toSorted((a, b) => a - b),
      [401, 401, 401, 401, 401, 429, 429, 429],
    );
    const waiting = await guess(password);
    assert.equal(waiting.status, 429, 'even the right password waits');
    assert.equal(waiting.headers.get('retry-after'), '60');
    server.clock.now = new Date(server.clock.now.getTime() + 61_000);
    assert.equal((await guess('wrong again, still')).status, 401);
    assert.equal((await guess(password)).headers.get('retry-after'), '120');
    server.clock.now = new Date(server.clock.now.getTime() + 121_000);
    assert.equal((await guess(password)).status, 200);
    assert.equal((await guess('wrong once more, so what')).status, 401, 'success starts afresh');
    assert.equal((await guess(password)).status, 200);
  });

  test(`guesses at a name that nobody has wait alike, so that waiting tells nobody who has an account (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await server.visitor().ask(api.createFirstPerson, { body: FIRST_PERSON });
    const answersTo = async (login: string) => {
      const answers = [];
      for (const password of ['a', 'b', 'c', 'd', 'e', 'f'].map((it) => it.repeat(16))) {
        const it = await server.visitor().ask(api.signIn, { body: { login, password } });
        answers.push([it.status, it.headers.get('retry-after'), (it.body as { detail?: string }).detail]);
      }
      return answers;
    };
    const known = await answersTo(FIRST_PERSON.login);
    assert.deepEqual(known.at(-1)?.slice(0, 2), [429, '60']);
    assert.deepEqual(await answersTo('Nobody'), known);
    assert.equal((await answersTo('nobody '))[0]?.[0], 429, 'however it is written');
    assert.equal((await answersTo('somebody'))[0]?.[0], 401, 'another name is another account');
  });

  test(`a page of another site cannot act for who is signed in (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const visitor = server.visitor();
    await visitor.ask(api.createFirstPerson, { body: FIRST_PERSON });
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      assert.equal((await visitor.ask(api.signOut, {}, headers)).status, 403, JSON.stringify(headers));
    assert.equal((await visitor.ask(api.signOut, {}, { 'sec-fetch-site': 'same-origin' })).status, 204);
  });
}
