import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meets, PATTERN_FILTER_FIELDS, readFilter } from './mod.ts';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  manufacturer: ['Acme'],
  model: ['Pump 3'],
  os: ['Windows 10 IoT Enterprise'],
  osVersion: ['1809'],
  component: ['OpenSSL 1.0.2', 'zlib 1.2'],
};

test('meets() tells like the lists do', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['os:"windows 10 iot" osVersion:=1809', true],
    ['os:"windows 10 iot" osVersion:=1809 -model:"pump 3"', false],
    ['component:openssl', true],
    ['component:=zlib', false],
    ['component:="ZLIB 1.2"', true],
    ['version:none', true],
    ['-version:none', false],
    ['acme', true],
    ['model:monitor or manufacturer:acme', true],
    ['model:monitor or manufacturer:other', false],
  ];
  for (const [text, expected] of cases) {
    const read = readFilter(text, PATTERN_FILTER_FIELDS, { nowMs: 0 });
    assert('filter' in read && read.filter !== null, text);
    const fields = Object.keys(PATTERN_FILTER_FIELDS) as (keyof typeof PATTERN_FILTER_FIELDS)[];
    assert.equal(
      meets(read.filter, (it) => VALUES[it] ?? [], fields),
      expected,
      text,
    );
  }
});
