import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchStrangers } from '#app/inventory/strangers';
import { contextOn } from '#test/context';
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

const NETWORK = `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
mon-1,GE Healthcare,B450,GE300001,10.1.2.3,44:4b:5d:00:00:02,South,2026-01-01,2026-03-01
mon-2,GE Healthcare,B450,GE300002,10.1.2.4,44:4b:5d:00:00:03,North,2026-01-01,2026-03-01
`;

test('a model passes the gate by two people, and what nobody registered is seen to', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');

  await t.test('a model is asked for before any device of it is here', async () => {
    await page.goto('/procurement');
    await page.getByText('No model waits for a decision').waitFor();
    await page.getByRole('button', { name: 'Request a model' }).click();
    await page.getByLabel('Maker').fill('Alveor');
    await page.getByLabel('Model', { exact: true }).fill('Infusa 8100');
    await page.getByLabel('What it is wanted for').fill('Pumps for the new ward');
    await assertFitAndAccessible(page, 'procurement');
    await page.getByRole('button', { name: 'Request clearance' }).click();
    await page.getByRole('heading', { name: 'Infusa 8100', level: 1 }).waitFor();
    await page.getByText('0 of 6 met').waitFor();
    await page.getByText('No device of it is in the inventory to judge by').waitFor();
    const check = page.getByRole('listitem').filter({ hasText: 'A bill of materials' });
    await check.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('textbox', { name: 'How you know' }).fill('Sent by mail, on file');
    await page.getByRole('button', { name: 'Save answer' }).click();
    await page.getByText('Sent by mail, on file (Ada Byron says so)').waitFor();
    const decide = page.getByRole('button', { name: 'Decide', exact: true });
    assert.equal(await decide.getAttribute('aria-disabled'), 'true', 'whoever asked cannot decide');
    await assertFitAndAccessible(page, 'clearance, asked for');
  });

  await t.test('somebody else lets it through, with conditions', async () => {
    const grace = await anotherPerson(t, stage, 'compliance');
    await grace.goto('/procurement');
    await grace.getByRole('link', { name: 'Alveor Infusa 8100' }).click();
    await grace.getByRole('combobox', { name: 'Decision' }).click();
    await grace.getByRole('option', { name: 'Clear it with conditions' }).click();
    await grace.getByLabel('Conditions').fill('In a segment of its own');
    await grace.getByLabel('Why', { exact: true }).fill('Needed, and well enough known');
    await grace
      .getByLabel('Last day it holds')
      .fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
    await grace.getByRole('button', { name: 'Decide', exact: true }).click();
    await grace.getByText('If: In a segment of its own').first().waitFor();
    await grace.getByText('5 of 6 checks were not met').waitFor();
    await assertFitAndAccessible(grace, 'clearance, decided');
  });

  await t.test('an unregistered device is counted, seen on Today and given to somebody', async () => {
    await bring(stage, { Discovery: NETWORK });
    await watchStrangers(contextOn(stage.instance));
    await page.goto('/');
    await page.getByRole('link', { name: 'Unregistered 2 waiting' }).waitFor();
    await page.getByRole('link', { name: 'Seen on the network, in no register' }).click();
    await page.getByText('Nobody has decided').first().waitFor();
    await assertFitAndAccessible(page, 'unregistered devices');
    await page.getByRole('checkbox', { name: /^Mark/ }).first().check();
    await page.getByRole('button', { name: 'Decide on 1' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('combobox', { name: 'Responsible' }).fill('ada');
    await sheet.getByRole('option', { name: PERSON.name }).click();
    await sheet.getByLabel('Last day for it').fill('2099-12-31');
    await sheet.getByLabel('Why').fill('Bought last week');
    await sheet.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('row', { name: /To be registered Bought last week Ada Byron/ }).waitFor();
    await page
      .getByRole('row', { name: /Nobody has decided/ })
      .getByRole('checkbox')
      .check();
    await page.getByRole('button', { name: 'Decide on 1' }).click();
    await sheet.getByRole('combobox', { name: 'Decision' }).click();
    await sheet.getByRole('option', { name: 'Ignore it for a time' }).click();
    await sheet
      .getByLabel('Last day it may stay as it is')
      .fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10));
    await sheet.getByLabel('Why').fill('On loan');
    await sheet.getByRole('button', { name: 'Decide' }).click();
    await page.getByText('1 alert of devices that the network shows').waitFor();
    await page.getByText('Ignored', { exact: true }).first().click();
    await page.getByRole('row', { name: /Ignored On loan/ }).waitFor();
    await page.getByRole('link', { name: 'Unregistered 1 waiting' }).waitFor();
    await assertFitAndAccessible(page, 'unregistered devices, ignored');
  });
});
