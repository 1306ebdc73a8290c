import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import type { Column } from './table.ts';
import { sheetOf, xlsxChunks, type Sheet } from './xlsx.ts';

interface Pump {
  readonly device: string;
  readonly findings: number;
  readonly risk: number | null;
  readonly dueBy: string | null;
}

const COLUMNS: readonly Column<Pump>[] = [
  { key: 'device', title: 'Device', kind: 'text', width: 14, cell: (it) => it.device },
  { key: 'findings', title: 'Findings', kind: 'integer', width: 9, cell: (it) => it.findings },
  { key: 'risk', title: 'Risk', kind: 'decimal', width: 7, cell: (it) => it.risk },
  { key: 'dueBy', title: 'Due', kind: 'date', width: 11, cell: (it) => it.dueBy },
  { key: 'phi', title: 'PHI', kind: 'flag', width: 5, cell: () => true },
];

const pumps: readonly Pump[] = [
  { device: 'BIO-1 <&> "x"', findings: 1200, risk: 71.5, dueBy: '2026-03-08' },
  { device: '=HYPERLINK("x")', findings: 0, risk: null, dueBy: 'not a date' },
];

function workbook(sheets: readonly Sheet[]): Buffer {
  return Buffer.concat([...xlsxChunks(sheets)]);
}

test('a workbook is read back with its sheets, text, numbers and dates', async () => {
  const bytes = workbook([
    sheetOf('Findings', { columns: COLUMNS, rows: pumps }),
    sheetOf('R & D', { columns: COLUMNS, rows: [] }),
  ]);
  const sheets = await readXlsxFile(Readable.from([bytes]));
  assert.deepEqual(
    sheets.map((it) => it.sheet),
    ['Findings', 'R & D'],
  );
  assert.deepEqual(sheets[0]?.data, [
    ['Device', 'Findings', 'Risk', 'Due', 'PHI'],
    ['BIO-1 <&> "x"', 1200, 71.5, new Date('2026-03-08T00:00:00Z'), 'yes'],
    ['=HYPERLINK("x")', 0, null, 'not a date', 'yes'],
  ]);
});

test('a workbook freezes its header, filters it and sets widths', () => {
  const files = unzipSync(workbook([sheetOf('Findings', { columns: COLUMNS, rows: pumps })]));
  const xml = strFromU8(files['xl/worksheets/sheet1.xml'] as Uint8Array);
  assert.match(xml, /<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/);
  assert.match(xml, /<autoFilter ref="A1:E3"\/>/);
  assert.match(xml, /<col min="1" max="1" width="14" customWidth="1"\/>/);
});

test('a workbook carries no character that XML forbids', () => {
  const rows = [{ device: 'a\u0000b\u0008c\uD800d _x0041_', findings: 1, risk: 1, dueBy: null }];
  const files = unzipSync(workbook([sheetOf('Findings', { columns: COLUMNS, rows })]));
  const xml = strFromU8(files['xl/worksheets/sheet1.xml'] as Uint8Array);
  assert.match(xml, /abc\uFFFDd _x005F_x0041_/);
});

test('the same rows make the same bytes', () => {
  const once = () => workbook([sheetOf('Findings', { columns: COLUMNS, rows: pumps })]);
  assert.deepEqual(once(), once());
});

test('rows are pulled while the file grows', () => {
  let pulled = 0;
  function* many(): Generator<Pump> {
    for (; pulled < 50_000; pulled++) yield { device: `BIO-${pulled}`, findings: 1, risk: 1, dueBy: null };
  }
  const chunks = xlsxChunks([sheetOf('Findings', { columns: COLUMNS, rows: many() })]);
  while (chunks.next().value !== undefined && pulled === 0);
  assert.ok(pulled < 50_000);
});
