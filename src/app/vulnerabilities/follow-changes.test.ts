import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { assertFollowed, DAY_MS, emptyStore, keptFindings, takeRows } from '#test/followed-fleet';
import { runJobs } from '#test/jobs';
import { nvdAnswer } from '#test/small-feeds';
import { bringFile } from '../feeds/bring-file.ts';
import { addFeed } from '../feeds/feed-settings.ts';
import { JOBS } from '../jobs/kinds.ts';
import { foldCatalogue } from './fold-catalogue.ts';
import { matchFleet } from './match-fleet.ts';
import { recheckFleet } from './recheck-fleet.ts';

// Every file comes by itself, and what changed is laid over the rest.

const told = fc.record({
  number: fc.integer({ min: 1, max: 4 }),
  product: fc.constantFrom('pump_os', 'monitor_os', 'pump'),
  fixedIn: fc.constantFrom('2.0', '3.0', '4.0', null),
  score: fc.constantFrom(5.5, 9.8),
  status: fc.constantFrom('Analyzed', 'Analyzed', 'Analyzed', 'Rejected'),
  day: fc.integer({ min: 1, max: 9 }),
});
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
const brought = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('nvd-a.json', 'nvd-b.json'),
      fc.uniqueArray(told, { selector: (it) => it.number, maxLength: 3 }),
    )
    .map(([name, all]) => ({ name, text: nvdText(all) })),
  numbers.map((all) => ({ name: 'kev.json', text: kevText(all) })),
  fc
    .array(fc.constantFrom(0.01, 0.4, 0.41, 0.9), { minLength: 4, maxLength: 4 })
    .map((all) => ({ name: 'scores.csv', text: epssText(all) })),
  fc
    .tuple(numbers, fc.constantFrom('2.5', '3.0'), fc.boolean())
    .map(([all, fixedIn, isKnown]) => ({ name: 'vex.json', text: vexText(all, fixedIn, isKnown) })),
);
const row = fc.record({
  tag: fc.constantFrom('T-1', 'T-2', 'T-3', 'T-4'),
  model: fc.constantFrom('Pump OS', 'Monitor OS', 'Pumps'),
  version: fc.constantFrom('', '1.5', '2.5', '3.5'),
  criticality: fc.constantFrom('', 'life-sustaining', 'general'),
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('file' as const), file: brought }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fold' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      rows: fc.array(row, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
);

const cve = (number: number) => `CVE-2026-2000${number}`;

/** One that touches nothing stands in every file, so that none is ever empty. */
function nvdText(all: readonly (typeof told extends fc.Arbitrary<infer T> ? T : never)[]): string {
  const nothing = { number: 0, product: 'unrelated', fixedIn: null, score: 5, status: 'Analyzed', day: 1 };
  return JSON.stringify(
    nvdAnswer([nothing, ...all].map(({ number, ...it }) => ({ ...it, id: cve(number), maker: 'acme' }))),
  );
}

function kevText(all: readonly number[]): string {
  return JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.01.01',
    vulnerabilities: [0, ...all].map((it) => ({
      cveID: cve(it),
      dateAdded: '2026-02-01',
      dueDate: '2026-05-01',
    })),
  });
}

function epssText(all: readonly number[]): string {
  const lines = all.map((it, index) => `${cve(index + 1)},${it.toFixed(5)},0.50000`);
  return ['#model_version:v1,score_date:2026-02-02T00:00:00Z', 'cve,epss,percentile', ...lines, ''].join(
    '\n',
  );
}

/** What the maker itself says: a remedy for each, and of those of which it knows no more that they are looked into. */
function vexText(all: readonly number[], fixedIn: string, isKnown: boolean): string {
  return JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://acme.example/vex/1',
    author: 'Acme',
    role: 'vendor',
    timestamp: '2026-02-01T00:00:00Z',
    version: 1,
    statements: [0, ...all].map((it) => ({
      vulnerability: { name: cve(it), aliases: it === 3 ? ['GHSA-aaaa-bbbb-cccc'] : [] },
      products: [
        {
          '@id': 'pkg:generic/acme/Pump%20OS@2.5',
          identifiers: { cpe23: 'cpe:2.3:o:acme:pump_os:2.5:*:*:*:*:*:*:*' },
        },
      ],
      ...(isKnown
        ? { status: 'affected', action_statement: `Update to ${fixedIn}` }
        : { status: 'under_investigation' }),
    })),
  });
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const UNWATCHED = { signal: new AbortController().signal, progress: () => {} };

for (const engine of ENGINES) {
  test(`changes laid over each other come to what all files say, and to what judging everything comes to (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    let laidOver = 0;
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      await emptyStore(store);
      const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const clock = { now: new Date('2026-03-01T08:00:00Z') };
      const instance = instanceOn(store, clock);
      const ctx = contextOn(instance);
      const feed = await addFeed(ctx, { source: 'files', name: 'Files', address: null });
      const files = () =>
        readdirSync(folder)
          .toSorted()
          .map((it) => join(folder, it));
      const bring = async ({ name, text }: { readonly name: string; readonly text: string }) => {
        writeFileSync(join(folder, name), text);
        await bringFile(ctx, feed, { name, stream: bytesOf(text) });
        await runJobs(instance, JOBS);
      };
      await bring({ name: 'nvd-a.json', text: nvdText([]) });
      await takeRows(ctx, [
        { tag: 'T-1', model: 'Pump OS', version: '1.5', criticality: '' },
        { tag: 'T-2', model: 'Pumps', version: '2.5', criticality: 'life-sustaining' },
      ]);
      let since: ReadonlyMap<string, string> = new Map();
      for (const it of steps) {
        clock.now = new Date(clock.now.getTime() + (it.kind === 'days' ? it.days * DAY_MS : 60_000));
        if (it.kind === 'import') await takeRows(ctx, it.rows);
        if (it.kind === 'file') await bring(it.file);
        if (it.kind === 'fold') assert.equal(await foldCatalogue(ctx, { ...UNWATCHED, isAsked: true }), null);
        await matchFleet(ctx);
        since = await assertFollowed(ctx, files(), since);
        const kept = await keptFindings(ctx);
        assert.equal(await recheckFleet(ctx, UNWATCHED), null);
        assert.deepEqual(kept, await keptFindings(ctx));
      }
      const { rows } = await store.pool.query(`select count(*) as n from catalogue where kind <> 'whole'`);
      laidOver += Number(rows[0].n);
    });
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
    assert.ok(laidOver > 0, 'nothing was ever laid over a catalogue');
  });
}
