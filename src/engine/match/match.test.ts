import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Catalogue,
  catalogueChanges,
  createCatalogueBuilder,
  overlay,
  productWords,
} from '#engine/catalogue';
import { createIdentifier, EMPTY_ALIASES, type ProductText } from '#engine/identify';
import type {
  AdvisoryRecord,
  CpeConfiguration,
  CpeMatch,
  CpeNode,
  FeedRecord,
  ProductStatus,
  VulnerabilityRecord,
} from '#engine/words';
import { createCriterionReader } from './criterion.ts';
import { NO } from './degree.ts';
import { DEGREE_BITS } from './degree.ts';
import { explain, havingIn } from './explain.ts';
import { createFleetMatch } from './fleet-match.ts';
import { createLinker, type Identifier, platformOfConfiguration } from './linked-item.ts';
import type { Match } from './match.ts';
import { createMatcher } from './matcher.ts';

// A small world: a pump with firmware, an operating system, two programs.

const noMaker = { asMaker: () => null };
const nobody: Identifier = { identify: () => [], ...noMaker };
/** Takes whoever is called like the maker for the maker. */
const makerOf = ({ directory }: Catalogue): Pick<Identifier, 'asMaker'> => ({
  asMaker: (author, { product }) =>
    author.toLowerCase() === directory.vendor(product).toLowerCase() ? 'same maker' : null,
});

function aVulnerability(id: string, configurations: readonly CpeConfiguration[]): VulnerabilityRecord {
  return {
    kind: 'vulnerability',
    feed: 'nvd',
    id,
    aliases: [],
    state: 'published',
    publishedAt: null,
    modifiedAt: null,
    summary: null,
    cvss: [],
    cwes: [],
    configurations,
  };
}

function compiled(...records: FeedRecord[]): Catalogue {
  const builder = createCatalogueBuilder();
  for (const it of records) builder.add(it);
  return builder.finish();
}

const or = (...matches: CpeMatch[]): CpeNode => ({ operator: 'OR', negate: false, matches });
const both = (...nodes: CpeNode[]): CpeConfiguration => ({ operator: 'AND', negate: false, nodes });
const either = (...nodes: CpeNode[]): CpeConfiguration => ({ operator: 'OR', negate: false, nodes });
const FIRMWARE = 'cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:*:*';
const PUMP = 'cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*';
const before = (criteria: string, version: string): CpeMatch => ({
  vulnerable: true,
  criteria,
  versionEndExcluding: version,
});
const platform = (criteria: string): CpeMatch => ({ vulnerable: false, criteria });

const aPump = (version?: string): ProductText => ({
  kind: 'device',
  manufacturer: 'Acme',
  model: 'Pump',
  cpe: PUMP,
  ...(version !== undefined && { version }),
});

function verdictOf(catalogue: Catalogue, ...items: ProductText[]): string {
  const [match] = createMatcher(catalogue, nobody).match({ items });
  return match?.verdict ?? 'silent';
}

test('firmware and hardware must both be there, and the version decides', () => {
  const catalogue = compiled(
    aVulnerability('CVE-2024-0001', [both(or(before(FIRMWARE, '2.0')), or(platform(PUMP)))]),
  );
  const firmwareOnly: ProductText = { kind: 'component', model: 'x', cpe: FIRMWARE, version: '1.0' };
  const cases: [string, ProductText[], string][] = [
    ['older firmware', [aPump('1.9')], 'affected'],
    ['fixed firmware', [aPump('2.0')], 'not-affected'],
    ['no version', [aPump()], 'undetermined'],
    ['version that is none', [aPump('see label')], 'undetermined'],
    ['nothing but zeros', [aPump('0.0')], 'undetermined'],
    ['firmware of an unknown device', [firmwareOnly], 'undetermined'],
    [
      'firmware on another device',
      [{ kind: 'device', manufacturer: 'Acme', model: 'Bed' }, firmwareOnly],
      'not-affected',
    ],
    ['something else', [{ kind: 'device', manufacturer: 'Acme', model: 'Bed' }], 'silent'],
  ];
  for (const [name, items, expected] of cases) assert.equal(verdictOf(catalogue, ...items), expected, name);
});

test('a vulnerable program needs its platform, and an unknown operating system may be it', () => {
  const program = 'cpe:2.3:a:acme:viewer:*:*:*:*:*:*:*:*';
  const windows = 'cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*';
  const catalogue = compiled(
    aVulnerability('CVE-2024-0002', [both(or(before(program, '5')), or(platform(windows)))]),
  );
  const viewer: ProductText = { kind: 'component', model: 'viewer', cpe: program, version: '4.1' };
  const os = (cpe: string): ProductText => ({ kind: 'os', model: 'os', cpe });
  assert.equal(verdictOf(catalogue, viewer), 'undetermined');
  assert.equal(verdictOf(catalogue, viewer, os(windows)), 'affected');
  assert.equal(
    verdictOf(catalogue, viewer, os('cpe:2.3:o:linux:linux_kernel:5.1:*:*:*:*:*:*:*')),
    'not-affected',
  );
  assert.equal(verdictOf(catalogue, os(windows)), 'silent');
});

test('a platform alone never makes a finding, not even within an OR', () => {
  const catalogue = compiled(
    aVulnerability('CVE-2024-0003', [either(or(before(FIRMWARE, '2.0'), platform(PUMP)))]),
  );
  assert.equal(verdictOf(catalogue, aPump('3.0')), 'not-affected');
});

test('a product named with a wildcard is any that fits, and an escaped one is itself', () => {
  const pattern = compiled(
    aVulnerability('CVE-2024-0004', [either(or(before('cpe:2.3:a:acme:view*:*:*:*:*:*:*:*:*', '5')))]),
  );
  const literal = compiled(
    aVulnerability('CVE-2024-0005', [either(or(before('cpe:2.3:a:acme:view\\*:*:*:*:*:*:*:*:*', '5')))]),
  );
  const viewer: ProductText = {
    kind: 'component',
    model: 'viewer',
    cpe: 'cpe:2.3:a:acme:viewer:4:*:*:*:*:*:*:*',
  };
  assert.equal(verdictOf(pattern, viewer), 'affected');
  assert.equal(verdictOf(literal, viewer), 'silent');
});

test('an exact version and one that says more or less than it may be the same', () => {
  const verdict = (criterion: string, version: string, kind: 'component' | 'os' = 'component'): string => {
    const named = `cpe:2.3:a:acme:viewer:${criterion}:*:*:*:*:*:*`;
    const viewer = 'cpe:2.3:a:acme:viewer:*:*:*:*:*:*:*:*';
    const catalogue = compiled(
      aVulnerability('CVE-2024-0001', [either(or({ vulnerable: true, criteria: named }))]),
    );
    return verdictOf(catalogue, { kind, model: 'viewer', cpe: viewer, version });
  };
  const cases: [string, string, string][] = [
    ['1.00:*', '1.00', 'affected'],
    ['1.00:*', '1.00_2017_12_15', 'undetermined'],
    ['1.00:*', '1.00-7', 'undetermined'],
    ['1.00:*', '1.00 build 12', 'undetermined'],
    ['1.00:*', '1.00 SP1', 'undetermined'], // of which updates it does not say
    ['1.00:*', '1.00-rc1', 'undetermined'],
    ['1.00:*', '1.00-acme', 'undetermined'],
    ['1.00:*', '1.00.1', 'not-affected'],
    ['1.00:*', '1.00a', 'not-affected'],
    ['1.00:*', '1.00(3)', 'not-affected'],
    ['1.00:*', '1.01_2017_12_15', 'not-affected'],
    ['1.00_2017_12_15:*', '1.00', 'undetermined'],
    ['1.00_2017_12_15:*', '1.00_2018_01_01', 'not-affected'],
    ['1.00-rc1:*', '1.00', 'not-affected'], // it is the release
    ['1.00:sp1', '1.00 SP1', 'affected'],
    ['1.00:sp1', '1.00 SP2', 'not-affected'],
    ['1.00:sp1', '1.00', 'undetermined'],
    ['1.00:sp1', '1.00 build 7', 'undetermined'],
    ['1.00:-', '1.00 SP1', 'not-affected'],
    ['1.00:-', '1.00 2017-12-15', 'undetermined'],
    ['2.10:*', '210', 'undetermined'],
    ['2.10:*', '211', 'not-affected'],
    ['3.2:*', '3', 'undetermined'],
    ['3.0:*', '3', 'affected'],
    ['3:*', '3', 'affected'],
    // What counts otherwise is no other release.
    ['7.2:*', '2021.04', 'undetermined'],
    ['7.2:*', '2021 R2', 'undetermined'],
    ['7.2:*', '2021-04-12', 'undetermined'],
    ['7.2:*', '20210412', 'undetermined'],
    ['7.2:*', '12.04.21', 'undetermined'],
    ['7.2:*', '571848', 'undetermined'],
    ['7.2:*', 'Build 19044.6809', 'undetermined'],
    ['7.2:*', 'K', 'undetermined'],
    ['7.2:sp1', '2021.04', 'undetermined'],
    ['2019.1:*', '12.1', 'undetermined'],
    ['2019:sp1', '12.1', 'undetermined'],
    ['2019.1:*', '2021.1', 'not-affected'],
    ['2019:*', '2021', 'not-affected'],
    ['1809:*', '1909', 'not-affected'],
    ['1809:*', '20H2', 'not-affected'],
    ['k:*', 'L', 'not-affected'],
    ['1.2:*', '1.02', 'undetermined'],
    ['1.02:*', '1.2', 'undetermined'],
    ['1.02:*', '1.02', 'affected'],
    ['1.02:*', '1.1', 'not-affected'],
  ];
  for (const [criterion, version, wanted] of cases)
    assert.equal(verdict(criterion, version), wanted, `${version} and ${criterion}`);
  assert.equal(verdict('2.10:*', '210', 'os'), 'not-affected'); // a system's lone number is its first
});

test('a candidate link never says affected', () => {
  const catalogue = compiled(aVulnerability('CVE-2024-0006', [either(or(before(FIRMWARE, '2.0')))]));
  const product = catalogue.directory.find('o', 'acme', 'pump_firmware');
  const unsure: Identifier = {
    identify: () => [{ product, confidence: 'candidate', evidence: [] }],
    ...noMaker,
  };
  const [match] = createMatcher(catalogue, unsure).match({
    items: [{ kind: 'device', model: 'Pmup', version: '1.0' }],
  });
  assert.equal(match?.verdict, 'undetermined');
  assert.equal(match?.confidence, 'candidate');
});

test('a version that identification found not to be told is not read from the text after all', () => {
  const catalogue = compiled(
    aVulnerability('CVE-2024-0006', [either(or(before(FIRMWARE, '10.0.17763.7434')))]),
  );
  const product = catalogue.directory.find('o', 'acme', 'pump_firmware');
  for (const written of ['1809', '5965', '10.0', '10.0.19045.9999 / 10.0.17763.1'])
    for (const [told, verdict] of [
      ['', 'undetermined'],
      ['10.0.17763.7435', 'not-affected'],
    ] as const) {
      const system: Identifier = {
        identify: () => [{ product, confidence: 'confirmed', evidence: [], version: told }],
        ...noMaker,
      };
      const [match] = createMatcher(catalogue, system).match({
        items: [{ kind: 'os', model: 'system', version: written }],
      });
      assert.equal(match?.verdict, verdict, `${written} told as "${told}"`);
    }
});

function anAdvisory(
  role: AdvisoryRecord['publisherRole'],
  status: ProductStatus,
  version: string | null,
  feed: AdvisoryRecord['feed'] = 'csaf',
  publisher: string | null = 'Acme',
): AdvisoryRecord {
  return {
    kind: 'advisory',
    feed,
    id: `ADVISORY-${role}-${status}`,
    title: 'Pump',
    publisher,
    publisherRole: role,
    isVex: false,
    publishedAt: null,
    revisedAt: null,
    url: null,
    products: [
      {
        productId: 'p',
        vendor: 'Acme',
        family: null,
        name: 'pump_firmware',
        version: version === null ? { kind: 'unstated' } : { kind: 'range', text: version },
        cpe: null,
        purl: null,
        modelNumbers: [],
        serialNumbers: [],
        platform: null,
      },
    ],
    vulnerabilities: [
      {
        id: 'CVE-2024-0007',
        aliases: [],
        title: null,
        cvss: [],
        cwes: [],
        statuses: [{ productId: 'p', status, justification: null }],
        remediations: [],
      },
    ],
  };
}

test('sources are weighed, and a disagreement names the rule that decided', () => {
  const unbounded: CpeMatch = { vulnerable: true, criteria: FIRMWARE };
  const open: CpeMatch = { vulnerable: true, criteria: 'cpe:2.3:o:acme:pump_firmware:-:*:*:*:*:*:*:*' };
  const bounded = before(FIRMWARE, '2.0');
  const cases: [string, CpeMatch, AdvisoryRecord, string, RegExp | null][] = [
    ['both say affected', bounded, anAdvisory('coordinator', 'affected', '<2.0'), 'affected', null],
    [
      'an advisory with a bound outranks "every version"',
      unbounded,
      anAdvisory('coordinator', 'affected', '<1.0'),
      'not-affected',
      /names versions/,
    ],
    ['and settles "unspecified"', open, anAdvisory('coordinator', 'affected', '<1.0'), 'not-affected', null],
    [
      'two bounds disagree',
      bounded,
      anAdvisory('coordinator', 'affected', '<1.0'),
      'affected',
      /affected stands/,
    ],
    [
      'the vendor outranks NVD',
      bounded,
      anAdvisory('vendor', 'affected', '<1.0'),
      'not-affected',
      /own product/,
    ],
    [
      'the vendor says it is fixed',
      bounded,
      anAdvisory('vendor', 'fixed', '>=1.2'),
      'not-affected',
      /overrides/,
    ],
    [
      'the vendor says not affected',
      unbounded,
      anAdvisory('vendor', 'not-affected', null),
      'not-affected',
      /overrides/,
    ],
    [
      'all versions against a bound',
      before(FIRMWARE, '1.0'),
      anAdvisory('coordinator', 'affected', null),
      'affected',
      /affected stands/,
    ],
    [
      'excluded by all',
      before(FIRMWARE, '1.0'),
      anAdvisory('coordinator', 'affected', '<1.1'),
      'not-affected',
      null,
    ],
    [
      'what a user copies takes no device out that another source names',
      unbounded,
      anAdvisory('user', 'affected', '<1.0'),
      'affected',
      /affected stands/,
    ],
    [
      'nor one of which another source cannot tell',
      open,
      anAdvisory('user', 'affected', '<1.0'),
      'undetermined',
      null,
    ],
    [
      'a user says not affected',
      unbounded,
      anAdvisory('user', 'not-affected', null),
      'affected',
      /affected stands/,
    ],
    [
      'a user names more than another source',
      before(FIRMWARE, '1.0'),
      anAdvisory('user', 'affected', '<2.0'),
      'affected',
      /affected stands/,
    ],
    [
      'under investigation',
      before(FIRMWARE, '1.0'),
      anAdvisory('vendor', 'under-investigation', null),
      'undetermined',
      null,
    ],
  ];
  for (const [name, criterion, advisory, verdict, rule] of cases) {
    const catalogue = compiled(aVulnerability('CVE-2024-0007', [either(or(criterion))]), advisory);
    const items: ProductText[] = [{ kind: 'component', model: 'p', cpe: FIRMWARE, version: '1.5' }];
    const matcher = createMatcher(catalogue, { ...nobody, ...makerOf(catalogue) });
    const [match] = matcher.match({ items });
    assert.equal(match?.verdict, verdict, name);
    if (rule === null) assert.equal(match?.contradiction, null, name);
    else assert.match(match?.contradiction ?? '', rule, name);
    assert.ok((match?.grounds.length ?? 0) >= 2, name);
  }
});

test('what stands where a version should, and is none, is shown', () => {
  const catalogue = compiled(
    aVulnerability('CVE-2024-0007', [either(or(before(FIRMWARE, '2.0')))]),
    anAdvisory('vendor', 'fixed', '>=2.0'),
  );
  for (const [version, words] of [
    ['3.1 / 3.2', '"3.1 / 3.2" does not tell which version it is'],
    [undefined, 'the version is not known'],
  ] as const) {
    const [match] = createMatcher(catalogue, nobody).match({
      items: [{ kind: 'component', model: 'p', cpe: FIRMWARE, ...(version !== undefined && { version }) }],
    });
    assert.equal(match?.verdict, 'undetermined');
    for (const it of match?.grounds ?? []) {
      assert.ok(it.because.endsWith(words), it.because);
      assert.equal(it.version, version ?? null);
    }
  }
});

test('a fix clears no device whose version counts otherwise than it', () => {
  const cases: [ProductStatus, string, string, string][] = [
    ['fixed', '>=7.3', '8.0', 'not-affected'],
    ['fixed', '>=7.3', '2021.04', 'affected'],
    ['fixed', '7.3', '2021.04', 'affected'],
    ['not-affected', '<2019.1', '12.1', 'affected'],
    ['not-affected', '<2019.1', '2018.3', 'not-affected'],
    ['not-affected', '>=1.1', '1.02', 'affected'],
  ];
  for (const [status, range, version, verdict] of cases) {
    const everyVersion: CpeMatch = { vulnerable: true, criteria: FIRMWARE };
    const catalogue = compiled(
      aVulnerability('CVE-2024-0007', [either(or(everyVersion))]),
      anAdvisory('vendor', status, range),
    );
    const pump: ProductText = { kind: 'component', model: 'p', cpe: FIRMWARE, version };
    const [match] = createMatcher(catalogue, { ...nobody, ...makerOf(catalogue) }).match({ items: [pump] });
    assert.equal(match?.verdict, verdict, `${version} ${status} ${range}`);
  }
});

test('what an advisory says of one part does not silence what it says of another that counts otherwise', () => {
  const [statement] = anAdvisory('vendor', 'affected', '<7.3').products;
  assert.ok(statement !== undefined);
  const advisory = anAdvisory('vendor', 'affected', '<7.3');
  const both: AdvisoryRecord = {
    ...advisory,
    products: [statement, { ...statement, productId: 'q', name: 'viewer' }],
    vulnerabilities: advisory.vulnerabilities.map((it) => ({
      ...it,
      statuses: ['p', 'q'].map((productId) => ({ productId, status: 'affected', justification: null })),
    })),
  };
  const viewer: ProductText = {
    kind: 'component',
    model: 'v',
    cpe: 'cpe:2.3:a:acme:viewer:8.0:*:*:*:*:*:*:*',
  };
  const pump: ProductText = { kind: 'component', model: 'p', cpe: FIRMWARE, version: '2021.04' };
  assert.equal(verdictOf(compiled(both), pump, viewer), 'undetermined');
});

test('a statement clears only what it is about', () => {
  const LIBRARY = 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*';
  const library: ProductText = { kind: 'component', model: 'OpenSSL', cpe: LIBRARY, version: '1.5' };
  const other: ProductText = { kind: 'component', model: 'other item' };
  const system: ProductText = { kind: 'os', model: 'system' };
  const device = (model: string): ProductText => ({ kind: 'device', model });
  const notAffected = anAdvisory('vendor', 'not-affected', null); // of Acme's pump_firmware
  const outside = anAdvisory('vendor', 'affected', '<1.0');
  const named = (
    confidence: 'confirmed' | 'probable' | 'candidate',
    model: string,
    directory: Catalogue,
  ) => ({
    identify: (text: ProductText) =>
      text.model === model
        ? Array.from({ length: directory.directory.size }, (_, product) => product)
            .filter((it) => directory.directory.part(it) === 'named')
            .map((product) => ({ product, confidence, evidence: [] }))
        : [],
    ...makerOf(directory),
  });
  const cases: [string, AdvisoryRecord, ProductText, 'confirmed' | 'probable' | 'candidate', string][] = [
    ['the maker of the device knows its parts', notAffected, device('pump'), 'confirmed', 'not-affected'],
    ['probably the device', notAffected, device('pump'), 'probable', 'not-affected'],
    ['a device that is merely alike', notAffected, device('pump'), 'candidate', 'affected'],
    ['the maker of another part', notAffected, other, 'confirmed', 'affected'],
    ['the maker of the operating system', notAffected, system, 'confirmed', 'affected'],
    [
      'another part, in a version that is not named',
      outside,
      { ...other, version: '2' },
      'confirmed',
      'affected',
    ],
    [
      'a device in a version that is not named',
      outside,
      { ...device('pump'), version: '2' },
      'confirmed',
      'not-affected',
    ],
    [
      'a device that is merely alike, in a version that is not named',
      outside,
      { ...device('pump'), version: '2' },
      'candidate',
      'affected',
    ],
  ];
  for (const [name, advisory, item, confidence, verdict] of cases) {
    const catalogue = compiled(
      aVulnerability('CVE-2024-0007', [either(or(before(LIBRARY, '2.0')))]),
      advisory,
    );
    const matcher = createMatcher(catalogue, named(confidence, item.model, catalogue));
    const [match] = matcher.match({ items: [library, item] });
    assert.equal(match?.verdict, verdict, name);
    assert.equal(match?.contradiction === null, verdict === 'affected', name);
  }
});

const NOT_AFFECTED = /not affected, which overrides/;

test('a maker is told by its name, in whatever format it speaks; anybody else clears nothing', () => {
  const catalogue = compiled(anAdvisory('vendor', 'not-affected', null));
  const aliases = {
    ...EMPTY_ALIASES,
    companies: [
      {
        name: 'Acme',
        aliases: [{ name: 'Bygone Pumps', kind: 'acquired' as const, source: 'bought 2019' }],
      },
      {
        name: 'Holding',
        aliases: [
          { name: 'Acme', kind: 'subsidiary' as const, source: 'owned since 2001' },
          { name: 'Sister', kind: 'subsidiary' as const, source: 'owned since 2002' },
        ],
      },
    ],
  };
  type Case = [string, AdvisoryRecord['feed'], AdvisoryRecord['publisherRole'], string | null, RegExp | null];
  const cases: Case[] = [
    ['a maker in CSAF', 'csaf', 'vendor', 'Acme', /said by Acme \(same maker\)/],
    ['its security team', 'csaf', 'vendor', 'ACME Inc. Product Security', /same maker/],
    ['whose firm it became', 'csaf', 'vendor', 'Bygone Pumps', /bought 2019/],
    ['a firm of the same owner', 'csaf', 'vendor', 'Sister', null],
    ['a vendor of something else', 'csaf', 'vendor', 'Other', null],
    ['a vendor without a name', 'csaf', 'vendor', null, null],
    ['somebody who has it, by the name of the maker', 'csaf', 'user', 'Acme', null],
    ['a maker in OpenVEX', 'openvex', 'other', 'Acme <psirt@acme.example>', /same maker/],
    ['an author who names the maker among others', 'openvex', 'other', 'Clinic and Acme', null],
    ['an author who owns its devices', 'openvex', 'other', 'Acme devices of the clinic', null],
    ['an author with a like name', 'openvex', 'other', 'Acne', null],
    ['nobody', 'openvex', 'other', null, null],
    ['a maker in CycloneDX', 'cyclonedx-vex', 'other', 'Acme AG', /same maker/],
    ['somebody in CycloneDX', 'cyclonedx-vex', 'other', 'Clinic', null],
  ];
  assert.ok(catalogue.size > 0);
  for (const [name, feed, role, publisher, ground] of cases)
    for (const criteria of [FIRMWARE, 'cpe:2.3:o:acme:pump_firmware:1.5:*:*:*:*:*:*:*']) {
      const both = compiled(
        aVulnerability('CVE-2024-0007', [either(or({ vulnerable: true, criteria }))]),
        anAdvisory(role, 'not-affected', '=1.5', feed, publisher),
      );
      const identifier = createIdentifier(both.directory, aliases);
      const [match] = createMatcher(both, identifier).match({
        items: [{ kind: 'component', model: 'p', cpe: FIRMWARE, version: '1.5' }],
      });
      const isMaker = ground !== null;
      assert.equal(match?.verdict, isMaker ? 'not-affected' : 'affected', name);
      assert.match(match?.contradiction ?? '', isMaker ? NOT_AFFECTED : /affected stands/, name);
      const [, said] = match?.grounds ?? [];
      assert.equal(said?.says, 'not-affected', name);
      if (ground !== null) assert.match(said?.because ?? '', ground, name);
      else assert.doesNotMatch(said?.because ?? '', /said by/, name);
    }
});

test('a package is cleared by whom its name says it belongs to, whatever a document says of its maker', () => {
  const cases: [purl: string, vendor: string | null, author: string, verdict: string][] = [
    ['pkg:npm/%40acme/viewer', null, 'Acme', 'not-affected'],
    ['pkg:npm/%40acme/viewer', 'Other', 'Other', 'affected'],
    ['pkg:npm/viewer', 'Other', 'Other', 'affected'],
    ['pkg:npm/viewer', 'Acme', 'Acme', 'not-affected'], // the inventory says too whose it is
  ];
  for (const [purl, vendor, author, verdict] of cases) {
    const statement = anAdvisory('other', 'not-affected', null, 'openvex', author);
    const catalogue = compiled(
      aVulnerability('CVE-2024-0007', [
        either(or({ vulnerable: true, criteria: 'cpe:2.3:a:acme:viewer:*:*:*:*:*:*:*:*' })),
      ]),
      { ...statement, products: statement.products.map((it) => ({ ...it, vendor, name: 'viewer', purl })) },
    );
    const matcher = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES));
    const cpe = 'cpe:2.3:a:acme:viewer:1.5:*:*:*:*:*:*:*';
    const [match] = matcher.match({
      items: [{ kind: 'component', model: 'viewer', cpe, purl: `${purl}@1.5` }],
    });
    assert.equal(match?.verdict, verdict, `${purl} by ${author}`);
  }
});

test('what is fixed in no version in particular clears no device', () => {
  const fixedIn = (name: string, version: string | null) => {
    const advisory = anAdvisory('vendor', 'fixed', version);
    return { ...advisory, products: advisory.products.map((it) => ({ ...it, name })) };
  };
  const cases: [AdvisoryRecord, string | undefined][] = [
    [fixedIn('Monitor', null), 'undetermined'],
    [fixedIn('Monitor', '=3.2'), 'not-affected'],
    [fixedIn('Monitor 3.2', null), 'not-affected'],
    [fixedIn('Monitor 3.3', null), undefined],
  ];
  for (const [advisory, verdict] of cases) {
    const catalogue = compiled(advisory);
    const [match] = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES)).match({
      items: [{ kind: 'device', manufacturer: 'Acme', model: 'Monitor', version: '3.2' }],
    });
    assert.equal(match?.verdict, verdict, JSON.stringify(advisory.products));
  }
});

test('what a maker says later counts, and what it has not taken back stands', () => {
  const before2 = before(FIRMWARE, '2.0');
  const on = (advisory: AdvisoryRecord, revisedAt: string | null): AdvisoryRecord => ({
    ...advisory,
    id: `${advisory.id}-${revisedAt}`,
    revisedAt,
  });
  const cleared = anAdvisory('vendor', 'not-affected', null);
  const cases: [string, AdvisoryRecord, AdvisoryRecord, string][] = [
    [
      'cleared later',
      on(anAdvisory('vendor', 'affected', '<2.0'), '2026-01-01'),
      on(cleared, '2026-02-01'),
      'not-affected',
    ],
    [
      'affected later',
      on(anAdvisory('vendor', 'affected', '<2.0'), '2026-02-01'),
      on(cleared, '2026-01-01'),
      'affected',
    ],
    [
      'when is not told',
      on(anAdvisory('vendor', 'affected', '<2.0'), null),
      on(cleared, '2026-01-01'),
      'affected',
    ],
    [
      'looked into again',
      on(anAdvisory('vendor', 'under-investigation', null), '2026-02-01'),
      on(cleared, '2026-01-01'),
      'affected',
    ],
    [
      'an agency still says so',
      on(anAdvisory('coordinator', 'affected', '<2.0'), '2026-02-01'),
      on(cleared, '2026-01-01'),
      'not-affected',
    ],
  ];
  for (const [name, one, other, verdict] of cases) {
    const catalogue = compiled(aVulnerability('CVE-2024-0007', [either(or(before2))]), one, other);
    const [match] = createMatcher(catalogue, { ...nobody, ...makerOf(catalogue) }).match({
      items: [{ kind: 'component', model: 'p', cpe: FIRMWARE, version: '1.5' }],
    });
    assert.equal(match?.verdict, verdict, name);
    assert.notEqual(match?.contradiction, null, name);
  }
});

test('what holds within a product clears a device only where it surely is that product', () => {
  const LIBRARY = 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*';
  const library: ProductText = { kind: 'component', model: 'OpenSSL', cpe: LIBRARY, version: '1.5' };
  const within = (status: ProductStatus, version: string | null): AdvisoryRecord => {
    const advisory = anAdvisory('vendor', status, version);
    const [pump] = advisory.products;
    if (pump === undefined) throw new Error('The advisory names a product');
    const platform = { ...pump, productId: 'whole', version: { kind: 'range' as const, text: '<3.0' } };
    return {
      ...advisory,
      products: [{ ...pump, cpe: LIBRARY, vendor: 'OpenSSL', name: 'OpenSSL', platform }],
    };
  };
  const pump = (version?: string): ProductText => ({
    kind: 'device',
    model: 'pump',
    ...(version !== undefined && { version }),
  });
  type Case = [string, AdvisoryRecord, ProductText, 'confirmed' | 'candidate', string];
  const cases: Case[] = [
    ['in it', within('not-affected', null), pump('2.5'), 'confirmed', 'not-affected'],
    ['in another version of it', within('not-affected', null), pump('3.5'), 'confirmed', 'affected'],
    ['in which version is not known', within('not-affected', null), pump(), 'confirmed', 'affected'],
    ['in what may be it', within('not-affected', null), pump('2.5'), 'candidate', 'affected'],
    ['its versions, in it', within('affected', '<1.0'), pump('2.5'), 'confirmed', 'not-affected'],
    [
      'its versions, in which version is not known',
      within('affected', '<1.0'),
      pump(),
      'confirmed',
      'affected',
    ],
    ['its versions, in what may be it', within('affected', '<1.0'), pump('2.5'), 'candidate', 'affected'],
  ];
  for (const [name, advisory, device, confidence, verdict] of cases) {
    const catalogue = compiled(
      aVulnerability('CVE-2024-0007', [either(or(before(LIBRARY, '2.0')))]),
      advisory,
    );
    const { directory } = catalogue;
    const identifier: Identifier = {
      ...makerOf(catalogue),
      identify: (text) =>
        Array.from({ length: directory.size }, (_, product) => product)
          .filter((it) => text.model === 'pump' && directory.name(it) === 'pump_firmware')
          .map((product) => ({ product, confidence, evidence: [] })),
    };
    const [match] = createMatcher(catalogue, identifier).match({ items: [library, device] });
    assert.equal(match?.verdict, verdict, name);
  }
});

test('what may be affected within a product of which the version is not known is not told', () => {
  const advisory = anAdvisory('coordinator', 'affected', '<2.0');
  const [part] = advisory.products;
  if (part === undefined) throw new Error('The advisory names a product');
  const platform = { ...part, name: 'rack', version: { kind: 'range' as const, text: '<3.0' } };
  const catalogue = compiled({ ...advisory, products: [{ ...part, platform }] });
  const identifier = createIdentifier(catalogue.directory, EMPTY_ALIASES);
  const verdictIn = (rack: Partial<ProductText>) =>
    createMatcher(catalogue, identifier).match({
      items: [
        { kind: 'device', manufacturer: 'Acme', model: 'rack', ...rack },
        { kind: 'component', manufacturer: 'Acme', model: 'pump_firmware', version: '1.5' },
      ],
    })[0]?.verdict;
  assert.equal(verdictIn({ version: '2.0' }), 'affected');
  assert.equal(verdictIn({ version: '3.0' }), undefined);
  assert.equal(verdictIn({}), 'undetermined');
});

test('a statement that names a package by its URL is about that package alone', () => {
  const statement = anAdvisory('other', 'affected', '<2.0', 'openvex');
  const of = (purl: string): AdvisoryRecord => ({
    ...statement,
    products: statement.products.map((it) => ({ ...it, vendor: null, name: 'viewer', purl })),
  });
  const cpe = 'cpe:2.3:a:acme:viewer:1.5:*:*:*:*:*:*:*';
  const cases: [string, string, Partial<ProductText>, string][] = [
    ['the same', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer@1.5' }, 'affected'],
    ['of another version', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer@2.0' }, 'not-affected'],
    ['of no version', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer' }, 'undetermined'],
    ['that has a CPE name too', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer', cpe }, 'affected'],
    ['by its maker', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer@1.5', manufacturer: 'Acme' }, 'affected'],
    ['of another kind', 'pkg:npm/viewer', { purl: 'pkg:pypi/viewer@1.5' }, 'silent'],
    ['in another namespace', 'pkg:npm/viewer', { purl: 'pkg:npm/%40acme/viewer@1.5' }, 'silent'],
    ['narrower than told', 'pkg:npm/viewer', { purl: 'pkg:npm/viewer@1.5?arch=x86' }, 'affected'],
    ['wider than told', 'pkg:npm/viewer?arch=x86', { purl: 'pkg:npm/viewer@1.5' }, 'silent'],
  ];
  for (const [name, purl, text, verdict] of cases) {
    const catalogue = compiled(of(purl));
    const identifier = createIdentifier(catalogue.directory, EMPTY_ALIASES);
    const [match] = createMatcher(catalogue, identifier).match({
      items: [{ kind: 'component', model: 'viewer', ...text }],
    });
    assert.equal(match?.verdict ?? 'silent', verdict, name);
  }
});

test('a rejected weakness matches nothing, whoever speaks of it, be it asked for among all or by itself', () => {
  const criteria = [either(or(before(FIRMWARE, '2.0')))];
  const advisory = anAdvisory('coordinator', 'affected', '<2.0');
  const cases: [string, VulnerabilityRecord['state'], FeedRecord[], string][] = [
    ['published', 'published', [], 'affected'],
    ['published, with an advisory', 'published', [advisory], 'affected'],
    ['rejected', 'rejected', [], 'silent'],
    ['rejected, with an advisory', 'rejected', [advisory], 'silent'],
  ];
  for (const [name, state, others, expected] of cases) {
    const rejectable = { ...aVulnerability('CVE-2024-0007', criteria), state };
    const catalogue = compiled(rejectable, aVulnerability('CVE-2024-0008', criteria), ...others);
    const index = catalogue.indexOf('CVE-2024-0007');
    const pump: ProductText = { kind: 'component', model: 'p', cpe: FIRMWARE, version: '1.0' };
    const configuration = { items: [pump] };
    const among = createMatcher(catalogue, nobody)
      .match(configuration)
      .find((it) => it.vulnerability === index);
    assert.equal(among?.verdict ?? 'silent', expected, name);
    const alone = createMatcher(catalogue, nobody).one(configuration, index);
    assert.equal(alone?.verdict ?? 'silent', expected, `${name}, by itself`);
  }
});

// Random worlds, in which the fast way must equal the long one.

const aCriterion = fc
  .record({
    vulnerable: fc.boolean(),
    product: fc.constantFrom(
      'o:acme:pump_firmware',
      'h:acme:pump',
      'a:acme:viewer',
      'a:acme:view*',
      'o:x:windows',
    ),
    version: fc.constantFrom(
      '*',
      '*',
      '*',
      '-',
      '1.0',
      '2.0',
      '1.0.1',
      'b',
      '2.0_sp1',
      '1.0_2017_12_15',
      '2.1',
      '3',
      '2021.04',
      '2021',
      '1.02',
      '20210412',
      '12.04.21',
      '2021_r2',
      '20h2',
      '0.8',
      '2.1acme',
      '2.1\\(7\\)',
      '2-acme',
    ),
    rest: fc.constantFrom(
      '*:*:*:*:*:*:*',
      '*:*:*:*:*:*:*',
      'sp1:*:*:*:*:*:*',
      '*:*:*:*:windows:x64:*',
      '-:*:*:pro:*:*:*',
    ),
    bound: fc.constantFrom(
      {},
      {},
      { versionEndExcluding: '2.0' },
      { versionEndIncluding: '3' },
      { versionStartIncluding: '2.1', versionEndExcluding: '12.2' },
      { versionStartIncluding: '1.0', versionEndIncluding: '1.0.1' },
      { versionStartExcluding: '1.0' },
      { versionEndExcluding: 'c' },
      { versionStartIncluding: 'a', versionEndExcluding: '2.0 sp1' },
      { versionEndExcluding: '2.1.0.1' },
      { versionEndIncluding: '2.0 sp1' },
      { versionStartExcluding: '2.1', versionEndIncluding: '2.1.1' },
      { versionEndExcluding: '2021.3' },
      { versionStartIncluding: '2019', versionEndExcluding: '2021.04.12' },
      { versionStartIncluding: '3.0', versionEndIncluding: '2015.2' },
      { versionStartIncluding: '1.02', versionEndExcluding: '1.1' },
      { versionEndIncluding: '571848' },
    ),
  })
  .map(
    ({ vulnerable, product, version, rest, bound }): CpeMatch => ({
      vulnerable,
      criteria: `cpe:2.3:${product}:${Object.keys(bound).length > 0 ? '*' : version}:${rest}`,
      ...bound,
    }),
  );

const anOperator = fc.constantFrom('AND' as const, 'OR' as const, 'OR' as const);
const aNegation = fc.integer({ min: 0, max: 9 }).map((it) => it === 0);
const aConfiguration: fc.Arbitrary<CpeConfiguration> = fc.record({
  operator: anOperator,
  negate: aNegation,
  nodes: fc.array(
    fc.record({
      operator: fc.integer({ min: 0, max: 9 }).map((it) => (it === 0 ? 'AND' : 'OR') as CpeNode['operator']),
      negate: aNegation,
      matches: fc.array(aCriterion, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
const aWeakness = (ids: fc.Arbitrary<number>) =>
  fc
    .tuple(ids, fc.array(aConfiguration, { minLength: 1, maxLength: 2 }))
    .map(([id, configurations]) => aVulnerability(`CVE-2024-${1000 + id}`, configurations));

const anItem: fc.Arbitrary<ProductText> = fc
  .record({
    kind: fc.constantFrom('device' as const, 'os' as const, 'component' as const),
    cpe: fc.constantFrom(
      PUMP,
      FIRMWARE,
      'cpe:2.3:a:acme:viewer:*:*:*:*:*:*:*:*',
      'cpe:2.3:a:acme:viewer:*:sp1:*:*:*:*:*:*',
      'cpe:2.3:o:x:windows:2.0:*:*:*:*:*:*:*',
      undefined,
    ),
    model: fc.constantFrom('Windows', 'viewer', 'other'),
    version: fc.constantFrom(
      '1.0',
      '1.0.1',
      '2.0',
      '2.0 SP1',
      'b',
      '3.1',
      '1.0_2017_12_15',
      '1.0-7',
      '2.0 SP1 build 7',
      '2',
      '21',
      '2.0 SP1-5',
      '2.1-7',
      '2.1-acme',
      '2.1acme3',
      '1.0.1-rc1 acme',
      '08',
      '8',
      '1.02',
      '1.1',
      '2021.04',
      '2021.04.12',
      '2021',
      '2021 R2',
      '20210412',
      '571849',
      '12.04.21',
      '1809',
      'Build 900.1',
      '1.0-2.0',
      '10.0.19045.1',
      '500 B.02',
      '512 MB',
      '0.0',
      undefined,
    ),
  })
  .map(({ kind, cpe, model, version }) => ({
    kind,
    model,
    ...(cpe !== undefined && { cpe }),
    ...(version !== undefined && { version }),
  }));
const items = fc.array(anItem, { minLength: 1, maxLength: 3 });
const aSystem = (model: string): ProductText => ({ kind: 'os', model, version: '1.0' });

/** Takes "viewer" for the viewer, probably; "Windows" for Windows, perhaps. */
function readerOf(catalogue: Pick<Catalogue, 'directory'>): Identifier {
  const viewer = catalogue.directory.find('a', 'acme', 'viewer');
  const windows = catalogue.directory.find('o', 'x', 'windows');
  return {
    ...noMaker,
    identify: ({ model }) => {
      if (model === 'viewer' && viewer !== -1)
        return [{ product: viewer, confidence: 'probable', evidence: [] }];
      return model === 'Windows' && windows !== -1
        ? [{ product: windows, confidence: 'candidate', evidence: [], version: '2.0' }]
        : [];
    },
  };
}

test('the fast way says what the tree says', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(aWeakness(fc.nat(20)), { selector: (it) => it.id, maxLength: 5 }),
      items,
      (weaknesses, all) => {
        const catalogue = compiled(...weaknesses);
        const identifier = readerOf(catalogue);
        const matcher = createMatcher(catalogue, identifier);
        const link = createLinker(catalogue, identifier);
        // The same items alone and beside systems: what is remembered of an item must not depend on its neighbours.
        for (const its of [all, [aSystem('Linux'), ...all], [aSystem('Windows'), ...all]]) {
          const platform = platformOfConfiguration({ items: its });
          const reader = createCriterionReader(catalogue.tables);
          const items = its.map(link);
          const sight = { catalogue, reader, items, having: havingIn(items), platform, ...noMaker };
          const expected = new Map<number, number>();
          for (let i = 0; i < catalogue.size; i++) {
            const degree = explain(sight, i)?.degree ?? NO;
            if (degree !== NO) expected.set(i, degree);
          }
          const alone = createMatcher(catalogue, identifier);
          const oneByOne = Array.from({ length: catalogue.size }, (_, i) => alone.one({ items: its }, i));
          const words = (it: Match | null) => it && [it.vulnerability, it.verdict, it.confidence, it.grounds];
          const byNumber = (a: Match, b: Match) => a.vulnerability - b.vulnerability;
          assert.deepEqual(
            oneByOne.filter((it) => it !== null).map(words),
            matcher
              .match({ items: its })
              .filter((it) => it.grounds.length > 0)
              .toSorted(byNumber)
              .map(words),
          );
          const found = matcher.findings({ items: its });
          assert.deepEqual(new Map([...found].map((it) => [it >> DEGREE_BITS, it & 7])), expected);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('a delta comes to what matching everything anew comes to', () => {
  const weaknesses = fc.uniqueArray(aWeakness(fc.nat(12)), { selector: (it) => it.id, maxLength: 8 });
  fc.assert(
    fc.property(weaknesses, weaknesses, fc.array(items, { maxLength: 4 }), (old, changed, fleet) => {
      const configurations = fleet.map((it) => ({ items: it }));
      const byId = new Map([...old, ...changed].map((it) => [it.id, it]));
      const identifierFor = (directory: Catalogue['directory']) => readerOf({ directory });
      const kept = createFleetMatch(compiled(...old), configurations, identifierFor);
      kept.applyDelta(compiled(...changed));
      const whole = compiled(...byId.values());
      const anew = createFleetMatch(whole, configurations, identifierFor);
      const words = (match: typeof kept) =>
        match.findings.map((it) =>
          [...it].map((packed) => `${match.idOf(packed >> DEGREE_BITS)} ${packed & 7}`).sort(),
        );
      assert.deepEqual(words(kept), words(anew));
    }),
    { numRuns: 500 },
  );
});

/** What all feeds say of one weakness: criteria, an advisory, that it is exploited, by another name as well. */
const aReport = fc
  .record({
    weakness: aWeakness(fc.nat(9)),
    isRejected: fc.integer({ min: 0, max: 5 }).map((it) => it === 0),
    alias: fc.constantFrom([], [], ['GHSA-1'], ['GHSA-2']),
    score: fc.constantFrom(5, 7.5),
    exploited: fc.boolean(),
    advised: fc.constantFrom(null, null, 'viewer', 'pump', 'lamp'),
  })
  .map(({ weakness, isRejected, alias, score, exploited, advised }): FeedRecord[] => {
    const { id } = weakness;
    const said: FeedRecord[] = [
      {
        ...weakness,
        aliases: alias,
        state: isRejected ? 'rejected' : 'published',
        summary: `Scored ${score}`,
        cvss: [{ version: '3.1', vector: `CVSS:${score}`, baseScore: score, by: 'nvd' }],
        cwes: [`CWE-${Math.floor(score)}`],
      },
    ];
    if (exploited)
      said.push({
        kind: 'exploited',
        feed: 'kev',
        id,
        addedOn: '2026-01-01',
        dueOn: null,
        ransomware: false,
        action: null,
      });
    if (advised !== null) said.push(adviceOn(id, advised));
    return said;
  });

function adviceOn(id: string, product: string): AdvisoryRecord {
  return {
    kind: 'advisory',
    feed: 'csaf',
    id: `A-${product}`,
    title: `About the ${product}`,
    publisher: 'Acme',
    publisherRole: 'vendor',
    isVex: false,
    publishedAt: null,
    revisedAt: null,
    url: null,
    products: [
      {
        productId: '1',
        vendor: 'Acme',
        name: product,
        family: null,
        cpe: `cpe:2.3:a:acme:${product}:*:*:*:*:*:*:*:*`,
        purl: null,
        modelNumbers: [],
        serialNumbers: [],
        version: { kind: 'range', text: '<2.0' },
        platform: null,
      },
    ],
    vulnerabilities: [
      {
        id,
        aliases: [],
        title: null,
        cvss: [],
        cwes: [],
        statuses: [{ productId: '1', status: 'affected', justification: null }],
        remediations: [],
      },
    ],
  };
}

const idOf = ([it]: readonly FeedRecord[]) => (it as VulnerabilityRecord).id;
const namesOf = ([it]: readonly FeedRecord[]) => [
  idOf([it as FeedRecord]),
  ...(it as VulnerabilityRecord).aliases,
];

/** The names of what differs between two states, and of all that goes by a name of those. */
function changedNames(before: readonly FeedRecord[][], now: readonly FeedRecord[][]): Set<string> {
  const words = (state: readonly FeedRecord[][]) =>
    new Map(state.map((it) => [idOf(it), JSON.stringify(it)]));
  const [was, is] = [words(before), words(now)];
  const names = new Set([...was.keys(), ...is.keys()].filter((it) => was.get(it) !== is.get(it)));
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const report of [...before, ...now])
      if (namesOf(report).some((it) => names.has(it))) for (const it of namesOf(report)) names.add(it);
  }
  return names;
}

function changesOf(before: Catalogue, after: Catalogue) {
  const steps = catalogueChanges(before, after);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function productsIn(catalogue: Catalogue): string[] {
  const { size } = catalogue.directory;
  return Array.from({ length: size }, (_, it) => productWords(catalogue, it)).toSorted();
}

/** What a catalogue finds on configurations, by id. */
function foundBy(catalogue: Catalogue, fleet: readonly (readonly ProductText[])[]): string[][] {
  const matcher = createMatcher(catalogue, readerOf(catalogue));
  return fleet.map((its) =>
    [...matcher.findings({ items: its })]
      .map((it) => `${catalogue.vulnerability(it >> DEGREE_BITS).id} ${it & 7}`)
      .toSorted(),
  );
}

test('what feeds said one after the other, laid over each other, comes to what they say now', () => {
  const state = fc.uniqueArray(aReport, { selector: idOf, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(state, { minLength: 2, maxLength: 4 }),
      fc.array(items, { maxLength: 4 }),
      (states, fleet) => {
        let before: FeedRecord[][] = [];
        let laid = compiled();
        for (const now of states) {
          const names = changedNames(before, now);
          const changed = now.filter((it) => namesOf(it).some((name) => names.has(name)));
          laid = overlay(laid, compiled(...changed.flat()), [...names]);
          const anew = compiled(...now.flat());
          assert.deepEqual(changesOf(laid, anew), { added: [], changed: [], gone: [] });
          assert.deepEqual(productsIn(laid), productsIn(anew));
          assert.deepEqual(foundBy(laid, fleet), foundBy(anew, fleet));
          before = now;
        }
      },
    ),
    { numRuns: 150 },
  );
});
