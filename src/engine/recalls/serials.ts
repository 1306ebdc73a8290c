import type { Truth } from '#engine/words';

/** Serial or lot numbers as a recall lists them. */
export interface NumberList {
  /** Every one, whatever it is. */
  readonly all: boolean;
  readonly single: ReadonlySet<string>;
  readonly ranges: readonly NumberRange[];
  /** Words that say which and cannot be read, so that what is not listed may still be meant. */
  readonly unread: readonly string[];
}

interface NumberRange {
  readonly prefix: string;
  readonly suffix: string;
  readonly digits: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly text: string;
}

export interface Listed {
  readonly truth: Truth;
  readonly because: string;
}

const NUMBER = /^[A-Z0-9](?:[A-Z0-9.-]*[A-Z0-9])?$/;
/** A number so much longer than the others is two that ran together. */
const LENGTH_RATIO_MAX = 1.6;
const RANGE = /^(\S+)\s*(?:-|–|—|\/|to|thru|through|until)\s*(\S+)$/i;
/** Letters, the digits that count, and a few letters behind. */
const PARTS = /^([A-Z0-9.-]*?)(\d+)([A-Z]{0,3})$/;

/** Reads a list: single numbers, and ranges of equally long numbers behind the same letters. */
export function readNumbers(text: string, saysAll: boolean): NumberList {
  const single = new Set<string>();
  const ranges: NumberRange[] = [];
  const unread: string[] = [];
  for (const raw of text.split(/[,;&\n]|\band\b/i)) {
    const part = raw
      .trim()
      .replaceAll(/^(?:[:#]|the\b|are\b|is\b|include[sd]?\b)+\s*/gi, '')
      .replace(/[.:]+$/, '')
      .trim();
    if (part === '' || (saysAll && /^(?:distributed|affected|are affected|produced)$/i.test(part))) continue;
    const range = rangeIn(part);
    if (range !== null) ranges.push(range);
    else if (NUMBER.test(part.toUpperCase()) && /\d/.test(part) && !/x{2,}/i.test(part))
      single.add(plain(part));
    else unread.push(part);
  }
  const usual = lengthOf([...single]);
  for (const it of single)
    if (it.length > usual * LENGTH_RATIO_MAX) {
      single.delete(it);
      unread.push(it);
    }
  return {
    all: saysAll && single.size === 0 && ranges.length === 0 && unread.length === 0,
    single,
    ranges,
    unread,
  };
}

function rangeIn(part: string): NumberRange | null {
  const [, first = '', last = ''] = RANGE.exec(part) ?? [];
  const [, prefix = '', from, suffix = ''] = PARTS.exec(first.toUpperCase()) ?? [];
  const [, other = '', to, end = ''] = PARTS.exec(last.toUpperCase()) ?? [];
  if (from === undefined || to === undefined || prefix !== other || suffix !== end) return null;
  if (from.length !== to.length || BigInt(from) > BigInt(to)) return null;
  return { prefix, suffix, digits: from.length, from: BigInt(from), to: BigInt(to), text: part };
}

/** Whether a number stands in a list. Null: it is not known, or the list cannot be read to its end. */
export function isListed(
  list: NumberList,
  number: string | null,
  { what, text }: { readonly what: string; readonly text: string },
): Listed {
  if (list.all) return { truth: true, because: `all ${what}s are named` };
  if (number === null) return { truth: null, because: `the ${what} of the device is not recorded` };
  const own = plain(number);
  if (list.single.has(own)) return { truth: true, because: `${what} ${number} is named` };
  const within = list.ranges.find((it) => isWithin(it, own));
  if (within !== undefined) return { truth: true, because: `${what} ${number} lies in ${within.text}` };
  const [unread] = list.unread;
  if (unread !== undefined)
    return { truth: null, because: `${what} ${number} is not named, but “${short(unread)}” cannot be read` };
  if (list.single.size + list.ranges.length === 0) return { truth: null, because: `no ${what} is named` };
  if (plain(text).includes(own))
    return { truth: null, because: `${number} stands in the text, and not as a ${what}` };
  return { truth: false, because: `${what} ${number} is not among those named` };
}

function isWithin({ prefix, suffix, digits, from, to }: NumberRange, own: string): boolean {
  if (!own.startsWith(prefix) || !own.endsWith(suffix)) return false;
  const rest = own.slice(prefix.length, own.length - suffix.length);
  if (rest.length !== digits || !/^\d+$/.test(rest)) return false;
  return BigInt(rest) >= from && BigInt(rest) <= to;
}

function plain(number: string): string {
  return number.trim().toUpperCase();
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The middle one of their lengths. */
function lengthOf(numbers: readonly string[]): number {
  return numbers.map((it) => it.length).toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}
