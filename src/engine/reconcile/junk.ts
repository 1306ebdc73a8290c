import type { DeviceFields } from '#engine/words';

// What firmware, installers and people leave where a value should stand. Met in fusioninventory#3281 and GLPI#22597, and
// in the SMBIOS fields of unconfigured boards. All in capitals, letters and digits alone.

/** Says nothing, in whatever field. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'DEFAULTSTRING',
  'TOBEFILLEDBYOEM',
  'TOBEFILLED',
  'NOTSPECIFIED',
  'NOTAPPLICABLE',
  'NOTAVAILABLE',
  'NOTKNOWN',
  'UNKNOWN',
  'NULL',
  'NA',
  'NAN',
  'UNDEFINED',
  'TBD',
  'INVALID',
  'NOTSET',
  'MISSING',
  'NOTLEGIBLE',
  'UNREADABLE',
  'ILLEGIBLE',
]);

/** Names no unit and no product. Elsewhere these are words: a room "Test", a contract "None". */
const NAMES_NOTHING: ReadonlySet<string> = new Set([
  'SYSTEMSERIALNUMBER',
  'SYSTEMMANUFACTURER',
  'SYSTEMPRODUCTNAME',
  'SYSTEMVERSION',
  'NONE',
  'OEM',
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
  'SEELABEL',
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

/** In capitals, without anything but letters and digits. */
export function lettersAndDigits(text: string): string {
  const capitals = text.toUpperCase();
  return PLAIN.test(capitals) ? capitals : capitals.replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

const PLAIN = /^[A-Z\d]*$/;

/** Of letters and digits in capitals: a word that stands where a name or number should. */
export function isPlaceholder(code: string): boolean {
  return SAYS_NOTHING.has(code) || NAMES_NOTHING.has(code);
}

/** Of a serial number or asset tag, letters and digits in capitals: a word, one letter all along, or counted up from 1. */
export function isJunkCode(code: string): boolean {
  if (code === '' || isPlaceholder(code)) return true;
  const repeatsOneLetter = code[0] === code[code.length - 1] && code.replaceAll(code[0] as string, '') === '';
  return repeatsOneLetter || (code[0] === '1' && '12345678901234567890'.startsWith(code));
}

/** Of an id, letters and digits in capitals. A list may count from 0. */
export function isJunkId(code: string): boolean {
  return isPlaceholder(code) || /^00+$/.test(code);
}

/** All zero, all ones, of a group or shared by routers (VRRP, RFC 9568 §7.3; Cisco HSRP): names no interface. */
export function isJunkMac(digits: string): boolean {
  const isGroup = (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1;
  const isShared = digits.startsWith('00005e0001') || digits.startsWith('00000c07ac');
  return isGroup || isShared || /^0+$/.test(digits);
}

/** Loopback, link-local, unspecified and broadcast addresses are the same everywhere. */
export function isJunkIp(address: string): boolean {
  return /^(?:127\.|0\.|169\.254\.|255\.255\.255\.255|::1?$|fe80:)/.test(address);
}

const HOSTNAME_JUNK =
  /^(?:localhost|unknown|default|none|null|n\/?a|host|hostname|pc|desktop|printer|workstation|device)$/;

/** @param name in small letters, with or without its domain */
export function isJunkHostname(name: string): boolean {
  return HOSTNAME_JUNK.test(name.split('.')[0] ?? '');
}

/** The days that clocks and spreadsheets count from. */
const DAY_ZERO = /^(?:0001-01-01|1899-12-3[01]|1900-01-0[01]|1970-01-01)$/;

/** Why a value is none, so that it never rules over what another source says; null: it is a value. */
export function whyJunk(field: keyof DeviceFields, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return isJunk(field, value.trim()) ? SAY[kindOf(field)] : null;
}

type Kind = 'id' | 'name' | 'code' | 'mac' | 'ip' | 'hostname' | 'date' | 'words';

const KINDS: { readonly [Field in keyof DeviceFields]?: Kind } = {
  id: 'id',
  manufacturer: 'name',
  model: 'name',
  deviceType: 'name',
  version: 'name',
  os: 'name',
  osVersion: 'name',
  serial: 'code',
  assetTag: 'code',
  udi: 'name',
  ip: 'ip',
  ipv6: 'ip',
  mac: 'mac',
  hostname: 'hostname',
  fdaProductCode: 'name',
  installDate: 'date',
  warrantyEnd: 'date',
  endOfSale: 'date',
  eolDate: 'date',
  eosDate: 'date',
  contractEnd: 'date',
  lastPatchDate: 'date',
};

function kindOf(field: keyof DeviceFields): Kind {
  return KINDS[field] ?? 'words';
}

const SAY: Readonly<Record<Kind, string>> = {
  id: 'a placeholder that names nothing',
  name: 'a placeholder that names nothing',
  code: 'a placeholder that many devices carry',
  mac: 'an address that names no interface',
  ip: 'an address that is the same on every device',
  hostname: 'a name that many devices carry',
  date: 'the first day of a clock',
  words: 'a placeholder that says nothing',
};

function isJunk(field: keyof DeviceFields, text: string): boolean {
  const code = lettersAndDigits(text);
  if (code === '' || SAYS_NOTHING.has(code)) return true;
  switch (kindOf(field)) {
    case 'id':
      return isJunkId(code);
    case 'name':
      return NAMES_NOTHING.has(code);
    case 'code':
      return isJunkCode(code);
    case 'mac':
      return isJunkMac(code.toLowerCase());
    case 'ip':
      return isJunkIp(text.toLowerCase());
    case 'hostname':
      return isJunkHostname(text.toLowerCase());
    case 'date':
      return DAY_ZERO.test(text);
    case 'words':
      return false;
  }
}
