import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
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
