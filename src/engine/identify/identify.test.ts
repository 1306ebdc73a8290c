import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ProductDirectory, ProductPart } from '#engine/catalogue';
import type { AliasBook } from './aliases.ts';
import { createIdentifier } from './identify.ts';
import type { Confirmation, ProductText } from './product-text.ts';

type Row = readonly [part: ProductPart, vendor: string, name: string];

function directoryOf(rows: readonly Row[]): ProductDirectory {
  const row = (index: number): Row => rows[index] as Row;
  return {
    size: rows.length,
    part: (index) => row(index)[0],
    vendor: (index) => row(index)[1],
    name: (index) => row(index)[2],
    family: () => null,
    find: (part, vendor, name) =>
      rows.findIndex((it) => it[0] === part && it[1] === vendor && it[2] === name),
  };
}

const ALIASES: AliasBook = {
  companies: [
    {
      name: 'Northmed',
      aliases: [
        { name: 'Aster Instruments', kind: 'acquired', source: 'acquired by Northmed, 2015' },
        { name: 'NM', kind: 'abbreviation', source: 'common abbreviation' },
        { name: 'Doorsys2', kind: 'brand', source: 'brand of Northmed' },
        { name: 'Solarix', kind: 'brand', source: 'brand of Northmed' },
      ],
    },
    {
      name: 'Westgroup',
      aliases: [
        { name: 'WG', kind: 'abbreviation', source: 'common abbreviation' },
        { name: 'CME Medical', kind: 'acquired', source: 'acquired by Westgroup, 2019' },
        { name: 'Orion Cameras', kind: 'acquired', source: 'acquired by Westgroup, 2021' },
      ],
    },
  ],
  words: [
    { word: 'workstation', also: ['ws'], source: 'asset registers' },
    { word: 'center', also: ['ctr'], source: 'asset registers' },
  ],
  products: [],
};

const ROWS: readonly Row[] = [
  ['named', 'Northmed', 'CareView MX40 Patient Worn Monitor (WLAN only)'],
  ['named', 'Northmed', 'CareView MX50 Patient Monitor'],
  ['named', 'Northmed', 'Fetal Monitors FM20/FM30/FM40'],
  ['named', 'Northmed', 'EEC-2xxx'],
  ['named', 'Northmed', 'Portal 7.0.x'],
  ['named', 'Northmed', 'Vista Imaging Workstation'],
  ['named', 'Northmed', 'Network Configuration Tool (NCT)'],
  ['named', 'Geutebrück', 'G-Cam'],
  ['named', 'Moxa', 'NPort 5130'],
  ['named', 'Northmed', 'Lumipod Insulin Management Set'],
  ['named', 'Northmed', 'Zenith Programmer/Recorder'],
  ['named', 'Northmed', 'Atrium Field Manager Touch (eFMGR-TCH) firmware'],
  ['named', 'Northmed', 'Solarix Infusion Management System'],
  ['named', 'Northmed', 'Solarix Data Center'],
  ['named', 'Northmed', 'Terminal Server TS50 (8 Port)'],
  ['named', 'Northmed', 'Quanta Recorder - Model 3120'],
  ['named', 'Northmed', 'TX650'],
  ['named', 'Northmed', 'GridPort 5450A1-M12-CT-T'],
  ['named', 'Northmed', 'OnCellG3470'],
  ['named', 'Northmed', 'MeterBox M3045-V'],
  ['named', 'Northmed', 'Infusion Processing Manager Infrastructure'],
  ['named', 'Northmed', 'Field Panel PXC00-E.D V5.10'],
  ['named', 'Northmed', 'Field Panel (6MD7711-2AA00)'],
  ['named', 'CME Medical', 'BodyWatch Recorder'],
  ['h', 'northmed', 'doorsys2_dsx-4420'],
  ['o', 'northmed', 'careview_mx40_firmware'],
  ['h', 'northmed', 'careview_mx40'],
  ['a', 'openssl', 'openssl'],
  ['a', 'apache', 'log4j'],
  ['o', 'microsoft', 'windows_10_22h2'],
  ['o', 'microsoft', 'windows_10'],
];

const directory = directoryOf(ROWS);

function namesFound(text: Partial<ProductText> & { model: string }): Record<string, string> {
  const links = createIdentifier(directory, ALIASES).identify({ kind: 'device', ...text });
  return Object.fromEntries(links.map((it) => [directory.name(it.product), it.confidence]));
}

test('identify() finds the product behind what people write', () => {
  const cases: readonly (readonly [maker: string, model: string, product: string])[] = [
    ['Northmed', 'CareView MX40', 'careview_mx40_firmware'],
    ['NORTHMED INC.', 'CAREVIEW MX 40 PATIENT WORN MONITOR', ROWS[0]?.[2] as string],
    ['Northmed GmbH', 'CareView MX-40', ROWS[0]?.[2] as string],
    ['Nortmed', 'CareView MX40', ROWS[0]?.[2] as string],
    ['Aster Instruments', 'CareView MX40', ROWS[0]?.[2] as string],
    ['NM', 'MX40', ROWS[0]?.[2] as string],
    ['Aster, a subsidiary of Northmed Corp.', 'CareView MX50 Pt Mon', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'Northmed CareView MX50 P/N 88-1203', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'CareVeiw MX50 Patient Monitor REFURB', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'Fetal Monitor FM30', 'Fetal Monitors FM20/FM30/FM40'],
    ['Northmed', 'EEC-2450', 'EEC-2xxx'],
    ['Northmed', 'Vista Img WS', 'Vista Imaging Workstation'],
    ['Northmed', 'NCT', 'Network Configuration Tool (NCT)'],
    ['GeutebrÃ¼ck', 'G-Cam', 'G-Cam'],
    ['Geutebrueck GmbH', 'G Cam', 'G-Cam'],
    ['Northmed', 'eFMGR-TCH', 'Atrium Field Manager Touch (eFMGR-TCH) firmware'],
    ['Northmed', 'DSX-4420', 'doorsys2_dsx-4420'],
    ['Northmed Patient Monitoring Division', 'CareView MX50', 'CareView MX50 Patient Monitor'],
    ['Northmed Med. Sys. S.C.S.', 'CareView MX50', 'CareView MX50 Patient Monitor'],
    ['Northmed Aster Instruments', 'CareView MX50', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'The Northmed Company CareView MX50', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'CareView MX50, 100-240 VAC', 'CareView MX50 Patient Monitor'],
    ['Northmed', 'Solarix Data Ctr', 'Solarix Data Center'],
    ['Northmed', 'CareView TX650', 'TX650'],
    ['Northmed', 'TX650 rev2', 'TX650'],
    ['Northmed', 'TX650 PN453561019263', 'TX650'],
    ['Northmed', 'Quanta Recorder Model 3120', 'Quanta Recorder - Model 3120'],
  ];
  for (const [manufacturer, model, product] of cases) {
    const confidence = namesFound({ manufacturer, model })[product];
    assert.ok(
      confidence === 'confirmed' || confidence === 'probable',
      `${manufacturer} ${model}: ${confidence}`,
    );
  }
});

test('identify() takes a different model number for a different model', () => {
  for (const model of [
    'CareView MX41',
    'CareView MX400',
    'CareView MX40i Patient Monitor',
    'Fetal Monitor FM35',
    'EEC-3450',
    'Terminal Server TS50 (2 Port)',
    'Quanta Recorder Model 3120a',
    'TX650 Plus',
    'TX650 Mk II',
    'TX650 III',
    'TX650 A',
    'TX650-S',
    'TX650+',
    'GridPort 5450A1T-M12-CT',
    'OnCellZ3470',
    'MeterBox M3045-V B12',
    'Infusion Processing Manager III',
    'Field Panel PXC10-E.D V5.00',
    'Field Panel (6MD7711-2AA00D)',
  ]) {
    const sure = Object.entries(namesFound({ manufacturer: 'Northmed', model })).filter(
      ([, confidence]) => confidence !== 'candidate',
    );
    assert.deepEqual(sure, [], model);
  }
});

test('identify() asks a person where the maker does not agree', () => {
  assert.deepEqual(namesFound({ manufacturer: 'Southmed', model: 'CareView MX40' }), {});
  assert.deepEqual(namesFound({ kind: 'component', model: 'OpenSSL' }), { openssl: 'candidate' });
});

test('identify() sees a maker and a model in each other’s column, and is not sure of it', () => {
  const meant = { 'CareView MX50 Patient Monitor': 'probable' };
  assert.deepEqual(namesFound({ manufacturer: 'CareView MX50', model: 'Northmed Inc.' }), meant);
  assert.deepEqual(namesFound({ manufacturer: 'Northmed CareView MX50', model: 'CareView MX50' }), meant);
  assert.deepEqual(namesFound({ manufacturer: 'Northmed Else', model: 'CareView MX50' }), {});
  assert.deepEqual(namesFound({ manufacturer: 'Moxa', model: 'Northmed' }), {});
});

test('identify() is not sure of a maker that only has the same owner', () => {
  const found = (manufacturer: string) =>
    namesFound({ manufacturer, model: 'BodyWatch Recorder' })['BodyWatch Recorder'];
  assert.equal(found('Westgroup'), 'confirmed', 'the owner');
  assert.equal(found('WG'), 'confirmed', 'the owner, shortened');
  assert.equal(found('CME Medical Inc.'), 'confirmed', 'the maker itself');
  assert.equal(found('Orion Cameras'), 'probable', 'another company of the owner');
});

test('identify() takes a slip in a maker of four letters for a slip, and never its first letter', () => {
  assert.deepEqual(namesFound({ manufacturer: 'Moxxa', model: 'NPort 5130' }), { 'NPort 5130': 'probable' });
  assert.deepEqual(namesFound({ manufacturer: 'Noxa', model: 'NPort 5130' }), {});
  assert.deepEqual(namesFound({ manufacturer: 'Acme Medical', model: 'BodyWatch Recorder' }), {});
});

test('identify() asks a person where a name is short, or has a number that the advisory may put elsewhere', () => {
  assert.deepEqual(namesFound({ manufacturer: 'Northmed', model: 'Lumipod' }), {
    'Lumipod Insulin Management Set': 'candidate',
  });
  assert.deepEqual(namesFound({ manufacturer: 'Northmed', model: 'Solarix' }), {
    'Solarix Infusion Management System': 'candidate',
  });
  assert.deepEqual(namesFound({ manufacturer: 'Northmed', model: 'Zenith 3120' }), {
    'Zenith Programmer/Recorder': 'candidate',
  });
});

test('identify() knows software by its package URL, but not what a distribution repairs', () => {
  assert.deepEqual(namesFound({ kind: 'component', model: 'openssl', purl: 'pkg:generic/openssl@1.1.1k' }), {
    openssl: 'probable',
  });
  assert.deepEqual(
    namesFound({ kind: 'component', model: 'openssl', purl: 'pkg:deb/debian/openssl@1.1.1k-1' }),
    {
      openssl: 'candidate',
    },
  );
});

test('identify() knows the project that a package is a part of', () => {
  const found = (name: string) =>
    namesFound({ kind: 'component', model: name, purl: `pkg:maven/org.apache.logging.log4j/${name}@2.14.1` });
  assert.deepEqual(found('log4j-core'), { log4j: 'probable' });
  assert.deepEqual(found('log4j-api'), { log4j: 'candidate' });
});

test('identify() lets a version in a product name decide by the version of the device', () => {
  const found = (version: string) =>
    namesFound({ manufacturer: 'Northmed', model: 'Portal', version })['Portal 7.0.x'];
  assert.notEqual(found('7.0.4'), 'candidate');
  assert.equal(found('8.0.1') ?? 'candidate', 'candidate');
  const other = namesFound({ manufacturer: 'Northmed', model: 'Portal V8.0', version: '7.0.4' });
  assert.equal(other['Portal 7.0.x'] ?? 'candidate', 'candidate');
});

test('identify() gives Windows its build as version', () => {
  const links = createIdentifier(directory, ALIASES).identify({
    kind: 'os',
    model: 'Win10 22H2',
    version: 'OS Build 19045.5964',
  });
  assert.deepEqual(
    links.map((it) => [directory.name(it.product), it.version]),
    [
      ['windows_10_22h2', '10.0.19045.5964'],
      ['windows_10', '22h2'],
    ],
  );
});

test('identify() takes Windows 10 without a release for each of them, of unknown build', () => {
  const links = createIdentifier(directory, ALIASES).identify({ kind: 'os', model: 'win10' });
  assert.deepEqual(
    links.map((it) => [directory.name(it.product), it.version]),
    [
      ['windows_10', ''],
      ['windows_10_22h2', ''],
    ],
  );
});

test('identify() says why: what the inventory has, what the source has, how they agree', () => {
  const [link] = createIdentifier(directory, ALIASES).identify({
    kind: 'device',
    manufacturer: 'Aster Instruments',
    model: 'CareView MX50 Patient Monitor',
  });
  assert.deepEqual(link?.evidence[0], {
    field: 'manufacturer',
    ours: 'Aster Instruments',
    theirs: 'Northmed',
    how: 'Aster Instruments is Northmed: acquired by Northmed, 2015',
  });
});

test('a person’s word goes before everything, for every like device, and can be taken back', () => {
  const said = (same: boolean): Confirmation => ({
    manufacturer: 'Northmed Inc.',
    model: 'careview mx-50',
    vendor: 'Northmed',
    product: 'CareView MX50 Patient Monitor',
    same,
    by: 'Dr. Okafor',
  });
  const device: ProductText = { kind: 'device', manufacturer: 'NORTHMED', model: 'CareView MX50' };
  const confidences = (confirmations: readonly Confirmation[]) =>
    createIdentifier(directory, ALIASES, confirmations)
      .identify(device)
      .map((it) => it.confidence);
  assert.deepEqual(confidences([said(true)]), ['confirmed']);
  assert.deepEqual(confidences([said(false)]), []);
  assert.notDeepEqual(confidences([]), []);
});

test('identify() answers any text, and the same text the same way', () => {
  const identifier = createIdentifier(directory, ALIASES);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (manufacturer, model) => {
      const text: ProductText = { kind: 'device', manufacturer, model };
      assert.deepEqual(identifier.identify(text), identifier.identify({ ...text }));
    }),
  );
});
