import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAlternatives, readWindows } from './windows.ts';

const CASES: readonly (readonly [
  os: string,
  version: string,
  product: string | null,
  build: string | null,
])[] = [
  ['Windows 10 Version 22H2', '10.0.19045.5964', 'windows_10_22h2', '10.0.19045.5964'],
  ['Microsoft Windows 10 Enterprise LTSC 21H2', 'OS Build 19044.6809', 'windows_10_21h2', '10.0.19044.6809'],
  ['Win10 21H2', 'build 19044.6093', 'windows_10_21h2', '10.0.19044.6093'],
  ['Windows 10 IoT Enterprise LTSC 2021', '19044.5964', 'windows_10_21h2', '10.0.19044.5964'],
  ['Windows 10 IoT Enterprise 2019 LTSC', '', 'windows_10_1809', null],
  ['Windows 10 Enterprise 2015 LTSB', '', 'windows_10_1507', null],
  ['Windows 10 Enterprise 2016 LTSB', '10.0.14393.8148', 'windows_10_1607', '10.0.14393.8148'],
  ['Windows 10 Pro', '10.0.19045.5964', 'windows_10_22h2', '10.0.19045.5964'],
  ['Microsoft Windows 10 Pro 64-bit', '', 'windows_10', null],
  ['Windows 10', '22H2', 'windows_10_22h2', null],
  ['Windows 11 Pro', 'Version 23H2', 'windows_11_23h2', null],
  ['Windows 10', '10.0.99999.2004', 'windows_10', null],
  ['Windows 10 (1809)', '', 'windows_10_1809', null],
  ['Windows 11 Enterprise (23H2)', '22631.5471', 'windows_11_23h2', '10.0.22631.5471'],
  ['Win 11 23H2', '10.0.22631.5472', 'windows_11_23h2', '10.0.22631.5472'],
  ['Windows 11 LTSC 2024', '26100.4061', 'windows_11_24h2', '10.0.26100.4061'],
  ['WS2016', 'build 14393.8957', 'windows_server_2016', '10.0.14393.8957'],
  ['Win Server 2016 Std', '14393.8783', 'windows_server_2016', '10.0.14393.8783'],
  ['Win2019', '10.0.17763.8389', 'windows_server_2019', '10.0.17763.8389'],
  ['Microsoft Windows Server 2019 Datacenter', '17763.7433', 'windows_server_2019', '10.0.17763.7433'],
  ['Windows Server 2022', '10.0.20348.4648', 'windows_server_2022', '10.0.20348.4648'],
  ['Windows Server 2025 Standard', '26100.32230', 'windows_server_2025', '10.0.26100.32230'],
  ['Windows Server, version 23H2', '25398.2092', 'windows_server_2022_23h2', '10.0.25398.2092'],
  ['Windows Server 2012 R2 Standard', '6.3.9600', 'windows_server_2012_r2', null],
  ['Microsoft Windows Server 2008 R2 SP1', '', 'windows_server_2008_r2', null],
  ['Windows Server 2003', '', 'windows_server_2003', null],
  ['Windows 2012R2', '', 'windows_server_2012_r2', null],
  ['Windows 2008 R2 SP1', '', 'windows_server_2008_r2', null],
  ['Win2k8 R2 SP1', '', 'windows_server_2008_r2', null],
  ['W2K12R2 Std', '', 'windows_server_2012_r2', null],
  ['Win2K16', '14393.8783', 'windows_server_2016', '10.0.14393.8783'],
  ['w2k3', '', 'windows_server_2003', null],
  ['W2K SP4', '', 'windows_2000', null],
  ['Windows 2000 Pro', '', 'windows_2000', null],
  ['W10 22H2', '', 'windows_10_22h2', null],
  ['W7 Pro SP1', '', 'windows_7', null],
  ['W10 1809', '', 'windows_10_1809', null],
  ['W11', '22631.3447', 'windows_11_23h2', '10.0.22631.3447'],
  ['Windows 7 Professional SP1', '6.1.7601', 'windows_7', null],
  ['Win7', '', 'windows_7', null],
  ['Windows Embedded Standard 7', '', 'windows_7', null],
  ['Windows Embedded 8.1 Industry Pro', '', 'windows_8.1', null],
  ['Windows Embedded POSReady 2009', '', 'windows_xp', null],
  ['Windows XP Embedded SP3', '', 'windows_xp', null],
  ['WinXP', '', 'windows_xp', null],
  ['Windows CE 6.0', '', 'windows_ce', null],
  ['Windows', '', null, null],
  ['Windows 10', '10.0.19045.5965 / 10.0.19045.5000', 'windows_10_22h2', null],
  ['Windows 10 (build 19044)', '10.0.19045.5965', 'windows_10', null],
  ['Windows 10 22H2 (19045.5964)', '10.0.19045', 'windows_10_22h2', '10.0.19045.5964'],
  ['Windows 10 22H2', '10.0 (19045)', 'windows_10_22h2', null],
  ['Windows 10', '10,0,19045,5964', 'windows_10_22h2', '10.0.19045.5964'],
  ['Microsoft Windows 10 1709 - 22H2', '', 'windows_10', null], // or any between
  ['Windows Server 2019 Standard', '1809', 'windows_server_2019', null],
];

test('readWindows() reads the release and the build of many spellings', () => {
  for (const [os, version, product, build] of CASES) {
    const read = readWindows(os, version);
    assert.notEqual(read, null, os);
    assert.deepEqual([os, read?.product, read?.version], [os, product, build]);
  }
});

test('readWindows() leaves other systems alone', () => {
  for (const os of [
    'Ubuntu 22.04 LTS',
    'VxWorks 6.9',
    'Wind River Linux',
    'Darwin',
    'iOS 14.4',
    '',
    'QNX 6.6',
    'W8-1200',
    'W2K5000',
  ])
    assert.equal(readWindows(os, ''), null, os);
});

test('releases that a scanner cannot tell apart are all named', () => {
  const cases: [string, string[]][] = [
    ['Microsoft Windows 7 or Windows 8.1', ['windows_7', 'windows_8.1']],
    ['Microsoft Windows Server 2016 - 2019', ['windows_server_2016', 'windows_server_2019']],
    ['Windows 7, 8 or 10', ['windows_7', 'windows_8', 'windows_10']],
    ['Windows Server 2008 R2 or Windows 8', ['windows_server_2008_r2', 'windows_8']],
  ];
  for (const [os, products] of cases) assert.deepEqual(readAlternatives(os), products, os);
  for (const os of [
    'Windows 10',
    'Windows 10 Pro - Version 22H2',
    'Windows 10, version 22H2',
    'Windows Server 2012 R2, Standard',
    'Microsoft Windows 10 1709 - 22H2',
    'Linux 3.2 - 4.9',
  ])
    assert.ok(readAlternatives(os).length < 2, os);
});
