import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedOrSkip } from '#test/shared';
import { canonicalVers, compareByScheme, containsVers, parseVers, readVers } from './mod.ts';

interface Case {
  readonly description: string;
  readonly test_type: string;
  readonly input: string & {
    readonly input_scheme?: string;
    readonly input_type?: string;
    readonly versions: string[];
    readonly vers: string;
    readonly version: string;
  };
  readonly expected_failure?: boolean;
  readonly expected_output: unknown;
}

const CHECKS: Readonly<Record<string, (it: Case) => void>> = {
  comparison: ({ input, expected_output }) => {
    const sorted = [...input.versions].sort((a, b) => compareByScheme(schemeOf(input), a, b) ?? Number.NaN);
    assert.deepEqual(sorted, expected_output);
  },
  equality: ({ input, expected_output }) => {
    const [a = '', b = ''] = input.versions;
    assert.equal(compareByScheme(schemeOf(input), a, b) === 0, expected_output);
  },
  containment: ({ input, expected_output }) => {
    const vers = readVers(input.vers);
    assert.ok(vers !== null);
    assert.equal(containsVers(vers, input.version).truth, expected_output);
  },
  parse: ({ input, expected_failure, expected_output }) => {
    const parsed = parseVers(input);
    if (expected_failure === true) assert.ok('problem' in parsed);
    else {
      assert.ok('vers' in parsed, JSON.stringify(parsed));
      const { scheme, constraints } = parsed.vers;
      const version_constraints = constraints.map((it) => [it.comparator, it.version]);
      assert.deepEqual({ scheme, version_constraints }, expected_output);
    }
  },
  validate: ({ input, expected_output }) => assert.equal(canonicalVers(input), expected_output),
};

const schemeOf = (input: Case['input']): string => input.input_scheme ?? input.input_type ?? '';

test('the cases of the VERS specification hold', (t) => {
  const folder = sharedOrSkip(t, 'suites/vers');
  if (folder === null) return;
  let checked = 0;
  for (const file of globSync(`${folder}/*.json`)) {
    const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { tests: Case[] };
    for (const it of tests) {
      const check = CHECKS[it.test_type];
      if (check === undefined) continue; // from_native: rewriting a package manager's own notation is not offered
      assert.doesNotThrow(() => check(it), JSON.stringify(it));
      checked++;
    }
  }
  assert.ok(checked >= 91);
});

test('each declared scheme has its own order', () => {
  // Cases from the schemes' own documentation.
  const ascending: Record<string, string[]> = {
    semver: [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
    ],
    npm: ['1.2.3-0', '1.2.3', '1.10.0'],
    golang: ['v0.0.0-20191109021931-daa7c04131f5', 'v1.2.3', 'v2.0.0+incompatible'],
    pypi: [
      '1.dev0',
      '1.0.dev456',
      '1.0a1',
      '1.0a2.dev456',
      '1.0a12.dev456',
      '1.0a12',
      '1.0b1.dev456',
      '1.0b2',
      '1.0b2.post345.dev456',
      '1.0b2.post345',
      '1.0rc1.dev456',
      '1.0rc1',
      '1.0',
      '1.0+abc.5',
      '1.0+abc.7',
      '1.0+5',
      '1.0.post456.dev34',
      '1.0.post456',
      '1.0.15',
      '1.1.dev1',
      '1!0.1',
    ],
    deb: ['1.0~beta1~svn1245', '1.0~beta1', '1.0', '1.0-1', '1.0-1ubuntu2', '1.0a', '1.0+b1', '1:0.4-1'],
    rpm: ['1.0~rc1', '1.0', '1.0^git1', '1.0^git2', '1.0a', '1.0.1', '1.1', '1.10', '2:0.1'],
    alpm: ['1.0a', '1.0b', '1.0beta', '1.0p', '1.0pre', '1.0rc', '1.0', '1.0.a', '1.0.1', '1.1.a', '1:0.1'],
    apk: [
      '0.1.0_alpha',
      '0.1.0_alpha1',
      '0.1.0_beta',
      '0.1.0_pre2',
      '0.1.0_rc1',
      '0.1.0',
      '0.1.0_p1',
      '0.1.0_p1-r1',
      '0.1.1',
    ],
    gentoo: ['1_alpha', '1_beta', '1_pre', '1_rc', '1', '1-r1', '1_p', '1.02', '1.1'],
    maven: [
      '1-alpha2snapshot',
      '1-alpha2',
      '1-alpha-123',
      '1-beta-2',
      '1-beta123',
      '1-m2',
      '1-m11',
      '1-rc',
      '1-cr2',
      '1-rc123',
      '1-SNAPSHOT',
      '1',
      '1-sp',
      '1-sp2',
      '1-sp123',
      '1-abc',
      '1-def',
      '1-pom-1',
      '1-1-snapshot',
      '1-1',
      '1-2',
      '1-123',
    ],
    nuget: ['1.0.0-Alpha', '1.0.0-beta', '1.0.0', '1.0.0.1', '1.0.1'],
    gem: ['1.0.a', '1.0.a.2', '1.0.b1', '1.0', '1.0.1', '1.9.3', '1.10'],
    conan: ['1.0-alpha', '1.0', '1.0+1', '1.2', '1.10'],
    openssl: [
      '0.9.8zh',
      '1.0.2',
      '1.0.2a',
      '1.0.2z',
      '1.0.2za',
      '3.0.0-alpha9',
      '3.0.0-alpha10',
      '3.0.0',
      '3.0.2',
    ],
    intdot: ['1.2', '1.2.1', '1.10', '10.234.5.12'],
  };
  for (const [scheme, versions] of Object.entries(ascending))
    versions.forEach((a, i) => {
      versions.forEach((b, j) => {
        const wanted = Math.sign(i - j);
        assert.equal(compareByScheme(scheme, a, b), wanted, `${scheme}: ${a} against ${b}`);
      });
    });
});

test('equal versions may be written differently', () => {
  const equal: [string, string, string][] = [
    ['pypi', '1.0', 'v1.0.0'],
    ['pypi', '1.0-1', '1.0.post1'],
    ['maven', '1.0.0-ga', '1'],
    ['maven', '1-cr1', '1-rc-1'],
    ['semver', '1.0.0+a', '1.0.0+b'],
    ['intdot', '1.02.0', '1.2'],
    ['deb', '0:1.0', '1.0'],
    ['gem', '1.0', '1'],
    ['rpm', '1.0-1', '1.0'],
  ];
  for (const [scheme, a, b] of equal)
    assert.equal(compareByScheme(scheme, a, b), 0, `${scheme}: ${a} = ${b}`);
});

test('a scheme that is not declared is undetermined', () => {
  assert.equal(compareByScheme('acme', '1', '2'), null);
  assert.equal(compareByScheme('constructor', '1', '2'), null);
  const vers = readVers('vers:acme/>=1|<2');
  assert.ok(vers !== null);
  assert.equal(containsVers(vers, '1.5').truth, null);
  assert.equal(canonicalVers('vers:acme/2|1'), null);
});

test('a version is inside or outside of a vers', () => {
  const cases: [string, string, boolean | null][] = [
    ['vers:semver/>=1.0.0|<2.0.0', '1.0.0', true],
    ['vers:semver/>=1.0.0|<2.0.0', '2.0.0', false],
    ['vers:semver/>1.0.0|<2.0.0', '1.0.0', false],
    ['vers:semver/>1.0.0|<2.0.0', '0.9.0', false],
    ['vers:semver/<1.0.0|>=2.0.0', '1.5.0', false],
    ['vers:semver/<1.0.0|>=2.0.0|<2.5.0|3.0.0', '3.0.0', true],
    ['vers:semver/>=1.0.0|!=1.5.0|<2.0.0', '1.5.0', false],
    ['vers:semver/!=1.5.0', '1.6.0', true],
    ['vers:pypi/>=1.0a1|<1.0', '1.0rc2', true],
    ['vers:none/*', '1', false],
    ['vers:semver/<1.0.0', 'not a version', null],
  ];
  for (const [range, version, truth] of cases) {
    const vers = readVers(range);
    assert.ok(vers !== null, range);
    assert.equal(containsVers(vers, version).truth, truth, `${version} in ${range}`);
  }
});

test('what is not canonical is refused with its reason', () => {
  const refused = [
    'vers:npm/',
    'vers:NPM/1',
    'VERS:npm/1',
    'vers:npm/=1.0.0',
    'vers:npm/*|1.0.0',
    'vers:npm/>=',
    'vers:invalid/1',
    'vers:all/1',
    'npm/1',
    'vers:/1',
    'vers:1a/1',
    'vers:npm/1%0A',
  ];
  for (const it of refused) assert.ok('problem' in parseVers(it), it);
  for (const it of ['vers:test/1.0', 'vers:all/*', 'vers:deb/1.0~rc1|>=2.0', 'vers:npm/1.0%20a'])
    assert.ok('vers' in parseVers(it), it);
});
