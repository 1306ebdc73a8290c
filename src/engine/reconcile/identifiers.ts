import type { DeviceFields } from '#engine/words';

/**
 * What can tell one physical unit from another, strongest first. Those from `serial-alone` on are weak: they change
 * hands (addresses), repeat (host names) or lack the maker that makes them unique.
 */
export const IDENTIFIER_KINDS = [
  'id',
  'serial',
  'udi',
  'asset-tag',
  'mac',
  'serial-alone',
  'hostname',
  'ip',
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export function isWeak(kind: IdentifierKind): boolean {
  return kind === 'serial-alone' || kind === 'hostname' || kind === 'ip';
}

/** The identifiers of one observation in comparable form; null: absent, or junk that identifies nothing. */
export interface Identity {
  readonly id: string | null;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** Only a UDI that carries a serial number names a unit; without one it names a model. */
  readonly udi: string | null;
  readonly assetTag: string | null;
  readonly mac: string | null;
  readonly hostname: string | null;
  readonly ip: string | null;
}

/** Reads identities; makers and models repeat, so each is worked out once. */
export function createIdentityReader(): (fields: DeviceFields) => Identity {
  const maker = remembering(makerKey);
  const model = remembering(modelKey);
  return (fields) => ({
    id: idOf(fields.id),
    maker: maker(fields.manufacturer),
    model: model(fields.model),
    serial: codeOf(fields.serial),
    udi: udiWithSerial(fields.udi),
    assetTag: codeOf(fields.assetTag),
    mac: macOf(fields.mac),
    hostname: hostnameOf(fields.hostname),
    ip: ipOf(fields.ip),
  });
}

type KeyReader = (text: string | undefined) => string | null;

function remembering(read: KeyReader): KeyReader {
  const known = new Map<string, string | null>();
  return (text) => {
    if (text === undefined) return null;
    const before = known.get(text);
    if (before !== undefined) return before;
    const key = read(text);
    known.set(text, key);
    return key;
  };
}

/** The text under which observations meet, or null where this kind says nothing. */
export function keyOf(kind: IdentifierKind, it: Identity): string | null {
  switch (kind) {
    case 'id':
      return it.id;
    case 'serial':
      return it.serial === null || it.maker === null ? null : `${it.maker} ${it.serial}`;
    case 'udi':
      return it.udi;
    case 'asset-tag':
      return it.assetTag;
    case 'mac':
      return it.mac;
    case 'serial-alone':
      return it.serial !== null && it.serial.length >= SERIAL_ALONE_CHARS_MIN ? it.serial : null;
    case 'hostname':
      return it.hostname?.split('.')[0] ?? null;
    case 'ip':
      return it.ip;
  }
}

/** All that identifies a unit, as the index of identifiers holds it. */
export function identifiersOf(it: Identity): { readonly kind: IdentifierKind; readonly key: string }[] {
  return IDENTIFIER_KINDS.flatMap((kind) => {
    const key = keyOf(kind, it);
    return key === null ? [] : [{ kind, key }];
  });
}

/** Short numbers repeat between makers. */
const SERIAL_ALONE_CHARS_MIN = 5;

// What firmware, installers and people leave where an identifier should stand. Met in fusioninventory#3281 and
// GLPI#22597, and in the SMBIOS fields of unconfigured boards.
const JUNK: ReadonlySet<string> = new Set([
  'DEFAULTSTRING',
  'TOBEFILLEDBYOEM',
  'TOBEFILLED',
  'SYSTEMSERIALNUMBER',
  'SYSTEMMANUFACTURER',
  'SYSTEMPRODUCTNAME',
  'NOTSPECIFIED',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'UNKNOWN',
  'NONE',
  'NULL',
  'NA',
  'NAN',
  'UNDEFINED',
  'OEM',
  'TBD',
  'INVALID',
  'EMPTY',
  'SERIAL',
  'SERIALNUMBER',
  'ASSETTAG',
  'NOASSETTAG',
  'NOASSETINFORMATION',
  'CHASSISSERIALNUMBER',
  'BASEBOARDSERIALNUMBER',
  'EVAL',
  'TEST',
  'NOTSET',
  'MISSING',
  'SEELABEL',
  'NOTLEGIBLE',
  'UNREADABLE',
  'ILLEGIBLE',
  'PENDING',
  'VARIOUS',
  'MULTIPLE',
  'NOSERIAL',
  'NOSN',
  'NOTAG',
  'DEFAULT',
  'XX',
  'TEMP',
  'GENERIC',
]);

function isJunk(code: string): boolean {
  if (code === '' || JUNK.has(code)) return true;
  const repeatsOneLetter = code[0] === code[code.length - 1] && code.replaceAll(code[0] as string, '') === '';
  return repeatsOneLetter || (code[0] === '1' && '12345678901234567890'.startsWith(code));
}

/** Comparable form of an explicit id; null: absent or a word that stands for none. A list may count from 0. */
export function idOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const code = lettersAndDigits(text);
  return JUNK.has(code) || (code[0] === '0' && /^00+$/.test(code)) ? null : text.trim().toLowerCase() || null;
}

function codeOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const code = lettersAndDigits(text);
  return isJunk(code) ? null : code;
}

const PLAIN = /^[A-Z\d]*$/;

/** In capitals, without anything else. */
function lettersAndDigits(text: string): string {
  const capitals = text.toUpperCase();
  return PLAIN.test(capitals) ? capitals : capitals.replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

const LEGAL_FORMS =
  /\b(?:incorporated|inc|llc|ltd|limited|gmbh|co|corp|corporation|company|ag|sa|sas|bv|nv|kg|kgaa|plc|pty|ab|oy|srl|spa|se|the|and)\b/g;

/** A maker's name without legal form, case and punctuation. */
export function makerKey(text: string | undefined): string | null {
  const words = (text ?? '')
    .toLowerCase()
    .replaceAll('.', '')
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .replaceAll(LEGAL_FORMS, ' ')
    .trim()
    .replaceAll(/ +/g, ' ');
  return words === '' || JUNK.has(words.toUpperCase().replaceAll(' ', '')) ? null : words;
}

/** A model's name without case and punctuation, words kept apart. */
export function modelKey(text: string | undefined): string | null {
  const words = (text ?? '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
  return words === '' || JUNK.has(words.toUpperCase().replaceAll(' ', '')) ? null : words;
}

/** All zero, all ones and group addresses name no interface. */
function macOf(text: string | undefined): string | null {
  const digits = text?.toLowerCase().replaceAll(/[^\da-f]/g, '') ?? '';
  if (digits.length !== 12 || /^(?:0+|f+)$/.test(digits)) return null;
  const isGroup = (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1;
  // VRRP and HSRP routers share these (RFC 9568 §7.3, Cisco HSRP).
  const isShared = digits.startsWith('00005e0001') || digits.startsWith('00000c07ac');
  return isGroup || isShared ? null : digits;
}

const HOSTNAME_JUNK =
  /^(?:localhost|unknown|default|none|null|n\/?a|host|hostname|pc|desktop|printer|workstation|device)$/;

function hostnameOf(text: string | undefined): string | null {
  const name = text?.trim().toLowerCase() ?? '';
  if (name === '' || /^[\d.:]+$/.test(name)) return null;
  return HOSTNAME_JUNK.test(name.split('.')[0] ?? '') ? null : name;
}

/** Loopback, link-local, unspecified and broadcast addresses are the same everywhere. */
function ipOf(text: string | undefined): string | null {
  const address = text?.trim().toLowerCase() ?? '';
  return address === '' || /^(?:127\.|0\.|169\.254\.|255\.255\.255\.255|::1?$|fe80:)/.test(address)
    ? null
    : address;
}

/** Application identifiers of fixed length that may stand before the serial number. Source: GS1 General Specifications. */
const FIXED_LENGTHS: Readonly<Record<string, number>> = { '01': 14, '11': 6, '13': 6, '15': 6, '17': 6 };

/** A UDI that names one unit (GS1 with a serial number), in one form for all ways of writing it; else null. */
function udiWithSerial(text: string | undefined): string | null {
  if (text === undefined) return null;
  const trimmed = text.trim().toUpperCase();
  const bracketed = /^\(01\)(\d{14}).*\(21\)([^(]+)/.exec(trimmed);
  if (bracketed !== null) return unitOf(bracketed[1], bracketed[2]);
  let at = 0;
  let product: string | undefined;
  while (at < trimmed.length) {
    const identifier = trimmed.slice(at, at + 2);
    at += 2;
    const length = FIXED_LENGTHS[identifier];
    const ends = length === undefined ? trimmed.indexOf('\u001d', at) : at + length;
    const value = trimmed.slice(at, ends === -1 ? undefined : ends);
    if (identifier === '01') product = value;
    else if (identifier === '21') return unitOf(product, value);
    else if (length === undefined && identifier !== '10') return null;
    if (ends === -1) return null;
    at = length === undefined ? ends + 1 : ends;
  }
  return null;
}

function unitOf(product: string | undefined, serial: string | undefined): string | null {
  const code = codeOf(serial);
  return product === undefined || !/^\d{14}$/.test(product) || code === null ? null : `${product} ${code}`;
}
