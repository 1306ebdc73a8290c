import { allOf, anyOf, type Truth } from '#engine/words';
import { compareDates, type CalendarDate, dateText, readDateVersion } from './date.ts';
import { labelBetween } from './label.ts';
import { compareLone, countedAlong, loneDigits, mayBeSameAsLone, mayFollow } from './lone-number.ts';
import { sharedHead, startsWithHead } from './order.ts';
import { type Compare, orderTo, type Order, placedAt, type Ruler } from './place.ts';
import { VERSION_NOT_KNOWN, type Bound, type Range, type Statement } from './range.ts';
import { containsVers, type VersReading } from './vers.ts';
import { compareAcrossLetters, compareVersions, countAlike, readVersion, type Version } from './version.ts';

export interface Containment {
  /** Null: cannot be told. */
  readonly truth: Truth;
  /** A short sentence with the versions compared, e.g. "4.1.7 is before 4.2.1". */
  readonly because: string;
  /** The version belongs to another series than the one named, so that this statement is not about it. */
  readonly elsewhere?: boolean;
  /**
   * True only if two ways of counting follow each other: 12.1 is before 2019.1 if its maker began to count years later.
   * Enough to call a version affected, not to clear it.
   */
  readonly unsure?: true;
}

/**
 * Whether a version lies in a range. A version that is not known lies in "all versions" and nowhere else for sure; one
 * that counts otherwise than the versions named (a year, a build) is never outside.
 */
export function contains(range: Range, version: Version | null): Containment {
  if (range.kind === 'all') return { truth: true, because: 'all versions are named' };
  if (range.kind === 'conditional') return onCondition(contains(range.range, version), range.condition);
  if (range.kind === 'unclear')
    return { truth: null, because: `"${range.text}" does not say which versions` };
  if (range.kind === 'vers') return inVers(range.vers, version);
  if (range.kind === 'any' && range.of.some((it) => it.kind === 'all'))
    return contains({ kind: 'all' }, version);
  if (range.kind === 'cve5') return inStatements(range.statements, range.otherwise, version);
  if (version === null) return { truth: null, because: VERSION_NOT_KNOWN };
  switch (range.kind) {
    case 'exact':
      return inExact(range.version, version);
    case 'exact-or-earlier':
      return inExactOrEarlier(range.version, version);
    case 'branch':
      return inBranch(range.version, version);
    case 'span':
      return inSpan(range.lower, range.upper, version);
    case 'branch-bounds':
      return inBranchBounds(range.bounds, version);
    case 'dated':
      return inDated(range.comparator, range.date, version);
    case 'any':
      return anyOfContainments(range.of.map((it) => contains(it, version)));
    case 'both-ways':
      return agreement(range.of.map((it) => contains(it, version)));
  }
}

/** A declared scheme says how its versions are ordered, but not that a version which counts otherwise is one of them. */
function inVers(vers: VersReading, version: Version | null): Containment {
  const told = containsVers(vers, version?.text ?? null);
  if (version === null || told.truth === null || vers.kind !== 'constraints') return told;
  const named = vers.constraints.flatMap((it) => readVersion(it.version) ?? []);
  const [first] = named;
  if (first === undefined || named.some((it) => countAlike(it, version))) return told;
  return told.truth ? { ...told, unsure: true } : cannotOrder(version, first);
}

function onCondition(inside: Containment, condition: string): Containment {
  if (inside.truth === false) return inside;
  return { truth: null, because: `it depends on "${condition}", which the version does not tell` };
}

function inExact(named: Version, version: Version): Containment {
  const order = compareVersions(version, named);
  if (order === null) return cannotOrder(version, named);
  if (order === 0) return { truth: true, because: `${version.text} is among the versions named` };
  if (mayBeSame(version, named) || mayBeLone(version, named) || labelBetween(version, named) !== null)
    return { truth: null, because: `${version.text} and ${named.text} may be the same version` };
  if (looksLikeModelNumber(named) && version.text.includes('.'))
    return { truth: null, because: `${named.text} may be no version but a model number` };
  return { truth: false, because: `${version.text} is not among the versions named (${named.text})` };
}

function mayBeLone(version: Version, named: Version): boolean {
  return loneDigits(version) > 0 && mayBeSameAsLone(version, named);
}

/**
 * "5.2" in an advisory may well mean 5.2.1 too, and "5.2" in an inventory may be 5.2.1; so may "1.1.3" be the
 * "1.1.3 Build 10" of an advisory.
 */
function mayBeSame(a: Version, b: Version): boolean {
  if (a.parts.series === b.parts.series && isSameHead(a.parts.head, b.parts.head))
    return a.parts.tail.length === 0 || b.parts.tail.length === 0;
  const shared = sharedHead(a.parts.head, b.parts.head);
  const [shorter, longer] = [a.parts.head.length, b.parts.head.length].toSorted((x, y) => x - y);
  return shared > 0 && shared === shorter && shared !== longer;
}

function isSameHead(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && sharedHead(a, b) === a.length;
}

/** Advisories put "7900 MRI" and "24950" where versions belong. Years are versions. */
function looksLikeModelNumber({ parts: { head } }: Version): boolean {
  const [only, more] = head;
  return more === undefined && only !== undefined && only.length > 2 && !/^(?:19|20)\d\d$/.test(only);
}

function inExactOrEarlier(named: Version, version: Version): Containment {
  const order = orderTo(named, version);
  if (order === null) return cannotOrder(version, named);
  if (order === 0) return { truth: true, because: `${version.text} is among the versions named` };
  if (order === 1) return apart(false, order, version, named);
  return {
    truth: null,
    because: `${named.text} is named, but not whether ${version.text} before it is meant`,
  };
}

function inBranch(branch: Version, version: Version): Containment {
  const place = placeInBranch(branch, version);
  if (place === null) return cannotOrder(version, branch);
  if (place !== 0 && mayFollow(version, branch)) return anyOfBranch(version, branch);
  const word = place === 0 ? 'belongs to' : 'does not belong to';
  return { truth: place === 0, because: `${version.text} ${word} ${branch.text}.x` };
}

/** −1: older than the branch, 0: in it, 1: newer; null: of another series. */
function placeInBranch(branch: Version, version: Version, compare: Compare = compareVersions): Order {
  if (startsWithHead(version.parts.head, branch.parts.head))
    return version.parts.series === branch.parts.series ? 0 : null;
  return loneDigits(version) > 0 ? compareLone(version, branch, compare) : compare(version, branch);
}

function inSpan(lower: Bound | null, upper: Bound | null, written: Version): Containment {
  const named = versionsIn(lower, upper);
  const version = countedAlong(written, named);
  // ">= A1.5.3 | <= B1.2.4" itself says that B follows A.
  const compare = spansLetters(lower, upper) ? compareAcrossLetters : compareVersions;
  const ruler = { compare, named };
  const above = lower === null ? null : atBound(lower, version, ruler, 1);
  const below = upper === null ? null : atBound(upper, version, ruler, -1);
  if (above?.truth === false) return above;
  if (below?.truth === false) return below;
  if (above?.truth === null) return above;
  if (above?.unsure === true && below?.truth === true) return above;
  return below ?? above ?? { truth: true, because: 'all versions are named' };
}

function versionsIn(lower: Bound | null, upper: Bound | null): Version[] {
  if (lower === null) return upper === null ? [] : [upper.version];
  return upper === null ? [lower.version] : [lower.version, upper.version];
}

function spansLetters(lower: Bound | null, upper: Bound | null): boolean {
  const [from, to] = [lower?.version.parts.series, upper?.version.parts.series];
  return from?.length === 1 && to?.length === 1 && from < to;
}

/** `side` is the order a version inside the bound has to it: 1 above a lower bound, −1 below an upper one. */
function atBound(bound: Bound, version: Version, ruler: Ruler, side: 1 | -1): Containment {
  const told = atItsBound(bound, version, ruler, side);
  return side === 1 && told.truth === false && mayFollow(version, bound.version)
    ? anyOfBranch(version, bound.version)
    : told;
}

function atItsBound(bound: Bound, version: Version, ruler: Ruler, side: 1 | -1): Containment {
  const place = placedAt(bound.version, version, bound.branch ? placeInBranch : orderTo, ruler);
  if (place.order === null) return cannotOrder(version, bound.version);
  const told = bound.branch
    ? atBranchBound(bound, version, place.order, side)
    : atOneBound(bound, version, place.order, side);
  if (place.unsure !== true) return told;
  return told.truth === true ? { ...told, unsure: true } : cannotOrder(version, bound.version);
}

function atOneBound(bound: Bound, version: Version, order: -1 | 0 | 1, side: 1 | -1): Containment {
  if (order === 0) return atTheEdge(bound, version, side);
  if (order === 1 && side === -1 && mayReachInto(bound, version))
    return { truth: null, because: `${bound.version.text} may mean ${version.text} too` };
  // "up to 1.1.1f" and "1.1.1f-1": the second may be the first as somebody packed it.
  if (
    order === 1 &&
    side === -1 &&
    bound.inclusive &&
    labelBetween(version, bound.version)?.kind === 'number'
  )
    return { truth: null, because: `${version.text} may be the same version as ${bound.version.text}` };
  return apart(order === side, order, version, bound.version);
}

/** "4 and earlier", as people write, and 4.2. */
function mayReachInto({ version: bound, inclusive, inWords }: Bound, version: Version): boolean {
  const isWhole = inWords === true && inclusive && loneDigits(bound) > 0;
  return isWhole && version.parts.head.length > 1 && version.parts.head[0] === bound.parts.head[0];
}

function atBranchBound(bound: Bound, version: Version, place: -1 | 0 | 1, side: 1 | -1): Containment {
  if (place !== 0) return apart(place === side, place, version, bound.version);
  if (bound.inclusive) return { truth: true, because: `${version.text} belongs to ${bound.version.text}.x` };
  return { truth: null, because: `${bound.version.text}.x is named, but not where in it the range ends` };
}

function inBranchBounds(bounds: readonly Bound[], written: Version): Containment {
  const named = bounds.map((it) => it.version);
  const version = countedAlong(written, named);
  const ruler = { compare: compareVersions, named };
  const each = bounds.map((it) => atBound(it, version, ruler, -1));
  const any = anyOfContainments(each);
  if (any.truth !== true) return any;
  const own = bounds.findIndex((it) => isOwnBranch(it, bounds, version));
  const ownAnswer = own === -1 ? undefined : each[own];
  if (ownAnswer === undefined || ownAnswer.truth !== false) return any;
  // "< 19.0.1 | < 18.0.1" names the fix of each branch; "<= 4.1 | <= 3.2" may be two ways of counting.
  return bounds[own]?.inclusive === true
    ? { truth: null, because: `${ownAnswer.because}, yet within another bound` }
    : ownAnswer;
}

/** A version belongs to a bound's branch if they share the numbers by which that bound differs from the others. */
function isOwnBranch(bound: Bound, bounds: readonly Bound[], version: Version): boolean {
  const { head } = bound.version.parts;
  const others = bounds.filter((it) => it !== bound).map((it) => sharedHead(it.version.parts.head, head));
  return sharedHead(version.parts.head, head) > Math.max(...others);
}

function inDated(comparator: '<' | '<=' | '>' | '>=', date: CalendarDate, version: Version): Containment {
  const own = readDateVersion(version.text);
  const order = own === null ? null : compareDates(own, date);
  if (order === null)
    return { truth: null, because: `${version.text} cannot be compared with the date ${dateText(date)}` };
  const inside = order === 0 ? comparator.endsWith('=') : (order === -1) === comparator.startsWith('<');
  const word = order === 0 ? 'is' : order === -1 ? 'is before' : 'is after';
  return { truth: inside, because: `${version.text} ${word} ${dateText(date)}` };
}

/** Statements about other series do not speak of this version, unless there are no others. */
function anyOfContainments(all: readonly Containment[]): Containment {
  const own = all.filter((it) => it.elsewhere !== true);
  const speaking = own.length > 0 ? own : all;
  const truth = anyOf(speaking.map((it) => it.truth));
  if (truth !== false) {
    const telling = speaking.filter((it) => it.truth === truth);
    return telling.find((it) => it.unsure !== true) ?? telling[0] ?? { truth, because: '' };
  }
  const because = [...new Set(speaking.map((it) => it.because))].slice(0, 3).join(', ');
  return { truth, because };
}

function agreement(all: readonly Containment[]): Containment {
  const [first] = all;
  if (first !== undefined && all.every((it) => it.truth === first.truth))
    return all.find((it) => it.unsure === true) ?? first;
  return { truth: null, because: all.map((it) => it.because).join(', but ') };
}

/** CVE 5: the statements that cover the version; else the product's default status. */
function inStatements(
  statements: readonly Statement[],
  otherwise: Truth,
  version: Version | null,
): Containment {
  let unsure: Containment | null = null;
  let cleared: Containment | null = null;
  for (const it of statements) {
    const { truth: covered, ...words } = contains(it.range, version);
    const answer = { ...words, truth: allOf([covered, statusAt(it, version)]) };
    if (covered === true && answer.truth === true) return answer;
    const clears = covered === true && answer.truth === false;
    if (clears && words.unsure !== true) cleared ??= answer;
    else if (clears || answer.truth === null) unsure ??= { ...answer, truth: null };
  }
  if (cleared !== null && unsure === null) return cleared;
  if (unsure !== null) return unsure;
  if (statements.length === 0) return { truth: otherwise, because: 'no version is listed' };
  if (version === null) return { truth: null, because: VERSION_NOT_KNOWN };
  return { truth: otherwise, because: `${version.text} is in no range listed` };
}

function statusAt({ affected, changes }: Statement, version: Version | null): Truth {
  let status = affected;
  for (const { at, affected: next } of changes) {
    const { order, unsure } =
      at === null || version === null ? { order: null } : placedAt(at, version, orderTo);
    // What counts otherwise may be called affected by its numbers, but nothing else.
    const then = order === null ? null : order === -1 ? status : next;
    if ((order === null || (unsure === true && then !== true)) && next !== status) return null;
    if (order === -1 && next === true && at !== null && version !== null && mayFollow(version, at))
      return null;
    if (order === 0 || order === 1) status = next;
  }
  return status;
}

function apart(truth: boolean, order: -1 | 1, version: Version, bound: Version): Containment {
  return { truth, because: `${version.text} ${order === -1 ? 'is before' : 'is after'} ${bound.text}` };
}

/** "6.4 is the last version named", "4.2.1 is the first version after those named". */
function atTheEdge({ version: bound, inclusive }: Bound, version: Version, side: 1 | -1): Containment {
  const end = side === 1 ? ['first', 'last version before'] : ['last', 'first version after'];
  const place = inclusive ? `the ${end[0]} version named` : `the ${end[1]} those named`;
  const same = version.text === bound.text ? version.text : `${version.text}, the same as ${bound.text},`;
  return { truth: inclusive, because: `${same} is ${place}` };
}

function anyOfBranch(version: Version, other: Version): Containment {
  return {
    truth: null,
    because: `${version.text} may be any ${version.text}.x, before ${other.text} or after`,
  };
}

function cannotOrder(version: Version, other: Version): Containment {
  return {
    truth: null,
    because: `${version.text} cannot be compared with ${other.text}`,
    elsewhere: version.parts.series !== other.parts.series || !countAlike(version, other),
  };
}
