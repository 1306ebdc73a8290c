import { isUtf8 } from 'node:buffer';
import { encodingOf } from './text.ts';

export const INVENTORY_FORMATS = [
  'csv',
  'xlsx',
  'json',
  'jsonl',
  'fhir',
  'nmap',
  'nessus',
  'cyclonedx',
  'spdx',
  'dhcp',
] as const;
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

/** What the beginning of a file shows it to be; a text says why it can be nothing of use. */
export type Sniffed =
  | { readonly format: InventoryFormat; readonly isXml?: boolean }
  | { readonly problem: string };

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
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return sniffZip(head);
  const foreign = FOREIGN.find((it) => start.startsWith(it.starts) && !isPlainText(head));
  if (foreign !== undefined) return { problem: `it is ${foreign.name}` };
  const encoding = encodingOf(head);
  if (!encoding.startsWith('utf-16') && head.includes(0))
    return { problem: 'it is no text and no known binary format' };
  const text = new TextDecoder(encoding).decode(head).trimStart();
  if (text === '') return { problem: 'it holds nothing but blanks' };
  if (/^(?:<\?xml|<!DOCTYPE|<!--|<[A-Za-z])/.test(text)) return sniffXml(text);
  if (
    text.startsWith('{') ||
    (text.startsWith('[') && !/^\[[^\]\n"{[]*[A-Za-z][^\]\n"]*\][^,\n]*$/m.test(text.slice(0, 200)))
  )
    return { format: sniffJson(text) };
  if (/^SPDXVersion:/m.test(text.slice(0, 20_000))) return { format: 'spdx' };
  if (/^\s*lease\s+[\d.a-f:]+\s*\{/m.test(text)) return { format: 'dhcp' };
  return { format: 'csv' };
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
  return /xl\/|\[Content_Types\]\.xml|_rels\//.test(names)
    ? { format: 'xlsx' }
    : { problem: 'it is a ZIP archive that holds no workbook' };
}

function sniffXml(text: string): Sniffed {
  const root = /<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)[^>]*>/.exec(text);
  switch (root?.[1]) {
    case 'nmaprun':
      return { format: 'nmap', isXml: true };
    case 'NessusClientData_v2':
      return { format: 'nessus', isXml: true };
    case 'bom':
      return { format: 'cyclonedx', isXml: true };
    case 'Device':
    case 'Bundle':
      return { format: 'fhir', isXml: true };
    case 'html':
      return { problem: 'it is a web page' };
    default:
      return {
        problem: `it is XML of an unknown kind${root === null ? '' : ` (root element "${root[1]}")`}`,
      };
  }
}

function sniffJson(text: string): InventoryFormat {
  if (/"bomFormat"\s*:|"\$schema"\s*:\s*"[^"]*cyclonedx/i.test(text)) return 'cyclonedx';
  if (/"spdxVersion"\s*:|"spdxId"\s*:|"@context"\s*:\s*"[^"]*spdx/.test(text)) return 'spdx';
  if (/"resourceType"\s*:\s*"(?:Bundle|Device)"/.test(text)) return 'fhir';
  return isJsonLines(text) ? 'jsonl' : 'json';
}

/** A second line that opens an object, after a first that is more than a lone bracket. */
export function isJsonLines(text: string): boolean {
  const lines = text
    .slice(0, 200_000)
    .split(/\n/)
    .map((it) => it.trim())
    .filter((it) => it !== '');
  return lines.length > 1 && /^\{./.test(lines[0] as string) && (lines[1] as string).startsWith('{');
}
