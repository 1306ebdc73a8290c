import { isSlip } from './word-likeness.ts';

/** Words of the makers' names, which tell two models of one maker not apart. */
export interface BrandWords {
  has(word: string): boolean;
  /** It is one of them, or a slip of the keyboard away. */
  covers(word: string): boolean;
}

export function createBrandWords(words: ReadonlySet<string>): BrandWords {
  const known = new Map<string, boolean>();
  const long = [...words].filter((it) => it.length >= 4);
  return {
    has: (word) => words.has(word),
    covers(word) {
      if (words.has(word) || word.length < 5) return words.has(word);
      const answer = known.get(word) ?? long.some((it) => it[0] === word[0] && isSlip(word, it));
      known.set(word, answer);
      return answer;
    },
  };
}
