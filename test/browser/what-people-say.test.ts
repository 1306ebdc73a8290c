import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { fillHospital, visit } from './demonstration-stage.ts';
import { openPage } from './page.ts';
import { assertFitAndAccessible, type RecordStage, recordStage, setUp } from './record-stage.ts';

let stage: RecordStage | { readonly missing: string };
before(async () => {
  stage = await recordStage();
});
after(async () => {
  if ('server' in stage) await stage.close();
});

test('people say how ready devices are, deal with recalls, and score by the rubric', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const { instance } = stage;
  const settle = () => runJobs(instance, JOBS);
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await fillHospital(stage);

  await t.test('a recall is dealt with on a device, which then shows it', async () => {
    await visit(page, 'recalls/$id', settle);
    await page
      .getByRole('checkbox', { name: /^Mark / })
      .nth(1)
      .check();
    await page.getByRole('button', { name: 'Resolve' }).first().click();
    await page.getByLabel('What was done').fill('Board replaced, work order 4711');
    await assertFitAndAccessible(page, 'dealing with a recall');
    await page.getByRole('button', { name: 'Save resolution' }).click();
    await page.getByRole('table').getByText('Board replaced, work order 4711').waitFor();
    await page.locator('table a[href^="/devices/"]').first().click();
    await page.getByRole('heading', { name: 'Recalls' }).waitFor();
    await page.getByRole('button', { name: 'Override' }).waitFor();
  });

  await t.test('a person says otherwise of the device, and what is derived stays beside it', async () => {
    await page.getByRole('button', { name: 'Override' }).click();
    await page.getByRole('combobox', { name: 'Because' }).click();
    await page.getByRole('option', { name: /constant use/ }).click();
    await page.getByLabel('Rationale').fill('It runs on a patient day and night');
    await page.getByLabel('Until').fill(inDays(60));
    await assertFitAndAccessible(page, 'saying otherwise');
    await page.getByRole('button', { name: 'Save override' }).click();
    await page.getByRole('list', { name: 'Overrides' }).waitFor();
    await page
      .getByText(/set by a person; derived:/)
      .first()
      .waitFor();
    await page.goto('/findings?filter=overridden:yes');
    await page.getByText(/[1-9]\d* findings?, highest risk first/).waitFor();
  });

  await t.test('the rubric is answered by keyboard, and its score waits for another person', async () => {
    await visit(page, 'vulnerabilities/$id', settle);
    await page.getByRole('button', { name: 'Score it' }).click();
    await page.getByText('23 questions open').waitFor();
    const first = page.getByRole('radiogroup', { name: /XAVN$/ }).getByRole('radio').first();
    await first.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    assert.equal(await radio(page, 'XAVN', 'No').isChecked(), true);
    for (const [id, label] of [
      ['XAVW', 'No'],
      ['XAVP', 'Yes'],
      ['XAVPA', 'No'],
      ['XACL', 'Yes'],
      ['XPRL', 'No'],
      ['XUI', 'No'],
      ['XS', 'No'],
    ] as const)
      await radio(page, id, label).check();
    for (const it of await page.getByRole('button', { name: /^None of these/ }).all()) await it.click();
    await radio(page, 'XAT', 'Serious').check();
    await page.getByText('CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H').waitFor();
    await assertFitAndAccessible(page, 'the rubric');
    await page.getByLabel('Rationale').fill('The port is inside the housing of the pump');
    await page.getByRole('button', { name: 'Request approval' }).click();
    await page.getByText('Waits for approval').first().waitFor();
    const approve = page.getByRole('button', { name: 'Approve' });
    assert.equal(await approve.getAttribute('aria-disabled'), 'true', 'whoever scored cannot approve');
  });
});

function radio(page: Page, question: string, label: string) {
  return page
    .getByRole('radiogroup', { name: new RegExp(`${question}$`) })
    .getByRole('radio', { name: label, exact: true });
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
