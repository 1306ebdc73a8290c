import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import type { Context } from '../context.ts';
import { JOBS } from '../jobs/kinds.ts';
import { summarizeFindings } from '../vulnerabilities/finding-summary.ts';
import { explainFinding } from '../vulnerabilities/findings.ts';
import { bringFile } from './bring-file.ts';
import { dropBroughtFile, listBroughtFiles } from './brought-files.ts';
import { startSync } from './feed-jobs.ts';
import { addFeed, editFeed, removeFeed } from './feed-settings.ts';
import { ensureKnownFeeds } from './known-feeds.ts';
import { listCatalogueEditions, listFeeds, listQuarantine, listRuns, readFeed } from './ledger.ts';
import { readQuarantineFile } from './quarantine-file.ts';
import { readStanding } from './standing.ts';
import { readStartFeeds } from './start-feeds.ts';
import { syncFeed } from './sync.ts';

const FLAW = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false } as const;
const PUMP = 'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5\nT-2,Acme,Monitor OS,1.5';
const WORK = { signal: new AbortController().signal, progress: () => {}, log: () => {} };

interface Hospital {
  readonly ctx: Context;
  readonly clock: TestClock;
  readonly folder: string;
}

async function hospital(
  t: TestContext,
  engine: Engine,
  now = '2026-03-01T08:00:00Z',
): Promise<Hospital | null> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock = { now: new Date(now) };
  const ctx = contextOn(instanceOn(store, clock));
  await ensureKnownFeeds(store);
  return { ctx, clock, folder };
}

async function settle(ctx: Context): Promise<void> {
  await runJobs(ctx, JOBS);
}

/** The one feed that was named at the start. */
async function folderFeed(ctx: Context) {
  const found = (await listFeeds(ctx)).find((it) => it.origin === 'start');
  assert(found !== undefined);
  return found;
}

async function* bytesOf(text: string | Buffer): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

for (const engine of ENGINES) {
  test(`a folder is read, compiled and matched, and says so in the ledger (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx, clock, folder } = it;
    await takeInventory(ctx, PUMP);
    feedsOf(folder, [FLAW]);
    await readStartFeeds(ctx, [folder], WORK);
    await settle(ctx);
    assert.deepEqual(
      (await allFindings(ctx)).map((found) => [found.deviceName, found.vulnerability]),
      [['T-1', 'CVE-2026-10001']],
    );
    const feed = await folderFeed(ctx);
    assert.deepEqual(
      [feed.files, feed.loaded, feed.quarantined, feed.kinds, feed.concerns],
      [2, 2, 0, ['nvd', 'kev'], ['verdicts', 'exploitation']],
    );
    // Its newest record is of January: a folder is as old as what lies in it.
    assert.equal(feed.asOf?.toISOString(), '2026-01-02T23:59:59.000Z');
    assert.equal(feed.state, 'stale');

    await t.test('what has not changed is not read again', async () => {
      const { items: before } = await listCatalogueEditions(ctx, { before: null, limit: 10 });
      assert.deepEqual(
        before.map(({ added, changed, gone }) => [added, changed, gone]),
        [[2, 0, 0]],
      );
      await startSync(ctx, feed.id, { acceptShorter: false });
      await settle(ctx);
      const { items: runs } = await listRuns(ctx, feed.id, { before: null, limit: 10 });
      assert.deepEqual(
        runs.map((run) => run.state),
        ['unchanged', 'loaded'],
      );
      assert.equal((await listCatalogueEditions(ctx, { before: null, limit: 10 })).total, 1);
    });

    await t.test('a new record opens a finding, and is an edition', async () => {
      clock.now = new Date('2026-03-02T08:00:00Z');
      feedsOf(folder, [FLAW, { ...FLAW, product: 'monitor_os', exploited: true }]);
      await startSync(ctx, feed.id, { acceptShorter: false });
      await settle(ctx);
      assert.deepEqual(
        (await allFindings(ctx)).map((found) => `${found.deviceName} ${found.vulnerability}`).toSorted(),
        ['T-1 CVE-2026-10001', 'T-2 CVE-2026-10002'],
      );
      const { items } = await listCatalogueEditions(ctx, { before: null, limit: 10 });
      assert.deepEqual(items[0]?.names, { added: ['CVE-2026-10002'], changed: [], gone: [] });
    });

    await t.test('a folder that is not named any more goes, and so does what it said', async () => {
      const other = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
      t.after(() => rmSync(other, { recursive: true, force: true }));
      feedsOf(other, []);
      await readStartFeeds(ctx, [other], WORK);
      await settle(ctx);
      assert.deepEqual(await allFindings(ctx), []);
    });
  });

  test(`a file that was cut off, or lost its records, replaces nothing until a person says so (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx, folder } = it;
    await takeInventory(ctx, PUMP);
    const many = Array.from({ length: 24 }, () => ({ ...FLAW, product: 'other_os' }));
    const [nvd] = feedsOf(folder, [FLAW, ...many]);
    await readStartFeeds(ctx, [folder], WORK);
    await settle(ctx);
    const { id, loaded } = await folderFeed(ctx);
    assert.equal(loaded, 26);

    truncateSync(nvd as string, 6000);
    await assert.rejects(
      syncFeed(ctx, id, WORK),
      /nvd\.json cannot be used: it is shorter than plausible: \d+ records where there were 26/,
    );
    feedsOf(folder, []);
    await assert.rejects(syncFeed(ctx, id, WORK), /1 records where there were 26/);
    rmSync(nvd as string);
    rmSync(join(folder, 'known_exploited_vulnerabilities.json'));
    await assert.rejects(syncFeed(ctx, id, WORK), /There is no file in/);
    const failing = await readFeed(ctx, id);
    assert.equal(failing.loaded, 26);
    assert.match(failing.problem ?? '', /There is no file in/);
    assert.equal((await allFindings(ctx)).length, 1);
    const { items: runs } = await listRuns(ctx, id, { before: null, limit: 10 });
    assert.deepEqual(
      runs.map((run) => run.state),
      ['failed', 'failed', 'failed', 'loaded'],
    );

    feedsOf(folder, []);
    await startSync(ctx, id, { acceptShorter: true });
    await settle(ctx);
    assert.equal((await readFeed(ctx, id)).loaded, 1);
    assert.deepEqual(await allFindings(ctx), []);
  });

  test(`a hash beside a file is held against it (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx, folder } = it;
    feedsOf(folder, [FLAW]);
    writeFileSync(join(folder, 'nvd.json.sha256'), `${'0'.repeat(64)}  nvd.json\n`);
    await assert.rejects(
      readStartFeeds(ctx, [folder], WORK),
      /nvd\.json is not the file its SHA-256 beside it speaks of/,
    );
    assert.equal((await folderFeed(ctx)).state, 'never');
  });

  test(`a file that is brought is read, a bad record of it quarantined, and a strange one refused its place (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx } = it;
    await takeInventory(ctx, PUMP);
    const scores = (rows: readonly string[]) =>
      gzipSync(
        `#model_version:v2025.03.14,score_date:2026-02-28T00:00:00Z\ncve,epss,percentile\n${rows.join('\n')}\n`,
      );
    await bringFile(ctx, 'files', {
      name: 'epss.csv.gz',
      stream: bytesOf(scores(['CVE-2026-10001,0.5,0.9', 'CVE-2026-10002,none,0.9', 'what is this'])),
    });
    await settle(ctx);
    const feed = await readFeed(ctx, 'files');
    assert.deepEqual([feed.loaded, feed.quarantined, feed.kinds], [1, 2, ['epss']]);
    const { items, total } = await listQuarantine(ctx, 'files', { after: null, limit: 1 });
    assert.equal(total, 2);
    assert.match(items[0]?.reason ?? '', /not a number from 0 to 1/);
    const { chunks } = await readQuarantineFile(ctx, 'files');
    const csv = (await Array.fromAsync(chunks)).join('');
    assert.match(csv, /epss\.csv\.gz,5,,EPSS line has 1 cell /);
    assert.equal(csv.trim().split('\r\n').length, 3);

    await bringFile(ctx, 'files', { name: 'letter.txt', stream: bytesOf('Dear colleagues') });
    await settle(ctx);
    const after = await readFeed(ctx, 'files');
    assert.deepEqual([after.loaded, after.quarantined, after.files], [1, 3, 2]);
    await assert.rejects(bringFile(ctx, 'kev', { name: 'x', stream: bytesOf('') }), /reads its files itself/);
    await assert.rejects(startSync(ctx, 'files', { acceptShorter: false }), /brought by hand/);
  });

  test(`a file that was brought is taken back, and an empty folder counts once a person says so (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx, folder } = it;
    await takeInventory(ctx, PUMP);
    const [nvd = ''] = feedsOf(folder, [FLAW]);
    await bringFile(ctx, 'files', { name: 'nvd.json', stream: bytesOf(readFileSync(nvd)) });
    await bringFile(ctx, 'files', { name: 'letter.txt', stream: bytesOf('Dear colleagues') });
    await settle(ctx);
    const names = async () => (await listBroughtFiles(ctx, 'files')).map((file) => file.name);
    const found = async () => (await allFindings(ctx)).length;
    assert.deepEqual([await names(), await found()], [['letter.txt', 'nvd.json'], 1]);
    for (const { id } of await listBroughtFiles(ctx, 'files')) await dropBroughtFile(ctx, 'files', id);
    await settle(ctx);
    assert.deepEqual([await names(), await found()], [[], 0]);
    const feed = await readFeed(ctx, 'files');
    assert.deepEqual([feed.state, feed.asOf, feed.kinds, feed.quarantined], ['off', null, [], 0]);
    await assert.rejects(dropBroughtFile(ctx, 'kev', feed.id), /reads its files itself/);
    await assert.rejects(dropBroughtFile(ctx, 'files', ctx.newId()), { name: 'Refused' });

    await readStartFeeds(ctx, [folder], WORK);
    await settle(ctx);
    assert.equal(await found(), 1);
    const { id } = await folderFeed(ctx);
    rmSync(nvd);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    await assert.rejects(syncFeed(ctx, id, WORK), /There is no file/);
    assert.match((await readFeed(ctx, id)).problem ?? '', /There is no file/);
    assert.equal(await found(), 1, 'what was there stays');
    await syncFeed(ctx, id, { ...WORK, acceptShorter: true });
    await settle(ctx);
    assert.deepEqual([(await readFeed(ctx, id)).problem, await found()], [null, 0]);
  });

  test(`what rests on a feed that is stale or fails is in doubt, and nothing else is (${engine})`, async (t) => {
    const it = await hospital(t, engine, '2026-01-03T08:00:00Z');
    if (it === null) return;
    const { ctx, clock, folder } = it;
    await takeInventory(ctx, PUMP);
    assert.deepEqual(await readStanding(ctx), { asOf: null, inDoubt: [] });
    const [nvd] = feedsOf(folder, [FLAW]);
    await readStartFeeds(ctx, [folder], WORK);
    await settle(ctx);
    assert.deepEqual((await readStanding(ctx)).inDoubt, []);
    const [found] = await allFindings(ctx);
    assert(found !== undefined);
    const doubted = async () =>
      (await explainFinding(ctx, found)).standing.inDoubt.map(({ id, state }) => [id, state]);
    assert.deepEqual(await doubted(), []);

    // A feed that was never read is missed once somebody wants it.
    const kev = await readFeed(ctx, 'kev');
    await editFeed(ctx, 'kev', { version: kev.version, isEnabled: true });
    assert.deepEqual(await doubted(), [['kev', 'never']]);
    const openFda = await readFeed(ctx, 'openfda');
    await editFeed(ctx, 'openfda', { version: openFda.version, isEnabled: true });
    assert.deepEqual(await doubted(), [['kev', 'never']], 'recalls say nothing of a finding');
    await editFeed(ctx, 'kev', { version: kev.version + 1, isEnabled: false });
    await editFeed(ctx, 'openfda', { version: openFda.version + 1, isEnabled: false });

    rmSync(nvd as string);
    const { id } = await folderFeed(ctx);
    rmSync(folder, { recursive: true });
    await assert.rejects(syncFeed(ctx, id, WORK), /no such file or folder/);
    assert.deepEqual(await doubted(), [[id, 'failing']]);
    clock.now = new Date('2026-02-03T08:00:00Z');
    assert.deepEqual(await doubted(), [[id, 'stale']]);
    const { standing } = await summarizeFindings(ctx);
    assert.equal(standing.asOf?.toISOString(), '2026-01-02T23:59:59.000Z');
    assert.equal(standing.inDoubt.length, 1);
  });

  test(`settings of a feed keep to what it is, and a key never leaves (${engine})`, async (t) => {
    const it = await hospital(t, engine);
    if (it === null) return;
    const { ctx } = it;
    const { version } = await readFeed(ctx, 'nvd');
    await editFeed(ctx, 'nvd', { version, apiKey: 'a key of the hospital' });
    await assert.rejects(editFeed(ctx, 'nvd', { version, everyMinutes: 60 }), /somebody else changed it/);
    const keyed = await readFeed(ctx, 'nvd');
    assert(keyed.sealedKey !== null && !keyed.sealedKey.includes('a key'));
    await editFeed(ctx, 'nvd', { version: keyed.version, address: 'https://mirror.example.org/nvd' });
    assert.equal((await readFeed(ctx, 'nvd')).sealedKey, null, 'a key is for one server alone');
    await assert.rejects(
      editFeed(ctx, 'nvd', { version: keyed.version + 1, address: 'file:///etc/passwd' }),
      /only http and https/,
    );
    await assert.rejects(removeFeed(ctx, 'nvd'), /comes with the product/);
    const id = await addFeed(ctx, {
      source: 'csaf-provider',
      name: 'Acme',
      address: 'https://acme.example.org/.well-known/csaf/provider-metadata.json',
    });
    assert.equal((await readFeed(ctx, id)).isEnabled, false);
    await removeFeed(ctx, id);
    await assert.rejects(readFeed(ctx, id), /Cannot find feed/);
    const { rows } = await ctx.store.pool.query<{ detail: string }>('select detail::text from audit_entry');
    assert(rows.every(({ detail }) => !detail.includes('a key of')));
  });
}
