import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedOrSkip } from '#test/shared';
import { wholeInventory } from '#test/whole-inventory';

const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: { type: 'device', name: 'Alaris 8015', version: '12.1', supplier: { name: 'BD' } } },
  components: [
    {
      type: 'application',
      name: 'app',
      components: [
        {
          type: 'library',
          name: 'openssl',
          version: '1.0.2',
          cpe: 'cpe:2.3:a:openssl:openssl:1.0.2:*:*:*:*:*:*:*',
        },
      ],
    },
    { type: 'operating-system', name: 'QNX', version: '6.5' },
  ],
};

test('a CycloneDX document describes one device with all its components, nested ones too', async () => {
  const { format, accepted } = await wholeInventory(JSON.stringify(bom));
  assert.equal(format, 'cyclonedx');
  assert.deepEqual(accepted[0]?.fields, {
    manufacturer: 'BD',
    model: 'Alaris 8015',
    version: '12.1',
    components: [
      { kind: 'application', name: 'app' },
      {
        kind: 'library',
        name: 'openssl',
        version: '1.0.2',
        cpe: 'cpe:2.3:a:openssl:openssl:1.0.2:*:*:*:*:*:*:*',
      },
      { kind: 'operating-system', name: 'QNX', version: '6.5' },
    ],
    componentsComplete: true,
  });
});

test('a list that says that it leaves something out is not complete', async () => {
  const isComplete = async (text: string) =>
    (await wholeInventory(text)).accepted[0]?.fields.componentsComplete;
  const withAggregates = (...aggregates: string[]) =>
    JSON.stringify({ ...bom, compositions: aggregates.map((aggregate) => ({ aggregate })) });
  assert.equal(await isComplete(withAggregates('complete')), true);
  assert.equal(await isComplete(withAggregates('not_specified')), true);
  for (const aggregate of ['incomplete', 'incomplete_third_party_only', 'unknown'])
    assert.equal(await isComplete(withAggregates('complete', aggregate)), false, aggregate);
  const xml = (aggregate: string) =>
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><metadata><component type="device"><name>Pump</name></component></metadata>
     <components><component type="library"><name>zlib</name></component></components>
     <compositions><composition><aggregate>${aggregate}</aggregate></composition></compositions></bom>`;
  assert.deepEqual([await isComplete(xml('complete')), await isComplete(xml('incomplete'))], [true, false]);

  const related = (relatedSpdxElement: string) => ({
    spdxElementId: 'SPDXRef-P',
    relationshipType: 'CONTAINS',
    relatedSpdxElement,
  });
  const spdx = (related: object) =>
    JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      packages: [{ SPDXID: 'SPDXRef-P', name: 'Pump' }],
      documentDescribes: ['SPDXRef-P'],
      relationships: [related],
    });
  assert.equal(await isComplete(spdx(related('NONE'))), true);
  assert.equal(await isComplete(spdx(related('NOASSERTION'))), false);
  const tags = (related: string) =>
    `SPDXVersion: SPDX-2.3\nPackageName: Pump\nSPDXID: SPDXRef-P\nRelationship: SPDXRef-P CONTAINS ${related}\n`;
  assert.deepEqual([await isComplete(tags('NONE')), await isComplete(tags('NOASSERTION'))], [true, false]);
});

test('CycloneDX in XML says the same, in any version', async () => {
  for (const version of ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7']) {
    const xml = `<?xml version="1.0"?><b:bom xmlns="http://cyclonedx.org/schema/bom/${version}"><metadata><component type="device">
      <supplier><name>BD</name></supplier><name>Alaris 8015</name><version>12.1</version></component></metadata><components>
      <component type="application"><name>app</name><components><component type="library"><name><![CDATA[openssl]]></name>
      <version>1.0.2</version></component></components></component></components></b:bom>`;
    const { accepted } = await wholeInventory(xml);
    assert.deepEqual(
      [
        accepted[0]?.fields.manufacturer,
        accepted[0]?.fields.model,
        accepted[0]?.fields.components?.map((it) => it.name),
      ],
      ['BD', 'Alaris 8015', ['app', 'openssl']],
    );
  }
});

test('documents that are no valid SBOM are refused with the reason', async () => {
  const cases: [unknown, RegExp][] = [
    [{ ...bom, specVersion: '9.9' }, /specVersion "9.9"/],
    [{ ...bom, components: [{ type: 'library' }] }, /components\/0.*name/],
    [{ ...bom, components: [{ type: 'spaceship', name: 'x' }] }, /components\/0\/type/],
    [{ spdxVersion: 'SPDX-2.3', packages: [{ SPDXID: 'a' }] }, /packages\.0\.name/],
    [{ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': 7 }, /@graph/],
  ];
  for (const [document, reason] of cases) {
    const { accepted, rejected } = await wholeInventory(JSON.stringify(document));
    assert.equal(accepted.length, 0);
    assert.match(rejected[0]?.reason ?? '', reason);
  }
  const xml =
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component><name>x</name></component></components></bom>';
  assert.match((await wholeInventory(xml)).rejected[0]?.reason ?? '', /component type is missing/);
});

test('SPDX in tag-value notation is read', async () => {
  const { format, accepted } = await wholeInventory(`SPDXVersion: SPDX-2.3
DocumentName: pump
PackageName: pump-os
SPDXID: SPDXRef-pump
PackageVersion: 1.4
PackageSupplier: Organization: Example Medical (psirt@example.org)
PackageComment: <text>PackageName: no package
</text>
PackageName: zlib
SPDXID: SPDXRef-zlib
PackageVersion: NOASSERTION
ExternalRef: PACKAGE-MANAGER purl pkg:generic/zlib@1.2.11
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-pump
`);
  assert.equal(format, 'spdx');
  assert.deepEqual(accepted[0]?.fields, {
    manufacturer: 'Example Medical',
    model: 'pump-os',
    version: '1.4',
    components: [
      { name: 'pump-os', vendor: 'Example Medical', version: '1.4' },
      { name: 'zlib', purl: 'pkg:generic/zlib@1.2.11' },
    ],
    componentsComplete: true,
  });
});

interface Counted {
  readonly components?: readonly Counted[];
  readonly metadata?: { readonly component?: Counted };
  readonly packages?: readonly unknown[];
  readonly '@graph'?: readonly { readonly type?: string }[];
}

/** Counted from the parsed JSON alone. */
function countIn(document: Counted): number {
  if (document['@graph'] !== undefined)
    return document['@graph'].filter((it) => it.type === 'software_Package').length;
  if (document.packages !== undefined) return document.packages.length;
  const nested = (it: Counted): number =>
    (it.components ?? []).reduce((sum, each) => sum + 1 + nested(each), 0);
  return (
    nested(document) + (document.metadata?.component === undefined ? 0 : nested(document.metadata.component))
  );
}

for (const folder of ['suites/cyclonedx', 'suites/spdx', 'data/sbom'])
  test(`every SBOM of ${folder} is judged right and counted right`, async (t) => {
    const path = sharedOrSkip(t, folder);
    if (path === null) return;
    const files = globSync(`${path}/**/*.json`);
    assert.ok(files.length >= 10);
    for (const file of files) {
      const { accepted, rejected } = await wholeInventory({ path: file });
      const isInvalid = file.includes('/invalid-');
      assert.deepEqual([accepted.length, rejected.length], isInvalid ? [0, 1] : [1, 0], file);
      if (!isInvalid)
        assert.equal(
          accepted[0]?.fields.components?.length ?? 0,
          countIn(JSON.parse(readFileSync(file, 'utf8')) as Counted),
          file,
        );
    }
  });
