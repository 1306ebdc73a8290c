import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { openPage } from './page.ts';
import {
  anotherPerson,
  asRole,
  assertFitAndAccessible,
  PERSON,
  recordStage,
  setUp,
  bring,
} from './record-stage.ts';

const CMMS = `Tag #,Serial #,Manufacturer,Model,Software Revision,Facility,Department,Risk Level,IP Address
A-1,BD100001,BD,Alaris 8015,12.1.2,North,ICU,Life Support,10.1.1.1
A-2,BD100002,BD,Alaris 8015,12.1.2,North,ICU,Life Support,10.1.1.2
A-3,PH200001,Philips,MX450,,South,ER,High,
`;
const NETWORK = `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
x,BD,Alaris 8015,BD100001,10.1.1.1,44:4b:5d:00:00:01,South,2026-01-01,2026-03-01
mon-1,GE Healthcare,B450,GE300001,10.1.2.3,44:4b:5d:00:00:02,South,2026-01-01,2026-03-01
`;

test('sources are reconciled: a report is made, its discrepancies given to a person, and two people sign it off', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');
  await bring(stage, { CMMS, Discovery: NETWORK });

  await t.test('a report is made as a job', async () => {
    await page.goto('/reconciliations');
    await page.getByText('No report yet').waitFor();
    await assertFitAndAccessible(page, 'no reconciliation');
    await page.getByRole('button', { name: 'Make a report now' }).click();
    await page.getByRole('heading', { name: 'Reconciliation report', level: 1 }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByRole('row', { name: /^CMMS .* 3 33 % 1 2 1/ }).waitFor();
    await page.getByRole('row', { name: /CMMS and Discovery 1 2 1/ }).waitFor();
    await page.getByText('Registered in CMMS; the network never spoke of it').waitFor();
    await assertFitAndAccessible(page, 'reconciliation report');
  });

  await t.test('discrepancies are marked and given to a person', async () => {
    await page.getByRole('checkbox', { name: /^Mark .*In a register, not seen/ }).check();
    await page.getByRole('button', { name: 'Assign 1 marked' }).click();
    await page.getByRole('combobox', { name: 'Assign to' }).fill('ada');
    await page.getByRole('option', { name: PERSON.name }).click();
    await page.getByLabel('What is to be done, or why it is so').fill('Look for it in the ICU');
    await page.getByLabel('Last day for it').fill('2099-12-31');
    await page.getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByRole('row', { name: /never spoke of it.*Ada Byron.*31 Dec 2099/ }).waitFor();
    await page.goto('/');
    await page.getByRole('link', { name: 'Discrepancies assigned to you' }).click();
    await page.getByText('1 discrepancy shown').waitFor();
  });

  await t.test('two people sign, and afterwards nothing can be changed', async () => {
    await page.getByText('assigned to nobody.').waitFor();
    await page.getByLabel('Note with your signature').fill('Walked through with the ICU');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('1 of 2 signatures').waitFor();
    const assign = page.getByRole('button', { name: /^Assign all/ });
    assert.equal(await assign.getAttribute('aria-disabled'), 'true');
    await assertFitAndAccessible(page, 'reconciliation report, signed once');
    const grace = await anotherPerson(t, stage, 'compliance');
    await grace.getByRole('link', { name: 'A reconciliation report waits for your signature' }).click();
    await grace.getByRole('button', { name: 'Sign off for good' }).click();
    await grace.getByText('Nothing of this report changes any more.').waitFor();
    await grace.getByRole('button', { name: 'Check that it is still the same' }).click();
    await grace.getByText('It is', { exact: true }).waitFor();
    await assertFitAndAccessible(grace, 'reconciliation report, signed off');
    await grace.emulateMedia({ media: 'print' });
    assert.equal(await grace.getByRole('button', { name: 'Print' }).isVisible(), false);
    assert.equal(await grace.getByRole('cell', { name: /Seen by Discovery/ }).isVisible(), true);
    await grace.emulateMedia({ media: 'screen' });
    const [file] = await Promise.all([
      grace.waitForEvent('download'),
      (async () => {
        await grace.getByRole('button', { name: 'Export' }).click();
        await grace.getByRole('menuitem', { name: /Excel workbook/ }).click();
      })(),
    ]);
    assert.match(file.suggestedFilename(), /^reconciliation-.*\.xlsx$/);
  });

  await t.test('the next report tells the trend', async () => {
    await page.goto('/reconciliations');
    await page.getByRole('button', { name: 'Make a report now' }).click();
    await page.getByRole('heading', { name: 'Reconciliation report', level: 1 }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByText('As before · 0 new, 0 gone').first().waitFor();
    await page.getByRole('link', { name: 'Reconciliation', exact: true }).first().click();
    await page.getByRole('img', { name: /Lines over time/ }).waitFor();
    await assertFitAndAccessible(page, 'reconciliations');
  });
});
