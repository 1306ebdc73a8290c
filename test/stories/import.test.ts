import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden, fixture, patchward, type Told } from './story.ts';

/** Ids of imports are new each time. */
function withoutIds({ stdout, stderr }: Told): string {
  return (stdout + stderr).replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, 'ID');
}

/** An empty system of record in a folder; what commands name it by. */
async function foundedIn(folder: string): Promise<readonly string[]> {
  const data = ['--data', join(folder, 'data')];
  assert.equal((await patchward(['migrate', ...data])).exit, 0);
  return data;
}

test('an engineer takes an inventory in: first to see, then for good, then repaired', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-import-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = await foundedIn(folder);
  const told: string[] = [];
  const run = async (exit: number, file: string, ...more: string[]) => {
    const it = await patchward(['import', ...data, '--inventory', file, '--source', 'CMMS', ...more]);
    assert.equal(it.exit, exit, it.stderr + it.stdout);
    told.push(`$ patchward import ${[file.split('/').at(-1), ...more].join(' ').replaceAll(folder, '.')}`);
    told.push(withoutIds(it).replaceAll(folder, '.'));
    return it;
  };
  const devices = fixture('devices.csv');
  await run(0, devices, '--dry-run');
  await run(0, devices);
  await run(0, devices);

  // Somebody moved the first device.
  const changed = join(folder, 'cmms.csv');
  writeFileSync(changed, readFileSync(devices, 'utf8').replace('ICU', 'ED'));
  await run(0, changed, '--dry-run');

  const repair = join(folder, 'repair.csv');
  await run(1, fixture('devices-with-bad-rows.csv'), '--rejects', repair);
  const rejects = readFileSync(repair, 'utf8');
  assertGolden('import-rejects.csv.txt', rejects);
  writeFileSync(
    repair,
    rejects.replace(/31\/31\/2020$/m, '31/01/2020').replace(',,,,,general', ',BIO-002,,,,general'),
  );
  await run(0, repair);
  assertGolden('import.txt', told.join('\n'));
});

test('a column named by hand is remembered for the next file of the source', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-import-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'cmms.csv');
  const data = await foundedIn(folder);
  const run = (...more: string[]) => patchward(['import', ...data, '-i', file, '--source', 'CMMS', ...more]);
  const rows = ['Asset tag,Maker,Kind of thing', 'A-1,Philips,MX450', 'A-2,Philips,MX550'];
  writeFileSync(file, rows.slice(0, 2).join('\n'));
  const unknown = await run('--map', 'model=Sort of thing');
  assert.deepEqual([unknown.exit, unknown.stdout], [2, '']);
  assert.match(unknown.stderr, /no column "Sort of thing" for field "model"; the columns are Asset tag,/);

  const guessed = await run('--dry-run');
  assert.match(guessed.stderr, /^cmms\.csv: columns kept but not used: Kind of thing$/m);
  const named = await run('--map', 'model=Kind of thing');
  assert.match(named.stdout, /1 created/);
  assert.doesNotMatch(named.stderr, /not used/);
  writeFileSync(file, rows.join('\n'));
  const next = await run();
  assert.match(next.stdout, /2 rows, 1 known already; devices: 1 created/);
  assert.doesNotMatch(next.stderr, /not used/);
});

test('an inventory that is no use leaves an exit code and everything as it was', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-import-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = await foundedIn(folder);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^No inventory is given: add --inventory FILE/],
    [
      ['-i', join(folder, 'missing.csv')],
      /^Cannot read inventory "missing.csv": there is no such file or folder/,
    ],
    [['-i', fixture('empty.csv')], /^Cannot/],
    [
      ['-i', fixture('devices.csv'), '-i', fixture('scale.csv'), '--rejects', 'x.csv'],
      /import one at a time/,
    ],
  ];
  for (const [args, message] of cases) {
    const it = await patchward(['import', ...data, ...args]);
    assert.deepEqual([it.exit, it.stdout], [2, ''], args.join(' '));
    assert.match(it.stderr, message);
  }
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'Model,Serial\nonly one\n');
  const useless = await patchward(['import', ...data, '-i', bad]);
  assert.equal(useless.exit, 2, 'every row of it was rejected');
  assert.match(
    useless.stderr,
    /^1 piece of input rejected; nothing else was there\n {2}bad\.csv, line 2: the row has 1 value/,
  );
  const both = await patchward(['import', ...data, '-i', fixture('scale.csv'), '-i', fixture('empty.csv')]);
  assert.equal(both.exit, 2);
  assert.match(both.stdout, /^scale\.csv: 1 row, .* 1 created/, 'the one before stays taken in');
  const again = await patchward(['import', ...data, '-i', fixture('scale.csv'), '--dry-run']);
  assert.match(again.stdout, /1 known already; devices: 0 to create/);
});
