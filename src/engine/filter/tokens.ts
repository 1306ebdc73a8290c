/** A piece of a filter, and where it begins (0-based). */
export type Token =
  | { readonly kind: 'open' | 'close' | 'or' | 'minus' | 'end'; readonly at: number }
  | { readonly kind: 'word'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'term';
      readonly at: number;
      readonly field: string;
      readonly operator: Operator;
      readonly valueAt: number;
      readonly value: string;
    };
export type Operator = ':' | ':=' | ':<' | ':<=' | ':>' | ':>=';

/** A filter that cannot be read; `at` is the character at fault, 0-based. */
export class FilterFault extends Error {
  readonly at: number;

  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

const SPACE = /\s+/y;
const TERM_HEAD = /([A-Za-z][\w.-]*)(:(?:<=|>=|<|>|=)?)/y;
const BARE = /[^\s()"]+/y;
const QUOTED = /"((?:[^"\\]|\\["\\])*)"/y;

/** @throws FilterFault when a quote is not closed */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  const value = (): string | null => {
    if (text[at] !== '"') return take(BARE)?.[0] ?? null;
    const start = at;
    const quoted = take(QUOTED)?.[1];
    if (quoted === undefined) throw new FilterFault(start, 'the quote is not closed');
    return quoted.replaceAll(/\\(["\\])/g, '$1');
  };
  for (;;) {
    take(SPACE);
    const start = at;
    const mark = MARKS[text[at] ?? ''];
    if (at >= text.length) return [...tokens, { kind: 'end', at }];
    if (mark !== undefined) {
      at += 1;
      tokens.push({ kind: mark, at: start });
      continue;
    }
    const head = take(TERM_HEAD);
    const valueAt = at;
    const read = value();
    if (head !== null) {
      const [, field = '', operator = ':'] = head;
      tokens.push({
        kind: 'term',
        at: start,
        field,
        operator: operator as Operator,
        valueAt,
        value: read ?? '',
      });
    } else if (read?.toLowerCase() === 'or' && text[start] !== '"') tokens.push({ kind: 'or', at: start });
    else tokens.push({ kind: 'word', at: start, text: read ?? '' });
  }
}

const MARKS: Readonly<Record<string, 'open' | 'close' | 'minus'>> = {
  '(': 'open',
  ')': 'close',
  '-': 'minus',
};
