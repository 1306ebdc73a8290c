import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { ioOf, ReaderGone, writeAll } from './io.ts';
import { CannotWrite, refuseUnwritable, writeWhole } from './out-file.ts';

function closedPipe(): Writable {
  return new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
}

test('a reader that has seen enough ends the writing, and is no fault', async () => {
  let asked = 0;
  function* endless(): Generator<string> {
    for (;;) yield `line ${asked++}\n`;
  }
  await assert.rejects(writeAll(closedPipe(), endless()), ReaderGone);
  assert.ok(asked < 10);
});

test('a slow reader sets the pace', async () => {
  let pending = 0;
  let pendingMax = 0;
  const slow = new Writable({
    highWaterMark: 4,
    write: (_chunk, _encoding, done) =>
      setImmediate(() => {
        pending = 0;
        done();
      }),
  });
  function* lines(): Generator<string> {
    for (let i = 0; i < 50; i++) {
      pendingMax = Math.max(pendingMax, ++pending);
      yield 'abcdef';
    }
  }
  await writeAll(slow, lines());
  assert.ok(pendingMax <= 2, `${pendingMax} chunks were waiting`);
});

test('a file is written whole or not at all', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-out-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'report.csv');
  writeFileSync(file, 'earlier');
  function* failing(): Generator<string> {
    yield 'half';
    throw new Error('the disk is gone');
  }
  await assert.rejects(writeWhole(file, failing()), /^Error: the disk is gone$/);
  await assert.rejects(writeWhole(join(folder, 'nowhere', 'x.csv'), ['a']), CannotWrite);
  assert.equal(readFileSync(file, 'utf8'), 'earlier');
  await writeWhole(file, ['a', 'b']);
  assert.equal(readFileSync(file, 'utf8'), 'ab');
  assert.deepEqual(readdirSync(folder), ['report.csv']);
});

test('a file that cannot be written is told beforehand, and looking leaves nothing behind', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-out-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const nowhere = join(folder, 'nowhere');
  const refused = async (file: string) => {
    const error = await refuseUnwritable(file).then(
      () => null,
      (it: unknown) => it,
    );
    assert(error instanceof CannotWrite);
    return error.message.replaceAll(folder, '.');
  };
  assert.equal(
    await refused(join(nowhere, 'x.csv')),
    'Cannot write ./nowhere/x.csv: there is no folder ./nowhere',
  );
  mkdirSync(nowhere);
  assert.equal(await refused(nowhere), 'Cannot write ./nowhere: it is a folder');
  writeFileSync(join(folder, 'file'), 'earlier');
  assert.equal(
    await refused(join(folder, 'file', 'x.csv')),
    'Cannot write ./file/x.csv: a part of its path is no folder',
  );
  await refuseUnwritable(join(folder, 'file'));
  await refuseUnwritable(join(nowhere, 'x.csv'));
  assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'earlier');
  assert.deepEqual(readdirSync(folder).toSorted(), ['file', 'nowhere']);
  assert.deepEqual(readdirSync(nowhere), []);
});

test('colours are for terminals, and for people who want them', () => {
  const stream = (isTTY: boolean) => Object.assign(new Writable(), { isTTY, columns: 500 });
  assert.equal(ioOf(stream(true), stream(true), {}).colour, true);
  assert.equal(ioOf(stream(false), stream(true), {}).colour, false);
  assert.equal(ioOf(stream(true), stream(true), { NO_COLOR: '1' }).colour, false);
  assert.equal(ioOf(stream(true), stream(true), { TERM: 'dumb' }).colour, false);
  assert.equal(ioOf(stream(true), stream(true), {}).width, 200);
  assert.equal(ioOf(stream(false), stream(true), {}).width, 120);
});
