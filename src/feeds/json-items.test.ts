import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type JsonItem, jsonItems } from './json-items.ts';

/** The items of a text that arrives in pieces of the given sizes. */
async function itemsOf(
  text: string | Uint8Array,
  key: string | null,
  { cuts = [7], ...limits }: { cuts?: number[]; itemBytesMax?: number; depthMax?: number } = {},
): Promise<JsonItem[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  async function* pieces() {
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = Math.max(1, cuts[turn % cuts.length] ?? 1);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  return await Array.fromAsync(jsonItems(pieces(), key, { itemBytesMax: 1000, depthMax: 20, ...limits }));
}

const valuesOf = (items: readonly JsonItem[]) => items.map((it) => ('value' in it ? it.value : it.fault));

test('jsonItems() cuts documents, lines and arrays into their records', async () => {
  const cases: [text: string, key: string | null, expected: unknown[]][] = [
    ['{"a":1}', null, [{ a: 1 }]],
    ['{"a":1}\n{"b":[{}]}\n', null, [{ a: 1 }, { b: [{}] }]],
    ['[{"a":1},{"b":2}]', null, [{ a: 1 }, { b: 2 }]],
    ['[[1],[2,[3]]]', null, [[1], [2, [3]]]],
    [
      '{"meta":{"items":[{"no":1}]},"items":[{"a":"]}"},{"b":"\\\\\\""}],"x":[{"no":2}]}',
      'items',
      [{ a: ']}' }, { b: '\\"' }],
    ],
    ['{"items":[],"other":1}', 'items', []],
    ['{"other":[{"a":1}]}', 'items', []],
    ['  ', null, []],
    [
      '{"items":[1,{"a":1},"two",null,{"b":2}]}',
      'items',
      [
        'The record is not an object',
        { a: 1 },
        'The record is not an object',
        'The record is not an object',
        { b: 2 },
      ],
    ],
  ];
  for (const [text, key, expected] of cases)
    assert.deepEqual(valuesOf(await itemsOf(text, key)), expected, text);
});

test('jsonItems() keeps what was good before a fault and names the fault', async () => {
  const cut = valuesOf(await itemsOf('{"items":[{"a":1},{"b":', 'items'));
  assert.deepEqual(cut, [{ a: 1 }, 'The file ends inside this record']);
  const between = valuesOf(await itemsOf('{"items":[{"a":1},', 'items'));
  assert.deepEqual(between, [{ a: 1 }, 'The file ends before its outermost bracket closes']);
  const [good, bad, last] = await itemsOf('[{"a":1},{"a":1,},{"b":2}]', null);
  assert.deepEqual(good, { number: 1, value: { a: 1 } });
  assert.match(JSON.stringify(bad), /not valid JSON/);
  assert.deepEqual(last, { number: 3, value: { b: 2 } });
});

test('jsonItems() passes over a record that is too large or too deep, and reads on', async () => {
  const large = `[{"a":"${'x'.repeat(2000)}"},{"b":2}]`;
  assert.deepEqual(valuesOf(await itemsOf(large, null)), ['The record is larger than 1000 bytes', { b: 2 }]);
  const deep = `[{"a":${'['.repeat(50)}${']'.repeat(50)}},{"b":2}]`;
  assert.deepEqual(valuesOf(await itemsOf(deep, null)), [
    'The record is nested deeper than 20 levels',
    { b: 2 },
  ]);
});

test('jsonItems() refuses bytes that are not UTF-8 instead of inventing characters', async () => {
  const bytes = Uint8Array.from([...Buffer.from('[{"a":"'), 0xc3, 0x28, ...Buffer.from('"},{"b":2}]')]);
  const [bad, good] = await itemsOf(bytes, null);
  assert.match(JSON.stringify(bad), /not valid UTF-8/);
  assert.deepEqual(good, { number: 2, value: { b: 2 } });
});

test('jsonItems() gives the elements of any array, however it is cut into pieces', async () => {
  const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(records, cuts, fc.boolean(), async (elements, sizes, indented) => {
      const text = JSON.stringify({ head: elements, items: elements, tail: 1 }, null, indented ? 2 : 0);
      const items = await itemsOf(text, 'items', { cuts: sizes, itemBytesMax: 1e6, depthMax: 100 });
      assert.deepEqual(valuesOf(items), JSON.parse(JSON.stringify(elements)));
    }),
  );
});

test('jsonItems() answers on any bytes and numbers what it gives', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', ' ', '\n', '1', 'a', 'é'), {
        maxLength: 60,
      })
      .map((it) => new TextEncoder().encode(it.join(''))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(null, 'a'), async (it, key) => {
      const items = await itemsOf(it, key, { cuts: [3] });
      assert.deepEqual(
        items.map((item) => item.number),
        items.map((_, index) => index + 1),
      );
    }),
  );
});
