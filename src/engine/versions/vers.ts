import { VERSION_NOT_KNOWN } from './range.ts';
import type { Truth } from '#engine/words';
import { isDatetime } from './schemes/plain.ts';
import { compareByScheme, isDeclared } from './schemes/registry.ts';

/** A Version Range Specifier taken apart. Source: VERS specification, clause 5 (package-url/vers-spec). */
export interface VersReading {
  readonly kind: 'all' | 'none' | 'constraints';
  /** Lower case. Only the order of declared schemes is known. */
  readonly scheme: string;
  readonly constraints: readonly VersConstraint[];
}

export interface VersConstraint {
  readonly comparator: VersComparator;
  /** Percent-decoded. */
  readonly version: string;
}

const COMPARATORS = ['>=', '<=', '!=', '<', '>'] as const;
export type VersComparator = '=' | (typeof COMPARATORS)[number];

export type VersParse = { readonly vers: VersReading } | { readonly problem: string };

const VERS_LENGTH_MAX = 20_000;

/** Reads a canonical vers; anything else is refused with the reason. */
export function parseVers(text: string): VersParse {
  const problem = problemOf(text);
  if (problem !== null) return { problem };
  const vers = readVers(text);
  if (vers === null) return { problem: 'not a version range specifier' };
  if (!isSorted(vers)) return { problem: 'constraints are not sorted by version' };
  return { vers };
}

function problemOf(text: string): string | null {
  if (text.length > VERS_LENGTH_MAX) return 'too long';
  const found = /^vers:([^/]*)\/(.*)$/s.exec(text);
  if (found === null) return 'scheme "vers:" or type is missing';
  const [, type = '', constraints = ''] = found;
  if (/\s/.test(text)) return 'whitespace is not permitted';
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) return 'type must be lower-case letters, digits, "." and "-"';
  if (type === 'invalid') return 'type "invalid" is reserved';
  if (constraints === '') return 'constraints are missing';
  if (constraints.startsWith('|')) return 'leading pipe is not permitted';
  if (constraints.endsWith('|')) return 'trailing pipe is not permitted';
  if (constraints.includes('||')) return 'consecutive pipes are not permitted';
  if ((type === 'all' || type === 'none') && constraints !== '*') return `type "${type}" takes only "*"`;
  const parts = constraints.split('|');
  if (constraints !== '*' && parts.some((it) => it.includes('*'))) return 'an asterisk must stand alone';
  for (const part of parts) {
    const wrong = constraintProblem(part, type);
    if (wrong !== null) return wrong;
  }
  return null;
}

function constraintProblem(part: string, type: string): string | null {
  if (part === '*') return null;
  if (part.startsWith('=')) return 'equality is written without "="';
  const version = part.slice(comparatorOf(part).length);
  if (version === '') return 'version is missing';
  if (/[<>=!*]/.test(version)) return 'reserved characters in a version must be percent-encoded';
  if (/[^\x21-\x7e]/.test(version)) return 'only printable ASCII is permitted';
  if (/%(?![0-9a-f]{2})/i.test(version)) return 'invalid percent-encoding in version';
  if (/%(?:[a-f]|\d[a-f])/.test(version)) return 'percent-encoding in version is not canonical';
  if (/%(?:[01]\d|[01][A-F]|7F)/.test(version)) return 'control characters are not permitted';
  return type === 'datetime' ? datetimeProblem(version) : null;
}

function datetimeProblem(version: string): string | null {
  if (version.includes('%3A')) return 'datetime time colons must be unencoded';
  if (/[tz]/.test(version)) return 'datetime must use uppercase T and Z';
  return isDatetime(version) ? null : 'not an RFC 3339 timestamp';
}

function comparatorOf(part: string): '' | (typeof COMPARATORS)[number] {
  return COMPARATORS.find((it) => part.startsWith(it)) ?? '';
}

/** Reads a vers, canonical or not (blanks, upper-case type, any order). Null: it is none. */
export function readVers(text: string): VersReading | null {
  if (text.length > VERS_LENGTH_MAX) return null;
  const found = /^vers:([a-z][a-z0-9.-]*)\/(.+)$/is.exec(text.trim());
  if (found === null) return null;
  const scheme = (found[1] ?? '').toLowerCase();
  const body = (found[2] ?? '').replaceAll(/\s/g, '');
  if (scheme === 'none') return body === '*' ? { kind: 'none', scheme, constraints: [] } : null;
  if (body === '*') return { kind: 'all', scheme, constraints: [] };
  if (scheme === 'all' || scheme === 'invalid') return null;
  const constraints = body
    .split('|')
    .filter((it) => it !== '')
    .map(readConstraint);
  const read = constraints.filter((it) => it !== null);
  return read.length === 0 || read.length < constraints.length
    ? null
    : { kind: 'constraints', scheme, constraints: read };
}

function readConstraint(part: string): VersConstraint | null {
  const bare = part.replace(/^={1,2}/, '');
  const mark = comparatorOf(bare);
  const encoded = bare.slice(mark.length);
  if (encoded === '' || /[<>=!*]/.test(encoded) || /%(?![0-9a-f]{2})/i.test(encoded)) return null;
  const version = encoded.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { comparator: mark === '' ? '=' : mark, version };
}

function isSorted({ scheme, constraints }: VersReading): boolean {
  return constraints.every((it, index) => {
    const previous = constraints[index - 1];
    return previous === undefined || compareByScheme(scheme, previous.version, it.version) !== 1;
  });
}

/** The canonical form of a vers, or null: it is no vers, or cannot be sorted; see `formatVers()`. */
export function canonicalVers(text: string): string | null {
  const vers = readVers(text);
  return vers === null ? null : formatVers(vers);
}

/**
 * Writes the canonical form: constraints sorted by version, reserved characters encoded.
 * Null: the order of the scheme is not known, so its constraints cannot be sorted.
 */
export function formatVers(vers: VersReading): string | null {
  if (vers.kind !== 'constraints') return `vers:${vers.scheme}/*`;
  const sorted = sortedConstraints(vers);
  if (sorted === null) return null;
  const body = sorted.map(
    ({ comparator, version }) => (comparator === '=' ? '' : comparator) + encodeVersion(version),
  );
  return `vers:${vers.scheme}/${body.join('|')}`;
}

function encodeVersion(version: string): string {
  return version.replaceAll(
    /[<>=!*|%\s]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function sortedConstraints({ scheme, constraints }: VersReading): VersConstraint[] | null {
  if (constraints.length === 1) return [...constraints];
  if (constraints.some((it) => compareByScheme(scheme, it.version, it.version) === null)) return null;
  return constraints.toSorted((a, b) => compareByScheme(scheme, a.version, b.version) ?? 0);
}

/** Whether a version satisfies a vers; null: the order of its scheme is not known. */
export function containsVers(vers: VersReading, version: string | null): { truth: Truth; because: string } {
  if (vers.kind === 'all') return { truth: true, because: 'all versions are named' };
  if (vers.kind === 'none') return { truth: false, because: 'no version is named' };
  if (version === null) return { truth: null, because: VERSION_NOT_KNOWN };
  if (!isDeclared(vers.scheme))
    return { truth: null, because: `the order of "${vers.scheme}" versions is not known` };
  const sorted = sortedConstraints(vers);
  const orders = sorted?.map((it) => compareByScheme(vers.scheme, version, it.version)) ?? [null];
  if (sorted === null || orders.includes(null))
    return { truth: null, because: `${version} cannot be compared as a "${vers.scheme}" version` };
  const truth = isInside(sorted, orders);
  return { truth, because: `${version} is ${truth ? 'inside' : 'outside'} ${rangeText(sorted)}` };
}

/** The specification's containment check, on constraints sorted by version. */
function isInside(sorted: readonly VersConstraint[], orders: readonly (number | null)[]): boolean {
  const equal = sorted.filter((_, index) => orders[index] === 0).map((it) => it.comparator);
  if (equal.some((it) => it === '=' || it === '<=' || it === '>=')) return true;
  if (equal.includes('!=')) return false;
  // A version equal to an open end lies just outside of it.
  const ends = sorted
    .map((it, index) => ({ ...it, order: orders[index] || (it.comparator === '>' ? -1 : 1) }))
    .filter((it) => /^[<>]/.test(it.comparator));
  if (ends.length === 0) return sorted.every((it) => it.comparator === '!=');
  const below = ends.findLast((it) => it.order === 1);
  const above = ends.find((it) => it.order === -1);
  return below?.comparator.startsWith('>') === true || above?.comparator.startsWith('<') === true;
}

function rangeText(constraints: readonly VersConstraint[]): string {
  return constraints
    .map((it) => `${it.comparator === '=' ? '' : it.comparator}${it.version}`)
    .join(' | ')
    .slice(0, 200);
}
