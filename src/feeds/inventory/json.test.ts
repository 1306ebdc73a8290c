import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';

const devices = [
  { id: '1', manufacturer: 'BD', model: 'Alaris 8015', version: '12.1' },
  { id: '2', manufacturer: 'Philips', model: 'MX40', version: '' },
];
const wanted = [
  { id: '1', manufacturer: 'BD', model: 'Alaris 8015', version: '12.1' },
  { id: '2', manufacturer: 'Philips', model: 'MX40' },
];

test('JSON devices are found in every usual wrapping, whatever the pieces they arrive in', async () => {
  const shapes: unknown[] = [
    devices,
    { devices },
    { total: 2, note: 'a "quoted" {text}', items: devices, next: null },
    { data: { results: devices } },
    { meta: { columns: [{ id: 'no device' }] }, result: devices },
  ];
  for (const shape of shapes)
    for (const text of [JSON.stringify(shape), JSON.stringify(shape, null, 2)])
      for (const pieceBytes of [1, 7, 65_536])
        assert.deepEqual((await wholeInventory(text, {}, pieceBytes)).fields, wanted, text);
  const jsonl = devices.map((it) => JSON.stringify(it)).join('\n');
  for (const pieceBytes of [1, 7, 65_536]) {
    const read = await wholeInventory(jsonl, {}, pieceBytes);
    assert.deepEqual([read.format, read.fields], ['jsonl', wanted]);
  }
  assert.deepEqual((await wholeInventory(JSON.stringify(devices[0]))).fields, [wanted[0]]);
});

test('a single device with a list of its own is one device', async () => {
  const { fields } = await wholeInventory(
    JSON.stringify({ id: '1', model: 'MX40', components: [{ name: 'openssl', version: '1.0.2' }] }),
  );
  assert.deepEqual(fields, [{ id: '1', model: 'MX40', components: [{ name: 'openssl', version: '1.0.2' }] }]);
});

test('hosts with an id, a system and its build are read', async () => {
  const { fields } = await wholeInventory(
    '{"id":"W1","os":"Windows 10 Version 22H2","version":"10.0.19045.5964","canonical":{"os":"x"}}\n'.repeat(
      2,
    ),
  );
  assert.deepEqual(fields[0], { id: 'W1', os: 'Windows 10 Version 22H2', version: '10.0.19045.5964' });
});

test('nested objects are flattened by dotted names and lists joined', async () => {
  const { accepted } = await wholeInventory(
    JSON.stringify([
      { device: { uid: 'x1', manufacturer: 'BD' }, os: { name: 'QNX', version: '6.5' }, tags: ['a', 'b'] },
    ]),
  );
  assert.deepEqual(accepted[0]?.fields, { id: 'x1', manufacturer: 'BD', os: 'QNX', osVersion: '6.5' });
  assert.deepEqual(accepted[0]?.unmapped, { tags: 'a, b' });
});

test('a number says what is written, also where a number would lose a digit', async () => {
  const row = '{"id":7,"model":"MX40","version":9.20,"serial":12345678901234567890,"room":3.5}';
  const wanted = { id: '7', model: 'MX40', version: '9.20', serial: '12345678901234567890', room: '3.5' };
  for (const text of [row, `[${row}]`, `{"devices":[${row}]}`, `${row}\n${row}`])
    assert.deepEqual((await wholeInventory(text)).fields[0], wanted, text);
});

test('a broken record costs only itself', async () => {
  const jsonl = await wholeInventory('{"id":"1"}\n{"id":"2"\n{"id":"3"}\n[]\n"x"\n');
  assert.deepEqual(
    jsonl.fields.map((it) => it.id),
    ['1', '3'],
  );
  assert.deepEqual(
    jsonl.rejected.map((it) => it.line),
    [2, 4, 5],
  );
  const list = await wholeInventory('[{"id":"1"},\n{"id":},\n7,\n{"id":"3"}]');
  assert.deepEqual(
    list.fields.map((it) => it.id),
    ['1', '3'],
  );
  assert.deepEqual(
    list.rejected.map((it) => it.line),
    [2, 3],
  );
  const cut = await wholeInventory('[{"id":"1"},{"id":"2"');
  assert.deepEqual([cut.fields.map((it) => it.id), cut.rejected.length], [['1'], 1]);
});

test('deep nesting is refused before a recursive parser sees it', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const { fields, rejected } = await wholeInventory(`[{"id":"1"},{"id":"2","x":${deep}},{"id":"3"}]`);
  assert.deepEqual(
    fields.map((it) => it.id),
    ['1', '3'],
  );
  assert.match(rejected[0]?.reason ?? '', /nested deeper/);
  assert.equal((await wholeInventory(deep)).rejected.length, 1);
});
