import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { test, type TestContext } from 'node:test';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { webServer } from '#test/web-server';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { editOutgoingPolicy } from '../outgoing/policy.ts';
import { readTodayNeeds } from '../today/needs.ts';
import { announce } from './announce.ts';
import { deliverDue } from './deliver.ts';
import { listDeliveries, retryDelivery, tryDestination } from './deliveries.ts';
import { addDestination, editDestination, readDestination, renewSecret } from './destinations.ts';

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that keeps what it receives, and answers as it is told. */
async function receiver(t: TestContext, answers: (() => number | 'cut')[] = []) {
  const received: Received[] = [];
  const server = await webServer(t, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (it: Buffer) => chunks.push(it));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ url: request.url ?? '', headers: request.headers, body });
      const status = answers.shift()?.() ?? 200;
      if (status === 'cut') response.destroy();
      else response.writeHead(status, status === 429 ? { 'retry-after': '7200' } : {}).end(`said ${status}`);
    });
  });
  return { url: `http://127.0.0.1:${server.port}/hook`, received };
}

async function setUp(
  t: TestContext,
  engine: Engine,
  allowed: readonly string[] = ['127.0.0.1'],
): Promise<(Context & { readonly clock: TestClock }) | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock = { now: new Date('2026-03-01T08:00:00Z') };
  const ctx = { ...contextOn(instanceOn(store, clock)), clock };
  if (allowed.length > 0) await editOutgoingPolicy(ctx, { version: 0, allowed: [...allowed] });
  return ctx;
}

const later = ({ clock }: { readonly clock: TestClock }, seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000);
};

const deliver = (ctx: Context) => deliverDue.run(ctx, TOOLS);

/** Something happens: an act with its audit entry, and the notice of it. */
function happen(ctx: Context, title: string): Promise<void> {
  return actUnasked(ctx, async (tx) => {
    await announce(ctx, tx, { kind: 'import.finished', title, lines: [title], data: { source: 'CMMS' } });
    return { value: undefined, audit: { act: 'test.happen', subject: null, detail: {} } };
  });
}

async function addWebhook(ctx: Context, url: string, name = 'Operations') {
  const { dossier, signingSecret } = await addDestination(ctx, {
    name,
    place: { kind: 'webhook', url },
    events: ['import.finished'],
    secret: null,
  });
  return { id: dossier.destination.id, secret: signingSecret ?? '' };
}

/** Verifies as the specification of Standard Webhooks 1.0 tells receivers to, knowing nothing of the sender's code. */
function verified({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed, 'utf8').digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((it) => it.split(','))
    .filter(([version]) => version === 'v1')
    .map(([, signature = '']) => Buffer.from(signature, 'base64'))
    .some((it) => it.length === expected.length && timingSafeEqual(it, expected));
}

async function statesOf(ctx: Context, id: string): Promise<string[]> {
  const { items } = await listDeliveries(ctx, id, { state: null, before: null, limit: 50 });
  return items.map(({ delivery }) => `${delivery.title}: ${delivery.state}`).toReversed();
}

for (const engine of ENGINES) {
  test(`what happens is posted once, signed as Standard Webhooks 1.0 says (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const { url, received } = await receiver(t);
    const { id, secret } = await addWebhook(ctx, url);
    assert.match(secret, /^whsec_[A-Za-z\d+/]{43}=$/);
    await happen(ctx, 'One');
    await deliver(ctx);
    await deliver(ctx);
    assert.equal(received.length, 1);
    const [first] = received as [Received];
    assert(verified(first, secret));
    assert(!verified({ ...first, body: `${first.body} ` }, secret), 'a changed body');
    assert(!verified(first, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='), 'another secret');
    assert.deepEqual(JSON.parse(first.body), {
      type: 'import.finished',
      timestamp: '2026-03-01T08:00:00.000Z',
      data: { title: 'One', source: 'CMMS' },
    });
    assert.equal(first.headers['webhook-timestamp'], String(Date.parse('2026-03-01T08:00:00Z') / 1000));
    assert.deepEqual(await statesOf(ctx, id), ['One: delivered']);

    const renewed = await renewSecret(ctx, id);
    await happen(ctx, 'Two');
    await deliver(ctx);
    const second = received[1] as Received;
    assert.deepEqual(
      [verified(second, secret), verified(second, renewed)],
      [true, true],
      'both sign for a day',
    );
    later(ctx, 86_401);
    await happen(ctx, 'Three');
    await deliver(ctx);
    const third = received[2] as Received;
    assert.deepEqual([verified(third, secret), verified(third, renewed)], [false, true]);
    const log = JSON.stringify(await ctx.store.db.selectFrom('audit_entry').selectAll().execute());
    const row = await ctx.store.db.selectFrom('destination').selectAll().executeTakeFirstOrThrow();
    for (const it of [secret, renewed]) {
      assert(!log.includes(it), 'no secret in the audit log');
      assert(!row.secret?.toString('latin1').includes(it), 'no secret in the clear');
    }
  });

  test(`an act that fails leaves nothing, and one that is done is told of though the process dies (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const { url, received } = await receiver(t);
    const { id } = await addWebhook(ctx, url);
    await assert.rejects(
      actUnasked(ctx, async (tx) => {
        await announce(ctx, tx, { kind: 'import.finished', title: 'Never', lines: [], data: {} });
        throw new Error('the act failed');
      }),
      /the act failed/,
    );
    await happen(ctx, 'Committed');
    // Nothing else is done by this process; the next one finds the outbox.
    assert.deepEqual(await statesOf(ctx, id), ['Committed: waiting']);
    const next = contextOn({ ...ctx });
    // It dies once more: after the server took it, before that is written down.
    const dying = { ...next, fence: async () => Promise.reject(new Error('the process died')) };
    await assert.rejects(deliver(dying), /the process died/);
    assert.deepEqual(await statesOf(ctx, id), ['Committed: waiting']);
    await deliver(next);
    assert.deepEqual(await statesOf(ctx, id), ['Committed: delivered']);
    const ids = received.map((it) => it.headers['webhook-id']);
    assert.equal(ids.length, 2, 'at least once');
    assert.equal(new Set(ids).size, 1, 'and known again by its id');
    assert.equal(received[0]?.body, received[1]?.body);
  });

  test(`failures are tried again with longer pauses, and as late as the server asks (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const { url, received } = await receiver(t, [() => 500, () => 'cut', () => 429, () => 302]);
    const { id, secret } = await addWebhook(ctx, url);
    await happen(ctx, 'One');
    const dueIn = async () => {
      const { items } = await listDeliveries(ctx, id, { state: null, before: null, limit: 1 });
      const at = items[0]?.delivery.nextAttemptAt;
      return at == null ? null : (at.getTime() - ctx.clock.now.getTime()) / 1000;
    };
    for (const [least, most] of [
      [8, 12],
      [48, 72],
      [7200, 7200],
      [1440, 2160],
    ] as const) {
      await deliver(ctx);
      const seconds = (await dueIn()) ?? -1;
      assert(seconds >= least && seconds <= most, `${seconds} s, not ${least} to ${most}`);
      await deliver(ctx);
      later(ctx, seconds);
    }
    assert.equal(received.length, 4, 'none before its time');
    await deliver(ctx);
    assert.deepEqual(await statesOf(ctx, id), ['One: delivered']);
    assert.equal(new Set(received.map((it) => it.headers['webhook-id'])).size, 1);
    assert.equal(new Set(received.map((it) => it.headers['webhook-timestamp'])).size, 5);
    assert(received.every((it) => verified(it, secret)));
    const { items } = await listDeliveries(ctx, id, { state: null, before: null, limit: 1 });
    assert.deepEqual(
      items[0]?.attempts.map((it) => [it.no, it.status, it.answer]),
      [
        [1, 500, 'said 500'],
        [2, null, null],
        [3, 429, 'said 429'],
        [4, 302, 'said 302'],
        [5, 200, 'said 200'],
      ],
    );
  });

  test(`a destination that nothing gets through to is switched off, and nothing is lost (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    let isUp = false;
    const answers = Array.from({ length: 200 }, () => () => (isUp ? 200 : 503));
    const { url, received } = await receiver(t, answers);
    const { id } = await addWebhook(ctx, url);
    await happen(ctx, 'One');
    await happen(ctx, 'Two');
    for (let hours = 0; hours < 72; hours++) {
      await deliver(ctx);
      later(ctx, 3600);
    }
    const { destination } = await readDestination(ctx, id);
    assert.equal(destination.isOn, false);
    assert.match(destination.disabledBecause ?? '', /^Nothing got through for \d+ hours, in \d+ attempts$/);
    const needs = await readTodayNeeds(ctx);
    assert.deepEqual(
      needs.filter((it) => it.kind === 'destination'),
      [{ kind: 'destination', count: 1 }],
    );
    const acts = await ctx.store.db.selectFrom('audit_entry').select('act').execute();
    assert.equal(acts.filter((it) => it.act === 'destination.disable').length, 1);
    const before = received.length;
    await happen(ctx, 'Three');
    await deliver(ctx);
    assert.equal(received.length, before, 'nothing is sent while it is off');
    isUp = true;
    await editDestination(ctx, id, { version: destination.version, isOn: true });
    await deliver(ctx);
    const states = await statesOf(ctx, id);
    assert(states.includes('Three: delivered'), states.join(', '));
    for (const { delivery } of (await listDeliveries(ctx, id, { state: 'given-up', before: null, limit: 9 }))
      .items)
      await retryDelivery(ctx, delivery.id);
    await deliver(ctx);
    assert.deepEqual(await statesOf(ctx, id), ['One: delivered', 'Two: delivered', 'Three: delivered']);
    assert.deepEqual(
      (await readTodayNeeds(ctx)).filter((it) => it.kind === 'destination'),
      [],
    );
  });

  test(`a server that is gone for good, or that may not be reached, gets nothing (${engine})`, async (t) => {
    const ctx = await setUp(t, engine, []);
    if (ctx === null) return;
    const { url, received } = await receiver(t, [() => 410]);
    const { id } = await addWebhook(ctx, url);
    const refused = await tryDestination(ctx, id);
    assert.equal(received.length, 0);
    assert.deepEqual([refused.delivery.state, refused.attempts[0]?.status], ['given-up', null]);
    assert.match(refused.attempts[0]?.problem ?? '', /loopback address/);
    await happen(ctx, 'One');
    await deliver(ctx);
    assert.equal(received.length, 0, 'nothing goes to a private address that nobody allowed');
    const outside = { proxy: null, resolve: async () => ['93.184.215.14'] };
    const plain = await addWebhook(ctx, 'http://outside.example/hook', 'Outside');
    const unencrypted = await tryDestination({ ...ctx, outgoing: outside }, plain.id);
    assert.match(unencrypted.attempts[0]?.problem ?? '', /it is outside, and not encrypted/);
    await editDestination(ctx, plain.id, { version: 1, isOn: false });
    await editOutgoingPolicy(ctx, { version: 0, allowed: ['127.0.0.1'] });
    later(ctx, 60);
    await deliver(ctx);
    assert.equal(received.length, 1);
    const { destination } = await readDestination(ctx, id);
    assert.equal(destination.disabledBecause, 'It answered that it is gone for good (410)');
  });
}
