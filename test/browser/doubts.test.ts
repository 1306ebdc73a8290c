import { test } from 'node:test';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp, bring } from './record-stage.ts';

// What sources dispute: a field between two of them, and whether two devices are one.

const CMMS = `Asset Tag,Manufacturer,Model,Serial,Room
A-1,Philips,MX450,SN10001,1.01
B-1,BD,Alaris 8015,SN20001,2.01
`;
const LIST = `Asset Tag,Manufacturer,Model,Serial,Room
A-1,Philips,MX450,SN10001,1.07
B-1,BD,Alaris 8015,SN20002,2.01
`;

test('what sources dispute is decided by people, and can be taken back', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asRole(stage, 'clinical-engineer');
  await bring(stage, { CMMS, 'Walk-through': LIST });

  await t.test('a conflict is resolved with the word of one source', async () => {
    await page.goto('/conflicts');
    const row = page
      .getByRole('region', { name: 'Conflicts', exact: true })
      .getByRole('row', { name: /A-1/ });
    await row.getByText('1.07').waitFor();
    await assertFitAndAccessible(page, 'conflicts');
    await row.getByRole('listitem').filter({ hasText: '1.07' }).getByRole('button').click();
    await page.getByText('No field waits for a decision').waitFor();
  });

  await t.test('two devices in doubt are merged, and split again by taking it back', async () => {
    const doubt = page.getByRole('region', { name: 'asset tag B-1' });
    await assertFitAndAccessible(page, 'doubtful merge');
    await doubt.getByText('serial numbers SN20001 and SN20002 differ').waitFor();
    await doubt.getByRole('button', { name: 'Same device' }).click();
    await page.getByText('No two devices are in doubt').waitFor();
    await page.goto('/devices');
    await page.getByText('2 devices', { exact: true }).waitFor();
    await page.goto('/conflicts');
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('region', { name: 'asset tag B-1' }).waitFor();
    await page.goto('/devices');
    await page.getByText('3 devices', { exact: true }).waitFor();
  });

  await t.test('the device carries the word of the person who decided', async () => {
    await page.getByText('A-1', { exact: true }).first().click();
    await page.getByRole('row', { name: /^Room.*1\.07 Ada Byron \(by hand\)/ }).waitFor();
    await page.getByText('Decided between sources').first().waitFor();
  });
});
