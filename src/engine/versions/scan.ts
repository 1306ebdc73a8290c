import { shapeOf, type Shape } from './shape.ts';

/**
 * Takes a version apart into what can be ordered: a run of numbers, then whatever follows it.
 * Lengths are bounded, so that a version field holding a whole document costs nothing.
 */

/** What may follow the numbers. Rank orders pre-releases: dev, alpha, beta, pre, rc. */
export type Part = (
  | { readonly kind: 'pre'; readonly rank: number }
  | { readonly kind: 'letter'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string; readonly follows: boolean }
) & {
  /** Behind a blank, a dash or the like, and not glued to what comes before. */
  readonly apart: boolean;
};

export interface Scanned {
  /** What stands before the first number: the "u" of U61, the "mx" of MX-V5.0.1.53; empty for most versions. */
  readonly series: string;
  /** Decimal digits without leading zeros ("" is zero), as many numbers as were written. */
  readonly head: readonly string[];
  readonly tail: readonly Part[];
  /**
   * A word stands inside the chain of numbers (1.000.HW01.3, 012U000040): it names a line of its own,
   * and numbers of different lines say nothing about each other.
   */
  readonly chained: boolean;
  /** Digits of the second number as it is written: two of 1.02; 0 where there is none. */
  readonly secondDigits: number;
  /** What else the numbers may be. */
  readonly shape: Shape;
}

/** The longest text read as a version; real ones stay under 80. */
export const VERSION_LENGTH_MAX = 200;
const DIGITS_MAX = 70;

const PRE_RELEASES: Readonly<Record<string, number>> = {
  dev: 0,
  snapshot: 0,
  nightly: 0,
  alpha: 1,
  beta: 2,
  milestone: 3,
  ea: 3,
  pre: 4,
  prerelease: 4,
  preview: 4,
  rc: 5,
  cr: 5,
};

/** Words that add nothing: 5.0-GA is 5.0. */
const RELEASE_WORDS: ReadonlySet<string> = new Set([
  'ga',
  'final',
  'release',
  'rtm',
  'gold',
  'stable',
  'lts',
]);

/** Words for something issued after the release; each spelling has one name. */
const LATER_WORDS: Readonly<Record<string, string>> = {
  sp: 'sp',
  servicepack: 'sp',
  sr: 'sr',
  su: 'su',
  mr: 'mr',
  cu: 'cu',
  ru: 'ru',
  qu: 'qu',
  fp: 'fp',
  featurepack: 'fp',
  fixpack: 'fixpack',
  hotfix: 'hotfix',
  hf: 'hotfix',
  hotfixrev: 'hotfix',
  patch: 'patch',
  patchlevel: 'patch',
  pl: 'patch',
  p: 'patch',
  build: 'build',
  bld: 'build',
  rev: 'rev',
  revision: 'rev',
  r: 'rev',
  update: 'update',
  upd: 'update',
  u: 'update',
  plus: 'plus',
};

/** Words that may stand between two numbers of one version: "5.4 Build 1.2". */
export const CONTINUING_WORDS: ReadonlySet<string> = new Set([
  ...Object.keys(PRE_RELEASES),
  ...RELEASE_WORDS,
  ...Object.keys(LATER_WORDS),
]);

const PHRASE = /(service|maintenance|cumulative|feature|patch|fix)[ _](pack|release|update|level)/g;

const PHRASES: Readonly<Record<string, string>> = {
  'service pack': 'sp',
  'service release': 'sr',
  'maintenance release': 'mr',
  'cumulative update': 'cu',
  'feature pack': 'fp',
  'patch level': 'patch',
  'fix pack': 'fixpack',
};

const ZERO = 48;
const NINE = 57;
const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const SEPARATORS = ' .-_+~/(),:#[]\'"\\=&';
const isSeparator = (char: string): boolean => SEPARATORS.includes(char);

/**
 * "8015 v9.1", "7320_3.1": the number of a model, then its version, which says nothing beside versions of other models or
 * of none. A year in front belongs to the version.
 */
const MODEL_IN_FRONT =
  /^(?!(?:19|20)\d\d\D)(\d{3,4})(?:[-_:/]|[-_:/\s]+(?:(?:software|firmware|sw|fw|rev|version|ver|v)[\s.:]*)*)(?=\d+\.\d)/;
/** "500 B.02", "653 MCE 3", "840 4-070" */
const MODEL_APART = /^(?!(?:19|20)\d\d\D)(\d{3,4})\s+(?:([a-z]+)[\s.-]*(?=\d)|(?=\d+-\d))/;

/** Null: no model stands in front. `length`: of what comes before the version. */
function modelInFront(text: string): { readonly series: string; readonly length: number } | null {
  const [whole, model = ''] = MODEL_IN_FRONT.exec(text) ?? [];
  if (whole !== undefined) return { series: model, length: whole.length };
  const [apart, number = '', word = ''] = MODEL_APART.exec(text) ?? [];
  if (apart === undefined || isKnownWord(word)) return null;
  return { series: number + word, length: apart.length };
}

/** Takes lower-case text apart. Null: it holds no number (a single letter counts: revision K) or no such thing. */
export function scan(lowerCase: string): Scanned | null {
  const text = shortenPhrases(lowerCase);
  if (text.length === 1 && isLetter(text.charCodeAt(0))) return lettered(text);
  const first = firstDigit(text);
  if (first === -1 || text.length > VERSION_LENGTH_MAX) return null;
  const model = first === 0 ? modelInFront(text) : null;
  const start = model?.length ?? first;
  const series = model === null ? seriesOf(text.slice(0, start)) : model.series;
  if (series === null) return null;
  const { head, end, secondDigits } = readHead(text, start);
  const rest = readTail(text, end, head.length);
  if (rest === null || head.some((it) => it.length > DIGITS_MAX)) return null;
  const shape = series === '' ? shapeOf(text.slice(start)) : null;
  return { series, head, secondDigits, shape, ...rest };
}

/** Revision K */
function lettered(text: string): Scanned {
  const tail: Part[] = [{ kind: 'letter', text, apart: false }];
  return { series: '', head: [], tail, chained: false, secondDigits: 0, shape: null };
}

function shortenPhrases(text: string): string {
  return text.replace(
    PHRASE,
    (whole, first: string, second: string) => PHRASES[`${first} ${second}`] ?? whole,
  );
}

function firstDigit(text: string): number {
  for (let i = 0; i < text.length; i++) if (isDigit(text.charCodeAt(i))) return i;
  return -1;
}

/** "mx-v" → "mx", "lpi " → "lpi"; null where it holds anything but letters and separators. */
function seriesOf(prefix: string): string | null {
  let letters = '';
  for (const char of prefix) {
    if (isLetter(char.charCodeAt(0))) letters += char;
    else if (isSeparator(char)) letters += ' ';
    else return null;
  }
  const words = letters.split(' ').filter((it) => it !== '');
  const last = words.at(-1);
  if (last === 'v' || last === 'ver' || last === 'version') words.pop();
  return words.join('-');
}

/** The separator after the first number is the version's "dot": 1.2.3, 1-02-08, 2021_1. */
function readHead(text: string, start: number): { head: string[]; end: number; secondDigits: number } {
  const head: string[] = [];
  let at = start;
  let dot = '';
  let secondDigits = 0;
  for (;;) {
    const end = endOfDigits(text, at);
    if (head.length === 1) secondDigits = end - at;
    head.push(withoutZeros(text, at, end));
    const next = text.charAt(end);
    if (dot === '') dot = dotOf(text, next);
    at = end + 1;
    const ends = next !== dot || dot === '' || !isDigit(text.charCodeAt(at));
    if (ends || endOfLineName(text, at) !== -1) return { head, end, secondDigits };
  }
}

function dotOf(text: string, next: string): string {
  if (next === '.') return '.';
  // 2.03-00 is release 00 of 2.03, and 3-5.1 is nothing known; but 1-02-08 has no other dot.
  return (next === '-' || next === '_') && !text.includes('.') ? next : '';
}

function endOfDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function endOfLetters(text: string, start: number): number {
  let at = start;
  while (isLetter(text.charCodeAt(at))) at++;
  return at;
}

function withoutZeros(text: string, start: number, end: number): string {
  let at = start;
  while (at < end && text.charCodeAt(at) === ZERO) at++;
  return text.slice(at, end);
}

function readTail(
  text: string,
  start: number,
  headLength: number,
): { tail: Part[]; chained: boolean } | null {
  const tail: Part[] = [];
  let chained = false;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const lineName = endOfLineName(text, at);
    const name = lineName === -1 ? endOfHash(text, at) : lineName;
    if (name !== -1) {
      tail.push({ kind: 'word', text: text.slice(at, name), follows: false, apart: standsApart(text, at) });
      chained ||= lineName !== -1;
      at = name;
    } else if (isDigit(code)) {
      const end = endOfDigits(text, at);
      if (end - at > DIGITS_MAX) return null;
      tail.push({ kind: 'number', text: withoutZeros(text, at, end), apart: standsApart(text, at) });
      at = end;
    } else if (isLetter(code)) {
      const end = endOfLetters(text, at);
      const part = wordPart(text, at, end);
      if (part !== null) {
        tail.push(part);
        chained ||= part.kind === 'word' && !part.follows && standsInChain(text, at, end, headLength);
      }
      at = end;
    } else if (text.charAt(at) === '~') {
      tail.push({ kind: 'pre', rank: 0, apart: true });
      at++;
    } else if (isSeparator(text.charAt(at))) at++;
    else return null;
  }
  return { tail, chained };
}

function wordPart(text: string, start: number, end: number): Part | null {
  const word = text.slice(start, end);
  const glued = isDigit(text.charCodeAt(start - 1));
  const apart = standsApart(text, start);
  const beforeDigit = isDigit(text.charCodeAt(end));
  if (word === 'v' && beforeDigit && !glued) return null;
  if (RELEASE_WORDS.has(word)) return null;
  if (Object.hasOwn(PRE_RELEASES, word)) return { kind: 'pre', rank: PRE_RELEASES[word] ?? 0, apart };
  // 2.4A, 1.0.2k and OpenSSL's 1.0.2za are later issues of the same number.
  if (glued && !beforeDigit && (word.length === 1 || (word.length === 2 && word.startsWith('z'))))
    return { kind: 'letter', text: word, apart };
  const later = Object.hasOwn(LATER_WORDS, word) ? LATER_WORDS[word] : undefined;
  const spelledOut = word.length > 1 || !glued || text.slice(0, start).includes('.');
  if (later !== undefined && beforeDigitOrSeparated(text, end) && spelledOut)
    return { kind: 'word', text: later, follows: true, apart };
  return { kind: 'word', text: word, follows: false, apart };
}

/** "1.2 (5)" and "1.2-5", but neither "1.2(5)" nor "1.2.b" nor "1.2b5". */
function standsApart(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (before === '(') return text.charAt(at - 2) === ' ';
  return before !== '.' && before !== ')' && isSeparator(before);
}

function beforeDigitOrSeparated(text: string, end: number): boolean {
  return end === text.length || isDigit(text.charCodeAt(end)) || isSeparator(text.charAt(end));
}

/**
 * In 1.000.HW01.3 and 1.000.00HW001.1 the third part names a hardware line: HW02 is not newer than HW01.
 * Returns where such a part ends, or −1 where none starts.
 */
function endOfLineName(text: string, start: number): number {
  if (text.charAt(start - 1) !== '.') return -1;
  const letters = endOfDigits(text, start);
  const digits = endOfLetters(text, letters);
  const end = endOfDigits(text, digits);
  const known = isKnownWord(text.slice(letters, digits));
  return digits - letters >= 2 && end > digits && text.charAt(end) === '.' && !known ? end : -1;
}

function isKnownWord(word: string): boolean {
  return RELEASE_WORDS.has(word) || Object.hasOwn(PRE_RELEASES, word) || Object.hasOwn(LATER_WORDS, word);
}

/** 012U000040 and 2.01.0.T.190521: the word stands between numbers as one of them. */
function standsInChain(text: string, start: number, end: number, headLength: number): boolean {
  // "4.x" may be any version of that branch.
  if (text.charAt(start - 1) === '.') return end < text.length || text.slice(start, end) === 'x';
  const gluedBothSides = isDigit(text.charCodeAt(start - 1)) && isDigit(text.charCodeAt(end));
  return gluedBothSides && headLength === 1;
}

/** A commit hash (1.4.2.0-9d9eff4) is a name, not a row of numbers. */
function endOfHash(text: string, start: number): number {
  if (start > 0 && !isSeparator(text.charAt(start - 1))) return -1;
  let at = start;
  let digits = 0;
  let changes = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = isDigit(code);
    if (!digit && !(code >= 97 && code <= 102)) break;
    if (digit) digits++;
    if (at > start && digit !== isDigit(text.charCodeAt(at - 1))) changes++;
  }
  const length = at - start;
  const ends = at === text.length || isSeparator(text.charAt(at));
  return ends && length >= 7 && digits > 0 && changes >= 2 ? at : -1;
}
