import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { counted, cut, printable, tableLines, type TextColumn, wrapped } from './layout.ts';

interface Row {
  readonly rank: string;
  readonly what: string;
}

const COLUMNS: readonly TextColumn<Row>[] = [
  { title: '#', align: 'right', text: (it) => it.rank },
  { title: 'What', flexible: true, text: (it) => it.what },
];

test('tableLines() aligns columns under their titles', () => {
  assert.deepEqual(
    tableLines(
      COLUMNS,
      [
        { rank: '1', what: 'Update' },
        { rank: '12', what: 'Isolate' },
      ],
      80,
    ),
    [' #  What', ' 1  Update', '12  Isolate'],
  );
});

test('tableLines() wraps the flexible column when the terminal is narrow', () => {
  assert.deepEqual(tableLines(COLUMNS, [{ rank: '1', what: 'Update all infusion pumps to 12.3' }], 22), [
    '#  What',
    '1  Update all infusion',
    '   pumps to 12.3',
  ]);
});

test('no line of a table is longer than the terminal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ rank: fc.string({ maxLength: 4 }), what: fc.string() })),
      fc.integer({ min: 30, max: 200 }),
      (rows, width) => {
        for (const line of tableLines(COLUMNS, rows, width)) assert.ok(line.length <= width, line);
      },
    ),
  );
});

test('text from files cannot steer the terminal', () => {
  assert.equal(printable('a\u001b[31mb\u0007\r\nc\u202Ed'), 'ab cd');
});

test('wrapped(), cut() and counted() keep to their width and number', () => {
  assert.deepEqual(wrapped('abcdefghij kl', 4), ['abcd', 'efgh', 'ij', 'kl']);
  assert.equal(cut('IntelliVue', 6), 'Intel…');
  assert.equal(counted(1, 'device'), '1 device');
  assert.equal(counted(1204, 'CVE'), '1,204 CVEs');
  assert.equal(counted(2, 'is', 'are'), '2 are');
});
