import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { InputError } from './input-error.ts';
import { checkZip } from './zip-bound.ts';

/** A workbook from the XML of its sheets' rows. */
function workbookOf(sheets: Record<string, string>): Uint8Array {
  const names = Object.keys(sheets);
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr/><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="s${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="st" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml':
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
  };
  for (const [i, name] of names.entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheets[name]}</sheetData></worksheet>`;
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (ref: string, value: string, style = 0) => `<c r="${ref}" s="${style}"><v>${value}</v></c>`;
const row = (index: number, ...cells: string[]) => `<row r="${index}">${cells.join('')}</row>`;

const devices = [
  row(1, text('A1', 'Inventory of 2026')),
  row(
    2,
    text('A2', 'Asset Tag'),
    text('B2', 'Model'),
    text('C2', 'Version'),
    text('D2', 'Installed'),
    text('E2', 'Serial'),
  ),
  row(
    3,
    text('A3', 'A1'),
    text('B3', 'MX40'),
    number('C3', '1.1000000000000001'),
    number('D3', '46112', 1),
    number('E3', '123456789012'),
  ),
  row(
    4,
    text('A4', 'A2'),
    '<c r="B4" t="str"><f>CONCAT("M","8")</f><v>M8</v></c>',
    text('C4', 'B.05'),
    text('D4', '31.12.2025'),
    text('E4', '00123'),
  ),
].join('');

test('a number of a workbook is read as it is shown', async () => {
  const shown: [stored: string, version: string][] = [
    ['9.330000000000002', '9.33'],
    ['1.1000000000000001', '1.1'],
    ['12', '12'],
    ['0.1', '0.1'],
    ['123456789012345678', '123456789012345678'],
  ];
  const rows = shown.map(([stored], index) =>
    row(
      index + 2,
      text(`A${index + 2}`, `A${index}`),
      text(`B${index + 2}`, 'MX40'),
      number(`C${index + 2}`, stored),
    ),
  );
  const head = row(1, text('A1', 'Asset Tag'), text('B1', 'Model'), text('C1', 'Version'));
  const { accepted } = await wholeInventory(workbookOf({ Devices: [head, ...rows].join('') }));
  assert.deepEqual(
    accepted.map((it) => it.fields.version),
    shown.map(([, version]) => version),
  );
});

test('a workbook is read from the sheet that lists devices: dates, numbers and formula results as shown', async () => {
  const { format, fields, accepted } = await wholeInventory(
    workbookOf({ Notes: row(1, text('A1', 'Read me first'), text('B1', 'please')), Devices: devices }),
  );
  assert.equal(format, 'xlsx');
  assert.deepEqual(fields, [
    { assetTag: 'A1', model: 'MX40', version: '1.1', installDate: '2026-03-31', serial: '123456789012' },
    { assetTag: 'A2', model: 'M8', version: 'B.05', installDate: '2025-12-31', serial: '00123' },
  ]);
  assert.deepEqual(
    accepted.map((it) => it.origin.line),
    [3, 4],
  );
});

test('a second sheet of devices is not passed over in silence', async () => {
  const { accepted, rejected } = await wholeInventory(workbookOf({ East: devices, West: devices }));
  assert.equal(accepted.length, 2);
  assert.match(rejected[0]?.reason ?? '', /sheet "West" also lists devices/);
});

test('a workbook that unpacks to more than is sane is refused by what comes out, not by what it claims', async () => {
  const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(4_000_000) });
  const view = Buffer.from(bomb);
  const directory = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  view.writeUInt32LE(1000, directory + 24);
  await assert.rejects(checkZip('bomb.xlsx', view, 1_000_000), /unpacks to more than 1,000,000 bytes/);
});

test('a damaged workbook is refused', async () => {
  const whole = workbookOf({ Devices: devices });
  await assert.rejects(wholeInventory(whole.subarray(0, whole.length - 40)), /damaged or cut short/);
  await assert.rejects(wholeInventory(zipSync({ 'readme.txt': strToU8('x') })), /holds no workbook/);
});

test('a workbook with broken bytes is read or refused', async () => {
  const whole = Buffer.from(workbookOf({ Devices: devices }));
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: whole.length - 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      async (at, bytes) => {
        const damaged = Buffer.from(whole);
        damaged.set(bytes.slice(0, whole.length - at), at);
        try {
          await wholeInventory(damaged);
        } catch (error) {
          assert.ok(error instanceof InputError, String(error));
        }
      },
    ),
    { numRuns: 150 },
  );
});
