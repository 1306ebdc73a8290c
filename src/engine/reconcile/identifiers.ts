import type { DeviceFields } from '#engine/words';
import {
  isJunkCode,
  isJunkHostname,
  isJunkId,
  isJunkIp,
  isJunkMac,
  isPlaceholder,
  lettersAndDigits,
} from './junk.ts';

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

/** Comparable form of an explicit id; null: absent or a word that stands for none. A list may count from 0. */
export function idOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  return isJunkId(lettersAndDigits(text)) ? null : text.trim().toLowerCase() || null;
}

function codeOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const code = lettersAndDigits(text);
  return isJunkCode(code) ? null : code;
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
  return words === '' || isPlaceholder(words.toUpperCase().replaceAll(' ', '')) ? null : words;
}

/** A model's name without case and punctuation, words kept apart. */
export function modelKey(text: string | undefined): string | null {
  const words = (text ?? '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
  return words === '' || isPlaceholder(words.toUpperCase().replaceAll(' ', '')) ? null : words;
}

function macOf(text: string | undefined): string | null {
  const digits = text?.toLowerCase().replaceAll(/[^\da-f]/g, '') ?? '';
  return digits.length !== 12 || isJunkMac(digits) ? null : digits;
}

function hostnameOf(text: string | undefined): string | null {
  const name = text?.trim().toLowerCase() ?? '';
  if (name === '' || /^[\d.:]+$/.test(name)) return null;
  return isJunkHostname(name) ? null : name;
}

function ipOf(text: string | undefined): string | null {
  const address = text?.trim().toLowerCase() ?? '';
  return address === '' || isJunkIp(address) ? null : address;
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
