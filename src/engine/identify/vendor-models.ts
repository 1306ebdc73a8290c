import type { Atom, ModelText } from './model-text.ts';
import type { WordLikeness } from './word-likeness.ts';

/** The models of one vendor, ready to be looked up by any word they share with a text. */
export interface VendorModels {
  /** Products worth comparing with a text: they share a word or number with it, or a word that is like one of its. */
  worthComparing(device: ModelText): Iterable<ModelOfProduct>;
}

export interface ModelOfProduct {
  readonly product: number;
  readonly name: string;
  readonly model: ModelText;
}

/** Words on more models than this are looked up only where a text has no rarer one. */
const COMMON_MODELS_MIN = 24;

export function createVendorModels(models: readonly ModelOfProduct[], likeness: WordLikeness): VendorModels {
  const byKey = new Map<string, ModelOfProduct[]>();
  const families = models.filter((it) => it.model.families.size > 0);
  for (const it of models)
    for (const key of keysOf(it.model)) {
      const list = byKey.get(key);
      if (list === undefined) byKey.set(key, [it]);
      else list.push(it);
    }
  const words = [...byKey.keys()].filter((it) => it.length >= 4 && !/\d/.test(it));
  const likeKeys = new Map<string, readonly string[]>();

  /** Words of this vendor's models that a text's word may stand for. */
  function likeWords(word: string): readonly string[] {
    const known = likeKeys.get(word);
    if (known !== undefined) return known;
    const found = words.filter((it) => likeness.compare(word, it) !== null);
    likeKeys.set(word, found);
    return found;
  }

  return {
    worthComparing(device) {
      if (models.length <= COMMON_MODELS_MIN) return models;
      const found = new Set<ModelOfProduct>(families);
      const common: ModelOfProduct[][] = [];
      const take = (key: string): boolean => {
        const list = byKey.get(key);
        if (list === undefined) return false;
        if (list.length > COMMON_MODELS_MIN) common.push(list);
        else for (const it of list) found.add(it);
        return true;
      };
      for (const key of keysOf(device)) {
        if (take(key) || /\d/.test(key)) continue;
        for (const like of likeWords(key)) take(like);
      }
      if (found.size === families.length) for (const list of common) for (const it of list) found.add(it);
      return found;
    },
  };
}

/** Words, numbers, and neighbours written together: "careview", "mx", "40", "mx40". */
function keysOf(model: ModelText): Set<string> {
  const keys = new Set<string>();
  let previous: Atom | null = null;
  for (const atom of model.atoms) {
    if (atom.kind === 'stop' || atom.kind === 'filler') continue;
    keys.add(singular(atom.text));
    if (previous !== null) keys.add(singular(previous.text + atom.text));
    previous = atom;
  }
  const initials = model.atoms
    .filter((it) => it.kind !== 'stop' && !it.bracket)
    .map((it) => it.text[0])
    .join('');
  if (initials.length >= 3 && initials.length <= 6) keys.add(initials);
  return keys;
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
}
