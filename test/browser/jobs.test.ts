import { test } from 'node:test';
import * as z from 'zod';
import { actUnasked } from '#app/act';
import { jobKind } from '#app/jobs/kind';
import { RECONCILERS } from '#app/jobs/reconcilers';
import { createRunner } from '#app/jobs/runner';
import { startJob } from '#app/jobs/start';
import { openPage } from './page.ts';
import { assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

/** Goes on until it is cancelled. */
const sorting = jobKind({
  name: 'test.sort',
  words: 'Sort devices',
  input: z.object({ ward: z.string() }),
  permission: 'inventory.read',
  title: ({ ward }) => `Sort the devices of ${ward}`,
  triesMax: 1,
  run: async (_, { ward }, { progress, log, signal }) => {
    log(`${ward} has 212 devices`);
    if (ward === 'Radiology') throw new Error('Cannot sort Radiology: its list is open elsewhere');
    progress(120, 212, 'Sorting');
    await new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
  },
});

test('jobs are followed live, cancelled and run again', async (t) => {
  const jobs = { kinds: [sorting], reconcilers: RECONCILERS };
  const stage = await recordStage({ jobs });
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const { instance } = stage;
  const runner = createRunner({ instance, jobs, node: 'test', slots: 4, onFault: () => {} });
  await runner.prepare();
  const ctx = { ...instance, actor: { kind: 'system', name: 'Test' } } as const;
  const start = (ward: string) =>
    actUnasked(ctx, async (tx) => ({ value: await startJob(ctx, tx, sorting, { ward }), audit: null }));
  await start('Radiology');
  await runner.fill();
  await runner.settle();

  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.getByText('Failed', { exact: true }).last().waitFor();
  await page.getByText('its list is open elsewhere').waitFor();
  await page.getByRole('cell', { name: 'Sign the audit log' }).waitFor();

  await start('Intensive Care');
  await runner.fill();
  await page.getByRole('button', { name: 'Sort the devices of Intensive Care' }).waitFor();
  await runner.beat();
  await page.getByText('Sorting, 120 of 212').waitFor();
  await assertFitAndAccessible(page, 'jobs');

  await page.getByRole('button', { name: 'Sort the devices of Intensive Care' }).click();
  const sheet = page.getByRole('dialog', { name: 'Job' });
  await sheet.getByText('Intensive Care has 212 devices').waitFor();
  await assertFitAndAccessible(page, 'a job');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await sheet.getByText('Stopping').waitFor();
  await runner.beat();
  await runner.settle();
  await sheet.getByText('Cancelled', { exact: true }).waitFor();
  await sheet.getByRole('button', { name: 'Run again' }).click();
  await sheet.getByText('Waiting', { exact: true }).waitFor();
  runner.interrupt();
  await runner.settle();
});
