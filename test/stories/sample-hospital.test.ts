import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { csafFaults, cyclonedxFaults } from '#test/vex-validators';
import { assertGolden, patchward } from './story.ts';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const SAMPLE = [
  '--inventory',
  `${SAMPLES}hospital/devices.csv`,
  '--feeds',
  `${SAMPLES}feeds`,
  '--as-of',
  '2026-11-01',
];

test('the sample hospital is assessed, and its wrong rows are named', async () => {
  const told = await patchward(['assess', ...SAMPLE, '--limit', '10']);
  assert.equal(told.exit, 1);
  assertGolden('sample-hospital.txt', told.stdout);
  assertGolden('sample-hospital.stderr.txt', told.stderr);
});

test('where Vue PACS is in the sample hospital', async () => {
  const told = await patchward(['absent', ...SAMPLE, '--quiet', '--limit', '5', '--product', 'Vue PACS']);
  assert.equal(told.exit, 1);
  assertGolden('sample-absent.txt', told.stdout);
});

test('with the strict policy that ships as a file, as with its name', async () => {
  const byName = await patchward(['assess', ...SAMPLE, '-q', '--policy', 'strict']);
  const byFile = await patchward(['assess', ...SAMPLE, '-q', '--policy', `${SAMPLES}policies/strict.json`]);
  assert.equal(byFile.stdout, byName.stdout);
});

test('weaker identifications only ever add findings', async () => {
  const idsAt = async (weakest: string) => {
    const told = await patchward([
      'assess',
      ...SAMPLE,
      '-q',
      '--min-confidence',
      weakest,
      '--format',
      'jsonl',
    ]);
    const lines = told.stdout.trimEnd().split('\n');
    return new Set(lines.map((it) => (JSON.parse(it) as { readonly id: string }).id));
  };
  const confirmed = await idsAt('confirmed');
  const probable = await idsAt('probable');
  const candidate = await idsAt('candidate');
  assert.ok(confirmed.isSubsetOf(probable) && probable.isSubsetOf(candidate));
  assert.ok(confirmed.size < probable.size && probable.size < candidate.size);
});

test('both VEX documents of the sample hospital hold to their standards', async () => {
  const csaf = await patchward(['assess', ...SAMPLE, '-q', '--format', 'csaf-vex']);
  assert.deepEqual(await csafFaults(JSON.parse(csaf.stdout)), []);
  const cyclonedx = await patchward(['assess', ...SAMPLE, '-q', '--format', 'cyclonedx-vex']);
  assert.deepEqual(cyclonedxFaults(JSON.parse(cyclonedx.stdout)), []);
});

test('a device that no feed names is not taken for its operating system', async () => {
  const told = await patchward(['explain', ...SAMPLE, '-q', '--device', 'HP-01292']);
  assert.match(told.stdout, /Operating system "Windows Server 2019 10\.0\.17763\.8389" is cpe/);
  assert.match(
    told.stdout,
    /No feed that was read names the device itself, "Carestream Vue PACS 12\.2\.1\.4"/,
  );
});

test('a model that a device may be clears it of nothing', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-story-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'monitor.csv');
  writeFileSync(file, 'id,manufacturer,model,version\nM-1,Philips,IntelliVue MX850,B\n');
  const feeds = ['--feeds', `${SAMPLES}feeds`, '--quiet'];
  const told = await patchward(['explain', '--inventory', file, ...feeds, '--device', 'M-1']);
  assert.match(told.stdout, /same\s+words,\s+but\s+"mx850"\s+on\s+one\s+side\s+alone/);
  assert.match(told.stdout, /^Would not be affected by 3 vulnerabilities, if it is what/m);
  assert.doesNotMatch(told.stdout, /^Not affected/m);
});
