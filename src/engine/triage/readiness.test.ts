import assert from 'node:assert/strict';
import { test } from 'node:test';
import { osSupportEndsOn } from './os-support.ts';
import { type ReadinessFacts, readinessOf } from './readiness.ts';

const FIX = { kind: 'vendor-fix', version: '12.3', advisory: 'ICSMA-26-001-01' } as const;
const NO_FIX = { kind: 'none', version: null, advisory: null } as const;

const words = (details: string, category: 'vendor-fix' | 'no-fix-planned' | 'fix-planned' = 'vendor-fix') => [
  { category, details, url: null, productIds: [], date: null, advisory: 'ICSMA-26-001-01' },
];

const read = (over: Partial<ReadinessFacts>) =>
  readinessOf({ device: {}, fix: FIX, remediations: [], asOf: '2026-11-24', ...over });

test('readinessOf() says whether it can be patched, and why not', () => {
  const cases: [string, Partial<ReadinessFacts>, string, string][] = [
    ['fix', {}, 'patchable', 'Version 12.3 is available (ICSMA-26-001-01)'],
    [
      'fix without version',
      { fix: { ...FIX, version: null } },
      'patchable',
      'A vendor fix is available (ICSMA-26-001-01)',
    ],
    [
      'in support until tomorrow',
      { device: { eosDate: '2026-11-25' } },
      'patchable',
      'Version 12.3 is available (ICSMA-26-001-01)',
    ],
    [
      'sold off, still supported',
      { device: { eolDate: '2020-01-01', eosDate: '2030-01-01' } },
      'patchable',
      'Version 12.3 is available (ICSMA-26-001-01)',
    ],
    [
      'out of support',
      { device: { eosDate: '2026-11-23' } },
      'end-of-support',
      'The vendor ended support on 2026-11-23',
    ],
    [
      'end of life',
      { device: { eolDate: '2020-01-01' } },
      'end-of-life',
      'The model reached its end of life on 2020-01-01',
    ],
    [
      'contract lapsed',
      { device: { supportContract: 'Gold, until 2025-06-30' } },
      'contract-lapsed',
      'Version 12.3 exists, but the support contract has lapsed: Gold, until 2025-06-30',
    ],
    [
      'contract lapsed in a word',
      { device: { supportContract: 'Lapsed' } },
      'contract-lapsed',
      'Version 12.3 exists, but the support contract has lapsed: Lapsed',
    ],
    [
      'contract over by its recorded end, whatever it is called',
      { device: { supportContract: 'Gold', contractEnd: '2025-06-30' } },
      'contract-lapsed',
      'Version 12.3 exists, but the support contract ended on 2025-06-30',
    ],
    [
      'no contract',
      { device: { supportContract: 'Not under contract' } },
      'contract-lapsed',
      'Version 12.3 exists, but there is no support contract: Not under contract',
    ],
    [
      'contract runs',
      { device: { supportContract: 'Gold, until 2028-06-30' } },
      'patchable',
      'Version 12.3 is available (ICSMA-26-001-01)',
    ],
    [
      'promised',
      { fix: NO_FIX, remediations: words('Acme plans a release.') },
      'fix-announced',
      'ICSMA-26-001-01 announces a fix and does not say that it is out',
    ],
    [
      'refused',
      { fix: NO_FIX, remediations: words('Sorry.', 'no-fix-planned') },
      'no-fix-planned',
      'ICSMA-26-001-01 says that there will be no fix',
    ],
    [
      'obsolete operating system',
      { fix: NO_FIX, device: { os: 'Microsoft Windows XP', osVersion: 'SP3' } },
      'obsolete-os',
      'No fix is known, and support of its operating system ended on 2014-04-08',
    ],
    ['nothing', { fix: NO_FIX }, 'no-fix-published', 'No fix has been published'],
  ];
  for (const [name, over, reason, because] of cases) {
    const readiness = read(over);
    assert.equal(readiness.kind === 'patchable' ? 'patchable' : readiness.reason, reason, name);
    assert.equal(readiness.because, because, name);
  }
});

test('osSupportEndsOn() knows operating systems in many spellings', () => {
  const cases: [string, string | undefined, string | null][] = [
    ['Windows 7', 'SP1', '2020-01-14'],
    ['Microsoft Windows 7 Professional', undefined, '2020-01-14'],
    ['Win7', undefined, '2020-01-14'],
    ['Windows Embedded Standard 7', undefined, '2020-10-13'],
    ['Windows 10', '22H2', '2025-10-14'],
    ['Windows 10 IoT Enterprise LTSC', '2019', '2029-01-09'],
    ['Windows 10 Enterprise LTSC 2021', undefined, '2027-01-12'],
    ['WINDOWS CE', '6.0', '2018-04-10'],
    ['Windows Embedded CE 7', undefined, '2021-04-13'],
    ['Windows Server 2008 R2', undefined, '2020-01-14'],
    ['Windows 11', '24H2', null],
    ['QNX', '6.5', null],
    ['CentOS Linux', '7.9', '2024-06-30'],
  ];
  for (const [os, osVersion, endsOn] of cases) assert.equal(osSupportEndsOn(os, osVersion), endsOn, os);
  assert.equal(osSupportEndsOn(undefined, undefined), null);
});
