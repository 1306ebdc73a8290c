import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import type { Context, KnownActor } from '../context.ts';
import { JOBS } from '../jobs/kinds.ts';
import { addPerson } from '../people/people.ts';
import { editBackupPolicy } from './backup-policy.ts';
import { checkBackup } from './backup-file.ts';
import { keepBackups } from './keep-backup.ts';
import { beginBackup, dropKeptBackup, listKeptBackups, takeKeptBackup } from './kept-backups.ts';
import { restoreBackup } from './restore-backup.ts';

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

for (const engine of ENGINES)
  test(`backups are made by themselves, kept as many as are wished, and can be restored (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const folder = join(mkdtempSync(join(tmpdir(), 'patchward-kept-')), 'backups');
    t.after(() => rmSync(join(folder, '..'), { recursive: true, force: true }));
    const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
    const instance = { ...instanceOn(store, clock), backups: folder };
    const ctx = contextOn(instance);
    const { person } = await addPerson(ctx, { kind: 'person', login: 'ada', name: 'Ada', grants: [] });
    const pass = async (to: string) => {
      clock.now = new Date(to);
      await keepBackups.run(ctx, TOOLS);
      await runJobs(instance, JOBS);
    };
    await assert.rejects(beginBackup({ ...ctx, backups: null }), /no folder for them/);
    await beginBackup(ctx);
    await runJobs(instance, JOBS);
    const first = (await listKeptBackups(ctx)).backups[0];
    assert(first !== undefined && first.isThere && first.state === 'kept');
    assert.equal(statSync(join(folder, first.file)).mode & 0o777, 0o600);
    const { bytes } = await takeKeptBackup(ctx, first.id);
    const file = await buffer(bytes);
    assert.equal(createHash('sha256').update(file).digest('hex'), first.sha256);
    assert.equal(file.length, first.bytes);

    await editBackupPolicy(ctx, { version: 0, schedule: { kind: 'daily', at: '02:30' }, keep: 2 });
    await pass('2026-03-01T20:00:00Z');
    assert.equal((await listKeptBackups(ctx)).backups.length, 1, 'not yet');
    await pass('2026-03-02T02:31:00Z');
    await pass('2026-03-02T02:36:00Z');
    assert.equal((await listKeptBackups(ctx)).backups.length, 2, 'once');
    // A server that was off at night makes it when it is back.
    await pass('2026-03-03T07:00:00Z');
    const kept = await listKeptBackups(ctx);
    assert.equal(kept.policy.nextRunAt?.toISOString(), '2026-03-04T02:30:00.000Z');
    assert.deepEqual(readdirSync(folder).toSorted(), kept.backups.map((it) => it.file).toSorted());
    assert(kept.backups.length === 2 && kept.backups.every((it) => it.id !== first.id), 'the oldest went');

    const [newest, older] = kept.backups;
    const path = join(folder, newest?.file ?? '');
    assert.equal((await checkBackup(path)).counts['person'], 1);
    const empty = await freshStore(t, engine);
    assert(empty !== null);
    const there = { ...instance, store: empty };
    await restoreBackup(there, path);
    assert.equal(
      (await listKeptBackups(contextOn(there))).backups.length,
      3,
      'with those that were kept then',
    );

    const expired = admin(ctx, person.id, new Date('2026-03-03T06:00:00Z'));
    await assert.rejects(takeKeptBackup(expired, newest?.id ?? ''), /confirm with your password/);
    await assert.rejects(dropKeptBackup(expired, newest?.id ?? ''), /confirm with your password/);
    const proven = admin(ctx, person.id, clock.now);
    await dropKeptBackup(proven, newest?.id ?? '');
    assert.deepEqual(readdirSync(folder), [older?.file]);
    writeFileSync(join(folder, 'stranger.txt'), 'mine');
    rmSync(join(folder, older?.file ?? ''));
    assert.equal((await listKeptBackups(ctx)).backups[0]?.isThere, false);
    await assert.rejects(takeKeptBackup(ctx, older?.id ?? ''), /file is not there/);

    // As a server leaves it that ends while it writes.
    await store.db.updateTable('kept_backup').set({ state: 'making' }).execute();
    await beginBackup(ctx);
    await runJobs(instance, JOBS);
    const states = (await listKeptBackups(ctx)).backups.map((it) => [it.state, it.problem]);
    assert.deepEqual(states, [
      ['kept', null],
      ['failed', 'It was interrupted'],
    ]);
    assert.equal(readdirSync(folder).length, 2, 'what is not ours is left alone');
  });

function admin(ctx: Context, id: string, verifiedAt: Date): Context {
  const actor: KnownActor = {
    kind: 'person',
    id,
    name: 'Ada',
    grants: [{ role: 'administrator', scope: { kind: 'hospital' } }],
    limitedTo: null,
    verifiedAt,
    sessionId: null,
  };
  return { ...ctx, actor };
}
