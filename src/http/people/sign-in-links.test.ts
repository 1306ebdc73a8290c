import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { resetSignIn } from '#app/people/rescue';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

const NEXT = 'a ladder against the green wall';

for (const engine of ENGINES) {
  test(`a link lets one person choose a password once, and for three days (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [admin, grace] = [server.visitor(), server.visitor()];
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const body = {
      login: 'grace',
      name: 'Grace',
      grants: [{ role: 'auditor' as const, scope: { kind: 'hospital' as const } }],
      by: 'link' as const,
    };
    const { person, password, link } = (await admin.ask(api.addPerson, { body })).body;
    assert.equal(password, null);
    assert(link !== null && person.linkUntil === link.expiresAt);
    const kept = await server.instance.store.db.selectFrom('sign_in_link').selectAll().execute();
    assert(!JSON.stringify(kept).includes(link.secret));

    const enter = (secret: string, chosen: string) =>
      grace.ask(api.enterByLink, { body: { secret, password: chosen } });
    assert.equal((await enter('made-up', NEXT)).status, 401);
    assert.equal((await enter(link.secret, 'short')).status, 400, 'a weak password does not use the link up');
    assert.equal((await enter(link.secret, NEXT)).body.name, 'Grace');
    assert.equal((await grace.ask(api.listAudit, {})).status, 200, 'the new password needs no change');
    assert.equal((await enter(link.secret, NEXT)).status, 401, 'no link twice');

    const again = (await admin.ask(api.resetSignIn, { params: { id: person.id }, body: { by: 'link' } }))
      .body;
    assert.equal((await grace.ask(api.readMe, {})).status, 401, 'a reset ends sessions');
    const newer = (await admin.ask(api.resetSignIn, { params: { id: person.id }, body: { by: 'link' } }))
      .body;
    assert.equal((await enter(again.link?.secret ?? '', NEXT)).status, 401, 'a newer link replaces it');
    server.clock.now = new Date(server.clock.now.getTime() + 73 * 3_600_000);
    assert.equal((await enter(newer.link?.secret ?? '', NEXT)).status, 401, 'it is too old');
  });

  test(`somebody is signed out and loses the second factor by an administrator's hand (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [admin, grace] = [server.visitor(), server.visitor()];
    const ada = (await admin.ask(api.createFirstPerson, { body: FIRST_PERSON })).body;
    const body = { login: 'grace', name: 'Grace', grants: [] };
    const made = (await admin.ask(api.addPerson, { body })).body;
    const { id } = made.person;
    const signIn = { body: { login: 'grace', password: made.password ?? '' } };
    await grace.ask(api.signIn, signIn);
    const seen = (await admin.ask(api.listSessionsOf, { params: { id } })).body;
    assert.deepEqual(
      seen.items.map((it) => [it.method, it.current]),
      [['password', false]],
    );
    assert.equal((await admin.ask(api.endSessionsOf, { params: { id } })).body.ended, 1);
    assert.equal((await grace.ask(api.readMe, {})).status, 401);
    await grace.ask(api.signIn, signIn);
    assert.equal((await admin.ask(api.resetSecondFactor, { params: { id } })).status, 200);
    assert.equal((await grace.ask(api.readMe, {})).status, 401);
    const acts = (await admin.ask(api.listAudit, { query: { subjectId: id } })).body.items.map(
      (it) => it.act,
    );
    assert.deepEqual(acts, ['person.reset-second-factor', 'person.end-sessions', 'person.add']);
    assert.equal((await grace.ask(api.endSessionsOf, { params: { id: ada.id } })).status, 401);
  });

  test(`a password that somebody else chose opens the account for three days (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [admin, grace] = [server.visitor(), server.visitor()];
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const body = { login: 'grace', name: 'Grace', grants: [] };
    const made = (await admin.ask(api.addPerson, { body })).body;
    const enter = (password: string | null) =>
      grace.ask(api.signIn, { body: { login: 'grace', password: password ?? '' } });
    const later = (hours: number) => {
      server.clock.now = new Date(server.clock.now.getTime() + hours * 3_600_000);
    };
    later(71);
    assert.equal((await enter(made.password)).status, 200);
    later(2);
    assert.equal((await enter(made.password)).status, 401, 'it is too old');
    const ctx = contextOn(server.instance);
    const reset = await resetSignIn(ctx, made.person.id);
    assert.equal((await enter(reset.password)).status, 200);
    const current = reset.password ?? '';
    assert.equal((await grace.ask(api.changePassword, { body: { current, next: NEXT } })).status, 200);
    later(24 * 365);
    assert.equal((await enter(NEXT)).status, 200, 'one’s own never runs out');
    const again = await resetSignIn(ctx, made.person.id);
    later(73);
    assert.equal((await enter(again.password)).status, 401, 'nor does one for recovery last');
  });

  test(`people are found by name, role and state, page by page (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const admin = server.visitor();
    await admin.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const { db } = server.instance.store;
    const { newId } = server.instance;
    await db
      .insertInto('person')
      .values(
        ['Bo', 'bö', 'Cy', 'Di', 'Ed'].map((name, i) => ({
          id: newId(),
          kind: i === 4 ? ('service' as const) : ('person' as const),
          login: `x${i}`,
          name,
          created_at: server.clock.now,
          disabled_at: i === 3 ? server.clock.now : null,
        })),
      )
      .execute();
    const names: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: { readonly limit: number; readonly cursor?: string } = {
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      };
      const { body } = await admin.ask(api.listPeople, { query });
      assert.equal(body.total, 6);
      names.push(...body.items.map((it) => it.name));
      if (body.next === null) break;
      cursor = body.next;
    }
    assert.equal(new Set(names).size, 6);
    const found = async (
      query: NonNullable<Parameters<typeof admin.ask<typeof api.listPeople>>[1]['query']>,
    ) => (await admin.ask(api.listPeople, { query })).body.items.map((it) => it.name);
    assert.deepEqual(await found({ q: 'B' }), ['Bo', 'bö']);
    assert.deepEqual(await found({ q: 'x2' }), ['Cy']);
    assert.deepEqual(await found({ state: 'disabled' }), ['Di']);
    assert.deepEqual(await found({ kind: 'service' }), ['Ed']);
    assert.deepEqual(await found({ role: 'administrator' }), ['Ada']);
    assert.deepEqual(await found({ q: '%' }), [], 'no pattern of the database');
    assert.equal((await admin.ask(api.listPeople, { query: { cursor: 'x' } })).status, 400);
  });
}
