import { test } from 'node:test';
import { contextOn } from '#test/context';
import { addDevices } from '#test/devices';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

const DEVICES = [
  { manufacturer: 'BD', model: 'Alaris 8015', assetTag: 'HP-20418', site: 'North', department: 'ICU' },
  { manufacturer: 'Philips', model: 'MX450', assetTag: 'LR-01177', site: 'South', mac: '44:4b:5d:00:00:02' },
] as const;

test('a few letters jump anywhere, and a sheet names the keys', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');
  await addDevices(contextOn(stage.instance), DEVICES);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Today' }).waitFor();

  await t.test('a device is found by part of its name, and opened without the mouse', async () => {
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Jump to' });
    await box.fill('20418');
    await page.getByRole('option', { name: /HP-20418 · BD Alaris 8015/ }).waitFor();
    await assertFitAndAccessible(page, 'palette');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /HP-20418/, level: 1 }).waitFor();
    await page.keyboard.press('Meta+k');
    await box.fill('44:4b:5d');
    await page.getByRole('option', { name: /LR-01177/ }).waitFor();
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
  });

  await t.test('a page, a model and a command are found too', async () => {
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Jump to' });
    await box.fill('alaris');
    await page.getByRole('option', { name: /Alaris 8015 1 device/ }).waitFor();
    await box.fill('lifecycle');
    await page.getByRole('option', { name: /Lifecycle Inventory/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Lifecycle horizon' }).waitFor();
    await page.getByRole('button', { name: 'Jump to' }).click();
    await box.fill('nobody registered');
    await page.getByRole('option', { name: /Devices that nobody registered/ }).click();
    await page.getByRole('heading', { name: 'Unregistered devices' }).waitFor();
    await page.keyboard.press('Control+k');
    await box.fill('zzzzzz');
    await page.getByText('No result').waitFor();
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
  });

  await t.test('the question mark opens the sheet of keys, and is a letter where one types', async () => {
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await assertFitAndAccessible(page, 'keys');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Keys' }).waitFor({ state: 'detached' });
    const box = page.getByRole('textbox', { name: 'Address, maker, site' });
    await box.press('?');
    await page.getByText('No device here').waitFor();
    if ((await box.inputValue()) !== '?') throw new Error('The letter did not arrive');
  });
});
