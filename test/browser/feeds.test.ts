import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { listBundleKeys } from '#app/feeds/bundle-keys';
import { exportBundle } from '#app/feeds/export-bundle';
import { readStartFeeds } from '#app/feeds/start-feeds';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { openPage } from './page.ts';
import { assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

const FLAW = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false } as const;
const DEVICES = 'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5\nT-2,Acme,Monitor OS,1.5';
const WORK = { signal: new AbortController().signal, progress: () => {}, log: () => {} };

async function staleAfter(page: Page, feed: string, hours: string): Promise<void> {
  await page.goto('/feeds');
  await page.getByRole('button', { name: feed, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Settings' }).click();
  const form = page.getByRole('form', { name: 'Settings of the feed' });
  await form.getByLabel('Stale after … hours').fill(hours);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'hidden' });
}

test('a feed that goes stale turns what rests on it grey, and reading it brings what it knows', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-mirror-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const ctx = { ...stage.instance, actor: { kind: 'system', name: 'Test' } } as const;
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await takeInventory(ctx, DEVICES);
  feedsOf(folder, [FLAW]);
  await readStartFeeds(ctx, [folder], WORK);
  await runJobs(ctx, JOBS);
  const feed = folder.split('/').at(-1) as string;

  await t.test('the ledger says that the newest record is old', async () => {
    await page.goto('/feeds');
    await page.getByText('0 of 1 in use are fresh').waitFor();
    await page.getByRole('row', { name: new RegExp(`${feed}.*Stale`) }).waitFor();
    await page.getByRole('cell', { name: '1', exact: true }).first().waitFor();
    await assertFitAndAccessible(page, 'feeds');
  });

  await t.test('fresh, it says plainly how things stand', async () => {
    await staleAfter(page, feed, '8760');
    await page.getByText('1 of 1 in use are fresh').waitFor();
    await assertFitAndAccessible(page, 'a feed');
    await page.goto('/');
    const tile = page.getByRole('link', { name: /^Devices affected/ });
    await tile.getByText('0 findings exploited').waitFor();
    assert.equal(await page.getByRole('region', { name: 'Open findings' }).locator('.tile.held').count(), 0);
  });

  await t.test('stale, it greys the tiles, the findings and the explanation', async () => {
    await staleAfter(page, feed, '24');
    await page.goto('/');
    await page
      .getByRole('link', { name: /^Overdue/ })
      .getByText(/As of 2 Jan 2026/)
      .waitFor();
    assert.equal(await page.getByRole('region', { name: 'Open findings' }).locator('.tile.held').count(), 5);
    assert.equal(await page.getByRole('region', { name: 'Open findings' }).locator('.state.good').count(), 0);
    await assertFitAndAccessible(page, 'today in doubt');
    await page.getByRole('link', { name: 'Findings', exact: true }).click();
    await page.getByText(/may be missing here/).waitFor();
    await page.getByText('CVE-2026-10001').first().click();
    await page.getByRole('heading', { name: 'Clocks side by side' }).waitFor();
    assert.equal(await page.getByText(/may be missing here/).count(), 2);
    await assertFitAndAccessible(page, 'a finding in doubt');
  });

  await t.test('reading it now brings its new record, as an edition and as a finding', async () => {
    feedsOf(folder, [FLAW, { ...FLAW, product: 'monitor_os', exploited: true }]);
    await page.goto('/feeds');
    await page.getByRole('button', { name: feed, exact: true }).click();
    await page.getByRole('button', { name: 'Read now' }).click();
    await page.getByText('Waiting', { exact: true }).waitFor();
    await runJobs(ctx, JOBS);
    await page.getByText('Brought news').nth(1).waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('row', { name: /^2 .*CVE-2026-10002/ })
      .getByRole('link')
      .click();
    await page.getByText('1 finding, highest risk first').waitFor();
  });

  await t.test('a bundle is taken in only from an instance that is trusted', async () => {
    const outside = await recordStage();
    if ('missing' in outside) return;
    t.after(() => outside.close());
    const there = { ...outside.instance, actor: { kind: 'system', name: 'Test' } } as const;
    await readStartFeeds(there, [folder], WORK);
    const bundle = Buffer.concat(await Array.fromAsync(await exportBundle(there)));
    const take = async () => {
      await page.goto('/feeds');
      await page
        .getByLabel('Choose a bundle of feeds')
        .setInputFiles({ name: 'feeds.tar', mimeType: 'application/x-tar', buffer: bundle });
      await page.getByText('Waiting', { exact: true }).waitFor();
      await runJobs(ctx, JOBS);
    };
    await take();
    await page.getByText(/with a key that is not trusted here/).waitFor();
    const { own } = await listBundleKeys(there);
    await page.getByLabel('Name of the instance to trust').fill('Outside');
    await page.getByLabel('Its key, as its own page shows it').fill(own.publicKey);
    await page.getByRole('button', { name: 'Trust this key' }).click();
    await page.getByText(/since .*, by Ada Byron/).waitFor();
    await assertFitAndAccessible(page, 'bundles');
    await take();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByRole('button', { name: feed, exact: true }).click();
    await page.getByText(`a bundle that ${own.name} signed`).waitFor();
  });

  await t.test('a file is brought, and what is wrong in it is quarantined with its reason', async () => {
    await page.goto('/feeds');
    await page.getByRole('button', { name: 'Files brought by hand' }).click();
    await page.getByLabel('Choose a feed file').setInputFiles({
      name: 'epss.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '#model_version:v1,score_date:2026-11-01T00:00:00Z\ncve,epss,percentile\nCVE-2026-10001,0.9,0.9\nCVE-2026-10002,much,0.9\n',
      ),
    });
    await page.getByText('Waiting', { exact: true }).waitFor();
    await runJobs(ctx, JOBS);
    await page.getByText(/EPSS score of CVE-2026-10002 is not a number from 0 to 1/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the list' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'quarantined-files.csv');
    await assertFitAndAccessible(page, 'quarantine');
  });
});
