import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { TEST_CERTIFICATE } from '#test/web-server';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { editOutgoingPolicy } from '../outgoing/policy.ts';
import { addPerson } from '../people/people.ts';
import { deliverDue } from './deliver.ts';
import { listDeliveries, tryDestination } from './deliveries.ts';
import { addDestination, editDestination } from './destinations.ts';
import { announce } from './announce.ts';
import { tellWhatIsDue } from './due-digest.ts';
import { openTickets } from './tickets.ts';

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

interface Mail {
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | null;
  readonly text: string;
}

/** A real mail server on this machine that keeps what it receives. */
async function mailServer(t: TestContext, options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    cert: TEST_CERTIFICATE,
    key: readFileSync(new URL('../../../test/tls/key.pem', import.meta.url)),
    authOptional: true,
    onAuth: ({ username, password }, _, done) =>
      password === 's3cret' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (it: Buffer) => chunks.push(it));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map((it) => it.address),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

type Ctx = Context & { readonly clock: TestClock };

async function setUp(
  t: TestContext,
  engine: Engine,
  allowed: readonly string[] = ['127.0.0.1'],
): Promise<Ctx | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock = { now: new Date('2026-03-01T08:00:00Z') };
  const instance = instanceOn(store, clock);
  const outgoing = { proxy: null, resolve: async () => ['127.0.0.1'] };
  const ctx = { ...contextOn({ ...instance, outgoing }), clock };
  if (allowed.length > 0) await editOutgoingPolicy(ctx, { version: 0, allowed: [...allowed] });
  return ctx;
}

const PLACE = {
  kind: 'email',
  host: 'server.test',
  encryption: 'starttls',
  user: null,
  from: 'patchward@hospital.example',
  to: ['security@hospital.example'],
  owners: true,
} as const;

/** Trusts the tests' own certificate, as an operator does with NODE_EXTRA_CA_CERTS. */
function trustTestCertificate(t: TestContext): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, TEST_CERTIFICATE]);
  t.after(() => setDefaultCACertificates(before));
}

for (const engine of ENGINES) {
  test(`mail is encrypted, its server is checked, and passwords go nowhere else (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const server = await mailServer(t);
    const plain = await mailServer(t, { disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const add = async (name: string, place: object, secret: string | null = null) =>
      (
        await addDestination(ctx, {
          name,
          place: { ...PLACE, port: server.port, ...place },
          events: [],
          secret,
        })
      ).dossier.destination.id;
    const tried = async (id: string) => {
      const { delivery, attempts } = await tryDestination(ctx, id);
      return `${delivery.state}: ${attempts[0]?.problem ?? attempts[0]?.answer ?? ''}`;
    };
    const starttls = await add('STARTTLS', {});
    assert.match(await tried(starttls), /^given-up: .*certificate/i, 'nobody vouches for the server');
    assert.equal(server.mails.length, 0);
    trustTestCertificate(t);
    assert.match(await tried(starttls), /^delivered: 250/);
    const [mail] = server.mails as [Mail];
    assert.deepEqual([mail.to, mail.secure, mail.user], [['security@hospital.example'], true, null]);
    assert.match(mail.text, /^Subject: Trial by Patchward\r$/m);
    assert.match(mail.text, /^Message-ID: <[\da-f-]{36}@hospital\.example>\r$/m);

    const login = await add('With a login', { user: 'patchward' }, 's3cret');
    assert.match(await tried(login), /^delivered/);
    assert.equal(server.mails[1]?.user, 'patchward');
    const wrong = await add('With a wrong one', { user: 'patchward' }, 'guess');
    assert.match(await tried(wrong), /^given-up: .*(Wrong password|535)/);

    assert.match(await tried(await add('Offered', { encryption: 'offered' })), /^delivered/);
    assert.equal(server.mails.at(-1)?.secure, true, 'what is offered is taken');
    assert.match(await tried(await add('Plain', { encryption: 'offered', port: plain.port })), /^delivered/);
    assert.match(await tried(await add('Plain, unwanted', { port: plain.port })), /^given-up: .*STARTTLS/i);
    const inTheClear = { encryption: 'offered', port: plain.port, user: 'patchward' };
    assert.match(await tried(await add('Plain with login', inTheClear, 's3cret')), /^given-up: .*STARTTLS/i);
    assert.equal(plain.mails.length, 1);
    assert.equal(plain.mails[0]?.user, null);
    await assert.rejects(add('Two addresses', { from: 'a@b.example, c@d.example' }), /no mail address/);
    await assert.rejects(add('A header', { from: 'a@b.example\r\nBcc: c@d.example' }), /no mail address/);
  });

  test(`mail goes to no server that nobody allowed (${engine})`, async (t) => {
    const ctx = await setUp(t, engine, []);
    if (ctx === null) return;
    const server = await mailServer(t);
    const { dossier } = await addDestination(ctx, {
      name: 'Mail',
      place: { ...PLACE, port: server.port, encryption: 'offered' },
      events: [],
      secret: null,
    });
    const { delivery, attempts } = await tryDestination(ctx, dossier.destination.id);
    assert.equal(delivery.state, 'given-up');
    assert.match(attempts[0]?.problem ?? '', /server\.test is at 127\.0\.0\.1, a loopback address/);
    assert.equal(server.mails.length, 0);
  });

  test(`owners of departments are told once a day what is due on their devices (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    trustTestCertificate(t);
    const server = await mailServer(t);
    await takeInventory(
      ctx,
      `Asset tag,Manufacturer,Model,Version,Site,Department
T-1,Acme,Pump OS,1.5,North,ICU
T-2,Acme,Pump OS,1.5,North,ICU
T-3,Acme,Pump OS,1.5,North,Theatre
T-4,Acme,Pump OS,1.5,North,Stores
T-5,Acme,Pump OS,2.5,North,Ward 7`,
    );
    await takeFeeds(
      ctx,
      feedsOf(folder, [{ product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true }]),
    );
    await addPerson(ctx, {
      kind: 'person',
      login: 'grace@hospital.example',
      name: 'Grace Hopper',
      grants: [],
    });
    const name = (department: string, details: object) =>
      ctx.store.db
        .updateTable('department')
        .set({ details: JSON.stringify(details) })
        .where('name', '=', department)
        .execute();
    await name('ICU', { owner: 'Ada Byron <ada@hospital.example>', manager: 'grace hopper' });
    await name('Theatre', { owner: 'Nobody in particular', manager: 'Grace Hopper' });
    const { dossier } = await addDestination(ctx, {
      name: 'Mail',
      place: { ...PLACE, port: server.port },
      events: ['findings.due'],
      secret: null,
    });
    const tell = async () => {
      await tellWhatIsDue.run(ctx, TOOLS);
      await deliverDue.run(ctx, TOOLS);
      return server.mails.splice(0).toSorted((a, b) => (a.to.join() < b.to.join() ? -1 : 1));
    };
    ctx.clock.now = new Date('2026-04-20T03:00:00Z');
    assert.deepEqual(await tell(), [], 'not in the night');
    ctx.clock.now = new Date('2026-04-20T08:00:00Z');
    const mails = await tell();
    assert.deepEqual(
      mails.map((it) => it.to),
      [['ada@hospital.example'], ['grace@hospital.example'], ['security@hospital.example']],
    );
    const [icu, theatre, stores] = mails.map((it) => it.text.replaceAll(/=\r\n/g, ''));
    assert.match(icu ?? '', /Subject: 2 findings overdue, 0 due within \d+ days/);
    assert.match(icu ?? '', /ICU \(Ada Byron <ada@hospital\.example>\): 2 overdue/);
    assert.match(icu ?? '', /CVE-2026-10001 on 2 .* Acme Pump OS/);
    assert.doesNotMatch(icu ?? '', /Theatre|Stores/);
    assert.match(theatre ?? '', /Theatre .*: 1 overdue/);
    assert.match(stores ?? '', /Nobody with a mail address is known/);
    assert.match(stores ?? '', /Stores: 1 overdue/);
    ctx.clock.now = new Date('2026-04-20T18:00:00Z');
    assert.deepEqual(await tell(), [], 'once a day');
    ctx.clock.now = new Date('2026-04-21T08:00:00Z');
    assert.equal((await tell()).length, 3);
    const { id, version, place } = dossier.destination;
    assert(place.kind === 'email');
    await editDestination(ctx, id, { version, place: { ...place, owners: false } });
    ctx.clock.now = new Date('2026-04-22T08:00:00Z');
    const all = await tell();
    assert.deepEqual(
      all.map((it) => it.to),
      [['security@hospital.example']],
    );
    assert.match(all[0]?.text ?? '', /Subject: 4 findings overdue/);

    const [opened] = await openTickets(
      ctx,
      { destinationId: id, filters: ['department:ICU'], note: null },
      null,
    );
    await deliverDue.run(ctx, TOOLS);
    assert.match(server.mails[0]?.text ?? '', /Subject: \[critical\] CVE-2026-10001 on 2 devices/);
    const { items } = await listDeliveries(ctx, id, { state: null, before: null, limit: 1 });
    assert.deepEqual(
      [items[0]?.delivery.ticketId, items[0]?.delivery.state],
      [opened?.ticket.id, 'delivered'],
    );
  });
}

for (const engine of ENGINES)
  test(`what is no hurry is collected into one mail, and the rest comes at once (${engine})`, async (t) => {
    const ctx = await setUp(t, engine);
    if (ctx === null) return;
    let isBusy = true;
    const server = await mailServer(t, {
      onMailFrom: (_, __, done) => (isBusy ? done(new Error('Busy, come again')) : done()),
    });
    trustTestCertificate(t);
    const { dossier } = await addDestination(ctx, {
      name: 'Mail',
      place: { ...PLACE, port: server.port },
      events: ['import.finished', 'feed.in-doubt'],
      secret: null,
    });
    const happen = (kind: 'import.finished' | 'feed.in-doubt', title: string) =>
      actUnasked(ctx, async (tx) => {
        await announce(ctx, tx, { kind, title, lines: [`About ${title}`], data: {} });
        return { value: undefined, audit: null };
      });
    const deliverAt = async (time: string) => {
      ctx.clock.now = new Date(`2026-03-01T${time}Z`);
      await deliverDue.run(ctx, TOOLS);
      return server.mails.splice(0).map(({ text }) => /^Subject: (.*)\r$/m.exec(text)?.[1]);
    };
    await happen('import.finished', 'One');
    ctx.clock.now = new Date('2026-03-01T08:10:00Z');
    await happen('import.finished', 'Two');
    assert.deepEqual(await deliverAt('08:14:00'), []);
    assert.deepEqual(await deliverAt('08:15:00'), [], 'the server is busy');
    isBusy = false;
    await happen('feed.in-doubt', 'Feed X');
    assert.deepEqual(await deliverAt('08:15:30'), ['Feed X', '2 notices of Patchward']);
    await happen('import.finished', 'Three');
    assert.deepEqual(await deliverAt('08:29:00'), []);
    assert.deepEqual(await deliverAt('08:31:00'), ['Three']);
    const { items } = await listDeliveries(ctx, dossier.destination.id, {
      state: null,
      before: null,
      limit: 9,
    });
    assert.deepEqual(
      items.map(({ delivery, attempts }) => `${delivery.title}: ${delivery.state}, ${attempts.length}`),
      ['Three: delivered, 1', 'Feed X: delivered, 1', 'Two: delivered, 2', 'One: delivered, 2'],
    );
  });
