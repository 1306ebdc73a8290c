import { namesMonth, readNamedDate } from './date.ts';
import { withComparators } from './phrases.ts';
import type { Bound, Range } from './range.ts';
import { isDeclared } from './schemes/registry.ts';
import { saysOneVersion } from './one-version.ts';
import { readVers } from './vers.ts';
import { readVersion, type Version } from './version.ts';

/** Longer texts are prose, not version ranges. */
const RANGE_LENGTH_MAX = 2000;
const UNCLEAR_LENGTH_MAX = 80;

/**
 * Reads a range in whatever language it was written: vers, CSAF range strings, and what people write
 * ("All versions prior to 3.2", "2.x through 2.5 SP1", "<= U61 | <= L81"). Null: nothing in it can be read,
 * so nothing can be told.
 */
export function readRange(text: string): Range | null {
  const plain = text.trim();
  if (plain === '' || plain.length > RANGE_LENGTH_MAX) return null;
  if (/^vers:[a-z]/i.test(plain)) {
    const vers = readVers(plain);
    if (vers !== null && vers.scheme !== 'generic')
      return vers.kind === 'all' ? { kind: 'all' } : { kind: 'vers', vers };
    // "generic" has no order of its own; "vers:all/<V2.8.20" and "vers:intdot/>=1.0<2.0" are no vers, but plain enough.
    const [, scheme = '', inside] = /^vers:([a-z0-9.-]+)\/(.*)$/is.exec(plain) ?? [];
    const plainEnough = isDeclared(scheme.toLowerCase()) || /^(?:all|generic|unknown)$/i.test(scheme);
    return inside === undefined || !plainEnough ? null : readRange(decodePercent(inside));
  }
  const range = readSimple(plain) ?? readPlain(withIntervals(plain));
  return isClear(range) ? range : null;
}

/** "< 3.2", "4.0.1": most of what advisories say needs no search for phrases. */
function readSimple(text: string): Range | null {
  const [, comparator, words] = /^(<=?|>=?)?\s*v?(\d+(?:\.\d+)*)$/i.exec(text) ?? [];
  const version = readVersion(words);
  if (version === null) return null;
  if (comparator === undefined) return { kind: 'exact', version };
  const bound = boundAt(comparator, version, false);
  return comparator.startsWith('<')
    ? { kind: 'span', lower: null, upper: bound }
    : { kind: 'span', lower: bound, upper: null };
}

const INTERVAL = /([[(])([^()[\],]*),([^()[\],]*)([\])])/g;
const ONLY_INTERVALS = /^(?:[[(][^()[\],]*,[^()[\],]*[\])]\s*,?\s*)+$/;

/** "[7.1,7.3)" as comparators. "(7.1, 7.3)" may be an interval or a list, and stays unread. */
function withIntervals(text: string): string {
  if (!ONLY_INTERVALS.test(text)) return text;
  return text.replaceAll(INTERVAL, (whole, opens: string, from: string, to: string, closes: string) => {
    const [lower, upper] = [from.trim(), to.trim()];
    if (opens === '(' && closes === ')' && lower !== '' && upper !== '') return `unclear: ${whole} |`;
    const above = lower === '' ? '' : `${opens === '[' ? '>=' : '>'} ${lower}`;
    const below = upper === '' ? '' : `${closes === ']' ? '<=' : '<'} ${upper}`;
    return above + below === '' ? '* |' : `${above} ${below} |`;
  });
}

function decodePercent(text: string): string {
  return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function isClear(range: Range): boolean {
  if (range.kind === 'any') return range.of.some(isClear);
  return range.kind !== 'unclear';
}

function readPlain(text: string): Range {
  const { body, notes } = takeNotes(text);
  const bare = body.trim() === '' && notes.length > 0 ? (notes.shift() ?? '') : body;
  return withNotes(fold(splitPieces(withComparators(bare)).flatMap(readPiece)), notes);
}

// --- notes in brackets

/** Brackets that hold words are notes; numbers in brackets ("9.3(2)", "(Build 6221)") belong to the version. */
function takeNotes(text: string): { body: string; notes: string[] } {
  const notes: string[] = [];
  const body = text.replaceAll(/\(([^()]*(?:\([^()]*\)[^()]*)*)(?:\)|$)/g, (whole, inside: string) => {
    const isPart = /^\s*(?:(?:build|bld|rev|revision|release|sp|sr|r)?[ ._]*[\d.]*[a-z]?\d*)\s*$/i.test(
      inside,
    );
    const isRange =
      /^\s*(?:and|or)\s+(?:prior|earlier|below|lower|older|later|above|newer|higher|previous)/i.test(inside);
    if (isPart || isRange || /^(?:in|ex)clud/i.test(inside.trim())) return isRange ? ` ${inside} ` : whole;
    notes.push(inside.trim());
    return ' ';
  });
  return { body, notes };
}

const CONDITION =
  /\b(?:with|without|using|that|which|when|if|only|running|where|configured|installed|except|excluding|unless|having)\b|(?<!\b(?:all|any) )\bmodels?\b/i;
const OTHER_NAMING = /^(?:firmware|software|fw|sw|versions?|releases?)\b/i;
const COMPARES = /[<>≤≥]|\b(?:prior to|before|earlier|through|up to)\b/i;
const ONE_BRANCH = /^(\d[\w.]*\.x)\s+(?:series|branch|line|releases?|versions?)$/i;

function withNotes(range: Range, notes: readonly string[]): Range {
  return notes.reduce(withNote, range);
}

function withNote(range: Range, note: string): Range {
  const branch = ONE_BRANCH.exec(note)?.[1];
  if (branch !== undefined) return inOneBranch(range, branch);
  if (!CONDITION.test(note) && !COMPARES.test(note)) return range;
  if (!OTHER_NAMING.test(note)) return { kind: 'conditional', range, condition: note };
  const other = readPlain(note);
  return isClear(other) ? { kind: 'both-ways', of: [range, other] } : range;
}

/** "< 6.6 (6.x series)" says nothing about 5.x. */
function inOneBranch(range: Range, text: string): Range {
  const version = readBranch(text);
  if (version === null || range.kind !== 'span' || range.lower !== null) return range;
  const lower: Bound = { version, inclusive: true, branch: true };
  return { kind: 'both-ways', of: [range, { ...range, lower }] };
}

// --- pieces

/** Alternatives, split where no date and no version would be cut. */
function splitPieces(text: string): string[] {
  return text
    .replaceAll(/([a-z]{3,9}\.? \d{1,2}), (\d{4})/gi, '$1 $2')
    .replaceAll(/(\d+\.[\w.-]*),(?=v?\d+\.)/gi, '$1; ') // "7.1,7.2": no number has both a point and a comma
    .split(/[|;\n]|,(?!\d)|\s\/\s|\s(?:and|or|&)\s|^(?:and|or)\s/i)
    .map((it) => it.replaceAll(/\s+/g, ' ').trim())
    .filter((it) => it !== '' && !/^(?:and|or)$/i.test(it));
}

type Comparator = '<' | '<=' | '>' | '>=' | '=' | '!=';
type Item =
  | {
      readonly kind: 'bound';
      readonly comparator: Comparator;
      readonly text: string;
      readonly version: Version;
      readonly branch: boolean;
    }
  | { readonly kind: 'range'; readonly range: Range };

const GENERIC_WORDS =
  /^(?:(?:versions?|releases?|software|firmware|fw|sw|the|product|products|system|systems|device|devices|affected|any|all|of|is|are|=|:)\s+)+(?=\S)/i;
const DISTRIBUTION = /\b(?:distributed|shipped|manufactured|sold|produced|built|released|made)\b/i;

function readPiece(piece: string): Item[] {
  if (isEverything(piece)) return [{ kind: 'range', range: { kind: 'all' } }];
  const tokens = piece.split(/(<=|>=|!=|<|>|(?<![\w=])=)/);
  const subject = (tokens.shift() ?? '').trim();
  const items = readConstraints(tokens);
  if (tokens.length === 0) return readNamed(subject);
  const first = readSubject(subject, items[0]);
  return first === 'condition'
    ? [{ kind: 'range', range: unclear(piece) }]
    : [...(first === null ? [] : [first]), ...items];
}

const EVERYTHING =
  /^(?:\*|(?:all|any|every)(?: (?:known|current|supported|existing|released|firmware|software|product))*(?: (?:versions?|releases?|revisions?|models?))?|versions? all|all versions? of [\w .-]{1,40})$/i;

function isEverything(piece: string): boolean {
  return EVERYTHING.test(piece.trim());
}

function readConstraints(tokens: readonly string[]): Item[] {
  const items: Item[] = [];
  for (let at = 0; at + 1 < tokens.length; at += 2)
    items.push(readBound(tokens[at] as Comparator, (tokens[at + 1] ?? '').trim()));
  return items;
}

/** The words before a comparator: nothing, "all versions", a lower end ("A10 < A11"), or what must be asked ("NMC2 <= 6.9"). */
function readSubject(subject: string, next: Item | undefined): Item | 'condition' | null {
  const words = `${subject} x`.replace(GENERIC_WORDS, '').replace(/ ?x$/, '').trim();
  if (
    words === '' ||
    isEverything(words) ||
    /^(?:versions?|all|any|firmware|software|releases?)$/i.test(words)
  )
    return null;
  if (DISTRIBUTION.test(words) || next?.kind !== 'bound') return 'condition';
  const lower = readBound('>=', words);
  const [own, other] = [lower, next].map((it) => (it?.kind === 'bound' ? it.version.parts.series : null));
  const sameKind =
    own !== null && other !== null && (own === other || (own?.length === 1 && other?.length === 1));
  return sameKind && next.comparator.startsWith('<') && /\d/.test(words) ? lower : 'condition';
}

function readBound(comparator: Comparator, text: string): Item {
  const dated = readDated(comparator, text);
  if (dated !== null) return { kind: 'range', range: dated };
  const words = text.replace(GENERIC_WORDS, '').replace(/[.,]$/, '');
  const branch = readBranch(words);
  const version = branch ?? readNamedVersion(words);
  if (version === null) return { kind: 'range', range: unclear(`${comparator} ${text}`) };
  return { kind: 'bound', comparator, text, version, branch: branch !== null };
}

function readDated(comparator: Comparator, text: string): Range | null {
  const date = readNamedDate(text);
  if (date === null || comparator === '=' || comparator === '!=')
    return date !== null || namesMonth(text) ? unclear(text) : null;
  return { kind: 'dated', comparator, date };
}

/** "9.x", "12.2.x.x", "4.*", "2.3x", "c.0x" */
function readBranch(text: string): Version | null {
  const stem = /^(.*?\d)(?:(?:\.[x*])+|x)$/i.exec(text)?.[1];
  return stem === undefined ? null : readVersion(stem);
}

/** "7,8,9", "7.1~7.3", "7.1..7.3", "7.3-": several versions, or all up to one, in a way that nobody agreed on. */
const ODD_LIST = /^\d+(?:,\d+)+$|^-|[-~]$|\.\.|\d[~…]\s*v?\d/i;

/** Versions without a comparator: one, a list ("1.3.2 1.4.0 1.4.1"), a branch, letters from–to, or words. */
function readNamed(text: string): Item[] {
  const words = text.replace(GENERIC_WORDS, '').trim();
  const dotted = words.split(' ');
  if (dotted.length > 1 && dotted.every((it) => /^v?\d+(?:\.\d+)+$/i.test(it)))
    return dotted.flatMap(readNamed);
  const letters = /^(?:rev(?:ision)?\.? )?([a-z])-([a-z])$/i.exec(words);
  if (letters !== null) return [readBound('>=', letters[1] ?? ''), readBound('<=', letters[2] ?? '')];
  if (/^\S+\+$/.test(words)) return [readBound('>=', words.slice(0, -1))];
  if (ODD_LIST.test(words)) return [{ kind: 'range', range: unclear(words) }];
  const item = readBound('=', words);
  return [item.kind === 'bound' ? item : (readConditional(words) ?? item)];
}

/** "8.2 advanced reports", "6.x model 35700bax": a version and something else that must hold. */
function readConditional(words: string): Item | null {
  if (!saysOneVersion(words)) return null;
  const first = /^(v?[\d.]+(?:\.x)?) (.+)$/i.exec(words);
  const branch = first === null ? null : readBranch(first[1] ?? '');
  const version = first === null ? null : (branch ?? readVersion(first[1]));
  if (version === null) return null;
  const range: Range = { kind: branch === null ? 'exact' : 'branch', version };
  return { kind: 'range', range: { kind: 'conditional', range, condition: first?.[2] ?? '' } };
}

const NOT_A_VERSION = /^(?:cve-|ssa-|icsa-|http)|\b(?:edition|model|series|generation)\b/i;

/** A version may follow one word and hold a few known ones; more words are the name of something. */
function readNamedVersion(text: string): Version | null {
  if (NOT_A_VERSION.test(text) || /^[^\d ]+ [^\d]*[a-z]{2}[^\d]*\d/i.test(text)) return null;
  const version = readVersion(text);
  if (version === null) return null;
  const strange = version.parts.tail.filter((it) => it.kind === 'word' && !it.follows && it.text.length > 3);
  return strange.length > 0 && text.includes(' ') ? null : version;
}

// --- from pieces to one range

function fold(items: readonly Item[]): Range {
  const found: Range[] = [];
  const uppers: Bound[] = [];
  let lower: Bound | null = null;
  let afterUpper = false;
  for (const item of items) {
    if (item.kind === 'range') {
      found.push(item.range);
      // "1.0 to 1.9 excluding 1.5": an end that cannot be read is an end still.
      if (lower !== null && item.range.kind === 'unclear' && item.range.text.startsWith('<')) lower = null;
      continue;
    }
    const { comparator, version, branch } = item;
    if (comparator.startsWith('>')) {
      if (lower !== null) found.push({ kind: 'span', lower, upper: null });
      lower = boundAt(comparator, version, branch);
    } else if (comparator.startsWith('<')) {
      const upper = boundAt(comparator, version, branch);
      if (lower === null) uppers.push(upper);
      else found.push({ kind: 'span', lower, upper });
      lower = null;
    } else found.push(named(item, afterUpper));
    afterUpper = comparator === '<=' || (comparator === '=' && afterUpper);
  }
  if (lower !== null) found.push({ kind: 'span', lower, upper: null });
  const [upper] = uppers;
  if (uppers.length === 1 && upper !== undefined) found.unshift({ kind: 'span', lower: null, upper });
  else if (uppers.length > 1) found.unshift({ kind: 'branch-bounds', bounds: uppers });
  return oneOf(found);
}

function boundAt(comparator: string, version: Version, branch: boolean): Bound {
  return { version, inclusive: comparator.endsWith('='), branch, inWords: true };
}

function named(item: Item & { kind: 'bound' }, afterUpper: boolean): Range {
  if (item.comparator === '!=') return unclear(`not ${item.text}`);
  if (item.branch) return { kind: 'branch', version: item.version };
  const pair = rangePair(item.version.text);
  if (pair !== null)
    return { kind: 'conditional', range: pair, condition: `${item.version.text} being a span` };
  return { kind: afterUpper ? 'exact-or-earlier' : 'exact', version: item.version };
}

/** "1.0-1.5" may be one version or a span. */
function rangePair(text: string): Range | null {
  const [from, to, more] = text.split('-').map((it) => readVersion(it));
  if (from === undefined || from === null || to === undefined || to === null || more !== undefined)
    return null;
  if (
    !/^v?\d+(?:\.\d+)*-v?\d+(?:\.\d+)*$/i.test(text) ||
    dots(text.split('-')[0]) !== dots(text.split('-')[1])
  )
    return null;
  return from.key < to.key ? span(from, to) : null;
}

function span(from: Version, to: Version): Range {
  return {
    kind: 'span',
    lower: { version: from, inclusive: true, branch: false },
    upper: { version: to, inclusive: true, branch: false },
  };
}

const dots = (text: string | undefined): number => (text ?? '').split('.').length;

function oneOf(found: readonly Range[]): Range {
  const [only] = found;
  if (only === undefined) return unclear('');
  return found.length === 1 ? only : { kind: 'any', of: found };
}

function unclear(text: string): Range {
  return { kind: 'unclear', text: text.slice(0, UNCLEAR_LENGTH_MAX) };
}
