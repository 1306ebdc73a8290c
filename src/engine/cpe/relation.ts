import { ATTRIBUTES, type Cpe } from './name.ts';
import { ANY, type CpeValue, NA, quoteValue } from './value.ts';

/** How a source name relates to a target: `superset` means that the source covers the target. Source: NISTIR 7696. */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined';

/** The relation of two names, from the relations of their attributes (NISTIR 7696 §6.2, table 6-3). */
export function cpeRelation(source: Cpe, target: Cpe): CpeRelation {
  const relations = ATTRIBUTES.map((it) => valueRelation(source[it], target[it]));
  if (relations.includes('disjoint')) return 'disjoint';
  if (relations.includes('undefined')) return 'undefined';
  const covers = relations.includes('superset');
  const covered = relations.includes('subset');
  if (covers && covered) return 'undefined';
  if (covers) return 'superset';
  return covered ? 'subset' : 'equal';
}

/** The relation of two attribute values (NISTIR 7696 §6.1, table 6-2). */
function valueRelation(source: CpeValue, target: CpeValue): CpeRelation {
  const [from, to] = [source.toLowerCase(), target.toLowerCase()];
  const [quotedFrom, quotedTo] = [quoteValue(from), quoteValue(to)];
  if (to !== ANY && hasWildcard(quotedTo)) return 'undefined';
  if (from === to) return 'equal';
  if (from === ANY) return 'superset';
  if (to === ANY) return 'subset';
  if (from === NA || to === NA) return 'disjoint';
  return covers(quotedFrom, quotedTo) ? 'superset' : 'disjoint';
}

/**
 * Two patterns cannot be compared. As in NIST's reference implementation, a value with any quoted character is
 * taken literally even if it ends in a wildcard.
 */
function hasWildcard(quoted: string): boolean {
  return /[*?]/.test(quoted) && !quoted.includes('\\');
}

/** Whether a source value, perhaps with wildcards at its ends, matches the target. `?` stands for at most one character. */
function covers(source: string, target: string): boolean {
  const { body, before, after } = trimWildcards(source);
  for (let at = target.indexOf(body); at !== -1; at = target.indexOf(body, at + 1)) {
    if (lengthUnquoted(target.slice(0, at)) > before) return false;
    if (lengthUnquoted(target.slice(at + body.length)) <= after) return true;
  }
  return false;
}

function trimWildcards(source: string): { body: string; before: number; after: number } {
  const leading = /^(?:\*|\?*)/.exec(source)?.[0] ?? '';
  const rest = source.slice(leading.length);
  const trailing = /^(?:[^\\]|\\.)*?(\*|\?*)$/.exec(rest)?.[1] ?? '';
  const reach = (wildcards: string): number =>
    wildcards === '*' ? Number.POSITIVE_INFINITY : wildcards.length;
  return {
    body: rest.slice(0, rest.length - trailing.length),
    before: reach(leading),
    after: reach(trailing),
  };
}

function lengthUnquoted(quoted: string): number {
  return quoted.replaceAll(/\\(.)/g, '$1').length;
}
