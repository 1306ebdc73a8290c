import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rejectsCsv } from './rejects-csv.ts';

test('rejectsCsv() quotes what needs it and tames formulas', () => {
  const text = rejectsCsv([
    { line: 4, field: 'ip', reason: 'not an address: "10.0.0.300"', raw: '=HYPERLINK("x"),b' },
    { line: null, field: null, reason: 'unreadable', raw: null },
  ]);
  assert.equal(
    text,
    '\uFEFFline,field,reason,row\r\n4,ip,"not an address: ""10.0.0.300""","\'=HYPERLINK(""x""),b"\r\n,,unreadable,\r\n',
  );
});
