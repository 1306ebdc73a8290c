import {
  type CpeMatch,
  type Cve5Status,
  type Cve5Version,
  type Truth,
  unreachable,
  type VersionExpression,
} from '#engine/words';
import type { Bound, Range, Statement } from './range.ts';
import { readRange } from './range-text.ts';
import { readVersion, type Version } from './version.ts';

type CpeBounds = Pick<
  CpeMatch,
  'versionStartIncluding' | 'versionStartExcluding' | 'versionEndIncluding' | 'versionEndExcluding'
>;

/** NVD's four bounds; without any of them, every version. A bound that is no version leaves the range undetermined. */
export function boundsRange(bounds: CpeBounds): Range {
  const { versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding } = bounds;
  const lower = boundOf(versionStartIncluding, versionStartExcluding);
  const upper = boundOf(versionEndIncluding, versionEndExcluding);
  return spanOf(lower, upper) ?? { kind: 'unclear', text: Object.values(bounds).join(' … ') };
}

/** From two ends: undefined where one is not stated. Null: one is stated, but no version. */
export function spanOf(lower: Bound | null | undefined, upper: Bound | null | undefined): Range | null {
  if (lower === undefined && upper === undefined) return { kind: 'all' };
  if (lower === null || upper === null) return null;
  return { kind: 'span', lower: lower ?? null, upper: upper ?? null };
}

/** Null: it is no version. */
export function boundAt(version: Version | null, inclusive: boolean): Bound | null {
  return version === null ? null : { version, inclusive, branch: false };
}

/** Undefined: not stated; null: stated, but no version. */
function boundOf(including: string | undefined, excluding: string | undefined): Bound | null | undefined {
  const text = including ?? excluding;
  if (text === undefined) return undefined;
  return boundAt(readVersion(text), including !== undefined);
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
      return {
        kind: 'cve5',
        statements: expression.entries.map((it) => statementOf(it, expression.scheme)),
        otherwise: otherwiseOf(expression.defaultStatus, expression.entries),
      };
    default:
      return unreachable(expression);
  }
}

/** "unknown" is the schema's default for what is not listed. Source: CVE record format, `defaultStatus`. */
function truthOfStatus(status: Cve5Status): Truth {
  return status === 'unknown' ? null : status === 'affected';
}

/**
 * A record that lists affected versions and nothing else, with "affected" as the default, contradicts itself: the list
 * would say nothing. What it says of versions outside the list cannot be told.
 */
function otherwiseOf(status: Cve5Status, entries: readonly Cve5Version[]): Truth {
  const listsOnlyAffected =
    entries.length > 0 && entries.every((it) => it.status === 'affected' && it.changes.length === 0);
  return status === 'affected' && listsOnlyAffected ? null : truthOfStatus(status);
}

function statementOf(entry: Cve5Version, scheme: string | null): Statement {
  return {
    range: cve5Range(entry, entry.scheme ?? scheme),
    affected: truthOfStatus(entry.status),
    changes: entry.changes.map((it) => ({ at: readVersion(it.at), affected: truthOfStatus(it.status) })),
  };
}

const NO_LOWER_END = /^(?:0|0\.0|0\.0\.0|\*|-|n\/?a|unspecified|all|any)?$/i;

function cve5Range(entry: Cve5Version, scheme: string | null): Range {
  const { version, lessThan, lessThanOrEqual } = entry;
  const unclear: Range = {
    kind: 'unclear',
    text: [version, lessThan ?? lessThanOrEqual].filter(Boolean).join(' … '),
  };
  // Commits have no order.
  if (scheme?.toLowerCase() === 'git') return unclear;
  const end = lessThan ?? lessThanOrEqual;
  if (end === null) return version === '*' ? { kind: 'all' } : (readRange(version) ?? unclear);
  const lower = NO_LOWER_END.test(version.trim()) ? undefined : boundOf(version, undefined);
  const upper = end === '*' ? undefined : endOf(end, lessThan === null);
  return spanOf(lower, upper) ?? unclear;
}

/** "2.*" as an end means the whole of 2, whether "less than" or "less than or equal". */
function endOf(text: string, inclusive: boolean): Bound | null {
  const branch = text.endsWith('.*') || text.endsWith('.x');
  const version = readVersion(branch ? text.slice(0, -2) : text);
  return version === null
    ? null
    : { version, inclusive: inclusive || text.endsWith('.*'), branch, inWords: true };
}
