import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCustomField } from '#app/inventory/custom-fields';
import { JOBS } from '#app/jobs/kinds';
import { contextOn } from '#test/context';
import { runJobs } from '#test/jobs';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp, bring } from './record-stage.ts';

const CMMS = `Tag #,Serial #,Manufacturer,Model,Facility,Department,Room,Price
A-1,BD100001,BD,Alaris 8015,North,ICU,1.01,1200
A-2,BD100002,BD,Alaris 8015,North,ICU,1.02,
`;
const NETWORK = `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
x,BD,Alaris 8015,BD100001,10.1.1.1,44:4b:5d:00:00:01,North,2026-01-01,2026-03-01
`;

test('a device is corrected where it is looked at', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');
  await addCustomField(contextOn(stage.instance), { name: 'Price', kind: 'number', choices: [] });
  await bring(stage, { CMMS, Discovery: NETWORK });

  await t.test('a field is said, and taken back again', async () => {
    await page.goto('/devices');
    await page.getByText('A-1', { exact: true }).first().click();
    const row = page.getByRole('row', { name: /^Room/ });
    await row.hover();
    await row.getByRole('button', { name: 'Edit Room' }).click();
    const form = page.getByRole('form', { name: 'Edit Room' });
    await form.getByLabel('Room').fill('9.99');
    await assertFitAndAccessible(page, 'device, a field edited');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /^Room.*9\.99 Ada Byron \(by hand\)/ }).waitFor();
    await row.getByRole('button', { name: 'Edit Room' }).click();
    await form.getByRole('button', { name: 'Remove what people entered' }).click();
    await page.getByRole('row', { name: /^Room.*1\.01 CMMS/ }).waitFor();
    await page.getByRole('button', { name: 'Add a field' }).click();
    const add = page.getByRole('form', { name: 'Add a field' });
    await add.getByRole('combobox', { name: 'Field' }).click();
    await page.getByRole('option', { name: 'Owner' }).click();
    await add.getByRole('textbox', { name: 'Owner' }).fill('Clinical engineering');
    await add.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /^Owner.*Clinical engineering/ }).waitFor();
  });

  await t.test('tags and own fields stand on the device', async () => {
    const card = page.getByRole('region', { name: 'Tags and custom fields' });
    await card.getByText('1200').waitFor();
    await card.getByRole('button', { name: 'Edit' }).click();
    await card.getByRole('combobox', { name: 'Tags' }).fill('loaner');
    await card.getByRole('combobox', { name: 'Tags' }).press('Enter');
    await card.getByLabel('Price').fill('1300');
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('1300').waitFor();
    await card.getByRole('link', { name: 'loaner' }).waitFor();
    await assertFitAndAccessible(page, 'device with tags');
  });

  await t.test('a statement is split off, and put back', async () => {
    const card = page.getByRole('region', { name: 'Statements' });
    await card.getByRole('checkbox', { name: 'Mark the statement of Discovery' }).check();
    await card.getByRole('button', { name: 'Split off 1 statement' }).click();
    await card.getByRole('link', { name: 'another device' }).waitFor();
    await assertFitAndAccessible(page, 'device, split');
    await card.getByRole('button', { name: 'Undo split' }).click();
    await card.getByRole('checkbox', { name: 'Mark the statement of Discovery' }).waitFor();
  });

  await t.test('a device is registered by hand, and seen for what it is before it is written', async () => {
    await page.goto('/devices');
    await page.getByRole('button', { name: 'Register' }).click();
    const form = page.getByRole('form', { name: 'Register a device' });
    await form.getByRole('textbox', { name: 'Model', exact: true }).fill('Alaris 8015');
    await assertFitAndAccessible(page, 'a device to register');
    await form.getByRole('textbox', { name: 'Manufacturer' }).fill('BD');
    await form.getByRole('textbox', { name: 'Serial number' }).fill('BD100002');
    await form.getByRole('textbox', { name: 'Owner' }).fill('Pump pool');
    await form.getByRole('button', { name: 'Preview' }).click();
    // The serial number is one the CMMS told of.
    await page.getByRole('button', { name: 'Apply 1 change' }).click();
    await page.getByText('0 devices made, 1 device changed').waitFor();
    await page.getByRole('link', { name: 'Devices' }).first().click();
    await page.getByText('A-2', { exact: true }).first().click();
    await page.getByRole('row', { name: /^Owner.*Pump pool Registered by hand/ }).waitFor();
  });

  await t.test('an empty list has the columns that an import knows', async () => {
    await page.goto('/imports');
    const link = page.getByRole('link', { name: 'Download an empty one' });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const titles = Buffer.concat((await (await download.createReadStream()).toArray()) as Buffer[]);
    assert.match(titles.toString('utf8'), /^\uFEFFAsset tag,Serial number,Manufacturer,[^\n]*,Tags\s*$/);
    const columns = titles.toString('utf8').split(',').length;
    await page.getByLabel('Choose an inventory file').setInputFiles({
      name: 'filled.csv',
      mimeType: 'text/csv',
      buffer: Buffer.concat([titles, Buffer.from(`A-9,S9,BD,Alaris 8015${','.repeat(columns - 4)}\n`)]),
    });
    // Tags are no field, and are fed all the same.
    await page.getByText(`${columns - 1} of ${columns} columns feed a field`).waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  await t.test('a field is set on many devices as a job', async () => {
    await page.goto('/devices');
    await page.getByText('A-2', { exact: true }).first().waitFor();
    for (const box of await page.getByRole('row').getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: /^Edit/ }).first().click();
    const form = page.getByRole('form', { name: 'Edit marked devices' });
    await form.getByRole('combobox', { name: 'Set a field' }).click();
    await page.getByRole('option', { name: 'Department' }).click();
    await form.getByRole('textbox', { name: 'Department' }).fill('Step-down unit');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByRole('button', { name: 'Edit 2 devices' }).click();
    await page.getByRole('heading', { name: /Edit/ }).first().waitFor();
    await runJobs(stage.instance, JOBS);
    await page
      .getByRole('cell', { name: /Department: none → Step-down unit/ })
      .first()
      .waitFor();
    await assertFitAndAccessible(page, 'edit of many devices');
  });
});
