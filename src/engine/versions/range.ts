import type { CpeMatch, Truth, VersionExpression } from '#engine/words';
import { compareVersions, readVersion, type Version } from './version.ts';

export interface Bound {
  readonly version: Version;
  readonly inclusive: boolean;
}

/** Which versions a source speaks of. Every kind answers three-valued: true, false, cannot be told. */
export type Range =
  | { readonly kind: 'all' }
  | { readonly kind: 'exact'; readonly version: Version }
  | { readonly kind: 'span'; readonly lower: Bound | null; readonly upper: Bound | null }
  | { readonly kind: 'any'; readonly of: readonly Range[] };

export interface Containment {
  readonly truth: Truth;
  /** A short sentence with the versions compared, e.g. "4.1.7 is before 4.2.1". */
  readonly because: string;
}

/** NVD's four bounds; without any of them, every version. A bound that is no version leaves the range undetermined. */
export function boundsRange(
  bounds: Pick<
    CpeMatch,
    'versionStartIncluding' | 'versionStartExcluding' | 'versionEndIncluding' | 'versionEndExcluding'
  >,
): Range {
  const lower = boundOf(bounds.versionStartIncluding, bounds.versionStartExcluding);
  const upper = boundOf(bounds.versionEndIncluding, bounds.versionEndExcluding);
  return lower === null && upper === null ? { kind: 'all' } : { kind: 'span', lower, upper };
}

function boundOf(including: string | undefined, excluding: string | undefined): Bound | null {
  const version = readVersion(including ?? excluding);
  return version === null ? null : { version, inclusive: including !== undefined };
}

/** Reads a range in whatever language it was written. Null: it cannot be parsed, so nothing can be told. */
export function readRange(text: string): Range | null {
  const plain = text.trim();
  if (/^(?:vers:all\/\*|\*|all(?: versions)?)$/i.test(plain)) return { kind: 'all' };
  const pieces = plain.split('|').map((it) => readPiece(it.trim()));
  const ranges = pieces.filter((it) => it !== null);
  if (ranges.length < pieces.length || ranges.length === 0) return null;
  const [first, second] = ranges;
  if (ranges.length === 2 && first?.kind === 'span' && second?.kind === 'span' && first.upper === null)
    return { kind: 'span', lower: first.lower, upper: second.upper };
  return ranges.length === 1 && first !== undefined ? first : { kind: 'any', of: ranges };
}

function readPiece(text: string): Range | null {
  const match = /^(<=|>=|<|>|=)?(.*)$/s.exec(text.replace(/^vers:[a-z]*\//i, ''));
  const version = readVersion(match?.[2]);
  if (version === null) return null;
  switch (match?.[1]) {
    case '<':
    case '<=':
      return { kind: 'span', lower: null, upper: { version, inclusive: match[1] === '<=' } };
    case '>':
    case '>=':
      return { kind: 'span', lower: { version, inclusive: match[1] === '>=' }, upper: null };
    default:
      return { kind: 'exact', version };
  }
}

/** The range an advisory's product entry speaks of. Null: it cannot be parsed, so nothing can be told. */
export function rangeOf(expression: VersionExpression): Range | null {
  switch (expression.kind) {
    case 'unstated':
      return { kind: 'all' };
    case 'exact':
    case 'range':
      return readRange(expression.text);
    case 'cve5':
      return null;
  }
}

/** Whether a version lies in a range. A version that is not known lies in "all versions" and nowhere else for sure. */
export function contains(range: Range, version: Version | null): Containment {
  if (range.kind === 'all') return { truth: true, because: 'all versions are named' };
  if (version === null) return { truth: null, because: 'the version is not known' };
  switch (range.kind) {
    case 'exact':
      return inExact(range.version, version);
    case 'span':
      return inSpan(range.lower, range.upper, version);
    case 'any':
      return anyContainment(range.of.map((it) => contains(it, version)));
  }
}

function inExact(named: Version, version: Version): Containment {
  const order = compareVersions(version, named);
  if (order === null) return cannotOrder(version, named);
  return order === 0
    ? { truth: true, because: `${version.text} is named` }
    : { truth: false, because: `${version.text} is not ${named.text}` };
}

function inSpan(lower: Bound | null, upper: Bound | null, version: Version): Containment {
  const above = lower === null ? null : aboveLower(lower, version);
  const below = upper === null ? null : belowUpper(upper, version);
  if (above?.truth === false) return above;
  if (below?.truth === false) return below;
  if (above?.truth === null) return above;
  return below ?? above ?? { truth: null, because: 'no bound is known' };
}

function aboveLower(lower: Bound, version: Version): Containment {
  const order = compareVersions(version, lower.version);
  if (order === null) return cannotOrder(version, lower.version);
  return bounded(order === 1 || (order === 0 && lower.inclusive), order, version, lower.version);
}

function belowUpper(upper: Bound, version: Version): Containment {
  const order = compareVersions(version, upper.version);
  if (order === null) return cannotOrder(version, upper.version);
  return bounded(order === -1 || (order === 0 && upper.inclusive), order, version, upper.version);
}

function bounded(truth: boolean, order: -1 | 0 | 1, version: Version, bound: Version): Containment {
  const relation = order === 0 ? 'equals' : order === -1 ? 'is before' : 'is after';
  return { truth, because: `${version.text} ${relation} ${bound.text}` };
}

function cannotOrder(version: Version, other: Version): Containment {
  return { truth: null, because: `${version.text} cannot be compared with ${other.text}` };
}

function anyContainment(all: readonly Containment[]): Containment {
  return (
    all.find((it) => it.truth === true) ??
    all.find((it) => it.truth === null) ?? {
      truth: false,
      because: all.map((it) => it.because).join(', '),
    }
  );
}
