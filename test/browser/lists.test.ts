import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { JOBS } from '#app/jobs/kinds';
import { addPerson } from '#app/people/people';
import { beginSession } from '#app/people/sessions';
import { contextOn } from '#test/context';
import { addDevices } from '#test/devices';
import { runJobs } from '#test/jobs';
import { openPage } from './page.ts';
import { assertFitAndAccessible, recordStage, type RecordStage } from './record-stage.ts';

// The list of devices as somebody works with it: filter, view, marks, edit, undo, export.

const DEVICES = Array.from({ length: 30 }, (_, n) => ({
  assetTag: `HP-${100 + n}`,
  manufacturer: n % 3 === 0 ? 'Alveor' : 'Norrvik',
  model: n % 3 === 0 ? 'Infusa 8100' : 'CNS-4',
  deviceType: n % 3 === 0 ? 'infusion pump' : 'patient monitor',
  serial: `SN-${9000 + n}`,
  version: `4.${n % 5}`,
  site: n % 2 === 0 ? 'General' : 'Lindley',
  department: ['ICU', 'Emergency', 'Dialysis'][n % 3] as string,
  criticality: n % 3 === 0 ? ('life-sustaining' as const) : ('critical' as const),
}));

/** Where pictures go; null: none are taken. */
const SHOTS = process.env['PATCHWARD_SHOTS'] ?? null;

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === null) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png`, animations: 'disabled' });
}

/** Lets somebody in who edits devices and structure. */
async function enter({ instance, server }: RecordStage, page: Page): Promise<void> {
  const { person } = await addPerson(contextOn(instance), {
    kind: 'person',
    login: 'grace@example.org',
    name: 'Grace',
    grants: [
      { role: 'clinical-engineer', scope: { kind: 'hospital' } },
      { role: 'administrator', scope: { kind: 'hospital' } },
    ],
  });
  await instance.store.db.updateTable('person').set({ password_must_change: false }).execute();
  const { token } = await instance.store.db
    .transaction()
    .execute((tx) => beginSession(tx, instance, person.id, { address: '127.0.0.1', agent: 'Test' }));
  await page.context().addCookies([{ name: 'patchward_session', value: token, url: server.url }]);
}

test('a list is filtered, kept as a view, shared, edited in bulk, undone and exported', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1440, height: 900 } });
  await addDevices(contextOn(stage.instance), DEVICES);
  await enter(stage, page);

  await t.test('a field is defined', async () => {
    await page.goto('/custom-fields');
    await page.getByLabel('Name').fill('Service contract');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Choice' }).click();
    await page.getByRole('combobox', { name: 'Choices' }).fill('Gold');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add field' }).click();
    await page.getByText('cf.service-contract').waitFor();
    await assertFitAndAccessible(page, 'custom fields');
    await page.setViewportSize({ width: 1440, height: 900 });
    await shoot(page, 'custom-fields');
  });

  await t.test('the filter offers names and values, and the address holds it', async () => {
    await page.goto('/devices');
    await page.getByText('30 devices').waitFor();
    const box = page.getByRole('combobox', { name: 'Filter' });
    await box.pressSequentially('manuf');
    await page.getByRole('option', { name: 'manufacturer:' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await box.pressSequentially('al');
    await page.getByRole('option', { name: 'Alveor' }).waitFor();
    await shoot(page, 'completions');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('10 devices match').waitFor();
    await page.waitForURL(/filter=manufacturer%3AAlveor/);
    await page.getByRole('button', { name: 'Asset' }).click();
    await page.waitForURL(/sort=assetTag/);
    await page.getByRole('button', { name: 'Site › department' }).click({ modifiers: ['Shift'] });
    await page.waitForURL(/sort=assetTag%2Csite/);
  });

  await t.test('the view is saved and shared', async () => {
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Pumps');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Pumps' }).waitFor();
    await page.getByRole('button', { name: 'This view' }).click();
    await page.getByRole('menuitem', { name: 'Everybody' }).click();
    await page.getByRole('button', { name: 'This view' }).click();
    await page.getByRole('menuitem', { name: /Everybody ✓/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  await t.test('rows are marked by key, all of the filter with one press, edited and undone', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 device marked').waitFor();
    await page.getByRole('button', { name: 'Mark all 10 matching' }).click();
    await page.getByText('All 10 matching devices marked').waitFor();
    await shoot(page, 'devices');
    await assertFitAndAccessible(page, 'devices');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('combobox', { name: 'Add tags' }).fill('Loaner');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('10 devices will be looked at').waitFor();
    await shoot(page, 'bulk-preview');
    await page.getByRole('button', { name: 'Edit 10 devices' }).click();
    await page.getByRole('heading', { name: 'Edit of devices' }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByText('10 devices changed, 0 as they were, 0 refused').waitFor();
    await assertFitAndAccessible(page, 'bulk edit');
    await page.setViewportSize({ width: 1440, height: 900 });
    await shoot(page, 'bulk-edit');
    await page.goto('/devices?filter=tag%3Aloaner');
    await page.getByText('10 devices match').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Undo of an edit' }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByText('10 devices changed').waitFor();
    await page.goto('/devices?filter=tag%3Aloaner');
    await page.getByText('No device matches this filter').waitFor();
  });

  await t.test('the filter is exported whole', async () => {
    await page.goto('/devices?filter=site%3Ageneral');
    await page.getByText('15 devices match').waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV, whole' }).click(),
    ]);
    const stream = await download.createReadStream();
    const chunks = await stream.toArray();
    const text = Buffer.concat(chunks as Buffer[]).toString('utf8');
    assert.equal(text.trim().split('\r\n').length, 16);
    assert.match(text, /Device ID,Manufacturer,Model,/);
  });
});
