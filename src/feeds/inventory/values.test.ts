import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';
import { dayOrderOf, readDate } from './value-dates.ts';
import { type FieldsDraft, readInto } from './values.ts';

function valueOf(field: keyof FieldsDraft, text: string): unknown {
  const draft: FieldsDraft = {};
  const { problem } = readInto(draft, field, text, null);
  return problem === null ? (draft[field] ?? null) : 'problem';
}

test('readDate() reads the ways people write dates', () => {
  const cases: Record<string, string> = {
    '2026-03-31': '2026-03-31',
    '2026-3-1': '2026-03-01',
    '2026/03/31': '2026-03-31',
    '2026-03-31T23:59:00Z': '2026-03-31',
    '20260331': '2026-03-31',
    '31.12.2026': '2026-12-31',
    '1.2.26': '2026-02-01',
    '12/31/2026': '2026-12-31',
    '31/12/2026': '2026-12-31',
    '5/5/2026': '2026-05-05',
    '12/31/98': '1998-12-31',
    '31-Mar-2026': '2026-03-31',
    '3 March 2026': '2026-03-03',
    'Mar 31, 2026': '2026-03-31',
    'March 3rd, 2026': '2026-03-03',
    '1. März 2026': '2026-03-01',
    '12/31/2026 10:15 AM': '2026-12-31',
    46112: '2026-03-31',
    '46112.75': '2026-03-31',
    '2024-02-29': '2024-02-29',
  };
  for (const [text, date] of Object.entries(cases))
    assert.deepEqual(readDate(text, null), { value: date }, text);
  for (const text of [
    '03/04/2026',
    '2026-02-30',
    '2025-02-29',
    '31/31/2026',
    '2026',
    'March 2026',
    'soon',
    '99999',
  ])
    assert.ok('problem' in (readDate(text, null) ?? {}), text);
});

test('a column that tells day from month once settles it for all', () => {
  assert.equal(dayOrderOf(['03/04/2026', '31/01/2026']), 'day-first');
  assert.equal(dayOrderOf(['03/04/2026', '01/31/2026']), 'month-first');
  assert.equal(dayOrderOf(['31/01/2026', '01/31/2026']), null);
  assert.deepEqual(readDate('03/04/2026', 'day-first'), { value: '2026-04-03' });
  assert.deepEqual(readDate('03/04/2026', 'month-first'), { value: '2026-03-04' });
});

test('values are read by the kind of their field', () => {
  const cases: [keyof FieldsDraft, string, unknown][] = [
    ['storesPhi', 'Yes', true],
    ['storesPhi', 'N', false],
    ['storesPhi', 'nein', false],
    ['storesPhi', 'Sí', true],
    ['storesPhi', 'unknown', null],
    ['storesPhi', 'maybe', 'problem'],
    ['criticality', 'Life Support', 'life-sustaining'],
    ['criticality', 'HIGH', 'critical'],
    ['criticality', 'non-clinical', 'administrative'],
    ['criticality', '7', 'problem'],
    ['exposure', 'Internet facing', 'internet-facing'],
    ['exposure', 'air-gapped', 'isolated'],
    ['fdaClass', 'Class II', 'II'],
    ['fdaClass', '3', 'III'],
    ['fdaClass', 'IIb', 'problem'],
    ['fdaClass', 'Unclassified', null],
    ['mac', '0009.FB01.0203', '00:09:fb:01:02:03'],
    ['mac', '00-09-FB-01-02-03', '00:09:fb:01:02:03'],
    ['mac', '0009FB010203', '00:09:fb:01:02:03'],
    ['mac', '00:09:fb', 'problem'],
    ['ip', '10.0.0.1/24', '10.0.0.1'],
    ['ip', '10.0.0.1:443', '10.0.0.1'],
    ['ip', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['ip', '[fe80::1%eth0]:80', 'fe80::1'],
    ['ip', '10.0.0.300', 'problem'],
    ['serial', '1.23457E+11', 'problem'],
    ['serial', 'N/A', null],
    ['version', 'unknown', null],
    ['version', '012U000039', '012U000039'],
    ['installDate', '0000-00-00', null],
    ['hostname', 'pump.example.', 'pump.example'],
    ['model', 'x'.repeat(5000), 'problem'],
  ];
  for (const [field, text, value] of cases)
    assert.deepEqual(valueOf(field, text), value, `${field} ${text.slice(0, 40)}`);
});

test('components are read from text and from JSON', () => {
  assert.deepEqual(valueOf('components', 'OpenSSL 1.0.2k; Apache Tomcat v9.0.1; QNX'), [
    { name: 'OpenSSL', version: '1.0.2k' },
    { name: 'Apache Tomcat', version: '9.0.1' },
    { name: 'QNX' },
  ]);
  assert.deepEqual(
    valueOf('components', '[{"name":"zlib","version":"1.2.11","type":"library"}, "QNX 6.5"]'),
    [
      { name: 'zlib', kind: 'library', version: '1.2.11' },
      { name: 'QNX', version: '6.5' },
    ],
  );
  assert.deepEqual(valueOf('components', 'cpe:2.3:a:openssl:openssl:1.0.2:*:*:*:*:*:*:*'), [
    { name: 'openssl', cpe: 'cpe:2.3:a:openssl:openssl:1.0.2:*:*:*:*:*:*:*' },
  ]);
  assert.equal(valueOf('components', '[{"version":"1"}]'), 'problem');
});

test('a bad value costs its field, not its device', async () => {
  const { fields, rejected } = await wholeInventory(
    'id,model,ip,Install Date,Criticality\n1,MX40,10.0.0.300,03/04/2026,extreme\n',
  );
  assert.deepEqual(fields, [{ id: '1', model: 'MX40' }]);
  assert.deepEqual(
    rejected.map((it) => [it.line, it.field]),
    [
      [2, 'ip'],
      [2, 'installDate'],
      [2, 'criticality'],
    ],
  );
});

test('a row that names no device is a reject', async () => {
  const { accepted, rejected } = await wholeInventory('id,model,room\n1,MX40,7\n,,8\nTotal,1,\n');
  assert.deepEqual([accepted.length, rejected.map((it) => it.line)], [1, [3, 4]]);
});

test('of several addresses in a cell the first counts and the cell is kept', async () => {
  const { accepted } = await wholeInventory('id,ip\n1,"10.0.0.1, 10.0.0.2"\n');
  assert.deepEqual(
    [accepted[0]?.fields.ip, accepted[0]?.unmapped],
    ['10.0.0.1', { ip: '10.0.0.1, 10.0.0.2' }],
  );
});
