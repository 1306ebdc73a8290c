import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { throughCache } from './catalogue-cache.ts';
import { compileFeeds, loadCatalogue } from './load-catalogue.ts';

const KEV = readFileSync(new URL('../../../samples/feeds/kev/known-exploited-extract.json', import.meta.url));

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('the same feeds are compiled once, and anything that changes compiles them again', async (t) => {
  const [feeds, cache] = [aFolder(t), aFolder(t)];
  const file = join(feeds, 'kev.json');
  writeFileSync(file, KEV);
  let compiled = 0;
  const load = async () =>
    throughCache([feeds], cache, async () => {
      compiled++;
      return compileFeeds([feeds]);
    });
  await load();
  await load();
  assert.equal(compiled, 1);
  utimesSync(file, 0, 0);
  await load();
  assert.equal(compiled, 2);
  writeFileSync(join(feeds, 'notes.txt'), 'no feed');
  await load();
  assert.equal(compiled, 3);
  rmSync(join(feeds, 'notes.txt'));
  await load();
  assert.equal(compiled, 3);
});

test('what comes out of the cache says the same as what was compiled', async (t) => {
  const [feeds, cacheFolder] = [aFolder(t), aFolder(t)];
  writeFileSync(join(feeds, 'kev.json'), KEV);
  writeFileSync(join(feeds, 'notes.txt'), 'no feed');
  const source = { kind: 'feeds', paths: [feeds], cacheFolder } as const;
  const first = await loadCatalogue(source);
  const second = await loadCatalogue(source);
  for (const it of ['feeds', 'rejected', 'notices'] as const) assert.deepEqual(second[it], first[it], it);
  assert.notEqual(first.notices.length, 0);
  assert.deepEqual(second.catalogue.vulnerability(0), first.catalogue.vulnerability(0));
});
