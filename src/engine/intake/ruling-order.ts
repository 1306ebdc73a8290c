import { type Precedence, rankIn, whyJunk } from '#engine/reconcile';
import type { DeviceFields } from '#engine/words';
import type { Word } from './word.ts';

/** Words that say something on a field, the one that rules first: values before placeholders, then by whose word counts. */
export function inRulingOrder<W extends Word>(
  words: readonly W[],
  field: keyof DeviceFields,
  precedence: Precedence,
): W[] {
  const isJunk = (it: Word) => Number(whyJunk(field, it.fields[field]) !== null);
  const rank = (it: Word) => rankIn(precedence[field], it.kind, it.source);
  return words
    .filter((it) => it.fields[field] !== undefined)
    .toSorted(
      (a, b) =>
        isJunk(a) - isJunk(b) ||
        rank(a) - rank(b) ||
        compare(a.source, b.source) ||
        compare(b.at, a.at) ||
        compare(a.key, b.key),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
