import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { wholeInventory } from '#test/whole-inventory';
import { readInventory } from './read.ts';
import fc from 'fast-check';

const lines = (...rows: string[]) => rows.join('\n');

test('a CSV file is read whatever its delimiter, encoding and line ends', async () => {
  const wanted = [{ id: '1', model: 'MX40', department: 'Röntgen' }];
  const rows = ['id,model,Abteilung', '1,MX40,Röntgen'];
  const texts = [',', ';', '\t', '|'].map((it) => rows.map((row) => row.replaceAll(',', it)).join('\n'));
  const utf8 = texts[0] as string;
  const inputs: (string | Uint8Array)[] = [
    ...texts,
    `${utf8}\n`,
    utf8.replaceAll('\n', '\r\n'),
    utf8.replaceAll('\n', '\r'),
    `\uFEFF${utf8}`,
    Buffer.from(`\uFEFF${utf8}`, 'utf16le'),
    Buffer.from(utf8, 'utf16le'),
    Buffer.from(`\uFEFF${utf8}`, 'utf16le').swap16(),
    Buffer.from(utf8, 'latin1'),
    gzipSync(utf8),
  ];
  for (const [index, input] of inputs.entries())
    for (const pieceBytes of [1, 3, 65_536])
      assert.deepEqual((await wholeInventory(input, {}, pieceBytes)).fields, wanted, `input ${index}`);
});

test('Windows-1252 is recognised even when its first special letter comes late', async () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `${index},MX40,Station`);
  const bytes = Buffer.from(lines('id,model,Abteilung', ...rows, 'x,MX40,Röntgen'), 'latin1');
  assert.equal((await wholeInventory(bytes)).fields.at(-1)?.department, 'Röntgen');
});

test('quoted line ends, doubled quotes and delimiters stay in their cell, and lines are counted right', async () => {
  const { accepted, rejected } = await wholeInventory(
    lines('id,model,room', '1,"MX40', 'with ""belt clip"", small",12', '2,M8', '3,M8,"7, left"'),
  );
  assert.deepEqual(
    accepted.map((it) => [it.origin.line, it.fields.model, it.fields.room]),
    [
      [2, 'MX40\nwith "belt clip", small', '12'],
      [5, 'M8', '7, left'],
    ],
  );
  assert.deepEqual(
    rejected.map((it) => [it.line, it.reason]),
    [[4, 'the row has 2 values, the header names 3 columns']],
  );
});

test('title lines above the header are passed over, and lists without a header are read by content', async () => {
  const titled = lines(
    'Equipment list 2026',
    'printed 2026-11-24, page 1',
    '',
    'Tag #,Make,Model',
    'A1,BD,Alaris',
  );
  assert.deepEqual((await wholeInventory(titled)).fields, [
    { assetTag: 'A1', manufacturer: 'BD', model: 'Alaris' },
  ]);
  const bare = lines('00:09:fb:01:02:03,10.0.0.1', '00:09:fb:01:02:04,10.0.0.2');
  assert.deepEqual((await wholeInventory(bare)).fields[1], { mac: '00:09:fb:01:02:04', ip: '10.0.0.2' });
});

test('a quotation mark that never closes costs one line, not the rest of the file', async () => {
  const rows = Array.from({ length: 50_000 }, (_, index) => `${index},MX40 with a name of some length`);
  for (const count of [3, rows.length]) {
    const { accepted, rejected } = await wholeInventory(
      lines('id,model', 'x,"Alaris', ...rows.slice(0, count)),
    );
    assert.equal(accepted.length, count);
    assert.deepEqual(
      rejected.map((it) => [it.line, it.reason]),
      [[2, 'a quotation mark opens a value and never closes']],
    );
  }
});

test('a line without end is one reject in bounded memory', async () => {
  const { accepted, rejected } = await wholeInventory(lines('id,model', '1,a', 'x'.repeat(5_000_000), '2,b'));
  assert.deepEqual(
    accepted.map((it) => it.fields.id),
    ['1', '2'],
  );
  assert.match(rejected[0]?.reason ?? '', /longer than/);
  assert.ok((rejected[0]?.raw?.length ?? 0) < 1000);
});

test('what an archive lost is said, and what arrived is kept', async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, index) => `${index},MX${Math.imul(index, 2_654_435_761) >>> 0}`,
  );
  const whole = gzipSync(lines('id,model', ...rows));
  const { accepted, rejected } = await wholeInventory(whole.subarray(0, whole.length >> 1));
  assert.ok(accepted.length > 5000);
  assert.match(rejected.at(-1)?.reason ?? '', /gzip archive is damaged or cut short/);
});

test('formulas are plain text', async () => {
  const { fields } = await wholeInventory(lines('id,model,room', `"=cmd|' /C calc'!A0",+1,@SUM(A1)`));
  assert.deepEqual(fields, [{ id: `=cmd|' /C calc'!A0`, model: '+1', room: '@SUM(A1)' }]);
});

test('an apostrophe that guards a formula is taken off, and no other', async () => {
  const { fields } = await wholeInventory(lines('id,model,room', `'=1+1,''-2,'s-Hertogenbosch`));
  assert.deepEqual(fields, [{ id: '=1+1', model: "'-2", room: "'s-Hertogenbosch" }]);
});

test('a quoted cell full of another delimiter does not make it the delimiter', async () => {
  const { accepted } = await wholeInventory(lines('id,Remark', '7,";', ';', ';"'));
  assert.deepEqual(
    accepted.map((it) => [it.fields.id, it.unmapped?.['Remark']]),
    [['7', ';\n;\n;']],
  );
});

test('whatever is quoted right comes back as it was', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', '\n', ' ', ';', '漢', '😀') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(cell, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      async (cells, piece) => {
        const rows = cells.map((it, index) => `${index},"${it.replaceAll('"', '""')}"`);
        const { accepted } = await wholeInventory(lines('id,Remark', ...rows), {}, piece);
        assert.deepEqual(
          accepted.map((it) => it.unmapped?.['Remark'] ?? ''),
          cells.map((it) => it.trim()),
        );
      },
    ),
  );
});

test('reading stops when it is told to, with the reason it was given', async () => {
  const stop = new AbortController();
  const rows = `id,model\n${'1,MX40\n'.repeat(200_000)}`;
  async function* pieces() {
    for (let from = 0; from < rows.length; from += 65_536) yield Buffer.from(rows.slice(from, from + 65_536));
  }
  const opened = await readInventory({ name: 'a.csv', stream: pieces() }, { signal: stop.signal });
  await assert.rejects(async () => {
    for await (const _ of opened.batches) stop.abort(new Error('cancelled by the user'));
  }, /cancelled by the user/);
});
