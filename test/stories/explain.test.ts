import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertGolden, fixture, patchward } from './story.ts';

const FLEET = ['--inventory', fixture('devices.csv'), '--feeds', fixture('feeds'), '--quiet'];

test('a technician asks why a pump is first on the list', async () => {
  const told = await patchward(['explain', ...FLEET, '--device', 'BIO-001']);
  assert.equal(told.exit, 0);
  assertGolden('explain-affected.txt', told.stdout);
});

test('the vendor asks why the updated pump is not', async () => {
  const told = await patchward([
    'explain',
    ...FLEET,
    '--device',
    'BIO-003',
    '--vulnerability',
    'cve-2025-90001',
  ]);
  assertGolden('explain-not-affected.txt', told.stdout);
});

test('a pump without a version is undetermined, and says so', async () => {
  const told = await patchward(['explain', ...FLEET, '--device', 'BIO-004']);
  assertGolden('explain-undetermined.txt', told.stdout);
});

test('a device that no feed names is not called safe', async () => {
  const told = await patchward(['explain', ...FLEET, '--device', 'BIO-007']);
  assert.match(told.stdout, /Nothing can be said: no feed names this product/);
});

test('a vulnerability of another product is said to be one', async () => {
  const told = await patchward([
    'explain',
    ...FLEET,
    '--device',
    'BIO-007',
    '--vulnerability',
    'CVE-2025-90001',
  ]);
  assert.match(
    told.stdout,
    /No feed that was read connects CVE-2025-90001 with what this device was recognised as/,
  );
});

test('where a product is, is not, and cannot be told', async () => {
  const told = await patchward(['absent', ...FLEET, '--product', 'Volumetra 300']);
  assert.equal(told.exit, 0);
  assertGolden('absent.txt', told.stdout);
  const json = await patchward(['absent', ...FLEET, '--product', 'Windows 10', '--format', 'json']);
  assert.deepEqual((JSON.parse(json.stdout) as { counts: unknown }).counts, {
    present: 1,
    absent: 0,
    unknown: 6,
  });
});
