import { Buffer } from 'node:buffer';
import { encodingOf } from './byte-stream.ts';
import { readEpssHeader } from './epss.ts';
import { outlineJson } from './json-outline.ts';

/** The formats that can be read. `…-csv` and `…-api` are other shapes of the same feed. */
export type FeedFormat =
  | 'nvd'
  | 'cve'
  | 'kev'
  | 'kev-csv'
  | 'epss'
  | 'epss-api'
  | 'ssvc'
  | 'csaf'
  | 'openvex'
  | 'cyclonedx-vex'
  | 'openfda'
  | 'openfda-lines';

export type Detection =
  | { readonly kind: 'feed'; readonly format: FeedFormat }
  | { readonly kind: 'not-a-feed'; readonly because: string }
  /** The beginning fits several formats: look at more of the file. */
  | { readonly kind: 'undecided' };

/** Tells a file by its first bytes. `complete` says that `head` is all there is. */
export function detectFormat(head: Uint8Array, complete: boolean): Detection {
  if (head.length === 0) return { kind: 'not-a-feed', because: 'empty file' };
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(head).trimStart();
  if (text === '') return complete ? { kind: 'not-a-feed', because: 'only blanks' } : { kind: 'undecided' };
  if (text.startsWith('{') || text.startsWith('[')) return detectJson(text, complete);
  if (encoding === 'utf-8' && Buffer.from(head).subarray(0, 4096).includes(0))
    return { kind: 'not-a-feed', because: 'binary file' };
  if (text.startsWith('<')) return { kind: 'not-a-feed', because: nameOfXml(text) };
  return detectText(text);
}

/** What must stand in the outline of a JSON file. `null`: any value. */
interface Signature {
  readonly is: FeedFormat | { readonly notAFeed: string };
  readonly has: Readonly<Record<string, RegExp | null>>;
  /** Holds only if nothing else is found in the rest of the file. */
  readonly unlessMore?: true;
}

const SIGNATURES: readonly Signature[] = [
  { is: 'csaf', has: { 'document.csaf_version': null } },
  { is: 'csaf', has: { 'document.tracking': null, 'document.publisher': null } },
  { is: 'nvd', has: { format: /^NVD_CVE$/, vulnerabilities: null } },
  { is: 'nvd', has: { 'vulnerabilities[].cve.id': /^CVE-/i } },
  { is: 'nvd', has: { id: /^CVE-/i, sourceIdentifier: null } },
  { is: 'nvd', has: { id: /^CVE-/i, vulnStatus: null } },
  { is: 'nvd', has: { 'cve.id': /^CVE-/i, 'cve.sourceIdentifier': null } },
  { is: { notAFeed: 'NVD feed 1.1, which NVD has retired: use feed or API 2.0' }, has: { CVE_Items: null } },
  {
    is: { notAFeed: 'NVD feed 1.1, which NVD has retired: use feed or API 2.0' },
    has: { CVE_data_type: null },
  },
  { is: { notAFeed: 'CVE JSON 4, which is retired: use CVE JSON 5' }, has: { CVE_data_meta: null } },
  { is: 'cve', has: { dataType: /^CVE_RECORD$/ } },
  { is: 'cve', has: { cveMetadata: null } },
  { is: 'cve', has: { '[].cveMetadata': null } },
  { is: 'cve', has: { '[].dataType': /^CVE_RECORD$/ } },
  { is: 'kev', has: { 'vulnerabilities[].cveID': null } },
  { is: 'kev', has: { catalogVersion: null, vulnerabilities: null } },
  { is: 'epss-api', has: { 'data[].epss': null, 'data[].cve': null } },
  { is: 'openvex', has: { '@context': /^https:\/\/openvex\.dev\/ns/ } },
  { is: 'cyclonedx-vex', has: { bomFormat: /^CycloneDX$/, vulnerabilities: null } },
  {
    is: { notAFeed: 'CycloneDX document without vulnerabilities, an inventory' },
    has: { bomFormat: /^CycloneDX$/ },
    unlessMore: true,
  },
  { is: 'openfda', has: { 'results[].recall_number': null } },
  { is: 'openfda', has: { 'results[].product_res_number': null } },
  { is: 'openfda', has: { 'results[].recalling_firm': null } },
  { is: 'openfda-lines', has: { recall_number: null, recalling_firm: null } },
  { is: 'openfda-lines', has: { 'recalling-firm': null, 'reason-for-recall': null } },
  { is: 'ssvc', has: { selections: null, target_ids: null } },
  { is: 'ssvc', has: { id: /^CVE-/i, options: null, timestamp: null } },
  { is: { notAFeed: 'SPDX document, an inventory' }, has: { spdxVersion: null } },
  { is: { notAFeed: 'SPDX document, an inventory' }, has: { '@graph': null, '@context': /spdx/ } },
  { is: { notAFeed: 'FHIR resource, an inventory' }, has: { resourceType: null } },
  { is: { notAFeed: 'ROLIE index of advisories' }, has: { 'feed.entry': null } },
  { is: { notAFeed: 'CSAF provider metadata' }, has: { canonical_url: null, metadata_version: null } },
  { is: { notAFeed: 'CSAF aggregator' }, has: { aggregator: null, aggregator_version: null } },
  { is: { notAFeed: 'JSON schema' }, has: { $schema: /json-schema/ } },
];

function detectJson(text: string, complete: boolean): Detection {
  const outline = outlineJson(text);
  const signature = SIGNATURES.find(
    ({ has, unlessMore }) =>
      (complete || unlessMore === undefined) &&
      Object.entries(has).every(([path, value]) => {
        const found = outline.get(path);
        return found !== undefined && (value === null || value.test(found));
      }),
  );
  if (signature === undefined)
    return complete ? { kind: 'not-a-feed', because: 'JSON of no known feed' } : { kind: 'undecided' };
  return typeof signature.is === 'string'
    ? { kind: 'feed', format: signature.is }
    : { kind: 'not-a-feed', because: signature.is.notAFeed };
}

const INVENTORY_XML: readonly (readonly [root: RegExp, name: string])[] = [
  [/<nmaprun\b/, 'Nmap scan, an inventory'],
  [/<NessusClientData/, 'Nessus scan, an inventory'],
  [/<bom\b[^>]*cyclonedx/, 'CycloneDX in XML, an inventory: its vulnerabilities are read from JSON only'],
];

function nameOfXml(text: string): string {
  return INVENTORY_XML.find(([root]) => root.test(text))?.[1] ?? 'XML or HTML';
}

function detectText(text: string): Detection {
  const lines = text.split(/\r?\n/, 3);
  const [first = '', second = ''] = lines;
  if (/^#\s*model_version:/.test(first) || readEpssHeader(first) !== null)
    return { kind: 'feed', format: 'epss' };
  if (first.startsWith('#') && readEpssHeader(second) !== null) return { kind: 'feed', format: 'epss' };
  const columns = first.split(',').map((it) => it.replaceAll('"', '').trim());
  if (columns.includes('cveID') && columns.includes('dateAdded')) return { kind: 'feed', format: 'kev-csv' };
  return { kind: 'not-a-feed', because: 'text of no known feed' };
}
