import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openTickets, readTicket } from '#app/destinations/tickets';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { type Engine, ENGINES } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';
import { feedsOf } from '#test/small-feeds';

const HOSPITAL = { kind: 'hospital' } as const;
const FLEET = 'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5\nT-2,Acme,Pump OS,1.5';
const FLAWS = [{ product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true }];

interface Sending {
  readonly body: string;
  readonly secret: string;
  readonly id?: string;
  readonly at?: Date;
  /** Overrides the right signature. */
  readonly signature?: string;
}

/** What any library of Standard Webhooks does. */
function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

async function stage(t: TestContext, engine: Engine) {
  const server = await recordServer(t, engine);
  if (server === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const ctx = contextOn(server.instance);
  await takeInventory(ctx, FLEET);
  await takeFeeds(ctx, feedsOf(folder, FLAWS));
  const admin = await signedIn(server, 'ada', [{ role: 'administrator', scope: HOSPITAL }]);
  const add = async (name: string) => {
    const place = { kind: 'webhook', url: `https://${name}.example/hook` } as const;
    const { body } = await admin.ask(api.addDestination, { body: { name, place, events: [] } });
    return { id: body.destination.id, outbound: body.signingSecret ?? '' };
  };
  const desk = await add('desk');
  const other = await add('other');
  const ticketAt = async (destinationId: string) => {
    const opened = await openTickets(ctx, { destinationId, filters: ['T-1'], note: null }, null);
    return opened[0]?.ticket.id ?? '';
  };
  const send = async (destination: string, it: Sending) => {
    const { body, secret, id = 'msg_1', at = server.clock.now } = it;
    const seconds = Math.floor(at.getTime() / 1000);
    const response = await fetch(`${server.url}/api/v1/destinations/${destination}/ticket-news`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': it.signature ?? signatureOf(secret, id, seconds, body),
      },
      body,
    });
    const answer = (await response.json()) as { readonly outcome?: string; readonly detail?: string };
    return [response.status, answer.outcome ?? answer.detail ?? ''] as const;
  };
  const open = async (id: string) =>
    (await admin.ask(api.openWritingBack, { params: { id } })).body.signingSecret;
  return { server, ctx, admin, desk, other, ticketAt, send, open };
}

const changed = (ticketId: string, data: object, timestamp = '2026-03-01T08:00:00Z') =>
  JSON.stringify({ type: 'ticket.changed', timestamp, data: { ticketId, ...data } });

for (const engine of ENGINES) {
  test(`a destination writes back how its tickets stand, each message once and the latest word last (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    const { server, ctx, admin, desk, other, ticketAt, send, open } = it;
    const ticket = await ticketAt(desk.id);
    const foreign = await ticketAt(other.id);
    const secret = await open(desk.id);
    assert.match(secret, /^whsec_/);
    assert.notEqual(secret, desk.outbound);
    const state = async () => {
      const { key, status, state } = await readTicket(ctx, ticket);
      return [key, status, state];
    };

    const first = changed(ticket, { key: 'R-1', status: 'In work' });
    assert.deepEqual(await send(desk.id, { body: first, secret }), [200, 'taken']);
    assert.deepEqual(await state(), ['R-1', 'In work', 'open']);
    const done = changed(ticket, { status: 'Done', settled: true }, '2026-03-01T08:01:00Z');
    assert.deepEqual(await send(desk.id, { body: done, secret, id: 'msg_2' }), [200, 'taken']);
    assert.deepEqual(await state(), ['R-1', 'Done', 'settled']);

    assert.deepEqual(await send(desk.id, { body: first, secret }), [200, 'taken-before']);
    const late = changed(ticket, { status: 'Waiting' }, '2026-03-01T08:00:30+00:00');
    assert.deepEqual(await send(desk.id, { body: late, secret, id: 'msg_3' }), [200, 'outdated']);
    assert.equal((await send(desk.id, { body: late, secret, id: 'msg_2' }))[0], 409, 'an id is one message');
    assert.deepEqual(await state(), ['R-1', 'Done', 'settled'], 'what was sent again changed nothing');

    const elsewhere = changed(foreign, { status: 'Done', settled: true });
    assert.equal((await send(desk.id, { body: elsewhere, secret, id: 'msg_4' }))[0], 404);
    assert.equal((await readTicket(ctx, foreign)).status, null, 'nobody speaks of the tickets of others');
    for (const body of ['{', '{}', changed('no id', {}), changed(ticket, { status: '' })])
      assert.equal((await send(desk.id, { body, secret, id: 'msg_5' }))[0], 400, body);
    assert.deepEqual(
      await send(desk.id, { body: changed(ticket, { status: 'Done' }), secret, id: 'msg_5' }),
      [200, 'outdated'],
      'what was refused may come again, mended',
    );

    const told = await server.instance.store.db
      .selectFrom('audit_entry')
      .select(['actor_name', 'detail'])
      .where('act', '=', 'ticket.told')
      .execute();
    assert.deepEqual(
      told.map((entry) => [entry.actor_name, /"after":.*?"status":"([^"]+)"/.exec(entry.detail)?.[1]]),
      [
        ['Destination desk', 'In work'],
        ['Destination desk', 'Done'],
      ],
    );
    const { inbound } = (await admin.ask(api.readDestination, { params: { id: desk.id } })).body;
    assert.deepEqual(inbound, { lastAt: server.clock.now.toISOString(), problem: null, problemAt: null });
    assert.deepEqual(server.log, []);
  });

  test(`what was not signed for a destination just now is refused before it is read (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    const { server, ctx, admin, desk, other, ticketAt, send, open } = it;
    const ticket = await ticketAt(desk.id);
    const body = changed(ticket, { status: 'Done', settled: true });
    const closed = await send(desk.id, { body, secret: desk.outbound });
    const unknown = await send('01890000-0000-7000-8000-0000000000ff', { body, secret: desk.outbound });
    assert.equal(closed[0], 401);
    assert.deepEqual(unknown, closed, 'whether there is such a destination is not told');

    const secret = await open(desk.id);
    const elsewhere = await open(other.id);
    const at = (minutes: number) => new Date(server.clock.now.getTime() + minutes * 60_000);
    const seconds = Math.floor(server.clock.now.getTime() / 1000);
    const right = signatureOf(secret, 'msg_1', seconds, body);
    const trials: readonly (readonly [string, Sending])[] = [
      ['signed with what Patchward signs with', { body, secret: desk.outbound }],
      ['signed with the secret of another', { body, secret: elsewhere }],
      ['five minutes and more ago', { body, secret, at: at(-5.1) }],
      ['from the future', { body, secret, at: at(5.1) }],
      ['another body', { body: `${body} `, secret, signature: right }],
      ['another id', { body, secret, id: 'msg_2', signature: right }],
      ['another time', { body, secret, at: at(1), signature: right }],
      ['no signature', { body, secret, signature: '' }],
      ['another scheme', { body, secret, signature: right.replace('v1,', 'v2,') }],
      ['half a signature', { body, secret, signature: right.slice(0, 20) }],
      ['an id with a full stop', { body, secret, id: 'msg.1' }],
      ['not JSON, and not signed', { body: '{', secret: elsewhere }],
    ];
    for (const [name, sending] of trials) assert.equal((await send(desk.id, sending))[0], 401, name);
    assert.equal((await readTicket(ctx, ticket)).status, null);
    const view = () => admin.ask(api.readDestination, { params: { id: desk.id } });
    assert.match((await view()).body.inbound?.problem ?? '', /was not made with the secret/);

    const several = { body, secret, signature: `v1a,xyz v1,${right.slice(3, 20)} ${right}` };
    assert.deepEqual(await send(desk.id, several), [200, 'taken'], 'one good signature is enough');
    assert.equal((await view()).body.inbound?.problem, null);

    const renewed = await open(desk.id);
    const again = (it: Omit<Sending, 'body'>) => send(desk.id, { body, ...it });
    assert.equal((await again({ secret, id: 'msg_a' }))[0], 200, 'for a day both are good');
    assert.equal((await again({ secret: renewed, id: 'msg_b' }))[0], 200);
    server.clock.now = at(24 * 60);
    assert.equal((await again({ secret, id: 'msg_c' }))[0], 401);
    assert.equal((await again({ secret: renewed, id: 'msg_c' }))[0], 200);
    server.clock.now = at(-24 * 60 + 11);
    assert.equal((await admin.ask(api.closeWritingBack, { params: { id: desk.id } })).code, 'step-up');
    server.clock.now = at(-11);
    assert.equal((await admin.ask(api.closeWritingBack, { params: { id: desk.id } })).status, 204);
    assert.equal((await again({ secret: renewed, id: 'msg_d' }))[0], 401);
    assert.deepEqual(server.log, []);
  });
}
