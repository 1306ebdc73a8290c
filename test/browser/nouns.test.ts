import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';
import { findPersonByLogin, replaceGrants } from '#store/people';
import { contextOn } from '#test/context';
import { addDevices } from '#test/devices';
import { mds2Workbook, PUMP_FORM } from '#test/mds2';
import { openPage } from './page.ts';
import { assertFitAndAccessible, PERSON, type RecordStage, recordStage, setUp } from './record-stage.ts';

// What stands around devices: models, their forms, places, labels, as a person meets them.

const PUMP = { manufacturer: 'Alveor', model: 'Infusa 8100', version: '4.1.7', site: 'General' } as const;
const DEVICES = [
  {
    ...PUMP,
    assetTag: 'HP-20418',
    serial: 'AL81-0093312',
    building: 'Tower B',
    floor: '4',
    room: 'Bed 12',
    department: 'ICU',
    ip: '10.24.88.61',
    udi: '(01)10887488125541(21)AL81-0093312',
  },
  { ...PUMP, manufacturer: 'ALVEOR Inc.', assetTag: 'HP-20421', serial: 'AL81-0093377', department: 'ICU' },
  { manufacturer: 'Norrvik', model: 'CNS-4', assetTag: 'LR-01177', site: 'Lindley', department: 'NICU' },
] as const;

/** The first person may do everything that is done here. */
async function asEngineer({ instance }: RecordStage): Promise<void> {
  const { store, newId, now } = instance;
  const person = await findPersonByLogin(store.db, PERSON.login);
  const scope = { kind: 'hospital' } as const;
  await store.db
    .transaction()
    .execute((tx) =>
      replaceGrants(tx, person?.id ?? '', [{ role: 'clinical-engineer', scope }], { newId, at: now() }),
    );
}

/** What a reader of QR codes finds in the modules that are drawn. */
async function readCode(page: Page): Promise<string> {
  const code = page.locator('.qr-code').first();
  const side = Number((await code.getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++) {
        const at = ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4;
        data.fill(0, at, at + 3);
      }
  return decodeQR({ width, height: width, data });
}

test('models, places and labels are worked with as they stand around devices', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asEngineer(stage);
  await addDevices(contextOn(stage.instance), DEVICES);

  await t.test('a model is edited, and its devices inherit it', async () => {
    await page.goto('/models');
    await page.getByText('2 models').waitFor();
    await assertFitAndAccessible(page, 'models');
    await page.getByRole('link', { name: 'Infusa 8100' }).click();
    const card = page.getByRole('region', { name: 'Inherited by its devices' });
    await card.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('combobox', { name: 'Criticality' }).click();
    await page.getByRole('option', { name: 'Life-sustaining' }).click();
    await page.getByLabel('End of support', { exact: true }).fill('2031-03-31');
    await assertFitAndAccessible(page, 'model, edited');
    await page.getByRole('button', { name: 'Save' }).click();
    await card.getByText('31 Mar 2031').waitFor();
    await page.getByRole('link', { name: '2 devices' }).click();
    await page.getByText('2 devices match').waitFor();
    await page.getByRole('link', { name: 'HP-20418' }).click();
    await page.getByRole('row', { name: /Criticality Life-sustaining set for the model/ }).waitFor();
    await page.getByText('The maker’s support ends: 31 Mar 2031').waitFor();
    await page.getByText('Who can patch it cannot be told').waitFor();
  });

  await t.test('an MDS2 form gives the patch path, with the answers that decided it', async () => {
    await page.getByRole('link', { name: 'Upload the maker’s MDS2 form' }).click();
    await page.getByText('No form yet').waitFor();
    await page
      .getByLabel('Choose an MDS2 form')
      .setInputFiles({ name: 'mds2.xlsx', mimeType: '', buffer: mds2Workbook(PUMP_FORM) });
    await page.getByRole('heading', { name: 'Answers that decide things' }).waitFor();
    await page.getByText('MDS2, row 20').waitFor();
    await assertFitAndAccessible(page, 'model, form');
    await page.goBack();
    await page.getByRole('row', { name: /Drivers and firmware The vendor comes.*CSUP-3\.2 Yes/ }).waitFor();
    await page.getByRole('row', { name: /Stores patient data Yes MDS2: MPII-2/ }).waitFor();
    await assertFitAndAccessible(page, 'device');
  });

  await t.test('a bill of materials and a file are kept', async () => {
    await page.getByRole('link', { name: 'Model', exact: true }).click();
    await page.getByRole('button', { name: 'Bills of materials' }).click();
    const bom = (version: string) =>
      Buffer.from(
        JSON.stringify({
          bomFormat: 'CycloneDX',
          specVersion: '1.5',
          version: 1,
          components: [{ type: 'library', name: 'openssl', version }],
        }),
      );
    for (const [version, openssl] of [
      ['4.1.7', '1.0.2'],
      ['4.2.1', '3.0.1'],
    ] as const) {
      await page.getByLabel('Software version it lists').fill(version);
      await page
        .getByLabel('Choose a bill of materials')
        .setInputFiles({ name: `${version}.json`, mimeType: '', buffer: bom(openssl) });
      await page.getByRole('link', { name: `${version}.json` }).waitFor();
    }
    await page.getByRole('row', { name: /openssl 1\.0\.2 3\.0\.1 changed/ }).waitFor();
    await assertFitAndAccessible(page, 'model, bills of materials');
    await page.getByRole('button', { name: 'Attachments' }).click();
    await page
      .getByLabel('Choose a file to attach')
      .setInputFiles({ name: 'manual.pdf', mimeType: '', buffer: Buffer.from('%PDF-1.7 test') });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'manual.pdf' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'manual.pdf');
    await assertFitAndAccessible(page, 'model, attachments');
  });

  await t.test('a vendor is merged into another, and out of it again', async () => {
    await page.getByRole('link', { name: 'Vendors' }).click();
    await assertFitAndAccessible(page, 'vendors');
    await page.getByRole('link', { name: 'Norrvik' }).click();
    await page.getByRole('combobox', { name: 'Merge into another vendor' }).fill('alveor');
    await page.getByRole('option', { name: 'Alveor' }).click();
    await page.getByRole('button', { name: 'Merge 1 device' }).click();
    await page.getByRole('heading', { name: 'Alveor', level: 1 }).waitFor();
    await page.getByText('3 devices').first().waitFor();
    await assertFitAndAccessible(page, 'vendor');
    await page.getByRole('button', { name: 'Undo merge' }).click();
    await page.getByText('2 devices').first().waitFor();
  });

  await t.test('a segment takes the devices whose address lies in it', async () => {
    await page.getByRole('link', { name: 'Locations' }).click();
    await page.getByText('Tower B', { exact: true }).first().waitFor();
    await assertFitAndAccessible(page, 'locations');
    await page.getByRole('link', { name: 'Network segments' }).click();
    await page.getByText('No segments yet').waitFor();
    await page.getByRole('button', { name: 'New segment' }).click();
    await page.getByLabel('Name of the segment').fill('ICU pumps');
    await page.getByLabel('Blocks of addresses').fill('10.24.88.7/24');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('write 10.24.88.0/24').waitFor();
    await page.getByLabel('Blocks of addresses').fill('10.24.88.0/24');
    await page.getByRole('combobox', { name: 'How reachable it is' }).click();
    await page.getByRole('option', { name: 'Flat' }).click();
    await assertFitAndAccessible(page, 'segment, edited');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('gridcell', { name: '10.24.88.0/24' }).waitFor();
    await assertFitAndAccessible(page, 'segments');
    await page.goto('/departments');
    await page.getByText('2 departments').waitFor();
    await page.getByRole('button', { name: 'NICU' }).click();
    await page.getByLabel('Manager', { exact: true }).fill('M. Osei');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('gridcell', { name: 'M. Osei' }).waitFor();
    await assertFitAndAccessible(page, 'departments');
  });

  await t.test('a label leads to its device', async () => {
    await page.goto('/devices');
    await page.getByText('HP-20418').first().click();
    await page
      .getByRole('row', { name: /Exposure Flat segment by address: ICU pumps, 10\.24\.88\.0\/24/ })
      .waitFor();
    const { pathname } = new URL(page.url());
    await page.getByRole('button', { name: 'Label' }).click();
    await page.getByText('SN AL81-0093312').waitFor();
    await assertFitAndAccessible(page, 'labels');
    assert.equal(await readCode(page), `${stage.server.url}${pathname}`);
    await page.goto('/labels?filter=manufacturer:Alveor&sheet=letter-30');
    await page.getByText('2 labels').waitFor();
    await page.emulateMedia({ media: 'print' });
    const sheet = page.locator('.label-sheet');
    assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
    assert.equal(await sheet.evaluate((it) => Math.round(it.getBoundingClientRect().width)), 816);
    await page.emulateMedia({ media: 'screen' });
  });
});
