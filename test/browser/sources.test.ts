import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lookForFiles } from '#app/inventory/pickup-run';
import { JOBS } from '#app/jobs/kinds';
import { contextOn } from '#test/context';
import { runJobs } from '#test/jobs';
import { openPage } from './page.ts';
import { assertFitAndAccessible, type RecordStage, recordStage, setUp } from './record-stage.ts';

// A source whose files come by themselves, as whoever sets it up and looks after it meets it.

/** Ten pumps, of which the first few have another firmware. */
function list(firmware: string, others = 0): string {
  const rows = Array.from(
    { length: 10 },
    (_, i) => `T-${i},BD,Alaris PC,SN9000${10 + i},${i < others ? '9.9' : firmware}`,
  );
  return ['Asset tag,Manufacturer,Model,Serial number,Firmware', ...rows, ''].join('\n');
}

/** What the server does by itself in some minutes. */
function minutesOf({ instance }: RecordStage) {
  let aheadMs = 0;
  const ahead = { ...instance, now: () => new Date(Date.now() + aheadMs) };
  return async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed++) {
      aheadMs += 61_000;
      await lookForFiles.run(contextOn(ahead), {
        signal: new AbortController().signal,
        progress: () => {},
        log: () => {},
        saved: null,
        save: async () => {},
      });
      await runJobs(ahead, JOBS);
    }
  };
}

test('a watched folder: the first file waits, a small change is applied, a large one waits for a person', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  const pass = minutesOf(stage);
  const folder = join(stage.instance.inbox ?? '', 'cmms');
  await setUp(page);

  await page.getByRole('link', { name: 'Sources' }).click();
  await page.getByText('No sources yet').waitFor();
  await page.getByRole('button', { name: 'Set up pickup' }).click();
  const form = page.getByRole('form', { name: 'Pickup' });
  await form.getByLabel('Name of the source').fill('CMMS');
  await form.getByRole('textbox', { name: 'Folder' }).fill('../elsewhere');
  await form.getByLabel('Names of files').fill('*.csv');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText(/name one below the inbox/).waitFor();
  await form.getByRole('textbox', { name: 'Folder' }).fill('cmms');
  await assertFitAndAccessible(page, 'a pickup');
  await form.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: /CMMS/ });
  await row.getByText('Not checked yet').waitFor();

  await pass(1);
  await row.getByText(/folder: it does not exist/).waitFor();
  mkdirSync(folder);
  writeFileSync(join(folder, 'monday.csv'), list('1.0'));
  await pass(2);
  await row.getByText('It is the first import of this source').waitFor();
  await assertFitAndAccessible(page, 'sources');
  await row.getByRole('link', { name: 'monday.csv' }).click();
  await page.getByText('It waits for a person.').waitFor();
  await assertFitAndAccessible(page, 'an import that waits');
  await page.getByRole('button', { name: 'Apply 10 changes' }).click();
  await page.getByText(/10 devices made/).waitFor();

  writeFileSync(join(folder, 'tuesday.csv'), list('1.0', 1));
  await pass(2);
  await page.getByRole('link', { name: 'Imports', exact: true }).first().click();
  const tuesday = page.getByRole('row', { name: /tuesday\.csv/ });
  await tuesday.getByText('Applied').waitFor();
  await tuesday.getByText('Source "CMMS"').waitFor();

  writeFileSync(join(folder, 'wednesday.csv'), list('2.0'));
  await pass(2);
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await row.getByText('100 % of its devices would change, more than 10 %').waitFor();
  await row.getByRole('link', { name: 'wednesday.csv' }).click();
  await page.getByRole('button', { name: 'Apply 10 changes' }).click();
  await page.getByText(/10 devices changed/).waitFor();
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await row.getByText('Runs').waitFor();
  await row.getByRole('button', { name: 'Settings' }).click();
  await form.getByRole('button', { name: 'Pause' }).click();
  await row.getByText('Paused by Ada Byron').waitFor();
  assert.deepEqual(readdirSync(folder), ['done']);
  assert.equal(readdirSync(join(folder, 'done')).length, 3);
});

test('an administrator allows a server inside the hospital', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await page.goto('/outgoing');
  const entries = page.getByRole('combobox', { name: 'Servers and blocks' });
  await entries.fill('0.0.0.0/0');
  await entries.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/holds more than one kind of address/).waitFor();
  await entries.press('Backspace');
  await entries.fill('CMMS.hospital.example');
  await entries.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  await page.getByText('cmms.hospital.example', { exact: true }).first().waitFor();
  await assertFitAndAccessible(page, 'outgoing connections');
});
