import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as OTPAuth from 'otpauth';
import type { Page } from 'playwright-core';
import { openPage } from './page.ts';
import { assertFitAndAccessible, PERSON, recordStage, setUp } from './record-stage.ts';

// The system of record in a data folder of its own, through the server and a browser, as a person meets it.

async function signIn(page: Page, password: string = PERSON.password): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address or name').fill(PERSON.login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

test('the first person sets up, signs in with a code, and ends a session from another one', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });

  await t.test('a weak password is refused with the reason, a good one lets in', async () => {
    await page.goto('/devices');
    await page.getByRole('heading', { name: 'Set up Patchward' }).waitFor();
    await assertFitAndAccessible(page, 'first run');
    await page.getByLabel('Your name').fill(PERSON.name);
    await page.getByLabel('E-mail address').fill(PERSON.login);
    await page.getByLabel('Password', { exact: true }).fill('password1234');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByText('it is one of the first that are tried').first().waitFor();
    await setUp(page);
  });

  const codes: string[] = [];
  await t.test('an authenticator app is set up', async () => {
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const key = page.getByLabel('Key for the authenticator app', { exact: true });
    await assertFitAndAccessible(page, 'welcome');
    const secret = ((await key.textContent()) ?? '').replaceAll(' ', '');
    const app = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) });
    await page.getByLabel('First code of the app').fill(app.generate());
    await page.getByRole('button', { name: 'Confirm code' }).click();
    const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await shown.first().waitFor();
    codes.push(...(await shown.allTextContents()));
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('An authenticator app is asked for').waitFor();
  });

  await t.test('signing in says what is wrong, asks for a code and goes where one wanted to go', async () => {
    await signOut(page);
    await page.goto('/account');
    await signIn(page, 'not the one at all');
    await page.getByRole('alert').getByText('the name or the password is wrong').waitFor();
    await assertFitAndAccessible(page, 'sign-in');
    await signIn(page);
    await page.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Confirm code' }).click();
    await page.getByRole('heading', { name: 'My sign-in' }).waitFor();
  });

  await t.test('a session ended elsewhere leads to the sign-in page', async (u) => {
    const other = await openPage(u, stage);
    await other.goto('/tokens');
    await signIn(other);
    await other.getByLabel('Code', { exact: true }).fill(codes[1] ?? '');
    await other.getByRole('button', { name: 'Confirm code' }).click();
    await other.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('1 place').waitFor();
    await assertFitAndAccessible(page, 'my sign-in');
    await other.getByRole('link', { name: 'Audit log' }).click();
    await other.getByText('Your session has ended.').waitFor();
  });
});

const CMMS = [
  'Tag #,Serial No,Mfr,Model Desc,SW Rev,Facility,Dept,Next visit',
  'HP-20418,AL81-0093312,Alveor,Infusa 8100,4.1.7,General,ICU,2026-12-01',
  'HP-20421,AL81-0093377,Alveor,Infusa 8100,4.1.7,General,ICU,2026-12-02',
  'LR-01177,NVC4-55120,Norrvik,CNS-4,3.0.12,Lindley,NICU,2026-12-03',
  ',,,,,General,ICU,',
].join('\n');

test('an inventory is imported with a preview, listed, looked at and audited', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);

  await t.test('an empty inventory says what to do next', async () => {
    await page.getByRole('link', { name: 'Devices' }).click();
    await page.getByText('No devices yet').waitFor();
    await page.getByRole('link', { name: 'Import an inventory' }).click();
    await page.getByText('Nothing imported yet').waitFor();
    await assertFitAndAccessible(page, 'imports');
  });

  await t.test('the preview shows columns, counts and rejected rows, and takes another mapping', async () => {
    await page.getByLabel('Name of the source').fill('CMMS');
    await page
      .getByLabel('Choose an inventory file')
      .setInputFiles({ name: 'cmms.csv', mimeType: 'text/csv', buffer: Buffer.from(CMMS) });
    await page.getByRole('heading', { name: 'Import: CMMS' }).waitFor();
    await page.getByText('nothing is written yet').waitFor();
    assert.equal(
      await page.getByRole('combobox', { name: 'Field for column Serial No' }).inputValue(),
      'Serial number',
    );
    await page.getByRole('combobox', { name: 'Field for column Model Desc' }).click();
    await page.getByRole('option', { name: 'Model', exact: true }).click();
    await page.getByRole('button', { name: 'Preview with these columns' }).click();
    await page.getByText('7 of 8 columns feed a field').waitFor();
    await assertFitAndAccessible(page, 'preview');
  });

  await t.test('applied, it makes the devices and offers the rejected row', async () => {
    await page.getByRole('button', { name: 'Apply 3 changes' }).click();
    await page.getByText(/3 devices made, 0 devices changed/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download to repair' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'rejected-cmms.csv');
    await assertFitAndAccessible(page, 'result');
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('heading', { name: 'What undoing it does' }).waitFor();
    await page.getByText('3 of 3 devices').waitFor();
    await assertFitAndAccessible(page, 'undo');
    await page.getByRole('button', { name: 'Keep it' }).click();
  });

  await t.test('the rejected row comes back repaired, and that import is taken back again', async () => {
    const applied = page.url();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download to repair' }).click(),
    ]);
    const rejected = (await readFile(await download.path())).toString();
    const [header = '', row = ''] = rejected.trim().split('\r\n');
    const columns = header.split(',').slice(2);
    assert.match(row, /the row names no device/);
    assert.deepEqual(
      columns.toSorted(),
      CMMS.split('\n')[0]?.split(',').toSorted(),
      'also those it left empty',
    );
    const known = new Map([
      ['Mfr', 'Philips'],
      ['Model Desc', 'MX450'],
      ['Tag #', 'HP-30001'],
    ]);
    const repaired = `${columns.join(',')}\n${columns.map((it) => known.get(it) ?? '').join(',')}\n`;
    await page
      .getByLabel('Choose the repaired file')
      .setInputFiles({ name: 'repaired.csv', mimeType: 'text/csv', buffer: Buffer.from(repaired) });
    await page.waitForURL((url) => url.href !== applied);
    await page.getByRole('button', { name: 'Apply 1 change' }).click();
    await page.getByText(/1 device made, 0 devices changed/).waitFor();
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('heading', { name: 'What undoing it does' }).waitFor();
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page
      .getByText(/undone/i)
      .first()
      .waitFor();
    await page.goto(applied);
    await page.getByRole('link', { name: 'See the devices' }).click();
  });

  await t.test('the list filters on the server and says where a filter is at fault', async () => {
    await page.getByText('3 devices', { exact: true }).waitFor();
    const filter = page.getByLabel('Filter', { exact: true });
    await filter.fill('site:General');
    await page.getByText('2 devices match').waitFor();
    assert.match(page.url(), /filter=site/);
    await filter.fill('site:(');
    await page.locator('.filter-box .mantine-TextInput-error').waitFor();
    await filter.fill('nothing-like-this');
    await page.getByText('No device matches this filter').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText('3 devices', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Site › department' }).click();
    await page.getByRole('columnheader', { name: 'Site › department' }).waitFor();
    await assertFitAndAccessible(page, 'devices');
  });

  await t.test('a device shows who says what, and what happened to it', async () => {
    await page.getByRole('link', { name: 'HP-20418' }).click();
    await page.getByRole('heading', { name: 'Identity and provenance' }).waitFor();
    const serial = page.getByRole('row', { name: /Serial number AL81-0093312 CMMS/ });
    assert.equal(await serial.count(), 1);
    await page.getByText('First named by CMMS').waitFor();
    await assertFitAndAccessible(page, 'device');
  });

  await t.test('the audit log has it all, and is signed', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('First administrator created').waitFor();
    await page.getByText('Import applied').first().waitFor();
    await page.getByText('Import undone').waitFor();
    await page.getByText(/under the newest signature/).waitFor();
    await assertFitAndAccessible(page, 'audit log');
  });
});
