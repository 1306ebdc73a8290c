import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectFormat } from './detect.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function detected(text: string, complete = true): string {
  const it = detectFormat(bytesOf(text), complete);
  if (it.kind === 'feed') return it.format;
  return it.kind === 'not-a-feed' ? it.because : it.kind;
}

test('detectFormat() tells every feed by what it contains', () => {
  const cases: [text: string, expected: string][] = [
    [
      '{"resultsPerPage":1,"format":"NVD_CVE","version":"2.0","vulnerabilities":[{"cve":{"id":"CVE-2026-0001"}}]}',
      'nvd',
    ],
    ['{"id":"CVE-2026-0001","sourceIdentifier":"a@b","published":"2026"}\n{"id":"CVE-2026-0002"}', 'nvd'],
    ['{"cve":{"id":"CVE-2026-0001","sourceIdentifier":"a@b"}}\n', 'nvd'],
    ['{"dataType":"CVE_RECORD","dataVersion":"5.1"}', 'cve'],
    ['{"containers":{},"cveMetadata":{"cveId":"CVE-2026-0001"}}', 'cve'],
    ['[{"cveMetadata":{}}]', 'cve'],
    ['{"title":"KEV","catalogVersion":"1","vulnerabilities":[{"cveID":"CVE-2026-0001"}]}', 'kev'],
    ['cveID,vendorProject,product,vulnerabilityName,dateAdded\n', 'kev-csv'],
    ['"cveID","vendorProject","dateAdded"\n', 'kev-csv'],
    ['#model_version:v2025.03.14,score_date:2026-01-30\ncve,epss,percentile\n', 'epss'],
    ['cve,epss,percentile\n', 'epss'],
    ['{"status":"OK","data":[{"cve":"CVE-2026-0001","epss":"0.1"}]}', 'epss-api'],
    ['{"product_tree":{},"document":{"category":"csaf_vex","csaf_version":"2.0"}}', 'csaf'],
    ['{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}', 'openvex'],
    ['{"bomFormat":"CycloneDX","vulnerabilities":[]}', 'cyclonedx-vex'],
    ['{"meta":{},"results":[{"recall_number":"Z-1"}]}', 'openfda'],
    ['{"meta":{},"results":[{"cfres_id":"1","product_res_number":"Z-1"}]}', 'openfda'],
    ['{"selections":[],"target_ids":["CVE-2026-0001"]}', 'ssvc'],
  ];
  for (const [text, expected] of cases) assert.equal(detected(text), expected, text);
});

test('detectFormat() says what a file is that is no feed', () => {
  const cases: [text: string, expected: RegExp][] = [
    ['', /^empty file$/],
    [' \n', /^only blanks$/],
    ['{"CVE_data_type":"CVE","CVE_Items":[]}', /^NVD feed 1\.1, which NVD has retired/],
    ['{"bomFormat":"CycloneDX","components":[]}', /inventory/],
    ['{"spdxVersion":"SPDX-2.3"}', /inventory/],
    ['{"resourceType":"Bundle"}', /inventory/],
    ['<?xml version="1.0"?><nmaprun/>', /^Nmap scan, an inventory$/],
    ['<rss/>', /^XML or HTML$/],
    ['{"feed":{"id":"x","entry":[]}}', /ROLIE/],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"document":{}}}', /schema/],
    ['id,manufacturer,model\n', /^text of no known feed$/],
    ['MZ\0\0\0\0\0\0', /^binary file$/],
    ['[{"cve":"CVE-2025-1","patches":[]}]', /^JSON of no known feed$/],
    // A document that only speaks of another one
    ['{"note":"csaf_version","nested":{"deep":{"document":{"csaf_version":"2.0"}}}}', /no known feed/],
  ];
  for (const [text, expected] of cases) assert.match(detected(text), expected, text);
});

test('detectFormat() asks for more of a file that is cut off before it tells', () => {
  assert.equal(detected('{"product_tree":{"branches":[', false), 'undecided');
  assert.equal(detected('{"bomFormat":"CycloneDX","components":[{"name":"a', false), 'undecided');
  assert.equal(detected('   ', false), 'undecided');
});

test('detectFormat() reads UTF-16 and byte order marks', () => {
  const text = '{"catalogVersion":"1","vulnerabilities":[]}';
  const utf16 = Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));
  assert.deepEqual(detectFormat(utf16, true), { kind: 'feed', format: 'kev' });
  assert.deepEqual(detectFormat(Uint8Array.from(Buffer.from(text, 'utf16le')), true), {
    kind: 'feed',
    format: 'kev',
  });
  assert.deepEqual(detectFormat(bytesOf(`\ufeff${text}`), true), { kind: 'feed', format: 'kev' });
});

test('detectFormat() answers on any beginning of anything', () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '"a"', '"cveID"', '\\', '1', '\n', 'é'),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 100 }),
        pieces.map((it) => bytesOf(it.join(''))),
      ),
      fc.boolean(),
      (it, complete) => {
        const { kind } = detectFormat(it, complete);
        assert.ok(!complete || kind !== 'undecided');
      },
    ),
  );
});
