import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, checkBlocks, readAddress, readCidr, segmentLocator } from '#engine/segments';

test('addresses are read as people and machines write them, and nothing else is', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['10.1.2.3', '10.1.2.3'],
    [' 255.255.255.255 ', '255.255.255.255'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['10.1.2', null],
    ['10.1.2.256', null],
    ['10.1.2.3.4', null],
    ['1:2:3:4:5:6:7', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1::2::3', null],
    ['1:2:3:4::5:6:7:8', null],
    ['::g', null],
    ['::10.1.2', null],
    ['', null],
    ['ward 3', null],
  ];
  for (const [text, wanted] of cases) {
    const address = readAddress(text);
    assert.equal(address === null ? null : addressText(address), wanted, text);
  }
});

test('every address comes back from its text', () => {
  const address = fc.oneof(
    fc.bigInt(0n, 2n ** 32n - 1n).map((value) => ({ bits: 32 as const, value })),
    fc.bigInt(2n ** 64n, 2n ** 128n - 1n).map((value) => ({ bits: 128 as const, value })),
  );
  fc.assert(fc.property(address, (it) => assert.deepEqual(readAddress(addressText(it)), it)));
});

test('a block names its problem', () => {
  const said = (text: string) => {
    const it = readCidr(text);
    return 'problem' in it ? it.problem : it.text;
  };
  assert.equal(said('10.20.0.0/16'), '10.20.0.0/16');
  assert.equal(said('10.20.0.7'), '10.20.0.7/32');
  assert.equal(said('2001:DB8::/48'), '2001:db8::/48');
  assert.equal(said('0.0.0.0/0'), '0.0.0.0/0');
  assert.match(said('10.20.0.7/16'), /write 10\.20\.0\.0\/16/);
  assert.match(said('10.20.0.0/33'), /between 0 and 32/);
  assert.match(said('10.20.0.0/'), /prefix length/);
  assert.match(said('ICU'), /no block/);
});

const CAMPUS = { id: 'campus', name: 'Campus', cidrs: ['10.0.0.0/8', '2001:db8::/32'] };
const PUMPS = { id: 'pumps', name: 'ICU pumps', cidrs: ['10.24.88.0/24', '2001:db8:88::/48'] };
const ONE = { id: 'one', name: 'Gateway', cidrs: ['10.24.88.1'] };

test('the longest prefix rules, for both families, whatever the order', () => {
  for (const segments of [
    [CAMPUS, PUMPS, ONE],
    [ONE, PUMPS, CAMPUS],
  ]) {
    const locate = segmentLocator(segments);
    const of = (ip: string) => {
      const it = locate(ip);
      return it === null ? null : [it.segment.id, it.cidr];
    };
    assert.deepEqual(of('10.24.88.61'), ['pumps', '10.24.88.0/24']);
    assert.deepEqual(of('10.24.88.1'), ['one', '10.24.88.1/32']);
    assert.deepEqual(of('10.1.1.1'), ['campus', '10.0.0.0/8']);
    assert.deepEqual(of('2001:db8:88::5'), ['pumps', '2001:db8:88::/48']);
    assert.deepEqual(of('2001:db8::5'), ['campus', '2001:db8::/32']);
    assert.deepEqual(of('::ffff:10.24.88.61'), ['pumps', '10.24.88.0/24']);
    assert.equal(of('192.0.2.1'), null);
    assert.equal(of('not known'), null);
  }
});

test('the same block twice is refused, a block within another is explained', () => {
  assert.match(checkBlocks(['10.24.88.0/24'], null, [PUMPS]).problem ?? '', /belongs to segment "ICU pumps"/);
  assert.deepEqual(checkBlocks(['10.24.88.0/24', ' 10.24.88.0/24'], 'pumps', [PUMPS, CAMPUS]), {
    cidrs: ['10.24.88.0/24'],
    problem: null,
    notes: ['10.24.88.0/24 lies within 10.0.0.0/8 of "Campus": its addresses belong here'],
  });
  assert.match(
    checkBlocks(['10.0.0.0/9'], null, [PUMPS]).notes[0] ?? '',
    /10\.24\.88\.0\/24 of "ICU pumps" lies within/,
  );
  assert.match(checkBlocks(['10.24.88.7/24'], null, []).problem ?? '', /write 10\.24\.88\.0\/24/);
});
