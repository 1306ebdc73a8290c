import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOutgoingPolicy } from '#app/outgoing/policy';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';
import { webServer } from '#test/web-server';

const HOSPITAL = { kind: 'hospital' } as const;

for (const engine of ENGINES)
  test(`destinations are set up by administrators, and their secrets are told once (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await editOutgoingPolicy(contextOn(server.instance), { version: 0, allowed: ['127.0.0.1'] });
    const hook = await webServer(t, (_, response) => response.end('thank you'));
    const admin = await signedIn(server, 'ada', [{ role: 'administrator', scope: HOSPITAL }]);
    const auditor = await signedIn(server, 'ben', [{ role: 'auditor', scope: HOSPITAL }]);
    const analyst = await signedIn(server, 'cy', [{ role: 'vulnerability-analyst', scope: HOSPITAL }]);
    const body = {
      name: 'Operations',
      place: { kind: 'webhook', url: `http://127.0.0.1:${hook.port}/hook?key=hush` },
      events: ['import.finished'],
    } as const;
    const order = { ...body, events: [...body.events] };
    assert.equal((await auditor.ask(api.addDestination, { body: order })).status, 403);
    const added = await admin.ask(api.addDestination, { body: order });
    assert.equal(added.status, 201);
    const secret = added.body.signingSecret ?? '';
    assert.match(secret, /^whsec_/);
    const { id, version } = added.body.destination;
    assert.equal(added.headers.get('location'), `/api/v1/destinations/${id}`);
    const again = await admin.ask(api.addDestination, { body: { ...order, name: 'operations' } });
    assert.deepEqual(
      [again.status, again.code],
      [400, 'invalid'],
      'names are told apart whatever their case',
    );
    const seen = await auditor.ask(api.listDestinations, {});
    assert.equal(seen.body.items.length, 1);
    assert(!JSON.stringify(seen.body).includes(secret));
    assert.equal((await analyst.ask(api.listDestinations, {})).status, 403);
    assert.deepEqual((await analyst.ask(api.listTicketDestinations, {})).body.items, [
      { id, name: 'Operations', kind: 'webhook', closedBecause: null },
    ]);

    const params = { id };
    assert.equal((await auditor.ask(api.tryDestination, { params })).status, 403);
    const tried = await admin.ask(api.tryDestination, { params });
    assert.deepEqual(
      [tried.body.state, tried.body.attempts.map((it) => [it.status, it.answer])],
      ['delivered', [[200, 'thank you']]],
    );
    const log = await auditor.ask(api.listDeliveries, { params, query: {} });
    assert.deepEqual(
      log.body.items.map((it) => [it.event, it.state]),
      [['test', 'delivered']],
    );
    assert.equal((await admin.ask(api.retryDelivery, { params: { id: tried.body.id } })).status, 409);

    const edit = (change: object) => admin.ask(api.editDestination, { params, body: { version, ...change } });
    const off = await edit({ isOn: false, events: [] });
    assert.deepEqual([off.status, off.body.isOn, off.body.version], [200, false, version + 1]);
    assert.equal((await edit({ isOn: true })).status, 412);
    const renewed = await admin.ask(api.renewDestinationSecret, { params });
    assert.notEqual(renewed.body.signingSecret, secret);
    const desk = await admin.ask(api.addDestination, {
      body: {
        name: 'Desk',
        place: { kind: 'servicenow', url: 'https://desk.example', table: 'incident', user: null },
        events: ['import.finished'],
        secret: 'a token',
      },
    });
    assert.deepEqual([desk.status, desk.code], [400, 'invalid'], 'ticket systems take no events');
    server.clock.now = new Date(server.clock.now.getTime() + 11 * 60_000);
    assert.equal((await admin.ask(api.dropDestination, { params })).code, 'step-up', 'a proof is asked for');
    server.clock.now = new Date(server.clock.now.getTime() - 11 * 60_000);
    assert.equal((await admin.ask(api.dropDestination, { params })).status, 204);
    assert.equal((await admin.ask(api.readDestination, { params })).status, 404);
    assert.deepEqual(server.log, []);
  });
