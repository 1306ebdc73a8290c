import { isUtf8 } from 'node:buffer';
import { isKeaFile } from './kea-leases.ts';
import { encodingOf } from './text.ts';

export type InventoryFormat =
  | 'csv'
  | 'xlsx'
  | 'json'
  | 'jsonl'
  | 'fhir'
  | 'nmap'
  | 'nessus'
  | 'cyclonedx'
  | 'spdx'
  | 'dhcp'
  | 'kea';

export interface Recognised {
  readonly format: InventoryFormat;
  readonly isXml: boolean;
  /** One JSON value per line. */
  readonly isLines: boolean;
}

/** What the beginning of a file shows it to be; a problem says why it can be nothing of use. */
export type Sniffed = Recognised | { readonly problem: string };

function text(format: InventoryFormat, isLines = false): Recognised {
  return { format, isXml: false, isLines };
}

function xml(format: InventoryFormat): Recognised {
  return { format, isXml: true, isLines: false };
}

const FOREIGN: readonly { readonly starts: string; readonly name: string }[] = [
  { starts: '%PDF', name: 'a PDF' },
  { starts: '\x89PNG', name: 'a PNG image' },
  { starts: '\xff\xd8\xff', name: 'a JPEG image' },
  { starts: 'GIF8', name: 'a GIF image' },
  { starts: '\xd0\xcf\x11\xe0', name: 'an old Excel or Word file (.xls, .doc); save it as .xlsx or CSV' },
  { starts: '7z\xbc\xaf', name: 'a 7-Zip archive' },
  { starts: 'Rar!', name: 'a RAR archive' },
  { starts: '\x7fELF', name: 'a program' },
  { starts: 'MZ', name: 'a program' },
  { starts: 'SQLite format 3', name: 'an SQLite database' },
  { starts: '\x28\xb5\x2f\xfd', name: 'a Zstandard archive' },
  { starts: 'BZh', name: 'a bzip2 archive' },
];

/** Tells the format by content; names and extensions lie. */
export function sniff(head: Uint8Array): Sniffed {
  const magic = Buffer.from(head.subarray(0, 16)).toString('latin1');
  if (magic.startsWith('PK\x03\x04')) return sniffZip(head);
  const foreign = FOREIGN.find((it) => magic.startsWith(it.starts) && !isPlainText(head));
  if (foreign !== undefined) return { problem: `it is ${foreign.name}` };
  const encoding = encodingOf(head);
  if (!encoding.startsWith('utf-16') && head.includes(0))
    return { problem: 'it is no text and no known binary format' };
  const start = new TextDecoder(encoding).decode(head).trimStart();
  if (start === '') return { problem: 'it holds nothing but blanks' };
  if (/^(?:<\?xml|<!doctype|<!--|<[a-z])/i.test(start)) return sniffXml(start);
  if (start.startsWith('{') || /^\[\s*(?:[[{"\d\]]|$)/.test(start)) return sniffJson(start);
  if (/^SPDXVersion:/m.test(start.slice(0, 20_000))) return text('spdx');
  if (/^\s*lease\s+[\d.a-f:]+\s*\{/m.test(start)) return text('dhcp');
  if (isKeaFile(start)) return text('kea');
  return text('csv');
}

function isPlainText(head: Uint8Array): boolean {
  return (
    isUtf8(head.subarray(0, 64)) &&
    !head.subarray(0, 1024).includes(0) &&
    !Buffer.from(head.subarray(0, 4)).equals(Buffer.from('%PDF'))
  );
}

function sniffZip(head: Uint8Array): Sniffed {
  const names = Buffer.from(head).toString('latin1');
  if (/\b(?:word|ppt)\//.test(names)) return { problem: 'it is a Word or PowerPoint document' };
  return /xl\/|\[Content_Types\]\.xml|_rels\//.test(names)
    ? text('xlsx')
    : { problem: 'it is a ZIP archive that holds no workbook' };
}

function sniffXml(start: string): Sniffed {
  const root = /<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)[^>]*>/.exec(start);
  if (root?.[1]?.toLowerCase() === 'html') return { problem: 'it is a web page' };
  switch (root?.[1]) {
    case 'nmaprun':
      return xml('nmap');
    case 'NessusClientData_v2':
      return xml('nessus');
    case 'bom':
      return xml('cyclonedx');
    case 'Device':
    case 'Bundle':
      return xml('fhir');
    default:
      return {
        problem: `it is XML of an unknown kind${root === null ? '' : ` (root element "${root[1]}")`}`,
      };
  }
}

function sniffJson(start: string): Sniffed {
  if (isRegister(start))
    return {
      problem:
        'it lists products or product codes of the FDA, and no devices of a hospital: take it in under Inventory › Models',
    };
  const isLines = isJsonLines(start);
  if (/"bomFormat"\s*:|"\$schema"\s*:\s*"[^"]*cyclonedx/i.test(start)) return text('cyclonedx');
  if (/"spdxVersion"\s*:|"spdxId"\s*:|"@context"\s*:\s*"[^"]*spdx/.test(start)) return text('spdx');
  if (/"resourceType"\s*:\s*"(?:Bundle|Device)"/.test(start)) return text('fhir', isLines);
  return isLines ? text('jsonl', true) : text('json');
}

/** Records of GUDID, of openFDA's UDI dataset, or of its device classification. */
function isRegister(start: string): boolean {
  return (
    /"(?:public_device_record_key|publicDeviceRecordKey)"\s*:|"gudid"\s*:\s*\{/.test(start) ||
    ['product_code', 'device_class', 'regulation_number'].every((it) => start.includes(`"${it}"`))
  );
}

/** A second line that opens an object, after a first that is more than a lone bracket. */
function isJsonLines(start: string): boolean {
  const lines = start
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  return lines.length > 1 && /^\{./.test(lines[0] as string) && (lines[1] as string).startsWith('{');
}
