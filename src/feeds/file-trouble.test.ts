import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileTrouble } from './file-trouble.ts';

const faultOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
};

test('what the system refuses is said in words, without codes or paths', () => {
  assert.equal(
    fileTrouble(faultOf(() => readFileSync(join(tmpdir(), 'no-such-folder', 'x')))),
    'there is no such file or folder',
  );
  assert.equal(fileTrouble(faultOf(() => readFileSync(tmpdir()))), 'it is a folder');
  assert.equal(
    fileTrouble(faultOf(() => writeFileSync(join(import.meta.filename, 'x'), ''))),
    'a part of its path is no folder',
  );
  const odd = Object.assign(new Error("EIO: i/o error, read '/srv/x'"), { code: 'EIO', syscall: 'read' });
  assert.equal(fileTrouble(odd), 'EIO: i/o error');
  assert.equal(fileTrouble(new Error('Unexpected token')), null);
});
