import { COUNTING, countingOf, LONG_DIGITS } from './counting.ts';
import { dayAsVersion, isDottedDay, isDottedMonth, readWrittenDay } from './date.ts';
import { differAsDecimals, readsAsDecimal } from './decimal.ts';
import { stemOf } from './label.ts';
import { saysOneVersion } from './one-version.ts';
import { compareNumbersOf, familyOf, keyBehind, keyOf } from './order.ts';
import { hasDottedShape } from './shape.ts';
import { scan, VERSION_LENGTH_MAX, type Scanned } from './scan.ts';

/** A version as somebody wrote it, taken apart. */
export interface Version {
  /** As written, without what people add: prefixes, notes, quotes. */
  readonly text: string;
  /** Order-preserving within its family; see `orderKey()`. */
  readonly key: string;
  /** See `familyOf()`. */
  readonly family: string;
  readonly parts: Scanned;
  /** The ways of counting it may belong to, as bits of `COUNTING`. */
  readonly counting: number;
  /** Where it is a lone number: it is known to be a version's first number; see `asMajor()`. */
  readonly isMajor?: true;
  /** "Build 900": where it is a lone number it counts the builds of a version, and any may have it. */
  readonly isBuild?: true;
}

/** "v1.2", "Ver. 4.2", "SW 012U000039", "Rev R2.1", "OS Build 19044.6809" */
const PREFIX =
  /^(?:version|vers?|software|firmware|release|rel|revision|rev|build|os build|swv|fwv|sw|fw|s\/w|f\/w|v)(?:[.:#=-]+[\s_]*|[\s_]+|(?=\d))(?=[a-z]?[-.]?\d|[a-z]{1,4}[- ]?v?\d|[a-z]$|v)/i;
const MORE_PREFIX =
  /^(?:os|sw|fw|software|firmware|version|ver)[\s._:]+(?=(?:version|ver|v|rev|revision|release|build)\b)/i;
const TRAILING_NOTE = /\s+[([{][^)\]}]*[)\]}]?\s*$/;
/** "(Build 6221)", "(SP1)" and "(beta)" belong to the version. */
const NUMERIC_NOTE =
  /^\s+[([{]\s*(?:(?:build|bld|rev|sp|service pack|sr|mr|hotfix|hf|patch|update|rc|alpha|beta|pre|dev|r)[\s.]*)?[\d.]*\s*[)\]}]?\s*$/i;

const REMARK = /\s-\s(?!(?:alpha|beta|rc|pre|dev)\b)\D*$/i;

const BUILD_NUMBER = /^\s*(?:build|bld)(?![a-z])/i;

/** Windows' `systeminfo` writes "10.0.17763 N/A Build 17763". */
const SYSTEMINFO = /\sN\/A Build \d+$/i;

/**
 * Reads a version as people write it ("v1.2", "Ver. 4.2", "SW 012U000039", "Rev R2.1", "6.3.1 (installed 03/2019)").
 * Null: blank, or it says nothing ("n/a", "unknown", "-"), or it is no version.
 */
export function readVersion(text: string | null | undefined): Version | null {
  if (text === null || text === undefined || text.length > 4 * VERSION_LENGTH_MAX) return null;
  const bare = isBare(text);
  if (!bare && !saysOneVersion(text)) return null;
  const plain = bare ? text : withoutAdditions(text);
  const day = readWrittenDay(plain);
  if (day === 'ambiguous') return null;
  const parts = scan(day === null ? plain.toLowerCase() : dayAsVersion(day));
  if (parts === null) return null;
  const key = keyOf(parts);
  const version = { text: plain, key, family: familyOf(key), parts, counting: countingOf(parts) };
  return !bare && BUILD_NUMBER.test(text) ? { ...version, isBuild: true, counting: COUNTING.long } : version;
}

/**
 * −1: a is older; 1: a is newer; null: the two cannot be ordered (different lettering series, different words, a year
 * beside a release, 1.02 beside 1.1).
 */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 | null {
  return countAlike(a, b) && !differAsDecimals(a.parts, b.parts) ? compareNumbersOf(a, b) : null;
}

/** Whether two versions may belong to one way of counting. */
export function countAlike(a: Version, b: Version): boolean {
  return (a.counting & b.counting) !== 0;
}

/** A lone number as the first number of a version, as "iOS 17" is. */
export function asMajor(version: Version): Version {
  return { ...version, isMajor: true };
}

/**
 * Key of a version without what may be a mere label, equal for versions that `labelBetween()` may find one, and for 1.02
 * and 1.2.
 */
export function stemKey({ key, parts }: Version): string {
  const stem = stemOf(parts);
  if (readsAsDecimal(stem)) return keyOf({ ...stem, secondDigits: 0 });
  return stem === parts ? key : keyOf(stem);
}

/** The key behind those of all versions that begin with a version's numbers. */
export function keyBehindBranch({ parts }: Version): string {
  return keyBehind(parts);
}

/** As `compareVersions()`, with lettered series in the order of the alphabet: A1.5.3 before B1.2.4. */
export function compareAcrossLetters(a: Version, b: Version): -1 | 0 | 1 | null {
  const [from, to] = [a.parts.series, b.parts.series];
  if (from.length !== 1 || to.length !== 1 || from === to) return compareVersions(a, b);
  return from < to ? -1 : 1;
}

/**
 * Order-preserving key of a version text; null where it is no version. Two keys may be compared as strings only if
 * `familyOf()` agrees; versions of different families may still compare by `compareVersions()`.
 */
export function orderKey(text: string): string | null {
  return dottedKey(text) ?? readVersion(text)?.key ?? null;
}

export interface OrderKeys {
  readonly key: string;
  /** See `stemKey()`. */
  readonly stem: string;
}

/** The order key of a version text together with its stem's; null where it is no version. */
export function orderKeys(text: string): OrderKeys | null {
  const dotted = dottedKey(text);
  if (dotted !== null) return { key: dotted, stem: dotted };
  const version = readVersion(text);
  return version === null ? null : { key: version.key, stem: stemKey(version) };
}

/** The key of "1.2.3" without taking it apart: nine in ten of NVD's 600,000 versions are of this kind. */
function dottedKey(text: string): string | null {
  let key = '';
  let zeros = '';
  let numbers = 0;
  let at = 0;
  for (;;) {
    const start = at;
    while (text.charCodeAt(at) === 48) at++;
    const significant = at;
    while (isDigitAt(text, at)) at++;
    if (at === start || at - significant > 9) return null;
    numbers++;
    if (numbers === 1 && at - significant >= LONG_DIGITS) return null; // it may count otherwise: a year, a build
    if (numbers === 2 && significant > start && at > significant) return null; // it may be a decimal: 1.02
    if (at === significant) zeros += '.0';
    else {
      key += `${zeros}.${at - significant}${text.slice(significant, at)}`;
      zeros = '';
    }
    if (at === text.length) break;
    if (text.charCodeAt(at) !== 46) return null;
    at++;
  }
  if (numbers > 60 || (numbers === 3 && isDottedDay(text)) || (numbers === 2 && isDottedMonth(text)))
    return null;
  if (numbers <= 4 && hasDottedShape(text)) return null;
  return key === '' ? 'n.0%' : `n${key}%`;
}

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

/** Starts with a digit and holds nothing that people add. */
function isBare(text: string): boolean {
  if (!isDigitAt(text, 0) || text.endsWith('-')) return false;
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at) | 32;
    const letter = code >= 97 && code <= 122;
    if (!letter && !isDigitAt(text, at) && !'.-_~'.includes(text.charAt(at))) return false;
  }
  return true;
}

function withoutAdditions(text: string): string {
  let plain = text.replaceAll(/\s+/g, ' ').trim();
  plain = plain.split(';', 1)[0] ?? '';
  plain = plain.replaceAll(/^["'`“”‘’]+|["'`“”‘’]+$/g, '').trim();
  const note = TRAILING_NOTE.exec(plain);
  if (note !== null && note.index > 0 && !NUMERIC_NOTE.test(note[0])) plain = plain.slice(0, note.index);
  plain = plain.replace(SYSTEMINFO, '').replace(REMARK, '').replace(/^_+/, '').replace(MORE_PREFIX, '');
  return joinedNumbers(plain.replace(PREFIX, '').replace(PREFIX, '').trim());
}

/** "3,2" and "3. 2" are 3.2 as a spreadsheet or a hand writes it. */
function joinedNumbers(text: string): string {
  const spaced = text.replaceAll(/(?<=\d)(?: \. ?|\. )(?=\d)/g, '.');
  return /^[^\d,.]*\d+(?:,\d+)+$/.test(spaced) ? spaced.replaceAll(',', '.') : spaced;
}
