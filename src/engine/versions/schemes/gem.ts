import { compareDigits, compareLists, compareNumbers, compareText, type Order } from './compare.ts';

/** RubyGems: `Gem::Version`; letters make a pre-release, "-" reads as ".pre.". */
export function compareGem(a: string, b: string): Order | null {
  const [left, right] = [readGem(a), readGem(b)];
  return left === null || right === null ? null : compareLists(left, right, compareGemSegments);
}

function readGem(text: string): string[] | null {
  const plain = text.trim();
  if (plain === '') return ['0'];
  if (!/^\d+(?:\.[0-9a-z]+)*(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?$/i.test(plain)) return null;
  const segments = plain.replaceAll('-', '.pre.').match(/\d+|[a-z]+/gi) ?? [];
  return withoutTrailingZeros(segments);
}

/** 1.0.a is 1.a: zeros before the first letters and at the end do not count. */
function withoutTrailingZeros(segments: readonly string[]): string[] {
  const firstText = segments.findIndex((it) => !isNumber(it));
  const numbers = firstText === -1 ? [...segments] : segments.slice(0, firstText);
  const rest = firstText === -1 ? [] : segments.slice(firstText);
  for (const part of [numbers, rest]) while (/^0+$/.test(part.at(-1) ?? '')) part.pop();
  return [...numbers, ...rest];
}

const isNumber = (it: string): boolean => /^\d+$/.test(it);

function compareGemSegments(a = '0', b = '0'): Order {
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return isNumber(a) ? compareDigits(a, b) : compareText(a, b);
}

interface ConanVersion {
  readonly items: readonly string[];
  readonly pre: ConanVersion | null;
  readonly build: ConanVersion | null;
}

/** Conan 2: dotted items, a pre-release after the last "-", a build after the last "+". */
export function compareConan(a: string, b: string): Order {
  return compareConanVersions(readConan(a), readConan(b));
}

function readConan(text: string): ConanVersion {
  const [beforeBuild, build] = splitLast(text, '+');
  const [main, pre] = splitLast(beforeBuild, '-');
  const items = main.split('.');
  while (/^0+$/.test(items.at(-1) ?? '')) items.pop();
  return {
    items,
    pre: pre === null ? null : readConan(pre),
    build: build === null ? null : readConan(build),
  };
}

function splitLast(text: string, mark: string): [string, string | null] {
  const at = text.lastIndexOf(mark);
  return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function compareConanVersions(a: ConanVersion, b: ConanVersion): Order {
  const order = compareLists(a.items, b.items, compareConanItems);
  if (order !== 0) return order;
  if ((a.pre === null) !== (b.pre === null)) return a.pre === null ? 1 : -1;
  const preOrder = a.pre === null || b.pre === null ? 0 : compareConanVersions(a.pre, b.pre);
  if (preOrder !== 0) return preOrder;
  if (a.build === null || b.build === null)
    return compareNumbers(Number(a.build !== null), Number(b.build !== null));
  return compareConanVersions(a.build, b.build);
}

function compareConanItems(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return isNumber(a) && isNumber(b) ? compareDigits(a, b) : compareText(a, b);
}
