import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { wholeInventory } from '#test/whole-inventory';

test('a file that is of no use as a whole is refused with what it is', async () => {
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty', '', /the file is empty$/],
    ['blanks', '\n \n', /it holds nothing but blanks$/],
    ['an export of nothing', 'Asset tag,Model,Serial\n', /it names columns and holds no rows$/],
    ['a page to sign in at', '<!doctype html><html><body>Sign in</body></html>', /it is a web page$/],
    ['a page in capitals', '<HTML><BODY>Sign in</BODY></HTML>', /it is a web page$/],
    [
      'a letter',
      zipSync({ '[Content_Types].xml': strToU8('x'), 'word/document.xml': strToU8('x') }),
      /it is a Word or PowerPoint document$/,
    ],
    ['one line without end', 'x'.repeat(3_000_000), /line 1: the line is longer than 1,048,576 characters$/],
    ['bytes', Buffer.from('id,model\n\0\0,\0\n'), /it is no text and no known binary format$/],
  ];
  for (const [name, source, message] of cases)
    await assert.rejects(wholeInventory(source), (error: Error) => {
      assert.match(error.message, message, name);
      return true;
    });
});

test('a value of a scan report that is longer than any is told, and what came before is kept', async () => {
  const host = (address: string) =>
    `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/></host>`;
  const { fields, rejected } = await wholeInventory(
    `<nmaprun>${host('10.0.0.1')}${host('1'.repeat(9_000_000))}</nmaprun>`,
  );
  assert.deepEqual(
    fields.map((it) => it.ip),
    ['10.0.0.1'],
  );
  assert.match(rejected[0]?.reason ?? '', /a value is longer than 8,388,608 characters/);
});
