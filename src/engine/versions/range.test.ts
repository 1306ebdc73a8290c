import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cve5Version } from '#engine/words';
import { boundsRange, contains, orderTo, rangeOf, readRange, readVersion, standsForNone } from './mod.ts';

/** range, version, answer */
type Row = readonly [string, string, boolean | null];

function check(rows: readonly Row[]): void {
  for (const [text, version, truth] of rows) {
    const range = readRange(text);
    const answer =
      range === null ? { truth: null, because: 'not read' } : contains(range, readVersion(version));
    assert.equal(answer.truth, truth, `${version} in "${text}": ${answer.because}`);
    assert.notEqual(answer.because, '');
  }
}

test('one bound', () => {
  check([
    ['< 3.2', '3.1.9', true],
    ['< 3.2', '3.2', false],
    ['<=2.3.5', '2.3.5', true],
    ['<=2.3.5', '2.3.6', false],
    ['<=2.4A', '2.4', true],
    ['<= 2.4A', '2.4B', false],
    ['<= 2.90  ', '2.90', true],
    ['≤ 1.4', '1.4', true],
    ['>= 4.0.1', '4.0.1', true],
    ['< 1.8.4 Service Pack 01', '1.8.4 SP0', true],
    ['< 1.8.4 Service Pack 01', '1.8.4 SP1', false],
    ['< 4.4 SP7', '4.4', true],
    ['< 5.5 SP3', '5.5 SP10', false],
    ['<1.000.HW02.8.20190813', '1.000.HW02.8.20190812', true],
    ['<1.000.HW02.8.20190813', '1.000.HW04.3.20190812', null],
    ['< 012U000040', 'V012U000040', false],
    ['<vers:/_V20.3_HotfixRev12', 'V20.3 HotfixRev11', true],
    ['<V5.0_QU1', 'v5.0', true],
    ['vers:all/<V2.8.20', '2.8.19', true],
    ['vers:intdot/<2.8.20', '2.8.20', false],
    ['vers:intdot/>=V1.0<V2.0', '1.9', true],
    ['vers:acme/>=1.0<2.0', '1.9', null],
    ['vers:generic/>=1.0|<2.0', '1.9', true],
    ['vers:generic/*', 'n/a', true],
    ['vers:acme/>=1.0|<2.0', '1.9', null],
    ['<= 3.40 R5 build 571848', '3.40 R5 build 571849', false],
    ['<= K', 'Rev L', false],
  ]);
});

test('all versions, whatever the inventory knows', () => {
  for (const text of [
    'vers:all/*',
    '*',
    'all versions',
    'All',
    'any version',
    'All versions (end-of-life 2011)',
    'all firmware versions',
    'vers:npm/*',
    '* | 1.5.0 plus205',
  ])
    check([
      [text, '1.0', true],
      [text, 'n/a', true],
    ]);
  check([
    ['* (with nossl tag)', '1.0', null],
    ['All_versions_with_OIS_Extension_Module', '1.0', null],
    ['< 3.2', 'n/a', null],
  ]);
});

test('two ends make a span', () => {
  check([
    ['>= 5.01 | <= 7.0.0', '7.0.0', true],
    ['>= 5.01 | <= 7.0.0', '7.0.1', false],
    ['>= 5.01 | <= 7.0.0', '5.0', false],
    ['vers:all/>=V1.80<V2.20', '2.0', true],
    ['>=V2.3_and_<V6.30.016', '6.30.016', false],
    ['2.x through 2.5 SP1', '2.1', true],
    ['2.x through 2.5 SP1', '2.5 SP2', false],
    ['from 1.2 to 1.4', '1.3', true],
    ['1.2 - 1.4', '1.5', false],
    ['between 1.2 and 1.4', '1.3', true],
    ['Versions 1.0 through 2.3', '2.3', true],
    ['1.x prior to 1.9.3', '1.9.2', true],
    ['A10 < A11', 'A10', true],
    ['A10 < A11', 'a11', false],
    ['>= A1.5.3 | <= B1.2.4', 'B1.2.4', true],
    ['>= A1.5.3 | <= B1.2.4', 'A1.9', true],
    ['>= A1.5.3 | <= B1.2.4', 'B1.2.5', false],
    ['>=BT02 | <= BT06', 'BT05', true],
    ['> 6.8.6 | < 6.9.2 CU01', '6.9.2', true],
    ['1.0-1.5', '1.2', null],
    ['1.0-1.5', '1.6', false],
    ['>= 5.2.0 build  140805 | <= 5.4.5  Build 160928', '5.4.5 Build 160929', false],
  ]);
});

test('what people write', () => {
  check([
    ['All versions prior to 3.2', '3.1', true],
    ['All versions prior to version 3.2', '3.2', false],
    ['Version 2.3.6 and  below', '2.3.6', true],
    ['2.3.6 and prior versions', '2.3.7', false],
    ['3.1 HF4 and earlier', '3.1 HF5', false],
    ['v2.5 or lower', '2.5', true],
    ['up to and including 4.1', '4.1', true],
    ['up to 4.1 (excluding)', '4.2', false],
    ['firmware before 2.0', '1.9', true],
    ['earlier than 2.0', '2.0', false],
    ['2.0 and later', '1.9', false],
    ['2.0+', '2.1', true],
    ['4.0 onwards', '4.0', true],
    ['later than 3.0', '3.0', false],
  ]);
});

test('a list names its versions', () => {
  check([
    ['1.32|1.33|1.35', '1.35', true],
    ['1.32|1.33|1.35', '1.34', false],
    ['2131 and 2141', '2141', true],
    ['(Release 1.3.2 1.4.0 1.4.1)', '1.4.0', true],
    ['B.02 | C.02 | C.03', 'c.03', true],
    ['B.02 | C.02 | C.03', 'C.04', false],
    ['F.0.G.0 | J.3', 'Rev J.3', true],
    ['V1.1, V1.2, and V1.3', '1.3', true],
    ['4.2', '4.2.1', null],
    ['4.2.1', '4.2', null],
    ['4.0', '4.0.0', true],
    ['1.1.1k', '1.1.1k-1', null], // the first, as somebody packed it
    ['1.8.4 SP1', '1.8.4 SP1 build 7', null],
    ['1.1.1k', '1.1.1l-1', false],
    ['24950 | 24952', '2.1', null],
    ['<= 1.12.0.25 | 1.12.13.2 | 1.12.14.5', '1.12.14.5', true],
    ['<= 1.12.0.25 | 1.12.13.2 | 1.12.14.5', '1.12.14.4', null],
    ['<= 1.12.0.25 | 1.12.13.2 | 1.12.14.5', '1.12.14.6', false],
    ['Rev B-M', 'Rev K', true],
    ['Rev B-M', 'Rev N', false],
  ]);
});

test('branches', () => {
  check([
    ['9.x', '9.4.1', true],
    ['9.x', '10.0', false],
    ['9.0.x', '9.5', false],
    ['9.0.x', '9', true],
    ['2.0', '2.1', false],
    ['V3.x', 'v3', true],
    ['<= 11.x', '11.4', true],
    ['<= 11.x', '12', false],
    ['<4.x', '3.9', true],
    ['<4.x', '4.0', null],
    ['<4.x', '5.0', false],
    ['<= 12.2.x.x', '12.2.9', true],
    ['>= 2.3x | <= 6.00.327', '2.3', true],
    ['< 19.0.1 | < 18.0.1 | < 7.2.1-Beta', '18.0.1', false],
    ['< 19.0.1 | < 18.0.1 | < 7.2.1-Beta', '18.0.0', true],
    ['< 19.0.1 | < 18.0.1 | < 7.2.1-Beta', '17.5', true],
    ['< 19.0.1 | < 18.0.1 | < 7.2.1-Beta', '19.0.1', false],
    ['<= 4.1.6 | <= 3.2.4', '3.3', null],
    ['<= 4.1.6 | <= 3.2.4', '4.1.7', false],
    ['< 6.6 (6.x series)', '6.5', true],
    ['< 6.6 (6.x series)', '5.0', null],
  ]);
});

test('of several lettering series only the own one speaks', () => {
  check([
    ['<= U61 | <= L81', 'u61', true],
    ['<= U61 | <= L81', 'U62', false],
    ['<= U61 | <= L81', 'L81', true],
    ['<= U61 | <= L81', 'L82', false],
    ['<= U61 | <= L81', 'Q5', null],
    ['<= U61 | <= L81', '61', null],
  ]);
});

test('a version written short may be any that goes on from it', () => {
  const build = readRange('1.1.3 Build 10');
  const camera = readRange('V1.00_2017_12_15');
  assert.ok(build !== null && camera !== null);
  assert.equal(contains(build, readVersion('1.1.3')).truth, null);
  assert.equal(contains(camera, readVersion('1.00')).truth, null);
  assert.equal(contains(build, readVersion('1.1.3 Build 11')).truth, false);
});

test('at a bound it is said which end of the range it is', () => {
  const because = (range: string, version: string) => {
    const read = readRange(range);
    return read === null ? null : contains(read, readVersion(version)).because;
  };
  assert.equal(because('<= 6.4', '6.4'), '6.4 is the last version named');
  assert.equal(because('< 4.2.1', '4.2.1'), '4.2.1 is the first version after those named');
  assert.equal(because('>= 2.0', '2.0.0'), '2.0.0, the same as 2.0, is the first version named');
});

test('dates compare with dates only', () => {
  check([
    ['<May 2018', '2018-04-30', true],
    ['<May 2018', 'May 2018', false],
    ['< november 29 2017', '20171130', false],
    ['<8/30/2024', '2024-08-29', true],
    ['<May 2018', '3.1', null],
    ['< august 28', '3.1', null],
    ['distributed < april 1, 2018', '3.1', null],
  ]);
});

test('what depends on more than the version is undetermined inside the range', () => {
  check([
    ['9.x (with Wireless Battery Modules >= 22D19 | <= v22D28)', '9.1', null],
    ['9.x (with Wireless Battery Modules >= 22D19 | <= v22D28)', '8.1', false],
    ['8.2 (all editions)', '8.2', true],
    ['8.2 (all models)', '8.2', true],
    ['8.2 (Model A7)', '8.2', null],
    ['8.2 Advanced Reports', '8.2', null],
    ['6.x model 35700BAX', '6.1', null],
    ['NMC2 <= 6.9.6', '6.9', null],
    ['NMC2 <= 6.9.6', '7.1', null],
    ['7100 | 7900 MRI', '2.0', null],
    ['< 2.15 (Firmware versions prior to 8.26.4)', '2.10', true],
    ['< 2.15 (Firmware versions prior to 8.26.4)', '8.20', null],
    ['< 2.15 (Firmware versions prior to 8.26.4)', '8.30', false],
    ['>= 5.0.0 | CVE-2019-18340', '4.9', null],
    ['DHCP', '1.0', null],
    ['PXC36-E.D', '1.0', null],
    ['', '1.0', null],
  ]);
});

test('a lone number is read as the first of its branch, or not at all', () => {
  check([
    ['< 2.10', '210', null], // 2.10 without its point?
    ['>= 2.10', '210', null],
    ['< 4.1.3', '413', null],
    ['4.1.3', '413', null],
    ['2.10', '211', false],
    ['< 9.3.5', '17', null],
    ['>= 9.0 < 17.2', '16', true], // this source counts that far
    ['>= 9.0 < 17.2', '18', false],
    ['< 3.2', '3', true],
    ['< 3.2', '2', true],
    ['< 3.2', '4', false],
    ['< 3.0', '3', false],
    ['<= 3.0', '3', true],
    ['>= 3.0 < 4.0', '3', true],
    ['>= 3.2 < 4.0', '3', null],
    ['> 3.0', '3', null],
    ['3.2', '3', null],
    ['3.1.x', '3', null],
    ['3.x', '3', true],
    ['3.x', '210', null],
    ['>= 0.0', '210', true],
    ['< 211', '210', true],
    ['< 3.0-rc1', '3', false], // 3.0 itself is after its candidate
    ['< 20190820.00', '3', null], // a date with points is a date still
    ['< 120.0.6099', '119', true],
    ['< 120.0.6099', '121', false],
    ['vers:intdot/<2.10', '210', false], // a declared scheme says how it counts
  ]);
});

test('a lone number is placed beside a named release, or cannot be', () => {
  for (const [release, installed, order] of [
    ['2.10', '210', null],
    ['2.11', '210', null],
    ['3.2', '3', -1],
    ['2.9', '3', 1],
    ['2.10', '2.11', 1],
  ] as const) {
    const [named, version] = [readVersion(release), readVersion(installed)];
    assert.ok(named !== null && version !== null);
    assert.equal(orderTo(named, version), order, `${installed} beside ${release}`);
  }
});

test('behind an end that is included the same version may stand under a label', () => {
  check([
    ['<= 1.1.1f', '1.1.1f-1', null],
    ['<= 1.00', '1.00_2017_12_15', null],
    ['<= 1.8.4', '1.8.4 SP1', false],
    ['<= 1.8.4', '1.8.4(2)', false],
    ['<= 1.8.4', '1.8.4.1', false],
    ['< 1.1.1f', '1.1.1f-1', false],
    ['> 1.1.1f', '1.1.1f-1', true],
  ]);
});

test('bounds of NVD', () => {
  const rows: [Parameters<typeof boundsRange>[0], string, boolean | null][] = [
    [{}, 'n/a', true],
    [{ versionEndExcluding: '10.0.19045.5965' }, '10.0.19045.5964', true],
    [{ versionStartIncluding: '1.0', versionEndIncluding: '2.0' }, '2.0', true],
    [{ versionStartExcluding: '1.0', versionEndIncluding: '2.0' }, '1.0', false],
    [{ versionEndExcluding: '-' }, '1.0', null],
    [{ versionEndExcluding: '2.0' }, 'unknown', null],
    [{ versionEndExcluding: '7.3' }, '2021.04', null],
    [{ versionStartIncluding: '2019.1', versionEndExcluding: '2021.3' }, '12.1', null],
    [{ versionStartIncluding: '2019.1', versionEndExcluding: '2021.3' }, '2021.4', false],
  ];
  for (const [bounds, version, truth] of rows)
    assert.equal(contains(boundsRange(bounds), readVersion(version)).truth, truth, JSON.stringify(bounds));
});

const entry = (over: Partial<Cve5Version>): Cve5Version => ({
  version: '0',
  status: 'affected',
  scheme: null,
  lessThan: null,
  lessThanOrEqual: null,
  changes: [],
  ...over,
});

test('versions of a CVE 5 record', () => {
  const rows: [Partial<Cve5Version>[], 'affected' | 'unaffected' | 'unknown', string, boolean | null][] = [
    [[{ lessThan: '2.0' }], 'unaffected', '1.9', true],
    [[{ lessThan: '2.0' }], 'unaffected', '2.0', false],
    [[{ lessThan: '2.0' }], 'unknown', '2.0', null],
    [[{ version: '1.0', lessThanOrEqual: '1.5' }], 'unaffected', '0.9', false],
    [[{ version: '1.0' }], 'unaffected', '1.0', true],
    [[{ version: '1.0', lessThan: '*' }], 'unaffected', '9.0', true],
    [[{ version: '2.0', lessThan: '2.*' }], 'unaffected', '2.7', true],
    [[{ version: '2.0', lessThan: '*', status: 'unaffected' }], 'affected', '1.9', true],
    [[{ version: '2.0', lessThan: '*', status: 'unaffected' }], 'affected', '2.1', false],
    [
      [{ version: '1.0', lessThan: '3.0', changes: [{ at: '2.5', status: 'unaffected' }] }],
      'unknown',
      '2.6',
      false,
    ],
    [
      [{ version: '1.0', lessThan: '3.0', changes: [{ at: '2.5', status: 'unaffected' }] }],
      'unknown',
      '2.4',
      true,
    ],
    [[{ version: 'a1b2c3d', lessThan: '0a1b2c3', scheme: 'git' }], 'unaffected', '1.0', null],
    [[{ version: 'All versions prior to 3.2' }], 'unaffected', '3.1', true],
    [
      [{ version: '1.0', lessThan: '*', status: 'unaffected', changes: [{ at: '3.2', status: 'affected' }] }],
      'unaffected',
      '3',
      null,
    ],
    [[{ version: '*' }], 'unaffected', 'n/a', true],
    [[], 'affected', 'n/a', true],
    [[{ version: '0', lessThan: '4.9.0' }], 'affected', '4.9.1', null],
    [[{ version: '0', lessThan: '4.9.0' }], 'affected', '4.8.9', true],
    [[{ lessThan: '2.0' }], 'unaffected', 'n/a', null],
    [[{ version: '7.3', lessThan: '*', status: 'unaffected' }], 'affected', '2021.04', null],
    [[{ version: '0', lessThan: '2019.1', status: 'unaffected' }], 'affected', '12.1', null],
    [[{ lessThan: '7.3' }], 'unaffected', '2021.04', null],
    [[{ lessThan: '2019.1' }], 'unaffected', '12.1', true],
    [
      [{ version: '0', lessThan: '*', changes: [{ at: '7.3', status: 'unaffected' }] }],
      'unaffected',
      '2021.04',
      null,
    ],
    [
      [{ version: '0', lessThan: '*', changes: [{ at: '2019.1', status: 'unaffected' }] }],
      'unaffected',
      '12.1',
      true,
    ],
  ];
  for (const [entries, defaultStatus, version, truth] of rows) {
    const range = rangeOf({ kind: 'cve5', scheme: null, defaultStatus, entries: entries.map(entry) });
    assert.ok(range !== null);
    assert.equal(contains(range, readVersion(version)).truth, truth, JSON.stringify([entries, version]));
  }
});

test('what is no single version of the device tells nothing', () => {
  for (const text of [
    '8.0 & 7.1',
    '8.0/7.1',
    '8.0 7.1',
    '8 or 9',
    '8.0 SW 7.1',
    '8.0; SW 7.1',
    '8.0 (firmware 7.1)',
    '8.0 (planned)',
    '~8.0',
    '1.2E+05',
    'Q4 2020',
    '12/03/2024', // December or March
    '8/30/24',
    '04/21',
    '7/8',
    '04/2021 8.0',
    '8.0 (?)',
    '8.0 tbc',
    '8.0 oder neuer',
    '8.0-',
    '.8',
  ])
    assert.equal(readVersion(text), null, text);
  for (const text of [
    '8.0 (was 7.1)',
    '8.0 (installed 03/2019)',
    '8.0 (installed 12.03.2019)',
    '8.0 Build 1.2',
    '8.0 04/2021',
    'S/W 8.0',
  ])
    assert.notEqual(readVersion(text), null, text);
});

test('dates, builds and model numbers where a version should be are in no range of numbers, nor outside', () => {
  check([
    ['< 7.3', '30.08.2024', null],
    ['< 7.3', '30-08-2024', null],
    ['< 7.3', '8/30/2024', null],
    ['< 7.3', '30 Aug 2024', null],
    ['< 7.3', '08.2024', null],
    ['< 7.3', 'Aug 2024', null],
    ['< 2018-05-01', '30.04.2018', true],
    ['< 2018-05-01', '13.05.2018', false],
    ['<May 2018', '30.04.2018', true],
    ['<8/30/2024', '29.08.2024', true],
    ['< 2.6', '2.5.2016', true], // a version
    ['< 7.3', '8015 v9.1', null],
    ['< 7.3', '8015 rev 9.1', null],
    ['< 7.3', '7320_9.1', null],
    ['< 7320_9.2', '7320_9.1', true],
    ['< 7320_9.2', '7320_9.3', false],
    ['< 7320_9.2', '560_9.3', null],
    ['< 7.3', '500 B.02', null],
    ['< 7.3', '840 4-070', null],
    ['653 MCE 3.x', '8.0', null],
    ['653 MCE 3.x', '653 MCE 3.2', true],
    ['< 500 SP3', '500 SP4', false],
    ['< 2020.2', '2019.3', true], // a year belongs to the version
    ['7.2', 'Build 900', null],
    ['< 7.3', 'Build 900', null],
    ['< build 512', 'Build 600', false],
  ]);
});

test('a number as spreadsheets and hands write it is that number', () => {
  check([
    ['>= 7.3', '7,4', true],
    ['< 7.3', '7,4', false],
    ['< 10.0.2', '10,0,1,2', true],
    ['>= 7.3', '7. 4', true],
    ['>= 7.3', '7 .4', true],
  ]);
});

test('lists and intervals in other ways of writing', () => {
  check([
    ['7.1,7.2,7.3', '7.2', true],
    ['7.1,7.2,7.3', '7.4', false],
    ['7,8,9', '8', null], // or 7.8.9
    ['7.1/7.2', '7.2', null],
    ['7.1~7.3', '7.2', null],
    ['7.1..7.3', '7.2', null],
    ['7.1 bis 7.3', '7.2', null],
    ['7.3-', '7.2', null],
    ['[7.1,7.3)', '7.2', true],
    ['[7.1, 7.3)', '7.3', false],
    ['[7.1, 7.3]', '7.3', true],
    ['(,7.3]', '7.2', true],
    ['(7.1,)', '7.1', false],
    ['[1.0,1.2),[2.0,2.3)', '2.2', true],
    ['[1.0,1.2),[2.0,2.3)', '1.5', false],
    ['(7.1, 7.3)', '7.2', null], // an interval, or a list in brackets
    ['1.0 to 1.9 excluding 1.5', '12.1', null],
    ['4 and earlier', '4.2', null],
    ['4 and earlier', '5', false],
    ['up to 4.1', '4.2', false],
  ]);
});

test('a year, a month or a build where a version should be is not outside of numbers that count otherwise', () => {
  check([
    ['< 7.3', '2021.04', null],
    ['< 7.3', '2024-08', null],
    ['< 7.3', 'v2021-04', null],
    ['<= 7.3', '2021', null],
    ['< 7.3', '2021 R2', null],
    ['< 7.3', '2021.1', null],
    ['< 7.3', '202104', null],
    ['< 7.3', '20210412', null],
    ['< 7.3', '202104.1', null],
    ['< 7.3', '21H2', null],
    ['< 7.3', 'OS Build 19044.6809', null],
    ['< 7.3', 'Build 900.2', null],
    ['< 7.3', 'build12', null],
    ['< 7.3', '30.08.24', null],
    ['< 7.3', '30-08-24', null],
    ['< 7.3', '24.08.30', null],
    ['< 7.3', '08.24', null],
    ['< 7.3', '30.08.2024 10:15', null],
    ['< 7.3', '30.08.2024 8.0', null],
    ['< 7.3', '12-345-678', null],
    ['>= 7.3', '001-234', null],
    ['< 7.3', '10.0.19045.3086', null], // of the system
    ['< 5.3', '6.1.7601', null],
    ['< 10.0.19045.3087', '10.0.19045.3086', true],
    ['< 6.3.9600.5', '10.0.19045.3086', false],
    ['< R7.3', 'R2021a', null],
    ['7.3', '2021.04', null],
    ['7.x', '2021.04', null],
    ['7.1 | 7.3', '2021.04', null],
    ['>= 7.0 | < 7.3', '2021.04', null],
    ['<= 7.3 | <= 6.9', '2021.04', null],
    ['[7.0, 7.3)', '2021.04', null],
    ['vers:intdot/<7.3', '2021.04', null],
    ['< 6045.1', '2021.04', true], // older, if it is a version at all
    ['>= 6045.1', '2021.04', null],
    ['< 571848', '20210412', null],
    ['< 20190820', '31234567', null], // a serial number is no day
    ['< 20190820', '20190821', false],
    ['< 202008', '82000685', null],
    ['< 571848', '571849', false],
    ['< 9980', '10012', null], // a lone number of more digits
    ['< 8406', '19045.3086', null], // a build of Windows
    ['< 10.0.19045.5965', '19045.3086', null],
    ['< 19045.5965', '19045.6001', false],
  ]);
});

test('what counts releases is before a year, but not outside of years', () => {
  check([
    ['< 2019.1', '12.1', true],
    ['<= 2019.x', '12.1', true],
    ['>= 2019.1', '12.1', null],
    ['>= 2019.1 | < 2021.3', '12.1', null],
    ['2019.1', '12.1', null],
    ['2019.x', '12.1', null],
    ['2019.1 | 12.1', '12.2', false], // the source counts releases too
    ['2019.1 | 12.1', '12.1', true],
    ['>= 0 | < 2019.1', '12.1', true],
  ]);
});

test('years are compared with years, and with releases where the source does so', () => {
  check([
    ['< 2021.3', '2021.04', false],
    ['>= 2019 | < 2021.3', '2020.2', true],
    ['>= 2019 | < 2021.3', '2018.9', false],
    ['>= 2019 | < 2021.3', '2021.3', false],
    ['< R2021b', 'R2021a', true],
    ['< R2021b', 'R2022a', false],
    ['2019', '2021', false],
    ['< 2021 R2', '2021', true],
    ['< 2021 R2', '2021 R2', false],
    ['>= 3.0 | < 2015.2', '2016.1', false],
    ['>= 3.0 | < 2015.2', '2.8', false],
    ['>= 3.0 | < 2015.2', '2014.1', true],
    ['< 2004', '1909', true], // of Windows 10
    ['< 2004', '2010', false],
    ['>= 2016.9 | <= 3002.6', '3003', false],
  ]);
});

test('two numbers joined by a dash may be two versions', () => {
  check([
    ['< 7.3', '8.0-7.1', null],
    ['< 7.3', '8.0_7.1', null],
    ['< 7.3', 'V8.0-V7.1', null],
    ['8.0', '8.0-7.1', null],
    ['< 9.0', '8.0-7.1', true],
    ['< 8.0-5.5', '8.0-5.4', true], // its maker counts so
    ['< 8.0-5.5', '8.0-5.5', false],
    ['< 4.17', '4.18.0-305.3.1', false],
    ['< 2.9', '3.0-1', false],
  ]);
});

test('zeros in front may make a fraction of a second number', () => {
  check([
    ['< 1.1', '1.02', null],
    ['< 1.2', '1.02', null],
    ['>= 1.02', '1.1', null],
    ['1.2', '1.02', null],
    ['< 1.1', '1.00', true],
    ['< 1.1', '1.01', null],
    ['< 1.10', '1.02', true],
    ['< 1.02', '1.10', false],
    ['< 1.02', '1.03', false],
    ['< 1.3', '1.02', true],
    ['< 1.01', '1.002', null],
    ['< 2.1', '3.02', false],
    ['< 5.1', '5.02.09', false], // three numbers are no fraction
    ['< 2024.2', '2024.03', false], // months are none either
    ['< 1.1', '1.02 SP3', null],
    ['< B1.1', 'B1.02', null],
  ]);
});

test('what fills a field in place of a version is told from versions', () => {
  for (const text of [
    ['0', '0.0', 'v0.0.0', '00', '0000-00-00', '-1', 'x', '999', '99.99.99'],
    ['1900-01-00', '01.01.1900', '1970-01-01', '08. Mrz', '8-Aug', '03.Mai', '3. März', '10-Dec'],
    ['512 MB', '8GB', '64-bit', '230V', '24 V', '8 kg', '100%', '2nd edition', '8. Gen'],
    ['192.168.1.8', '172.16.0.4', '00:1b:44:11:3a:b7', '00-1B-44-11-3A-B7'],
  ].flat())
    assert.ok(standsForNone(text), text);
  for (const text of [
    '0.1',
    '1.0',
    '8',
    '9.9',
    '99.1',
    'K',
    '8.0b',
    '10.1.2.3',
    '8V',
    '172.1.1.1',
    '8.0-mar2',
    'VB20A',
  ])
    assert.ok(!standsForNone(text), text);
});
