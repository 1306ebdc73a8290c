import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type Json } from './mod.ts';

test('equal values have equal text, whatever the order of their names', () => {
  assert.equal(
    canonicalJson({ b: 1, a: [true, null, { d: 'x', c: 0.5 }] }),
    '{"a":[true,null,{"c":0.5,"d":"x"}],"b":1}',
  );
  // RFC 8785, 3.2.3: by UTF-16 code units, so that an emoji comes before U+FB33.
  assert.equal(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2 }), '{"\u{1f600}":2,"\ufb33":1}');
  assert.throws(() => canonicalJson(Number.NaN), /not a finite number/);
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonicalJson(value as Json);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(JSON.parse(text) as Json), text);
    }),
  );
});
