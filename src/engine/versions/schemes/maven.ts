import { compareDigits, compareNumbers, compareText, type Order } from './compare.ts';

/** A version is a list of numbers, words and lists; a hyphen, or a change from digit to letter, opens an inner list. */
type Item = string | Item[];

/** Maven's version order, as its POM reference describes it ("Version Order Specification"). */
export function compareMaven(a: string, b: string): Order | null {
  if (a.trim() === '' || b.trim() === '' || a.length > LENGTH_MAX || b.length > LENGTH_MAX) return null;
  return compareItems(readMaven(a), readMaven(b));
}

/** Bounds the depth of nesting. */
const LENGTH_MAX = 200;
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE_RANK = 5;
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

function readMaven(text: string): Item[] {
  const root: Item[] = [];
  const open: Item[][] = [root];
  let list = root;
  const enter = (): void => {
    const inner: Item[] = [];
    list.push(inner);
    open.push(inner);
    list = inner;
  };
  const tokens =
    text
      .trim()
      .toLowerCase()
      .match(/\d+|[^\d.-]+|[.-]/g) ?? [];
  let afterSeparator = true;
  tokens.forEach((token, index) => {
    if (token === '.' || token === '-') {
      if (afterSeparator) list.push('0');
      if (token === '-') enter();
      afterSeparator = true;
      return;
    }
    // A change between digits and letters counts as a hyphen, and so does the dot before a word: 1.0.x is 1.0-x.
    if (!afterSeparator || (!isNumber(token) && list.length > 0)) enter();
    list.push(isNumber(token) ? token : wordOf(token, isNumber(tokens[index + 1] ?? '')));
    afterSeparator = false;
  });
  for (let at = open.length - 1; at >= 0; at--) trim(open[at] ?? []);
  return root;
}

function wordOf(token: string, beforeNumber: boolean): string {
  const word = beforeNumber && Object.hasOwn(SHORT, token) ? (SHORT[token] ?? token) : token;
  return `w${Object.hasOwn(ALIASES, word) ? ALIASES[word] : word}`;
}

const isNumber = (it: string): boolean => /^\d+$/.test(it);

/** Zeros and empty words count for nothing at the end and before a word. */
function trim(list: Item[]): void {
  for (let at = list.length - 1; at >= 0; at--) {
    const next = list[at + 1];
    const first = Array.isArray(next) ? next[0] : next;
    const beforeWord = typeof first === 'string' && first.startsWith('w');
    if (isNull(list[at]) && (at === list.length - 1 || beforeWord)) list.splice(at, 1);
  }
}

function isNull(item: Item | undefined): boolean {
  if (Array.isArray(item)) return item.length === 0;
  return item === 'w' || /^0+$/.test(item ?? '0');
}

function compareItems(a: Item | undefined, b: Item | undefined): Order {
  if (a === undefined) return b === undefined ? 0 : negate(compareWithNothing(b));
  if (b === undefined) return compareWithNothing(a);
  if (Array.isArray(a) && Array.isArray(b)) return compareItemLists(a, b);
  if (typeof a === 'string' && typeof b === 'string' && isNumber(a) === isNumber(b))
    return isNumber(a) ? compareDigits(a, b) : compareWords(a, b);
  return compareNumbers(kindRank(a), kindRank(b));
}

/** 1-word < 1-1 < 1.1 */
function kindRank(item: Item): number {
  if (Array.isArray(item)) return 1;
  return isNumber(item) ? 2 : 0;
}

function compareItemLists(a: readonly Item[], b: readonly Item[]): Order {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = compareItems(a[at], b[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareWithNothing(item: Item): Order {
  if (Array.isArray(item)) {
    for (const inner of item) {
      const order = compareWithNothing(inner);
      if (order !== 0) return order;
    }
    return 0;
  }
  if (isNumber(item)) return isNull(item) ? 0 : 1;
  return compareWords(item, 'w');
}

function compareWords(a: string, b: string): Order {
  const [rankA, rankB] = [wordRank(a), wordRank(b)];
  if (rankA !== rankB) return compareNumbers(rankA, rankB);
  return rankA < QUALIFIERS.length ? 0 : compareText(a, b);
}

function wordRank(word: string): number {
  if (word === 'w') return RELEASE_RANK;
  const rank = QUALIFIERS.indexOf(word.slice(1));
  return rank === -1 ? QUALIFIERS.length : rank;
}

function negate(order: Order): Order {
  return order === 0 ? 0 : order === 1 ? -1 : 1;
}
