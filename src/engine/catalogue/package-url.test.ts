import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageOf, packagesOf } from './package-url.ts';

test('a package is its type, namespace and name, and what its qualifiers narrow it to', () => {
  const cases: [string, string | null][] = [
    ['pkg:generic/openssl@1.1.1k', 'pkg:generic/openssl'],
    ['PKG:NPM/%40acme/viewer@1.0', 'pkg:npm/%40acme/viewer'],
    ['pkg:npm/@acme/viewer@1.0', 'pkg:npm/%40acme/viewer'],
    ['pkg:npm/@acme/viewer', 'pkg:npm/%40acme/viewer'],
    ['pkg://generic/openssl', 'pkg:generic/openssl'],
    [
      'pkg:deb/debian/zlib@1.2?distro=bookworm&arch=arm64#usr/lib',
      'pkg:deb/debian/zlib?arch=arm64&distro=bookworm',
    ],
    ['openssl', null],
    ['pkg:generic', null],
  ];
  for (const [purl, expected] of cases) assert.equal(packageOf(purl), expected, purl);
  assert.deepEqual(packagesOf('pkg:deb/debian/zlib@1.2?arch=arm64'), [
    'pkg:deb/debian/zlib?arch=arm64',
    'pkg:deb/debian/zlib',
  ]);
  assert.deepEqual(packagesOf('pkg:generic/openssl@1'), ['pkg:generic/openssl']);
});
