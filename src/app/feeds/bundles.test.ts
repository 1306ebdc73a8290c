import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { tarChunks, type TarFile } from '#exports/tar';
import { readTar } from '#feeds/tar';
import { contextOn, instanceOn } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import type { Context } from '../context.ts';
import { JOBS } from '../jobs/kinds.ts';
import { distrustBundleKey, fingerprintOf, listBundleKeys, trustBundleKey } from './bundle-keys.ts';
import { exportBundle } from './export-bundle.ts';
import { importBundle } from './import-bundle.ts';
import { ensureKnownFeeds } from './known-feeds.ts';
import { listFeeds } from './ledger.ts';
import { readStartFeeds } from './start-feeds.ts';

const FLAW = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false } as const;
const ORDER = { acceptShorter: false, signal: new AbortController().signal, log: () => {} };
const WORK = { ...ORDER, progress: () => {} };

async function hospital(t: TestContext, engine: Engine): Promise<Context | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const ctx = contextOn(instanceOn(store, { now: new Date('2026-01-03T08:00:00Z') }));
  await ensureKnownFeeds(store);
  return ctx;
}

interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function membersOf(bundle: AsyncIterable<Uint8Array>): Promise<Member[]> {
  const members: Member[] = [];
  for await (const { name, bytes } of readTar(bundle))
    members.push({ name, bytes: Buffer.concat(await Array.fromAsync(bytes)) });
  return members;
}

async function* packed(members: readonly Member[]): AsyncGenerator<Uint8Array> {
  async function* files(): AsyncGenerator<TarFile> {
    for (const { name, bytes } of members) yield { name, bytes: bytes.length, content: streamOf(bytes) };
  }
  yield* tarChunks(files());
}

function changed(members: readonly Member[], at: number, by: (bytes: Buffer) => Buffer): Member[] {
  return members.map((it, index) => (index === at ? { ...it, bytes: by(it.bytes) } : it));
}

for (const engine of ENGINES) {
  test(`a signed bundle carries feeds to where no network reaches, and nothing that was tampered with (${engine})`, async (t) => {
    const outside = await hospital(t, 'embedded');
    const inside = await hospital(t, engine);
    if (outside === null || inside === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    await assert.rejects(exportBundle(outside), /no feed has brought anything yet/);
    feedsOf(folder, [FLAW, { ...FLAW, exploited: true }]);
    await readStartFeeds(outside, [folder], WORK);
    const members = await membersOf(await exportBundle(outside));
    assert.deepEqual(
      members.map(({ name }) => name.replace(/[0-9a-f]{64}/, 'HASH')),
      ['manifest.json', 'manifest.sig', 'files/HASH', 'files/HASH'],
    );

    await takeInventory(inside, 'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5');
    const refused = (it: readonly Member[], because: RegExp) =>
      assert.rejects(importBundle(inside, packed(it), ORDER), because);
    await refused(members, /signed by patchward-.* with a key that is not trusted here \([0-9a-f]{32}\)/);
    const { own } = await listBundleKeys(outside);
    await trustBundleKey(inside, own);
    await assert.rejects(trustBundleKey(inside, { name: 'x', publicKey: 'c2hvcnQ=' }), /no Ed25519 key/);

    await refused(
      changed(members, 0, (it) => Buffer.from(it.toString().replace('2026', '2025'))),
      /manifest was changed: the signature of patchward-/,
    );
    await refused(
      changed(members, 2, (it) => Buffer.concat([it, Buffer.from(' ')])),
      /files\/[0-9a-f]+ was changed: its SHA-256 is/,
    );
    await refused(members.slice(0, 3), /cut off: files\/[0-9a-f]+ is not in it/);
    await refused(
      [...members, { name: 'files/extra', bytes: Buffer.from('x') }],
      /holds files\/extra, which its manifest does not name/,
    );
    await refused(members.slice(1), /manifest\.json is not where it belongs/);
    const whole = Buffer.concat(await Array.fromAsync(packed(members)));
    await assert.rejects(importBundle(inside, streamOf(whole.subarray(0, 3000)), ORDER), /cut off/);
    assert(
      (await listFeeds(inside)).every((it) => it.asOf === null),
      'nothing of it counts',
    );

    const done = await importBundle(inside, packed(members), ORDER);
    assert.deepEqual(
      done.feeds.map((it) => it.records),
      [4],
    );
    await runJobs(inside, JOBS);
    assert.deepEqual((await allFindings(inside)).map((it) => it.vulnerability).toSorted(), [
      'CVE-2026-10001',
      'CVE-2026-10002',
    ]);
    const [there] = (await listFeeds(outside)).filter((it) => it.asOf !== null);
    const [here] = (await listFeeds(inside)).filter((it) => it.asOf !== null);
    assert.deepEqual([here?.asOf, here?.loaded, here?.carriedBy], [there?.asOf, there?.loaded, own.name]);

    const again = await membersOf(await exportBundle(outside));
    await inside.store.pool.query(`update feed set as_of = '2026-01-03' where as_of is not null`);
    await refused(again, /older than what is here/);
    await importBundle(inside, packed(again), { ...ORDER, acceptShorter: true });

    await distrustBundleKey(inside, fingerprintOf(own.publicKey));
    await refused(again, /not trusted here/);
  });
}
