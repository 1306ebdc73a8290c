import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Allowed, judgeAddress, readAllowed } from '#engine/outgoing';

function listed(...texts: readonly string[]): Allowed[] {
  return texts.map((text) => {
    const it = readAllowed(text);
    assert(!('problem' in it), text);
    return it;
  });
}

test('only public addresses are reached unasked', () => {
  const kinds = (texts: readonly string[]) => texts.map((it) => judgeAddress('x.example', it, []).kind);
  const open = ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.0', '100.128.0.0', '2606:4700::1111'];
  assert.deepEqual(new Set(kinds(open)), new Set(['public']));
  const shut = [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '100.100.100.200',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::1',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'not an address',
  ];
  for (const it of shut) assert.equal(judgeAddress('x.example', it, []).kind, 'refused', it);
  assert.equal(judgeAddress('x.example', '64:ff9b::8.8.8.8', []).kind, 'public');
});

test('a listed block opens what lies in it, a listed name opens private addresses alone', () => {
  const allowed = listed('10.20.0.0/16', '127.0.0.1', 'cmms.hospital.example', '*.lab.example');
  const reach = (host: string, address: string) => judgeAddress(host, address, allowed).kind;
  assert.equal(reach('any.example', '10.20.3.4'), 'listed');
  assert.equal(reach('any.example', '::ffff:10.20.3.4'), 'listed');
  assert.equal(reach('any.example', '64:ff9b::10.20.3.4'), 'listed');
  assert.equal(reach('any.example', '10.21.3.4'), 'refused');
  assert.equal(reach('any.example', '127.0.0.1'), 'listed');
  assert.equal(reach('any.example', '127.0.0.2'), 'refused');
  assert.equal(reach('CMMS.hospital.example.', '192.168.7.7'), 'listed');
  assert.equal(reach('x.cmms.hospital.example', '192.168.7.7'), 'refused');
  assert.equal(reach('a.b.lab.example', 'fd12::1'), 'listed');
  assert.equal(reach('lab.example', 'fd12::1'), 'refused');
  assert.equal(reach('evillab.example', 'fd12::1'), 'refused');
  for (const inner of [
    '127.0.0.9',
    '::1',
    '169.254.169.254',
    'fd00:ec2::254',
    '100.100.100.200',
    '224.0.0.1',
  ])
    assert.equal(reach('cmms.hospital.example', inner), 'refused', inner);
  assert.equal(reach('cmms.hospital.example', '8.8.8.8'), 'public');
});

test('what cannot be listed is told why', () => {
  const problems: readonly (readonly [string, RegExp])[] = [
    ['0.0.0.0/0', /more than one kind/],
    ['::/0', /more than one kind/],
    ['10.0.0.0/7', /more than one kind/],
    ['8.8.8.8', /is public/],
    ['169.254.169.254', /no request goes there/],
    ['fe80::/10', /no request goes there/],
    ['224.0.0.0/8', /no request goes there/],
    ['10.20.0.1/16', /write 10\.20\.0\.0\/16/],
    ['10.20.0.0/40', /prefix length/],
    ['300.1.1.1', /no block/],
    ['https://cmms.example', /no block/],
    ['cmms example', /neither/],
    ['*', /neither/],
    ['*.example', /too wide/],
    ['-x.example', /neither/],
    ['', /neither/],
  ];
  for (const [text, wanted] of problems) {
    const it = readAllowed(text);
    assert('problem' in it, text);
    assert.match(it.problem, wanted, text);
  }
  assert.deepEqual(
    listed(' CMMS.Hospital.example. ', '10.20.3.4', 'FD12::/48').map((it) => it.text),
    ['cmms.hospital.example', '10.20.3.4/32', 'fd12::/48'],
  );
});

test('no list opens link-local, multicast or metadata addresses', () => {
  const never = fc.oneof(
    fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `169.254.${a}.${b}`),
    fc.tuple(fc.integer({ min: 224, max: 255 }), fc.nat(255)).map(([a, b]) => `${a}.1.2.${b}`),
    fc.constantFrom('168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fe80::7', 'ff05::2'),
  );
  const entry = fc
    .oneof(
      fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, prefix]) => `${ip}/${prefix}`),
      fc.constantFrom('100.64.0.0/10', 'fc00::/7', '127.0.0.0/8', 'x.example', '*.x.example'),
    )
    .map((text) => readAllowed(text));
  fc.assert(
    fc.property(never, fc.array(entry), (address, entries) => {
      const allowed = entries.flatMap((it) => ('problem' in it ? [] : [it]));
      assert.equal(judgeAddress('x.example', address, allowed).kind, 'refused');
    }),
  );
});
