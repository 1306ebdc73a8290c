import type { AliasBook } from './aliases.ts';
import { FILLER_WORDS, KIND_WORDS, VARIANT_WORDS } from './model-words.ts';
import { fold, slipsBetween } from './text.ts';

/** How one word of a model name stands for another; `synonym`: the alias book has it for this word alone. */
export type Likeness = 'same' | 'plural' | 'synonym' | 'abbreviation' | 'slip';

export interface WordLikeness {
  /** Null: the words have nothing to do with each other. */
  compare(device: string, product: string): Likeness | null;
}

/** Compares words by the alias book, by the ways people shorten words, and by slips of the keyboard. */
export function createWordLikeness(aliases: AliasBook): WordLikeness {
  const groups = new Map<string, Set<number>>();
  for (const [index, entry] of aliases.words.entries())
    for (const word of [entry.word, ...entry.also]) {
      const key = fold(word).replaceAll(/[^\p{L}\p{N}]/gu, '');
      groups.set(key, (groups.get(key) ?? new Set()).add(index));
    }
  const known = new Map<string, Map<string, Likeness | null>>();

  function look(device: string, product: string): Likeness | null {
    if (singular(device) === singular(product)) return 'plural';
    const ours = groups.get(device) ?? groups.get(singular(device));
    const theirs = groups.get(product) ?? groups.get(singular(product));
    if (ours !== undefined && theirs !== undefined && [...ours].some((it) => theirs.has(it)))
      return ours.size === 1 ? 'synonym' : 'abbreviation';
    if (isSlip(device, product)) return 'slip';
    const shortened = shortens(singular(device), product) || shortens(singular(product), device);
    return shortened ? 'abbreviation' : null;
  }

  return {
    compare(device, product) {
      if (device === product) return 'same';
      // Most pairs have nothing in common, which is cheaper to see than to remember.
      if (device[0] !== product[0] && Math.max(device.length, product.length) < 7 && !groups.has(device))
        return null;
      if (Math.abs(device.length - product.length) > 2 && device[0] !== product[0] && !groups.has(device))
        return null;
      let likenesses = known.get(device);
      if (likenesses === undefined) known.set(device, (likenesses = new Map()));
      let likeness = likenesses.get(product);
      if (likeness === undefined) likenesses.set(product, (likeness = look(device, product)));
      return likeness;
    },
  };
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/**
 * "prog" → "programmer": a beginning of at least three letters. For what kind of thing it is also "mgr" → "manager",
 * consonants in order with the first letter first, and "wless" → "wireless", first, some and last letters.
 */
function shortens(short: string, long: string): boolean {
  if (short.length < 2 || long.length < short.length + 2 || short[0] !== long[0]) return false;
  if (VARIANT_WORDS.has(short)) return false;
  if (short.length >= 3 && long.startsWith(short)) return isCommonWord(long) || !isCommonWord(short);
  const sameEnd = short.length >= 4 && short.at(-1) === long.at(-1);
  if (!isCommonWord(long)) return false;
  if (!sameEnd && /[aeiou]/.test(short.slice(1))) return false;
  if (short.length * 5 < long.length) return false;
  let from = 1;
  for (const letter of short.slice(1)) {
    const at = long.indexOf(letter, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return long.length >= 5;
}

function isCommonWord(word: string): boolean {
  const words = [word, singular(word)];
  return words.some((it) => KIND_WORDS.has(it) || FILLER_WORDS.has(it));
}

/** One slip from five letters on, two from ten. Below seven letters the first letter must stand: MiSeq is no HiSeq. */
export function isSlip(device: string, product: string): boolean {
  const longest = Math.max(device.length, product.length);
  if (longest < 5 || /\d/.test(device + product)) return false;
  if (longest < 7 && device[0] !== product[0]) return false;
  const limit = longest >= 10 ? 2 : 1;
  return slipsBetween(device, product, limit) <= limit;
}
