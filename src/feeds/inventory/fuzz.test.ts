import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';
import fc from 'fast-check';
import { InputError } from './input-error.ts';

/** Reads anything: the only fault allowed is the one that says the source is useless. */
async function read(source: string | Uint8Array, pieceBytes: number) {
  try {
    return await wholeInventory(source, {}, pieceBytes);
  } catch (error) {
    assert.ok(
      error instanceof InputError,
      error instanceof Error ? (error.stack ?? error.message) : 'no error',
    );
    return null;
  }
}

const SEEDS: Record<string, string> = {
  csv: 'id;Model;IP;Install Date\n1;MX40;10.0.0.1;2026-01-01\n2;"M8";;\n',
  jsonl: '{"id":"1","model":"MX40","components":["QNX 6.5"]}\n{"id":"2","os":{"name":"QNX"}}\n',
  json: '{"devices":[{"id":"1","model":"MX40"},{"id":"2","tags":["a",{"b":1}]}]}',
  fhir: '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Device","id":"1","status":"active","type":{"text":"x"}}}]}',
  fhirXml:
    '<Device xmlns="http://hl7.org/fhir"><id value="1"/><status value="active"/><deviceName><name value="x"/></deviceName></Device>',
  nmap: '<nmaprun><host><status state="up"/><address addr="10.0.0.1" addrtype="ipv4"/><ports><port portid="22"><state state="open"/><service name="ssh" product="x"/></port></ports></host></nmaprun>',
  nessus:
    '<NessusClientData_v2><Report><ReportHost name="10.0.0.1"><HostProperties><tag name="host-ip">10.0.0.1</tag></HostProperties><ReportItem port="1"><cve>CVE-2020-0001</cve></ReportItem></ReportHost></Report></NessusClientData_v2>',
  cyclonedx:
    '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{"type":"library","name":"x"}]}',
  cyclonedxXml:
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library"><name>x</name></component></components></bom>',
  spdx: '{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","packages":[{"SPDXID":"SPDXRef-a","name":"x"}]}',
  spdx3:
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"software_Package","spdxId":"a","name":"x"}]}',
  spdxTags: 'SPDXVersion: SPDX-2.3\nPackageName: x\nSPDXID: SPDXRef-x\nExternalRef: SECURITY cpe23Type y\n',
  dhcp: 'lease 10.0.0.1 {\n  ends 2 2026/11/24 03:00:00;\n  hardware ethernet 00:09:fb:01:02:03;\n  client-hostname "x";\n}\n',
};

const pieces = fc.constantFrom(1, 5, 64, 65_536);

for (const [format, seed] of Object.entries(SEEDS))
  test(`the ${format} reader survives damaged input`, async () => {
    const whole = await read(seed, 65_536);
    assert.ok((whole?.accepted.length ?? 0) > 0, 'the seed itself is read');
    const bytes = Buffer.from(seed);
    const edits = fc.array(
      fc.record({
        at: fc.nat({ max: bytes.length - 1 }),
        remove: fc.nat({ max: 6 }),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 4 }),
          fc
            .constantFrom('"', '{', '}', '[', ']', '<', '>', '&', ',', '\n', '\\', '</', 'null', '0')
            .map((it) => Buffer.from(it)),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(edits, pieces, async (changes, pieceBytes) => {
        let damaged = bytes;
        for (const { at, remove, insert } of changes)
          damaged = Buffer.concat([damaged.subarray(0, at), insert, damaged.subarray(at + remove)]);
        const outcome = await read(damaged, pieceBytes);
        for (const it of outcome?.rejected ?? []) assert.ok(it.reason.length > 0);
      }),
      { numRuns: 150 },
    );
  });

test('any bytes at all are read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), pieces, async (bytes, pieceBytes) => {
      await read(bytes, pieceBytes);
    }),
    { numRuns: 300 },
  );
});

test('every row of a table is accepted or rejected, none is lost and none invented', async () => {
  const cell = fc.string({ unit: fc.constantFrom('1', 'a', '-', ' ', '.', 'é', '=', '@'), maxLength: 8 });
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(rows, pieces, async (cells, pieceBytes) => {
      const lines = cells.filter((row) => row.some((it) => it.trim() !== '')).map((row) => row.join(';'));
      const outcome = await read(['Device ID;Model;IP', ...lines].join('\n'), pieceBytes);
      const rejectedRows = outcome?.rejected.filter((it) => it.field === undefined).length ?? 0;
      assert.equal((outcome?.accepted.length ?? 0) + rejectedRows, lines.length);
    }),
  );
});

test('every JSON record is accepted or rejected', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 20 }),
      pieces,
      async (values, pieceBytes) => {
        const jsonl = ['{"id":"first"}', '{"id":"second"}', ...values.map((it) => JSON.stringify(it))].join(
          '\n',
        );
        const list = JSON.stringify([{ id: 'first' }, { id: 'second' }, ...values]);
        for (const text of [jsonl, list]) {
          const outcome = await read(text, pieceBytes);
          const rejectedRows = outcome?.rejected.filter((it) => it.field === undefined).length ?? 0;
          assert.equal((outcome?.accepted.length ?? 0) + rejectedRows, values.length + 2, text);
        }
      },
    ),
  );
});
