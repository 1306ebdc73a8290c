import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { clockProblem } from './clock.ts';
import { diskSpaceOf, judgeSpace, sayDiskSpace } from './disk.ts';

const GB = 1_000_000_000;

test('a disk that is nearly full needs a person, and a small one is judged by its own size', async () => {
  const cases: readonly (readonly [number, number, boolean])[] = [
    [100 * GB, 500 * GB, false],
    [2 * GB, 500 * GB, false],
    [1.9 * GB, 500 * GB, true],
    [1 * GB, 8 * GB, false],
    [0.7 * GB, 8 * GB, true],
    [0, 8 * GB, true],
  ];
  for (const [free, whole, isShort] of cases)
    assert.equal(judgeSpace(free, whole).problem !== null, isShort, `${free} of ${whole}`);
  assert.equal(sayDiskSpace(judgeSpace(1.25 * GB, 10 * GB)), '1.3 of 10.0 GB free');
  const here = await diskSpaceOf(tmpdir());
  assert(here !== null && here.wholeBytes >= here.freeBytes && here.wholeBytes > 0);
  assert.equal(await diskSpaceOf(join(tmpdir(), 'no such folder')), null);
});

test('a clock is doubted when the database server or the audit log says otherwise', () => {
  const now = new Date('2026-03-01T08:00:00Z');
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const problem = (databaseNow: Date | null, lastEntryAt: Date | null) =>
    clockProblem(now, { databaseNow, lastEntryAt });
  assert.equal(problem(null, null), null);
  assert.equal(problem(later(4), later(-9000)), null);
  assert.match(problem(later(60), null) ?? '', /60 seconds behind the database server/);
  assert.match(problem(later(-60), null) ?? '', /60 seconds ahead of the database server/);
  assert.match(problem(null, later(3600)) ?? '', /3600 seconds in the future: the clock was set back/);
});
