import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outlineJson } from './json-outline.ts';

test('outlineJson() lists the first levels of an object and the first element of an array', () => {
  const text = '{"a":"x\\"y","b":{"c":1,"d":[{"e":true},{"e":false,"f":0}]},"g":[[2],3],"h":null}';
  assert.deepEqual(Object.fromEntries(outlineJson(text)), {
    a: 'x\\"y',
    b: '',
    'b.c': '1',
    'b.d': '',
    'b.d[]': '',
    'b.d[].e': 'true',
    g: '',
    'g[]': '',
    'g[][]': '2',
    h: 'null',
  });
});

test('outlineJson() takes a text that is cut off as far as it goes', () => {
  const text = '{"document":{"title":"A, {B}","tracking":{"id":"X-1"}}}';
  for (let length = 0; length <= text.length; length++) {
    const outline = outlineJson(text.slice(0, length));
    for (const path of outline.keys())
      assert.ok(['document', 'document.title', 'document.tracking', 'document.tracking.id'].includes(path));
  }
  assert.equal(outlineJson(text).get('document.tracking.id'), 'X-1');
});

test('outlineJson() stands endless strings, words and nesting', () => {
  const many = 2_000_000;
  assert.deepEqual([...outlineJson(`{"a":"${'x'.repeat(many)}`).keys()], ['a']);
  assert.deepEqual([...outlineJson(`{"a":${'1'.repeat(many)}`).keys()], ['a']);
  assert.equal(outlineJson('['.repeat(many)).size, 3);
  assert.equal(outlineJson('}'.repeat(many)).size, 0);
});
