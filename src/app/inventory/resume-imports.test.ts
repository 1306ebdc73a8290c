import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import type { Context } from '../context.ts';
import { JOBS } from '../jobs/kinds.ts';
import { applyPreviewedImport } from './import-applying.ts';
import { applyImport, previewImport } from './import-start.ts';
import { readImport } from './imports.ts';
import { resumeImports } from './resume-imports.ts';

const TEXT = 'Asset tag,Manufacturer,Model,Serial number\nT-1,BD,Alaris,SN900001\nT-2,BD,Alaris,SN900002\n';

for (const engine of ENGINES)
  test(`an import whose server ended in the middle goes on (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    const { id } = await previewImport(
      ctx,
      { name: 'cmms.csv', stream: bytesOf(TEXT) },
      { source: 'CMMS', at: new Date(Date.UTC(2026, 1, 1)), mapping: {} },
    );

    // As a server leaves it that ends while it reads.
    await store.db.updateTable('inventory_import').set({ state: 'reading' }).where('id', '=', id).execute();
    const suspects = await round(ctx, null);
    assert.deepEqual(suspects, [id]);
    await runJobs(instance, JOBS);
    assert.equal((await readImport(ctx, id)).state, 'reading', 'whoever sent it may be at it');
    assert.deepEqual(await round(ctx, suspects), []);
    await runJobs(instance, JOBS);
    assert.equal((await readImport(ctx, id)).state, 'previewed');

    const ended = { signal: AbortSignal.abort(), progress: () => {} };
    await assert.rejects(applyPreviewedImport(ctx, id, ended));
    assert.equal((await readImport(ctx, id)).state, 'applying');
    await round(ctx, []);
    await runJobs(instance, JOBS);
    const applied = await readImport(ctx, id);
    assert.equal(applied.state, 'applied');
    assert.equal(applied.counts.create, 2);

    await round(ctx, []);
    const jobs = await store.pool.query(`select kind, state from job where kind like 'import.%' order by id`);
    assert.deepEqual(jobs.rows, [
      { kind: 'import.read', state: 'done' },
      { kind: 'import.apply', state: 'done' },
    ]);
    await assert.rejects(applyImport(ctx, id), /applied already/);
  });

/** @returns what the next round is told */
async function round(ctx: Context, saved: unknown): Promise<unknown> {
  let kept = saved;
  await resumeImports.run(ctx, {
    signal: new AbortController().signal,
    progress: () => {},
    log: () => {},
    saved,
    save: async (_tx, next) => {
      kept = next;
    },
  });
  return kept;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
