import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import papaparse from 'papaparse';
import { unguarded } from '#inventory/csv';
import { csvChunks } from './csv.ts';
import type { Cell, Column } from './table.ts';

const text = (key: string): Column<Record<string, Cell>> => ({
  key,
  title: key,
  kind: 'text',
  width: 10,
  cell: (row) => row[key] ?? null,
});

function csvOf(rows: readonly Record<string, Cell>[], columns = [text('device'), text('note')]): string {
  return [...csvChunks({ columns, rows })].join('');
}

test('csvChunks() writes a header, CRLF, and quotes only where RFC 4180 asks for it', () => {
  assert.equal(
    csvOf([
      { device: 'BIO-1', note: 'plain' },
      { device: 'BIO-2', note: 'says "hello", twice' },
      { device: 'BIO-3', note: 'two\nlines' },
      { device: 'BIO-4', note: null },
    ]),
    'device,note\r\nBIO-1,plain\r\nBIO-2,"says ""hello"", twice"\r\nBIO-3,"two\nlines"\r\nBIO-4,\r\n',
  );
});

test('csvChunks() keeps a spreadsheet from running what an inventory says', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', "=cmd|' /C calc'!A0"])
    assert.match(csvOf([{ device: formula, note: '' }]).split('\r\n')[1] ?? '', /^"?'/);
});

test('csvChunks() leaves numbers, dates and flags as they are', () => {
  const number: Column<Record<string, Cell>> = { ...text('n'), kind: 'decimal' };
  const flag: Column<Record<string, Cell>> = { ...text('f'), kind: 'flag' };
  assert.equal(csvOf([{ n: -1.5, f: true }], [number, flag]), 'n,f\r\n-1.5,yes\r\n');
});

test('csvChunks() marks the byte order when asked, for Excel', () => {
  const [first] = csvChunks({ columns: [text('a')], rows: [] }, { byteOrderMark: true });
  assert.equal(first, '\uFEFFa\r\n');
});

test('what csvChunks() writes is read back the same by another reader', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('=A1', "'=A1", "''-1", '\t', ' a ', '"', '\r\n'),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ device: anyText, note: anyText }), { minLength: 1 }), (rows) => {
      const read = papaparse.parse<string[]>(csvOf(rows), { newline: '\r\n', delimiter: ',' }).data;
      assert.deepEqual(
        read.slice(1, -1).map((fields) => fields.map(unguarded)),
        rows.map((it) => [it.device, it.note]),
      );
    }),
  );
});
