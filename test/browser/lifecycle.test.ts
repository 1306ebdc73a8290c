import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn } from '#test/context';
import { addDevices } from '#test/devices';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

const PUMP = {
  manufacturer: 'BD',
  model: 'Alaris 8015',
  deviceType: 'Infusion pump',
  os: 'VxWorks',
} as const;
const DEVICES = [
  { ...PUMP, assetTag: 'A-1', site: 'North', department: 'ICU', eosDate: '2020-12-31' },
  { ...PUMP, assetTag: 'A-2', site: 'North', department: 'ICU', eosDate: '2099-03-31' },
  { manufacturer: 'Philips', model: 'MX450', assetTag: 'B-1', site: 'South', department: 'ER' },
] as const;

test('what ends when is seen, drilled into, and priced', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');

  await t.test('an empty inventory says so', async () => {
    await page.goto('/lifecycle');
    await page.getByText('No device yet').waitFor();
    await assertFitAndAccessible(page, 'lifecycle, empty');
  });

  await t.test('every number leads to its devices', async () => {
    await addDevices(contextOn(stage.instance), DEVICES);
    await page.reload();
    await page.getByText('1 device past their end, without any control.').waitFor();
    const undetermined = page.getByRole('row', { name: /^Undetermined 1 33 % not known/ });
    await undetermined.waitFor();
    await assertFitAndAccessible(page, 'lifecycle');
    await page.getByText('By year', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Group by' }).click();
    await page.getByRole('option', { name: 'By model' }).click();
    await page.getByRole('columnheader', { name: 'Model', exact: true }).waitFor();
    const row = page.getByRole('row', { name: /^Becton, Dickinson and Company Alaris 8015/ });
    await row.getByRole('link', { name: '1', exact: true }).first().click();
    await page.getByText('1 device matches').waitFor();
    await page.getByText('A-1').first().waitFor();
    await page.goBack();
    await page.getByRole('columnheader', { name: 'Model', exact: true }).waitFor();
  });

  await t.test('a device has a replacement cost of its own', async () => {
    await page.goto('/devices');
    await page.getByText('A-1').first().click();
    await page.getByLabel('Cost', { exact: true }).fill('5500');
    await page.getByRole('button', { name: 'Save cost' }).click();
    await page.getByText('Set for this device by Ada Byron').waitFor();
    await assertFitAndAccessible(page, 'device with a replacement cost');
    await page.goto('/lifecycle?by=site');
    await page.getByRole('row', { name: /^Ended 1 33 % 5,500/ }).waitFor();
    await page.getByRole('row', { name: /^North .*at least 5,500/ }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.getByRole('button', { name: 'Export' }).click();
        await page.getByRole('menuitem', { name: /CSV/ }).click();
      })(),
    ]);
    assert.match(file.suggestedFilename(), /^lifecycle-.*\.csv$/);
  });
});
