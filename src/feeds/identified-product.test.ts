import assert from 'node:assert/strict';
import { test } from 'node:test';
import { productOfIdentifiers } from './identified-product.ts';

test('what a CPE name or package URL says of versions is all that is spoken of', () => {
  const cases: [string, { kind: string; text?: string }][] = [
    ['cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*', { kind: 'exact', text: '1.1.1k' }],
    ['cpe:/a:openssl:openssl:1.1.1k', { kind: 'exact', text: '1.1.1k' }],
    ['cpe:2.3:o:acme:pump_firmware:1.8.4:sp1:*:*:*:*:*:*', { kind: 'exact', text: '1.8.4 sp1' }],
    ['cpe:2.3:o:acme:pump_firmware:12.2\\(33\\):-:*:*:*:*:*:*', { kind: 'exact', text: '12.2(33)' }],
    ['cpe:2.3:o:acme:pump_firmware:3.*:*:*:*:*:*:*:*', { kind: 'range', text: '3.*' }],
    ['cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:*:*', { kind: 'unstated' }],
    ['cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*', { kind: 'unstated' }],
    ['pkg:generic/openssl@1.1.1k', { kind: 'exact', text: '1.1.1k' }],
    ['pkg:generic/openssl', { kind: 'unstated' }],
    ['Acme pump', { kind: 'unstated' }],
  ];
  for (const [id, version] of cases)
    assert.deepEqual(productOfIdentifiers(id, { purl: null, cpe: null }).version, version, id);
});
