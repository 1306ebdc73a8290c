import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, for its owner alone', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'patchward-folder-'));
  t.after(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  assert.ok(statSync(folder).isDirectory());
  if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a folder that cannot be is refused, and nothing waits for it', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'patchward-folder-'));
  t.after(() => rmSync(root, { recursive: true }));
  const file = join(root, 'file');
  writeFileSync(file, '');
  assert.throws(() => makeFolder(file), { code: 'EEXIST' });
  assert.throws(() => makeFolder(join(file, 'below')), /E(NOTDIR|NOENT)/);
  if (existsSync('/proc/self')) assert.throws(() => makeFolder('/proc/patchward/data'), { code: 'ENOENT' });
});
