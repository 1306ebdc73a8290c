import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { jira, serviceNow, type TicketStandIn } from '#test/ticket-servers';
import type { Actor, Context } from '../context.ts';
import { editOutgoingPolicy } from '../outgoing/policy.ts';
import { listVulnerabilities } from '../vulnerabilities/vulnerability-list.ts';
import { deliverDue } from './deliver.ts';
import { addDestination, type DestinationOrder, dropDestination } from './destinations.ts';
import { followTickets } from './follow-tickets.ts';
import { listTickets, openTickets, previewTickets, tellTicket } from './tickets.ts';

const CVE = 'CVE-2026-10001';
const OTHER = 'CVE-2026-10002';
const FLAWS: readonly Weakness[] = [
  { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true },
  { product: 'pump_os', fixedIn: '3.0', score: 5.1, exploited: false },
];
const HEAD = 'Asset tag,Manufacturer,Model,Version,Site,Department';
const FLEET = `${HEAD}\nT-1,Acme,Pump OS,1.5,North,ICU\nT-2,Acme,Pump OS,1.5,South,Ward 7`;
const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

type Ctx = Context & { readonly clock: TestClock };

async function setUp(t: TestContext, engine: Engine): Promise<Ctx | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const clock = { now: new Date('2026-03-01T08:00:00Z') };
  const ctx = { ...contextOn(instanceOn(store, clock)), clock };
  await editOutgoingPolicy(ctx, { version: 0, allowed: ['127.0.0.1'] });
  await takeInventory(ctx, FLEET);
  await takeFeeds(ctx, feedsOf(folder, FLAWS));
  return ctx;
}

async function destinationAt(ctx: Ctx, place: DestinationOrder['place']): Promise<string> {
  const made = await addDestination(ctx, { name: place.kind, place, events: [], secret: 's3cret' });
  return made.dossier.destination.id;
}

/** Hands everything over, as long as it takes. */
async function deliverAll(ctx: Ctx): Promise<void> {
  for (let times = 0; times < 6; times++) {
    await deliverDue.run(ctx, TOOLS);
    ctx.clock.now = new Date(ctx.clock.now.getTime() + 3_600_000);
  }
}

const SYSTEMS = [
  {
    name: 'ServiceNow',
    start: serviceNow,
    place: ({ url }: TicketStandIn) =>
      ({ kind: 'servicenow', url: `${url}/`, table: 'incident', user: 'patchward' }) as const,
    credentials: `Basic ${Buffer.from('patchward:s3cret').toString('base64')}`,
    key: 'INC1001',
    states: ['New', 'In Progress', 'Resolved'],
    move: ['2', '6'],
    said: (it: TicketStandIn['tickets'][number]) => it.body,
    title: 'short_description',
  },
  {
    name: 'Jira',
    start: jira,
    place: ({ url }: TicketStandIn) =>
      ({ kind: 'jira', url, edition: 'cloud', project: 'MED', issueType: 'Task', user: null }) as const,
    credentials: 'Bearer s3cret',
    key: 'MED-1',
    states: ['To Do', 'In Progress', 'Done'],
    move: ['In Progress', 'Done'],
    said: (it: TicketStandIn['tickets'][number]) => it.body['fields'] as Readonly<Record<string, unknown>>,
    title: 'summary',
  },
] as const;

for (const engine of ENGINES)
  for (const system of SYSTEMS) {
    test(`a ticket goes to ${system.name}, and its status comes back (${engine})`, async (t) => {
      const ctx = await setUp(t, engine);
      if (ctx === null) return;
      const server = await system.start(t);
      const destinationId = await destinationAt(ctx, system.place(server));
      const wish = { destinationId, filters: [`vulnerability:=${CVE}`], note: 'Before the weekend, please' };
      assert.deepEqual(await previewTickets(ctx, wish), [
        { filter: wish.filters[0], findings: 2, devices: 2, covered: 0 },
      ]);
      const [opened] = await openTickets(ctx, wish, 'https://patchward.example');
      assert.deepEqual([opened?.isNew, opened?.ticket.state, opened?.ticket.key], [true, 'asked', null]);
      await deliverDue.run(ctx, TOOLS);
      assert.equal(server.tickets.length, 1);
      const said = system.said(server.tickets[0] as TicketStandIn['tickets'][number]);
      assert.match(String(said[system.title]), new RegExp(`${CVE} on 2 devices$`));
      const description = String(said['description']);
      for (const it of [
        'Before the weekend, please',
        'T-1',
        'T-2',
        'ICU',
        'Known to be exploited',
        'To do: Update',
      ])
        assert(description.includes(it), `${it} in ${description}`);
      assert(description.includes('https://patchward.example/findings?filter=vulnerability'), description);
      assert(server.credentials.every((it) => it === system.credentials));
      const read = async () => {
        ctx.clock.now = new Date(ctx.clock.now.getTime() + 300_000);
        await followTickets.run(ctx, TOOLS);
        const [it] = (await listTickets(ctx, { vulnerability: CVE }, { before: null, limit: 9 })).items;
        return [it?.key, it?.status, it?.state];
      };
      assert.deepEqual(await read(), [system.key, system.states[0], 'open']);
      const [kept] = server.tickets as [TicketStandIn['tickets'][number]];
      kept.state = system.move[0];
      assert.deepEqual(await read(), [system.key, system.states[1], 'open']);
      const inTriage = async () =>
        (await listVulnerabilities(ctx, { filter: CVE, sort: [], after: null, limit: 1 })).items[0]?.ticket;
      assert.deepEqual(await inTriage(), { key: system.key, status: system.states[1], state: 'open' });
      kept.state = system.move[1];
      assert.deepEqual(await read(), [system.key, system.states[2], 'settled']);
      assert.equal(await inTriage(), null, 'nobody works on it any more');
      const acts = (await ctx.store.db.selectFrom('audit_entry').select('act').execute()).map((it) => it.act);
      for (const it of ['ticket.open', 'ticket.made', 'ticket.told']) assert(acts.includes(it), it);
      // What is settled there and open here may be asked for again.
      const [again] = await openTickets(ctx, wish, null);
      assert.equal(again?.isNew, true);
    });

    test(`${system.name} never gets two tickets for the same findings, whatever is cut off (${engine})`, async (t) => {
      const ctx = await setUp(t, engine);
      if (ctx === null) return;
      const server = await system.start(t);
      server.faults.push('fault', 'busy', 'cut-before', 'cut-after');
      const destinationId = await destinationAt(ctx, system.place(server));
      const open = (filter: string) =>
        openTickets(ctx, { destinationId, filters: [filter], note: null }, null);
      const asked = await Promise.all([
        open(`vulnerability:=${CVE}`),
        open(`vulnerability:=${CVE}`),
        open(`vulnerability:=${CVE} site:North`),
      ]);
      const ids = new Set(asked.flat().map((it) => it.ticket.id));
      const covered = await ctx.store.db.selectFrom('ticket_finding').select('ticket_id').execute();
      assert.equal(covered.length, 2, 'each finding is in one ticket');
      assert.equal(asked.flat().filter((it) => it.isNew).length, ids.size);
      await deliverAll(ctx);
      assert.equal(server.faults.length, 0, 'every fault was met');
      assert.equal(server.tickets.length, ids.size);
      const more = await open('site:North');
      assert.equal(more.filter((it) => it.isNew).length, 1, 'the other vulnerability alone needs one');
      assert.equal(more.find((it) => it.isNew)?.ticket.findings, 1);
      assert.match(more.find((it) => it.isNew)?.ticket.title ?? '', new RegExp(OTHER));
      const none = await open('site:North');
      assert(none.every((it) => !it.isNew));
    });
  }

const local: Actor = {
  kind: 'person',
  id: '01890000-0000-7000-8000-0000000000a1',
  name: 'Analyst of South',
  grants: [{ role: 'vulnerability-analyst', scope: { kind: 'site', id: 'South' } }],
  limitedTo: null,
  verifiedAt: null,
  sessionId: null,
};

for (const engine of ENGINES)
  test(`tickets are opened and seen within one's own part of the hospital (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const server = await serviceNow(t);
    const destinationId = await destinationAt(ctx, SYSTEMS[0].place(server));
    const south = { ...ctx, actor: local };
    const wish = { destinationId, filters: [`vulnerability:=${CVE}`], note: null };
    const north = await openTickets(ctx, { ...wish, filters: [`vulnerability:=${CVE} site:North`] }, null);
    const seen = async () =>
      (await listTickets(south, {}, { before: null, limit: 9 })).items.map((it) => it.id);
    assert.deepEqual(await seen(), []);
    await assert.rejects(
      tellTicket(south, north[0]?.ticket.id ?? '', { status: 'Done' }),
      /Cannot find ticket/,
    );
    const [own] = await openTickets(south, wish, null);
    assert.equal(own?.ticket.findings, 1);
    assert.deepEqual(await seen(), [own?.ticket.id]);
    await assert.rejects(
      openTickets(south, { ...wish, filters: ['site:North'] }, null),
      /no open finding matches site:North/,
    );
    const several = await openTickets(south, { ...wish, filters: ['site:North', ...wish.filters] }, null);
    assert.deepEqual(
      several.map((it) => [it.ticket.id, it.isNew]),
      [[own?.ticket.id, false]],
      'what needs none is passed over',
    );
    const told = await tellTicket(south, own?.ticket.id ?? '', {
      key: 'R-1',
      status: 'Taken',
      settled: false,
    });
    assert.deepEqual([told.key, told.status, told.state], ['R-1', 'Taken', 'open']);
    await dropDestination(ctx, destinationId);
    const { items } = await listTickets(ctx, {}, { before: null, limit: 9 });
    assert.deepEqual(
      items.map((it) => [it.destinationId, it.state]),
      [
        [null, 'open'],
        [null, 'unanswered'],
      ],
    );
  });
