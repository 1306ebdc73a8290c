import { makerNames, withoutMaker } from './maker-names.ts';
import { FILLER_WORDS, KIND_WORDS, STOP_WORDS } from './model-words.ts';
import { fold, squash } from './text.ts';

/** How a text that was written for people names a model. */
export interface ModelMention {
  /** `family`: a name that several models share, so that it cannot be told whether this one is meant. */
  readonly kind: 'whole' | 'words' | 'family';
  readonly how: string;
}

/** Numbers of three digits are a quantity as often as a model, unless a word says that a model follows. */
const NUMBER_LENGTH_MIN = 4;
const MODEL_FOLLOWS = new Set(
  'model models type series ref catalog catalogue cat part number numbers no item'.split(' '),
);

/** A text cut into words once, for many models to be looked for in it. */
export type MentionWords = readonly string[];

/** A reader of mentions of one model: all of its own words must stand there, whole, whatever the spacing. */
export function createModelMention(
  maker: string,
  model: string,
): (words: MentionWords) => ModelMention | null {
  const bare = withoutMaker(model, makerNames(maker, 'device'));
  const whole = squash(bare);
  const own = mentionWords(bare).filter((it) => !isCommon(it));
  if (own.length === 0) return () => null;
  const isFamily = own.length === 1 && !/\d/.test(own[0] ?? '');
  return (words) => {
    const at = placeOf(words, whole);
    if (at !== -1 && isTelling(whole, words, at))
      return isFamily
        ? { kind: 'family', how: `“${bare}” stands there, which several models may be called` }
        : { kind: 'whole', how: `“${bare}” stands there` };
    if (isFamily || !own.some((it) => /\d/.test(it) && it.length >= NUMBER_LENGTH_MIN)) return null;
    return own.every((it) => placeOf(words, it) !== -1)
      ? { kind: 'words', how: `the words of “${bare}” stand there` }
      : null;
  };
}

function isTelling(whole: string, words: MentionWords, at: number): boolean {
  if (whole.length >= NUMBER_LENGTH_MIN || !/^\d+$/.test(whole)) return whole.length >= 2;
  return MODEL_FOLLOWS.has(words[at - 1] ?? '');
}

function isCommon(word: string): boolean {
  return STOP_WORDS.has(word) || FILLER_WORDS.has(word) || KIND_WORDS.has(word);
}

export function mentionWords(text: string): MentionWords {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== '');
}

/** Where some words in a row come to the wanted text; -1: nowhere. */
function placeOf(words: MentionWords, wanted: string): number {
  for (let from = 0; from < words.length; from++) {
    let joined = '';
    for (let at = from; at < words.length; at++) {
      joined += words[at] as string;
      if (joined === wanted) return from;
      if (joined.length >= wanted.length || !wanted.startsWith(joined)) break;
    }
  }
  return -1;
}
