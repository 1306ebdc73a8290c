import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions, contains, familyOf, orderKey, readRange, readVersion } from './mod.ts';

function order(a: string, b: string): -1 | 0 | 1 | null {
  const [left, right] = [readVersion(a), readVersion(b)];
  assert.ok(left !== null && right !== null, `${a} or ${b} was not read`);
  return compareVersions(left, right);
}

test('versions are ordered as people mean them', () => {
  const older: [string, string][] = [
    ['1.2', '1.10'],
    ['2.4', '2.4A'],
    ['2.4A', '2.4B'],
    ['U61', 'U62'],
    ['012U000039', '012U000040'],
    ['1.8.4 Service Pack 00', '1.8.4 SP1'],
    ['1.8.4', '1.8.4 SP1'],
    ['1.8.4 SP1', '1.8.5'],
    ['2.0-beta', '2.0'],
    ['2.0-rc1', '2.0'],
    ['2.0 (beta)', '2.0'],
    ['2.0 - rc', '2.0'],
    ['2.0', '2.0 (SP1)'],
    ['2.0-beta2', '2.0-rc1'],
    ['1.000.HW01.3.20190819', '1.000.HW01.3.20190820'],
    ['2.820.0000000.48.R.220613', '2.820.0000000.48.R.220614'],
    ['2.1.76_build230204', '2.1.76_build230205'],
    ['2.6-GA-01-23116', '2.6-GA-01-23117'],
    ['2021_CU1', '2021_CU2'],
    ['MX-V5.0.1.53', 'MX-V5.0.2.14'],
    ['V4.3.5617', 'V4.3.5618'],
    ['5.4.0  Build 160401', '5.4.0 build 160402'],
    ['10.0.19045.5964', '10.0.19045.6000'],
    ['10.0.17763', '10.0.19045.5964'],
    ['6.3.9600', '10.0.17763'],
    ['1-02-08', '1-02-09'],
    ['1.9-40', '1.9.1'],
    ['K', 'N'],
    ['1.0.2z', '1.0.2za'],
    ['R4.1L1', 'R4.1L2'],
  ];
  for (const [a, b] of older) {
    assert.equal(order(a, b), -1, `${a} < ${b}`);
    assert.equal(order(b, a), 1, `${b} > ${a}`);
  }
});

test('what people add makes no difference', () => {
  const same: [string, string][] = [
    ['v1.2', '1.2'],
    ['Ver. 4.2', '4.2'],
    ['SW 012U000039', '012u000039'],
    ['Rev R2.1', 'r2.1'],
    ['6.3.1 (installed 03/2019)', '6.3.1'],
    ['2.90  ', '2.9.0'.replace('.0', '0')],
    ['1.0', '1.0.0'],
    ['Version 5.02.09', '5.2.9'],
    ['Firmware_6.62', 'FW 6.62'],
    ['V028U000061', '028U000061'],
    ['VM5.0', 'SW VM5.0'],
    ['Rev C.00.04', 'C.00.04'],
    ['5.0-GA', '5.0'],
    ['VB.12', 'B.12'],
    ['Firmware Version: 2.1.0', '2.1'],
    ['SW: 4.2', '4.2'],
    ['FW rev. C.03', 'c.03'],
    ['Release 7.2 SP1', '7.2 Service Pack 1'],
    ['4.2 (Build 123)', '4.2 build 123'],
    ['V.4.2', 'v 4.2'],
    ['"1.0.3"', '1.0.3'],
    ['1.0.3; see ticket 12', '1.0.3'],
    ['OS Build 19044.6809', '19044.6809'],
    ['Rev. D', 'd'],
    ['rev-b', 'B'],
    ['1.0.3 - patched', '1.0.3'],
    ['SWV 3.1', '3.1'],
    ['v1.2.3_build4', '1.2.3 Build 4'],
  ];
  for (const [a, b] of same) assert.equal(order(a, b), 0, `${a} = ${b}`);
});

test('what says nothing is no version', () => {
  for (const it of [
    '',
    ' ',
    '-',
    'n/a',
    'N/A',
    'unknown',
    'none',
    '?',
    'TBD',
    '3.2 or later',
    '3.2+',
    '1.2 / 1.3',
    '<3.2',
    null,
    undefined,
  ])
    assert.equal(readVersion(it), null, String(it));
});

test('different series cannot be ordered', () => {
  const apart: [string, string][] = [
    ['U61', 'L81'],
    ['012U000040', '012L000040'],
    ['1.000.HW01.3', '1.000.HW02.3'],
    ['4.4 SP7', '4.4 HF3'],
    ['200422', '3.1'],
    ['4.x', '4.2'],
    ['10.0.17763', '10.0.17763.7433'],
    ['10.0.17763 N/A Build 17763', '10.0.17763.1'],
    ['2.7.2_FR', '2.7.2_NL'],
    ['1.4.2.0-9d9eff4', '1.4.2.0-8aaef01'],
  ];
  for (const [a, b] of apart) assert.equal(order(a, b), null, `${a} ? ${b}`);
});

test('keys of one family sort as their versions', () => {
  const [a, b] = [orderKey('1.9'), orderKey('1.10')];
  assert.ok(a !== null && b !== null && a < b);
  assert.equal(familyOf(a), familyOf(b));
  assert.equal(orderKey('1.2.0'), readVersion('1.2.0')?.key);
  for (const it of ['0', '10.0.17763', '10.0.17763.0', '10.0.1776', '10.0.0', '20042.0'])
    assert.equal(orderKey(it), readVersion(it)?.key, it);
  assert.equal(orderKey('200422'), readVersion('200422')?.key);
});

test('a range answers yes, no or cannot be told', () => {
  const cases: [string, string, boolean | null][] = [
    ['vers:all/*', 'n/a', true],
    ['< 3.2', 'n/a', null],
    ['< 3.2', '3.1.9', true],
    ['< 3.2', '3.2', false],
    ['>= 1.3 | <= 3.1', '3.2', false],
    ['>= 1.3 | <= 3.1', '3.1', true],
    ['<= U61 |<= L81', 'U62', false],
    ['1.32|1.33|1.35', '1.35', true],
  ];
  for (const [range, version, truth] of cases) {
    const parsed = readRange(range);
    assert.ok(parsed !== null, range);
    assert.equal(contains(parsed, readVersion(version)).truth, truth, `${version} in ${range}`);
  }
});

test('a day is older or newer than a day, and says nothing about numbers', () => {
  const day = readVersion('2021-03-01');
  const before = readVersion('2020-12-24');
  assert.ok(day !== null && before !== null);
  assert.equal(compareVersions(before, day), -1);
  const range = readRange('< 2.2');
  assert.ok(range !== null);
  assert.equal(contains(range, day).truth, null);
});
