import { readCidr } from '#engine/segments';
import { dayIn, isoOf, type Moment, spanMsOf } from './instants.ts';
import { FilterFault, type Token, tokensOf } from './tokens.ts';

export type FilterField =
  | { readonly kind: 'text' | 'address' | 'flag' | 'day' | 'instant' | 'number' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] };
export type FilterFields = Readonly<Record<string, FilterField>>;

export type Comparison = '<' | '<=' | '>' | '>=';

/** What a filter asks for. Instants are ISO 8601, days `YYYY-MM-DD`; relative ones are already worked out. */
export type Filter<Field extends string = string> =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter<Field>[] }
  | { readonly kind: 'not'; readonly of: Filter<Field> }
  /** The text stands anywhere in what people call the thing. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'blank'; readonly field: Field }
  | { readonly kind: 'contains'; readonly field: Field; readonly text: string }
  | { readonly kind: 'equals'; readonly field: Field; readonly value: string | boolean }
  | {
      readonly kind: 'compare';
      readonly field: Field;
      readonly comparison: Comparison;
      readonly value: string;
    };

type Term = Extract<Token, { readonly kind: 'term' }>;

/** Deep enough for people, shallow enough for the stack. */
const DEPTH_MAX = 20;

/**
 * Reads the one filter grammar of lists, addresses, saved views and bulk acts:
 * `field:part`, `field:="exactly this"`, `field:none`, `eosDate:<today+180d`, `seen:<30d` (less than 30 days ago),
 * `ip:10.20.0.0/16`, `eosDate:2026-01-01..2026-06-30`, `-not`, `a or b`, `( )`, and words. All terms hold unless `or` stands between.
 * @returns null as filter when nothing is asked for; otherwise the problem and the character (0-based) at fault
 */
export function readFilter<Fields extends FilterFields>(
  text: string,
  fields: Fields,
  moment: Moment,
):
  | { readonly filter: Filter<keyof Fields & string> | null }
  | { readonly problem: string; readonly at: number } {
  try {
    return { filter: createReader(tokensOf(text), fields, moment) as Filter<keyof Fields & string> | null };
  } catch (error) {
    if (error instanceof FilterFault) return { problem: error.message, at: error.at };
    throw error;
  }
}

function createReader(tokens: readonly Token[], fields: FilterFields, moment: Moment): Filter | null {
  let index = 0;
  const peek = () => tokens[index] as Token;

  function anyOf(depth: number): Filter | null {
    if (depth > DEPTH_MAX) throw new FilterFault(peek().at, `parentheses go deeper than ${DEPTH_MAX}`);
    const sides: Filter[] = [];
    for (;;) {
      const side = allOf(depth);
      if (peek().kind !== 'or') return sides.length === 0 ? side : joined('any', [...sides, ...some(side)]);
      if (side === null) throw new FilterFault(peek().at, 'nothing stands before "or"');
      sides.push(side);
      const { at } = peek();
      index += 1;
      if (['end', 'close', 'or'].includes(peek().kind))
        throw new FilterFault(at, 'nothing stands after "or"');
    }
  }

  function allOf(depth: number): Filter | null {
    const parts: Filter[] = [];
    while (!['end', 'close', 'or'].includes(peek().kind)) parts.push(one(depth));
    return parts.length === 0 ? null : joined('all', parts);
  }

  function one(depth: number): Filter {
    const token = peek();
    index += 1;
    switch (token.kind) {
      case 'minus':
        if (['end', 'close', 'or', 'minus'].includes(peek().kind))
          throw new FilterFault(token.at, 'nothing stands after "-"');
        return { kind: 'not', of: one(depth) };
      case 'open':
        return inside(token.at, depth);
      case 'word':
        return { kind: 'words', text: token.text };
      case 'term':
        return readTerm(token, fields, moment);
      default:
        throw new FilterFault(token.at, 'this cannot stand here');
    }
  }

  function inside(at: number, depth: number): Filter {
    const filter = anyOf(depth + 1);
    if (peek().kind !== 'close') throw new FilterFault(at, 'the parenthesis is not closed');
    if (filter === null) throw new FilterFault(at, 'nothing stands between the parentheses');
    index += 1;
    return filter;
  }

  const filter = anyOf(0);
  if (peek().kind !== 'end') throw new FilterFault(peek().at, 'this parenthesis was never opened');
  return filter;
}

function some(filter: Filter | null): Filter[] {
  return filter === null ? [] : [filter];
}

function joined(kind: 'all' | 'any', of: readonly Filter[]): Filter {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}

function readTerm(term: Term, fields: FilterFields, moment: Moment): Filter {
  const name = Object.keys(fields).find((it) => it.toLowerCase() === term.field.toLowerCase());
  const field = name === undefined ? undefined : fields[name];
  if (name === undefined || field === undefined)
    throw new FilterFault(
      term.at,
      `there is no field "${term.field}"; put it in quotes to search for the text`,
    );
  if (term.value === '') throw new FilterFault(term.valueAt, `nothing stands after "${term.field}:"`);
  if (term.operator === ':' && term.value.toLowerCase() === 'none') return { kind: 'blank', field: name };
  switch (field.kind) {
    case 'text':
      return textTerm(name, term);
    case 'address':
      return addressTerm(name, term);
    case 'choice':
      return { kind: 'equals', field: name, value: choiceIn(term, field.choices) };
    case 'flag':
      return { kind: 'equals', field: name, value: flagIn(term) };
    case 'day':
      return dayTerm(name, term, moment);
    case 'number':
      return numberTerm(name, term);
    case 'instant':
      return instantTerm(name, term, moment);
  }
}

function textTerm(field: string, term: Term): Filter {
  if (term.operator === ':') return { kind: 'contains', field, text: term.value };
  if (term.operator === ':=') return { kind: 'equals', field, value: term.value };
  throw new FilterFault(term.at, `"${term.field}" is text: it has no order to compare by`);
}

/** Part of an address; or a block, which its whole text stands for. */
function addressTerm(field: string, term: Term): Filter {
  if (!isEquality(term) || !term.value.includes('/')) return textTerm(field, term);
  const block = readCidr(term.value);
  if ('problem' in block) throw new FilterFault(term.valueAt, block.problem);
  return { kind: 'equals', field, value: block.text };
}

function choiceIn(term: Term, choices: readonly string[]): string {
  const choice = choices.find((it) => it.toLowerCase() === term.value.toLowerCase());
  if (choice !== undefined && isEquality(term)) return choice;
  throw new FilterFault(term.valueAt, `"${term.field}" is one of ${choices.join(', ')}`);
}

function flagIn(term: Term): boolean {
  if (isEquality(term) && /^(yes|true)$/i.test(term.value)) return true;
  if (isEquality(term) && /^(no|false)$/i.test(term.value)) return false;
  throw new FilterFault(term.valueAt, `"${term.field}" is yes or no`);
}

function isEquality({ operator }: Term): boolean {
  return operator === ':' || operator === ':=';
}

function dayTerm(field: string, term: Term, moment: Moment): Filter {
  const dayAt = (text: string): string => {
    const day = dayIn(text, moment);
    if (day === null)
      throw new FilterFault(term.valueAt, `"${text}" is no day: write 2026-01-31, today or today+180d`);
    return day;
  };
  if (!isEquality(term)) return compare(field, comparisonOf(term), dayAt(term.value));
  const [from = '', to] = term.value.split('..');
  if (to === undefined) return { kind: 'equals', field, value: dayAt(from) };
  return { kind: 'all', of: [compare(field, '>=', dayAt(from)), compare(field, '<=', dayAt(to))] };
}

function numberTerm(field: string, term: Term): Filter {
  const numberAt = (text: string): string => {
    if (/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) return text;
    throw new FilterFault(term.valueAt, `"${text}" is no number: write ${term.field}:>=7.5`);
  };
  if (!isEquality(term)) return compare(field, comparisonOf(term), numberAt(term.value));
  const [from = '', to = from] = term.value.split('..');
  return { kind: 'all', of: [compare(field, '>=', numberAt(from)), compare(field, '<=', numberAt(to))] };
}

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** `seen:<30d` means less than 30 days ago: a smaller age is a later instant. */
function instantTerm(field: string, term: Term, moment: Moment): Filter {
  const span = spanMsOf(term.value);
  if (span !== null && !isEquality(term))
    return compare(field, TURNED[comparisonOf(term)], isoOf(moment.nowMs - span));
  const day = dayIn(term.value, moment);
  if (day === null)
    throw new FilterFault(
      term.valueAt,
      `"${term.value}" is no time: write <30d for less than 30 days ago, or a day as 2026-01-31`,
    );
  const start = `${day}T00:00:00.000Z`;
  const end = isoOf(Date.parse(start) + 86_400_000);
  if (isEquality(term)) return { kind: 'all', of: [compare(field, '>=', start), compare(field, '<', end)] };
  const comparison = comparisonOf(term);
  // The whole of the day counts as that day.
  if (comparison === '<=') return compare(field, '<', end);
  if (comparison === '>') return compare(field, '>=', end);
  return compare(field, comparison, start);
}

function comparisonOf(term: Term): Comparison {
  return term.operator.slice(1) as Comparison;
}

function compare(field: string, comparison: Comparison, value: string): Filter {
  return { kind: 'compare', field, comparison, value };
}
