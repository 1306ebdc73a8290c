import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { editOutgoingPolicy } from '#app/outgoing/policy';
import type { PickupRules } from '#engine/pickup';
import type { PickupOrder, PickupPlace } from '#store/pickups';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { webServer } from '#test/web-server';
import { listAudit } from '../audit/list.ts';
import { JOBS } from '../jobs/kinds.ts';
import { applyImport } from './import-start.ts';
import { dropImport, listImports, uploadImport } from './imports.ts';
import { lookForFiles } from './pickup-run.ts';
import { resumeImports } from './resume-imports.ts';
import { addPickup, dropPickup, editPickup, listSources, readPickup, runPickupNow } from './pickups.ts';

const RULES: PickupRules = {
  apply: 'within',
  createdPctMax: 20,
  changedPctMax: 20,
  rejectedPctMax: 10,
  shorterPctMax: 50,
};

/** A list of ten pumps of the firmware given, the first few of them of another. */
function list(firmware: string, others = 0, count = 10): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const version = i < others ? '9.9' : firmware;
    return `T-${i},BD,Alaris PC,SN9000${10 + i},${version}`;
  });
  return ['Asset tag,Manufacturer,Model,Serial number,Firmware', ...rows, ''].join('\n');
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

/** A server with an inbox; null after marking the test as skipped. */
async function stage(t: TestContext, engine: Engine) {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const inbox = mkdtempSync(join(tmpdir(), 'patchward-inbox-'));
  t.after(() => rmSync(inbox, { recursive: true, force: true }));
  const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
  const instance = { ...instanceOn(store, clock), inbox };
  const ctx = contextOn(instance);
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  return {
    ctx,
    clock,
    inbox,
    later,
    /** Writes a file as a program would that just finished it. */
    put: (name: string, text: string) => {
      const path = join(inbox, name);
      writeFileSync(path, text);
      utimesSync(path, clock.now, clock.now);
    },
    /** What a running server does in so many minutes. */
    pass: async (minutes: number) => {
      for (let passed = 0; passed < minutes; passed++) {
        later(1);
        await lookForFiles.run(ctx, TOOLS);
        await runJobs(instance, JOBS);
      }
    },
    imports: async () => (await listImports(ctx, { before: null, limit: 100 })).items.toReversed(),
    add: async (place: PickupPlace, over: Partial<PickupOrder> = {}) =>
      (
        await addPickup(
          ctx,
          { source: 'CMMS', place, schedule: { kind: 'every', minutes: 1 }, rules: RULES, ...over },
          {},
        )
      ).pickup,
    acts: async (act: string) =>
      (await listAudit(ctx, { act }, { before: null, limit: 100 })).entries.map((it) => it.entry.detail),
  };
}

const HOURLY = { kind: 'every', minutes: 60 } as const;
const FOLDER = { kind: 'folder', folder: 'cmms', pattern: '*.csv', afterwards: 'leave' } as const;

for (const engine of ENGINES) {
  test(`a finished file is taken once, and applied by itself only within the rules (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    const { id } = await it.add(FOLDER);
    await it.pass(1);
    assert.match((await readPickup(it.ctx, id)).pickup.problem ?? '', /folder: it does not exist/);
    mkdirSync(join(it.inbox, 'cmms'));
    it.put('cmms/notes.txt', 'not wanted');
    it.put('cmms/first.csv', list('1.0'));
    await it.pass(1);
    assert.deepEqual((await it.imports()).length, 0, 'seen, but perhaps still being written');
    it.put('cmms/first.csv', list('1.1'));
    await it.pass(1);
    assert.deepEqual((await it.imports()).length, 0, 'it was: it changed');
    await it.pass(3);
    const [first] = await it.imports();
    assert(first !== undefined);
    assert.deepEqual([first.state, first.counts.create], ['previewed', 10]);
    assert.deepEqual(first.waitsBecause, ['It is the first import of this source']);
    assert.equal(first.createdByName, 'Source "CMMS"');
    const before = await readPickup(it.ctx, id);
    assert.equal(before.open?.id, first.id);
    assert.equal(before.pickup.problem, null);

    it.put('cmms/second.csv', list('1.1', 1));
    await it.pass(5);
    assert.equal((await it.imports()).length, 1, 'nothing else is taken while one waits');
    await applyImport(it.ctx, first.id);
    await it.pass(3);
    const [, second] = await it.imports();
    assert.deepEqual([second?.file, second?.state, second?.counts.change], ['second.csv', 'applied', 1]);

    it.put('cmms/third.csv', list('2.0'));
    it.put('cmms/fourth.csv', list('1.1'));
    await it.pass(3);
    const third = (await it.imports())[2];
    assert.deepEqual([third?.file, third?.state], ['fourth.csv', 'applied'], 'A, B, A is taken');
    await it.pass(3);
    const fourth = (await it.imports())[3];
    assert.deepEqual([fourth?.file, fourth?.state], ['third.csv', 'previewed']);
    assert.deepEqual(fourth?.waitsBecause, ['100 % of its devices would change, more than 20 %']);
    await dropImport(it.ctx, fourth?.id ?? '');
    it.put('cmms/third again.csv', list('2.0'));
    await it.pass(6);
    assert.equal((await it.imports()).length, 3, 'what was discarded does not come back under another name');
    assert.deepEqual(
      (await it.acts('pickup.take')).map((detail) => (detail as { readonly file: string }).file),
      ['third.csv', 'fourth.csv', 'second.csv', 'first.csv'],
    );
    assert.equal((await it.acts('import.wait')).length, 2);
  });

  test(`files are moved when they were taken, and what is no use is told (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    await it.add({ ...FOLDER, folder: '', afterwards: 'move' }, { rules: { ...RULES, apply: 'never' } });
    it.put('cmms.csv', list('1.0'));
    it.put('broken.csv', '\u0000\u0001\u0002 no list at all');
    symlinkSync('/etc/passwd', join(it.inbox, 'link.csv'));
    await it.pass(2);
    const [broken] = await it.imports();
    assert.deepEqual([broken?.file, broken?.state], ['broken.csv', 'failed']);
    const [seen] = await listSources(it.ctx);
    assert.match(seen?.pickup?.newest?.problem ?? '', /Cannot/);
    await it.pass(3);
    const [, good] = await it.imports();
    assert.deepEqual([good?.file, good?.state], ['cmms.csv', 'previewed']);
    assert.deepEqual(good?.waitsBecause, ['Every import of this source waits for a person']);
    assert.deepEqual(readdirSync(it.inbox).toSorted(), ['done', 'link.csv'], 'no link is followed or moved');
    assert.equal(readdirSync(join(it.inbox, 'done')).length, 2);
  });

  test(`an address is asked when its time comes, and gives only what is new (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    const answer: { listener: RequestListener } = { listener: () => {} };
    const server = await webServer(t, (request, response) => answer.listener(request, response));
    await editOutgoingPolicy(it.ctx, { version: 0, allowed: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${server.port}/exports/cmms.csv?key=hush`;
    const made = await addPickup(
      it.ctx,
      {
        source: 'CMMS',
        place: { kind: 'address', url, headerNames: [] },
        schedule: { kind: 'daily', at: '10:00' },
        rules: RULES,
      },
      { Authorization: 'Bearer very secret' },
    );
    const { id } = made.pickup;
    assert.deepEqual(made.pickup.place.kind === 'address' && made.pickup.place.headerNames, [
      'authorization',
    ]);
    assert.doesNotMatch(
      JSON.stringify([await it.acts('pickup.add'), Buffer.from(made.pickup.headers ?? [])]),
      /secret|hush/,
    );

    answer.listener = (_, response) => void response.writeHead(503, { 'retry-after': '600' }).end();
    await it.pass(1);
    const failed = (await readPickup(it.ctx, id)).pickup;
    assert.deepEqual(
      [failed.failures, failed.problem],
      [1, 'The server answers 503: it takes no requests now'],
    );
    assert.equal(failed.nextRunAt.getTime() - it.clock.now.getTime(), 600_000, 'as it wished');
    await it.pass(5);
    assert.equal(server.asked.length, 1);

    answer.listener = (_, response) =>
      void response
        .writeHead(200, {
          etag: '"1"',
          'last-modified': 'Sun, 01 Mar 2026 06:00:00 GMT',
          'content-encoding': 'gzip',
        })
        .end(gzipSync(list('1.0')));
    await it.pass(6);
    const [first] = await it.imports();
    assert.deepEqual(
      [first?.file, first?.at.toISOString(), first?.waitsBecause?.length],
      ['cmms.csv', '2026-03-01T06:00:00.000Z', 1],
    );
    assert.equal(server.asked.at(-1)?.headers.authorization, 'Bearer very secret');
    assert.equal(server.asked.at(-1)?.headers['if-none-match'], undefined);
    const well = (await readPickup(it.ctx, id)).pickup;
    assert.deepEqual([well.failures, well.problem], [0, null]);
    assert.equal(well.nextRunAt.toISOString(), '2026-03-01T10:00:00.000Z');
    await applyImport(it.ctx, first?.id ?? '');

    answer.listener = (_, response) => void response.writeHead(304).end();
    it.clock.now = new Date('2026-03-01T10:00:00Z');
    await it.pass(1);
    assert.equal(server.asked.at(-1)?.headers['if-none-match'], '"1"');
    answer.listener = (_, response) => void response.writeHead(200, { etag: '"2"' }).end(list('1.0'));
    it.clock.now = new Date('2026-03-02T10:00:00Z');
    await it.pass(1);
    assert.equal((await it.imports()).length, 1, 'the same bytes under another tag are nothing new');
    answer.listener = (_, response) => void response.end(list('1.0', 2));
    it.clock.now = new Date('2026-03-03T10:00:00Z');
    await it.pass(1);
    const [, second] = await it.imports();
    assert.deepEqual([second?.state, second?.counts.change], ['applied', 2]);

    await assert.rejects(
      editPickup(it.ctx, id, {
        version: 1,
        place: { kind: 'address', url: 'https://elsewhere.example/x', headerNames: [] },
      }),
      /same credentials/,
    );
    const paused = await editPickup(it.ctx, id, { version: 1, paused: true });
    assert.equal(paused.pickup.pausedByName, 'Test');
    const asked = server.asked.length;
    it.clock.now = new Date('2026-03-04T10:00:00Z');
    await it.pass(3);
    assert.equal(server.asked.length, asked, 'paused');
    await runPickupNow(it.ctx, id);
    await it.pass(1);
    assert.equal(server.asked.length, asked + 1, 'asked for by hand');
    await dropPickup(it.ctx, id);
    assert.deepEqual(
      (await listSources(it.ctx)).map((each) => [each.source, each.pickup]),
      [['CMMS', null]],
    );
    assert.equal((await it.imports()).length, 2, 'what it brought stays');
  });

  test(`a file is taken once although the server ends in the middle (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    const { id } = await it.add({ ...FOLDER, folder: '' });
    it.put('cmms.csv', list('1.0'));
    const order = { source: 'CMMS', at: new Date(it.clock.now), mapping: null, pickupId: id };
    // As a server leaves it that ends while it uploads, and one that ends before it notes what it took.
    const cutOff = await uploadImport(it.ctx, { name: 'cmms.csv', stream: bytesOf('half') }, order);
    await it.ctx.store.db
      .updateTable('inventory_import')
      .set({ file_hash: null })
      .where('id', '=', cutOff.id)
      .execute();
    await runPickupNow(it.ctx, id);
    await it.pass(1);
    assert.deepEqual(await it.imports(), [], 'half a file is forgotten');
    const whole = await uploadImport(it.ctx, { name: 'cmms.csv', stream: bytesOf(list('1.0')) }, order);
    await it.pass(2);
    let saved: unknown = null;
    for (let rounds = 0; rounds < 2; rounds++) {
      const kept = saved;
      await resumeImports.run(it.ctx, {
        ...TOOLS,
        saved: kept,
        save: async (_, next) => {
          saved = next;
        },
      });
    }
    await it.pass(1);
    const [only] = await it.imports();
    assert.deepEqual([only?.id, only?.state, only?.waitsBecause?.length], [whole.id, 'previewed', 1]);
    await applyImport(it.ctx, whole.id);
    await it.pass(3);
    assert.equal((await it.imports()).length, 1, 'the file in the folder is the one that was taken');
    assert.equal((await readPickup(it.ctx, id)).pickup.problem, null);
  });

  test(`files come from nowhere else than the inbox and allowed addresses (${engine})`, async (t) => {
    const it = await stage(t, engine);
    if (it === null) return;
    for (const folder of ['../secrets', 'a/../../b', '/etc', 'C:\\Windows', '.ssh'])
      await assert.rejects(it.add({ ...FOLDER, folder }), /below the inbox/, folder);
    symlinkSync('/etc', join(it.inbox, 'way-out'));
    const out = await it.add({ ...FOLDER, folder: 'way-out', pattern: null });
    await it.pass(1);
    assert.match((await readPickup(it.ctx, out.id)).pickup.problem ?? '', /leads out of the inbox/);
    await assert.rejects(it.add(FOLDER), /picked up already/);
    for (const url of ['ftp://x.example/a.csv', 'https://ada:pw@x.example/a.csv'])
      await assert.rejects(
        it.add({ kind: 'address', url, headerNames: [] }, { source: url, schedule: HOURLY }),
        /Cannot fetch/,
        url,
      );
    const cloud = { kind: 'address', url: 'http://169.254.169.254/latest', headerNames: [] } as const;
    await assert.rejects(it.add(cloud, { source: 'Cloud' }), /so often/);
    const inner = await it.add(cloud, { source: 'Cloud', schedule: HOURLY });
    await it.pass(1);
    const { pickup } = await readPickup(it.ctx, inner.id);
    assert.match(pickup.problem ?? '', /link-local/);
    assert.deepEqual(await it.imports(), []);
    const noInbox = { ...it.ctx, inbox: null };
    await assert.rejects(
      addPickup(
        noInbox,
        { source: 'X', place: FOLDER, schedule: { kind: 'every', minutes: 1 }, rules: RULES },
        {},
      ),
      /no inbox/,
    );
    for (const name of ['Host', 'Content-Length', 'bad name', ''])
      await assert.rejects(
        addPickup(
          it.ctx,
          {
            source: 'Y',
            place: { kind: 'address', url: 'https://x.example/', headerNames: [] },
            schedule: { kind: 'daily', at: '02:00' },
            rules: RULES,
          },
          { [name]: 'x' },
        ),
        /Cannot send header/,
        name,
      );
  });
}
