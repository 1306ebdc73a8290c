import { fold, slipsBetween, squash } from './text.ts';

export interface NamedModel {
  readonly id: string;
  /** Null: nobody says who makes it. */
  readonly vendorId: string | null;
  readonly name: string;
  readonly devices: number;
}

/**
 * slip: one word differs by one slip of the keyboard; no-maker: the name of one maker's model, said without its maker;
 * other-maker: the same name under another maker, as after an acquisition.
 */
export const LIKENESSES = ['slip', 'no-maker', 'other-maker'] as const;
export type Likeness = (typeof LIKENESSES)[number];

/** Two models that may be one; the one with fewer devices would go into the other. */
export interface AlikeModels {
  readonly from: string;
  readonly into: string;
  readonly likeness: Likeness;
}

/** A shorter word with one other letter is more often another model: "S5" and "T5", "Avea" and "Avia". */
const SLIP_LETTERS_MIN = 5;
/** Shorter names mean different things at different makers. */
const NAME_LETTERS_MIN = 6;

/**
 * Models whose names look like one model, each at most once as the one that goes, surest reason first, so that they can be
 * merged in this order. Names that differ
 * in a digit are different models. Whether two are one is for a person to say.
 */
export function alikeModels(models: readonly NamedModel[]): AlikeModels[] {
  const ranked = models.toSorted(
    (a, b) => b.devices - a.devices || a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1),
  );
  const slips = slipsAmong(ranked);
  const names = sameNames(ranked);
  const gone = new Set<string>();
  return [...slips, ...names].filter(({ from, into }) => {
    // What would go itself takes nothing in: such a pair comes up again once that is decided.
    if (gone.has(from) || gone.has(into)) return false;
    gone.add(from);
    return true;
  });
}

/** Of each maker: models alike but for one word without digits. */
function slipsAmong(ranked: readonly NamedModel[]): AlikeModels[] {
  const seen = new Map<string, { readonly id: string; readonly word: string }[]>();
  const found: AlikeModels[] = [];
  for (const { id, vendorId, name } of ranked) {
    if (vendorId === null) continue;
    const words = wordsOf(name);
    let into: string | null = null;
    for (const [at, word] of words.entries()) {
      if (word.length < SLIP_LETTERS_MIN || /\d/.test(word)) continue;
      const around = [vendorId, at, ...words.with(at, '')].join(' ');
      const others = seen.get(around) ?? [];
      into ??= others.find((it) => slipsBetween(it.word, word, 1) === 1)?.id ?? null;
      seen.set(around, [...others, { id, word }]);
    }
    if (into !== null) found.push({ from: id, into, likeness: 'slip' });
  }
  return found;
}

function sameNames(ranked: readonly NamedModel[]): AlikeModels[] {
  const first = new Map<string, NamedModel>();
  for (const it of ranked) {
    const key = squash(it.name);
    if (key.length >= NAME_LETTERS_MIN && it.vendorId !== null && !first.has(key)) first.set(key, it);
  }
  return ranked.flatMap(({ id, vendorId, name }): AlikeModels[] => {
    const into = first.get(squash(name));
    if (into === undefined || into.id === id || into.vendorId === vendorId) return [];
    return [{ from: id, into: into.id, likeness: vendorId === null ? 'no-maker' : 'other-maker' }];
  });
}

function wordsOf(name: string): string[] {
  return fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== '');
}
