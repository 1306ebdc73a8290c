import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test, type TestContext } from 'node:test';
import { fixture } from './story.ts';

const BIN = fileURLToPath(new URL('../../bin/patchward.mjs', import.meta.url));
const ASSESS = ['assess', '--inventory', fixture('devices.csv'), '--feeds', fixture('feeds')];

/** A Node of this machine that is too old for the product, or null after marking the test as skipped. */
function oldNode(t: TestContext): string | null {
  const found = ['/usr/bin/node', '/usr/local/bin/node'].find((it) => {
    const major = /^v(\d+)/.exec(spawnSync(it, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
    return major !== undefined && Number(major) < 26;
  });
  if (found === undefined) t.skip('no older Node is installed here');
  return found ?? null;
}

test('the program starts, and its exit code reaches the shell', () => {
  const version = spawnSync(process.execPath, [BIN, '--version'], { encoding: 'utf8' });
  assert.match(version.stdout, /^patchward \d+\.\d+\.\d+\n$/);
  assert.equal(version.status, 0);
  const wrong = spawnSync(process.execPath, [BIN, 'assess', '--inventry', 'x'], { encoding: 'utf8' });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /did you mean --inventory\?/);
});

test('an older Node runs the one that came along', (t) => {
  const node = oldNode(t);
  if (node === null) return;
  const told = spawnSync(node, [BIN, 'assess', '--inventry', 'x'], { encoding: 'utf8' });
  assert.equal(told.status, 2);
  assert.match(told.stderr, /did you mean --inventory\?/);
});

test('a reader that stops early is no fault', async () => {
  const child = spawn(process.execPath, [BIN, ...ASSESS, '--quiet', '--format', 'json']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const [exit] = (await once(child, 'close')) as [number];
  assert.equal(stderr, '');
  assert.equal(exit, 0);
});
