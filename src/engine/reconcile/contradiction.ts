import { type Identity, IDENTIFIER_KINDS, type IdentifierKind, isWeak } from './identifiers.ts';

/** One observation with what identifies it. */
export interface Sighting {
  readonly file: string;
  readonly identity: Identity;
}

const STRENGTH = new Map(IDENTIFIER_KINDS.map((kind, index) => [kind, index] as const));

function outranks(kind: IdentifierKind, other: IdentifierKind): boolean {
  return (STRENGTH.get(kind) ?? 0) < (STRENGTH.get(other) ?? 0);
}

/**
 * Why two observations that share an identifier of that kind are still not one device; null: nothing speaks against.
 * An identifier is overruled only by a stronger one that differs.
 */
export function contradictionBetween(a: Sighting, b: Sighting, shared: IdentifierKind): string | null {
  const [x, y] = [a.identity, b.identity];
  if (shared === 'id') return differentProducts(x, y) ?? (a.file === b.file ? differentNumbers(x, y) : null);
  if (a.file === b.file && differ(x.id, y.id))
    return `${a.file} lists them under the ids ${x.id} and ${y.id}`;
  if (outranks('serial', shared) && shared !== 'serial-alone' && differ(x.serial, y.serial))
    return `serial numbers ${x.serial} and ${y.serial} differ`;
  if (outranks('udi', shared) && differ(x.udi, y.udi))
    return `device identifiers ${x.udi} and ${y.udi} differ`;
  if (outranks('asset-tag', shared) && differ(x.assetTag, y.assetTag))
    return `asset tags ${x.assetTag} and ${y.assetTag} differ`;
  return isWeak(shared) ? contradictionAgainstWeak(x, y, shared) : null;
}

function contradictionAgainstWeak(x: Identity, y: Identity, shared: IdentifierKind): string | null {
  if (differ(x.mac, y.mac)) return `MAC addresses ${x.mac} and ${y.mac} differ`;
  if (shared !== 'serial-alone' && differ(hostOf(x), hostOf(y)))
    return `host names ${x.hostname} and ${y.hostname} differ`;
  if (shared === 'hostname' && qualified(x) && qualified(y) && differ(x.hostname, y.hostname))
    return `host names ${x.hostname} and ${y.hostname} differ`;
  if (shared === 'serial-alone' && differ(x.maker, y.maker))
    return `makers "${x.maker}" and "${y.maker}" differ`;
  if (x.model !== null && y.model !== null && !shareWord(x.model, y.model))
    return `models "${x.model}" and "${y.model}" differ`;
  return null;
}

/** Two systems may number their devices alike, and a list may give a number twice: on unlike products it is no identity. */
function differentProducts(x: Identity, y: Identity): string | null {
  if (x.maker === null || y.maker === null || x.model === null || y.model === null) return null;
  return shareWord(x.maker, y.maker) || shareWord(x.model, y.model)
    ? null
    : `one is "${x.maker} ${x.model}", the other "${y.maker} ${y.model}"`;
}

/** One list that gives a number twice, on "Alaris 8015" and "Alaris 8110", means two devices. */
function differentNumbers(x: Identity, y: Identity): string | null {
  const numbersIn = (model: string) => model.split(' ').filter((it) => /\d/.test(it));
  if (x.model === null || y.model === null || shareDigits(x.model, y.model)) return null;
  const both = [x.model, y.model].every((it) => numbersIn(it).length > 0);
  return both ? `one is "${x.model}", the other "${y.model}"` : null;
}

function shareDigits(a: string, b: string): boolean {
  const digitsIn = (text: string): string[] => text.match(/\d+/g) ?? [];
  return digitsIn(a).some((it) => digitsIn(b).includes(it));
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function hostOf(it: Identity): string | null {
  return it.hostname?.split('.')[0] ?? null;
}

function qualified(it: Identity): boolean {
  return it.hostname?.includes('.') ?? false;
}

/** Also true when one name runs together what the other sets apart ("mx40", "mx 40"). */
function shareWord(a: string, b: string): boolean {
  const words = new Set(a.split(' '));
  return b.split(' ').some((it) => words.has(it)) || a.replaceAll(' ', '') === b.replaceAll(' ', '');
}
