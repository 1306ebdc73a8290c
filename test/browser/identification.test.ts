import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { findDevices } from '#app/inventory/devices';
import { JOBS } from '#app/jobs/kinds';
import { matchFleetJob } from '#app/vulnerabilities/match-job';
import { contextOn } from '#test/context';
import { runJobs } from '#test/jobs';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, type RecordStage, recordStage, setUp } from './record-stage.ts';

// A text of the inventory that the product is not sure of: a person says what it is, and like devices follow.

/** Matches as the server's jobs do, whenever their time comes. */
async function matched({ instance }: RecordStage): Promise<void> {
  const open = instance.store.db
    .selectFrom('job')
    .select('id')
    .where('kind', '=', matchFleetJob.name)
    .where('state', 'in', ['waiting', 'running']);
  while ((await open.execute()).length > 0) {
    await runJobs(instance, JOBS);
    await setTimeout(100);
  }
}

const PUMPS = 'FRESENIUS KABI Agilia Connect';

test('a device is identified once, and like devices follow', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const ctx = contextOn(stage.instance);
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');
  await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
  await takeFeeds(ctx, ['samples/feeds']);
  await runJobs(stage.instance, JOBS);
  const filter = 'manufacturer:="FRESENIUS KABI" model:="Agilia Connect"';
  const { devices } = await findDevices(ctx, { filter, sort: [], after: null, limit: 50 });
  // The advisory names D25 and what was before it; a pump may have a later release.
  const concerned = devices.filter((it) => it.fields.version === 'D25');
  assert(concerned.length > 1);
  const [first, last] = [concerned[0]?.id ?? '', concerned.at(-1)?.id ?? ''];
  const doubt = page.getByRole('region', { name: PUMPS, exact: true });
  const findings = page.getByRole('region', { name: 'Findings', exact: true }).first();

  await t.test('a device says that it is not certain what it is, and leads to the evidence', async () => {
    await page.goto(`/devices/${first}`);
    await findings.getByText('0 open').waitFor();
    await findings.getByText(/would open if the match is right/).waitFor();
    await assertFitAndAccessible(page, 'device in doubt');
    await findings.getByRole('link', { name: `Say what ${PUMPS} is` }).click();
    await doubt.getByText(`${devices.length} devices`).waitFor();
    await doubt.getByText('same maker').waitFor();
    await assertFitAndAccessible(page, 'identification');
  });

  await t.test('one answer settles it for all of them', async () => {
    await doubt.getByRole('button', { name: 'Yes, this one' }).click();
    await doubt.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Answers given' }).getByText('Ada Byron').first().waitFor();
    await matched(stage);
    for (const id of [first, last]) {
      await page.goto(`/devices/${id}`);
      await findings.getByText(/^[1-9]\d* open/).waitFor();
      assert.equal(await findings.getByText(/It is not certain/).count(), 0);
    }
  });

  await t.test('taken back, all of them are in doubt again', async () => {
    await page.goto('/identifications');
    const takeBack = page.getByRole('button', { name: 'Withdraw' }).first();
    await takeBack.click();
    await page.locator('button[aria-disabled="true"]', { hasText: 'Withdraw' }).waitFor();
    await matched(stage);
    await page.goto(`/devices/${last}`);
    await findings.getByText(/would open if the match is right/).waitFor();
  });
});
