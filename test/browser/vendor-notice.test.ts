import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { enterNotice } from '#app/vulnerabilities/vendor-notices';
import { contextOn } from '#test/context';
import { runJobs } from '#test/jobs';
import { takeInventory } from '#test/matched-fleet';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

const INVENTORY = `Asset tag,Manufacturer,Model,Version
P-1,Acme,Infusa 8100,3.1
P-2,Acme,Infusa 8100,3.2
P-3,Acme,Infusa 8100,`;

test('an analyst enters the notice of a vendor, corrects it, and withdraws it', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'vulnerability-analyst');
  const ctx = contextOn(stage.instance);
  await takeInventory(ctx, INVENTORY);
  await enterNotice(ctx, {
    title: 'Another one',
    maker: 'Borealis',
    products: [{ model: 'Scale 3', versions: null }],
    cves: ['CVE-2026-10001'],
    text: 'It trusts every network.',
    cvss: null,
    remedy: { kind: 'none-available', details: 'None yet' },
    workaround: null,
    url: null,
    publishedOn: '2026-02-10',
  });
  await runJobs(stage.instance, JOBS);

  await t.test('it becomes an advisory with the devices it touches', async () => {
    await page.goto('/advisories');
    await page.getByRole('button', { name: 'Vendor notice' }).click();
    await page.getByLabel('Title').fill('A password that cannot be changed');
    await page.getByLabel('Maker').fill('Acme');
    await page.getByLabel('Model').fill('Infusa 8100');
    await page.getByLabel('Versions').fill('the old ones');
    await page.getByText('Not understood').first().waitFor();
    await page.getByLabel('Versions').fill('prior to 3.2');
    await page.getByLabel('What is wrong').fill('The service password is the same on every pump.');
    await page.getByLabel('In its words').fill('Update to 3.2');
    await page.getByLabel('Published').fill('2026-02-20');
    await assertFitAndAccessible(page, 'a notice');
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await page.getByText('Devices are being held against it').first().waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByRole('heading', { name: 'A password that cannot be changed' }).waitFor();
    await page.getByText('1 device affected').first().waitFor();
    await page.getByText('1 device can’t be told').first().waitFor();
    await page.getByText('Update to 3.2').first().waitFor();
    await assertFitAndAccessible(page, 'an advisory that was entered');
  });

  await t.test('corrected, it touches others', async () => {
    await page.getByRole('button', { name: 'Correct' }).click();
    await page.getByLabel('Versions').fill('3.2 and earlier');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Entered by hand' }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.reload();
    await page.getByText('2 devices affected').first().waitFor();
  });

  await t.test('withdrawn, it touches none', async () => {
    await page.getByLabel('Why it is withdrawn').fill('It was about another pump');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('It was withdrawn').first().waitFor();
    await runJobs(stage.instance, JOBS);
    await page.reload();
    await page.getByText('The feeds have it no more').first().waitFor();
    await page.goto('/findings');
    await page.getByRole('heading', { name: 'Findings' }).waitFor();
    await page.getByText(/^No findings/).waitFor();
  });
});
