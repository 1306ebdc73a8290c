import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareByScheme,
  compareVersions,
  contains,
  familyOf,
  labelBetween,
  loneDigits,
  orderKey,
  parseVers,
  readRange,
  readVersion,
  type Version,
} from './mod.ts';

const number = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map(String),
  fc.constantFrom('00', '02', '007', '20190820', '10240', '2021', '1809', '6045'),
);
const dotted = fc.array(number, { minLength: 1, maxLength: 5 }).map((it) => it.join('.'));
const windows = fc.constantFrom(
  '10.0.17763',
  '10.0.17763.1',
  '10.0.17763.7433',
  '10.0.19045',
  '10.0',
  '10.0.17763.0',
);
const suffix = fc.constantFrom(
  '',
  '',
  '',
  'A',
  'b',
  '-rc1',
  '-beta2',
  ' SP1',
  ' SP 2',
  '_build99',
  '-3',
  ' HF2',
  '-acme',
  'p1',
  '.Final',
  '~1',
);
const counted = fc.oneof(
  dotted,
  fc.constantFrom('1.02', '1.1', '1.2', '12.04.21', '24.08.30', '2021-04', '20H2', '2004'),
);
const plainVersion = fc.tuple(counted, suffix).map(([a, b]) => a + b);
const series = fc.constantFrom('U', 'L', 'R', 'MX-V', 'VM', 'B.', '');
const anyVersion = fc.oneof(
  plainVersion,
  windows,
  fc.tuple(series, plainVersion).map(([a, b]) => a + b),
  fc.tuple(number, fc.constantFrom('.HW01.', '.HW02.', 'U0000', '.R.'), number).map((it) => it.join('')),
);

function read(text: string): Version {
  const version = readVersion(text);
  assert.ok(version !== null, text);
  return version;
}

test('order is antisymmetric, and a version equals itself', () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, (a, b) => {
      const order = compareVersions(read(a), read(b));
      const back = compareVersions(read(b), read(a));
      assert.equal(back, order === null ? null : order === 0 ? 0 : -order);
      assert.equal(compareVersions(read(a), read(a)), 0);
    }),
    { numRuns: 2000 },
  );
});

test('order is transitive as far as it is known', () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
      const [ab, bc, ac] = [
        compareVersions(read(a), read(b)),
        compareVersions(read(b), read(c)),
        compareVersions(read(a), read(c)),
      ];
      if (ab === null || bc === null || ac === null) return;
      if (ab <= 0 && bc <= 0) assert.ok(ac <= 0, `${a} ≤ ${b} ≤ ${c}`);
      if (ab === 0 && bc === 0) assert.equal(ac, 0);
    }),
    { numRuns: 5000 },
  );
});

test('keys of one family agree with the order, and dotted keys with the slow way', () => {
  fc.assert(
    fc.property(anyVersion, anyVersion, (a, b) => {
      const [left, right] = [orderKey(a), orderKey(b)];
      assert.ok(left !== null && right !== null);
      assert.equal(left, read(a).key);
      if (familyOf(left) !== familyOf(right)) return;
      const byKey = left === right ? 0 : left < right ? -1 : 1;
      assert.equal(compareVersions(read(a), read(b)), byKey, `${a} against ${b}`);
    }),
    { numRuns: 5000 },
  );
});

test('a range is monotone: what lies between two versions inside lies inside', () => {
  const comparator = fc.constantFrom('<', '<=', '>', '>=');
  fc.assert(
    fc.property(
      comparator,
      plainVersion,
      fc.array(plainVersion, { minLength: 3, maxLength: 3 }),
      (op, bound, versions) => {
        const range = readRange(`${op} ${bound}`);
        assert.ok(range !== null);
        const ordered = versions.map(read).sort((a, b) => compareVersions(a, b) ?? 0);
        const [low, middle, high] = ordered;
        if (low === undefined || middle === undefined || high === undefined) return;
        if (compareVersions(low, middle) === 1 || compareVersions(middle, high) === 1) return;
        if (compareVersions(low, middle) === null || compareVersions(middle, high) === null) return;
        const [a, b, c] = [low, middle, high].map((it) => contains(range, it).truth);
        if (a === true && c === true)
          assert.notEqual(b, false, `${middle.text} between ${low.text} and ${high.text}`);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a bound lies where its comparator says, and what is below is never called above', () => {
  fc.assert(
    fc.property(plainVersion, plainVersion, (bound, version) => {
      for (const op of ['<', '<=', '>', '>=']) {
        const range = readRange(`${op}${bound}`);
        assert.ok(range !== null, `${op}${bound}`);
        assert.equal(contains(range, read(bound)).truth, op.endsWith('='), `${bound} in ${op}${bound}`);
        const order = compareVersions(read(version), read(bound));
        const wanted =
          order === null ? null : order === 0 ? op.endsWith('=') : (order === -1) === op.startsWith('<');
        const { truth } = contains(range, read(version));
        // Numbers that count otherwise may call a version affected by their order, and tell nothing else.
        if (order === null && truth === true) {
          assert.equal(contains(range, read(version)).unsure, true, `${version} in ${op}${bound}`);
          continue;
        }
        // A lone number may be a branch, and a label may be one of the same version: they may leave it open.
        const mayBeOpen =
          loneDigits(read(version)) > 0 ||
          loneDigits(read(bound)) > 0 ||
          labelBetween(read(version), read(bound))?.kind === 'number';
        if (truth !== null || !mayBeOpen) assert.equal(truth, wanted, `${version} in ${op}${bound}`);
      }
    }),
    { numRuns: 1000 },
  );
});

/** As inventories write when somebody was there, or what a device is called, where a version should stand. */
const otherCount = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 1990, max: 2039 }),
      fc.constantFrom('', '.04', '-11', ' R2', '.1', '_3', '.1.0.200', '/04', ' SP1', 'a'),
    )
    .map((it) => it.join('')),
  fc
    .tuple(fc.integer({ min: 2000, max: 2035 }), fc.constantFrom('04', '1231', '0412.1', '11.2'))
    .map((it) => it.join('')),
  fc
    .tuple(fc.integer({ min: 3000, max: 99_999_999 }), fc.constantFrom('.1', '.17.2', ' SP2'))
    .map((it) => it.join('')),
  fc.constantFrom(
    '30.08.24',
    '24.08.30',
    '30.08.2024',
    'Aug 2024',
    'v2021-04',
    'FW 2021.04',
    'Rev 2021',
    'Build 900.2',
  ),
);

test('what counts years, days or builds is never outside of what counts releases, and is cleared by none', () => {
  const release = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.nat(20)).map((it) => it.join('.'));
  const ranges = (a: string, b: string): string[] => [
    `< ${a}`,
    `<= ${a}`,
    `> ${a}`,
    `>= ${a}`,
    a,
    `>= ${a} | < ${b}`,
    `${a} | ${b}`,
    `${a}.x`,
  ];
  fc.assert(
    fc.property(otherCount, release, release, (other, a, b) => {
      for (const text of ranges(a, b)) {
        const range = readRange(text);
        assert.ok(range !== null);
        const { truth, unsure } = contains(range, readVersion(other));
        assert.ok(truth === null || unsure === true, `${other} in ${text}: ${truth}`);
      }
      for (const text of ranges(other, other)) {
        const range = readRange(text);
        if (range !== null) assert.notEqual(contains(range, read(a)).truth, false, `${a} in ${text}`);
      }
    }),
    { numRuns: 500 },
  );
});

test('two versions in one field never tell that a device is outside', () => {
  const dottedPair = fc.tuple(
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 }).map((it) => it.join('.')),
    fc.constantFrom(' / ', '/', ' & ', ' and ', ' or ', ' ', '; ', ', ', ' SW ', ' (FW ', '|', ' -> ', '\n'),
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 4 }).map((it) => it.join('.')),
  );
  fc.assert(
    fc.property(dottedPair, plainVersion, ([a, between, b], bound) => {
      const [range, version] = [readRange(`< ${bound}`), readVersion(a + between + b)];
      assert.ok(range !== null);
      assert.notEqual(contains(range, version).truth, false, `${a}${between}${b} in < ${bound}`);
    }),
  );
});

test('nothing makes the readers throw', () => {
  const scrap = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '1.2',
          '<',
          '<=',
          '|',
          ' and ',
          'prior to',
          'x',
          '(',
          ')',
          ',',
          'all',
          '*',
          'vers:',
          '/',
          'SP1',
          '%',
          ' ',
          '«<=»',
          'May 2018',
          'through',
          '~',
          '-',
          '__proto__',
          'constructor',
        ),
        { maxLength: 12 },
      )
      .map((it) => it.join('')),
  );
  fc.assert(
    fc.property(scrap, scrap, (a, b) => {
      orderKey(a);
      const range = readRange(a);
      if (range !== null) contains(range, readVersion(b));
      parseVers(`vers:semver/${a}`);
      for (const scheme of ['deb', 'rpm', 'alpm', 'pypi', 'maven', 'gem', 'conan', 'apk', 'lexicographic'])
        compareByScheme(scheme, a, b);
    }),
    { numRuns: 1500 },
  );
});

test('a field holding a document is no version, and is refused at once', () => {
  for (const unit of ['1.', '9', 'a', ' ', '(', '<', '1 and ', 'up to ', '%41', '_', '\\', ', 1']) {
    const text = unit.repeat(1_000_000 / unit.length);
    assert.equal(readVersion(text), null);
    assert.equal(orderKey(text), null);
    assert.equal(readRange(text), null);
    assert.equal(readRange(`vers:semver/${text}`), null);
    assert.ok('problem' in parseVers(`vers:semver/${text}`));
    assert.equal(compareByScheme('maven', text, text), null);
  }
});
