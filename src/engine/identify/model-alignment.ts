import type { Atom, ModelText } from './model-text.ts';
import { VARIANT_WORDS } from './model-words.ts';
import { isSlip, type WordLikeness } from './word-likeness.ts';

/** Which atoms found a counterpart, and what had to be forgiven. */
export interface Alignment {
  readonly device: readonly Atom[];
  readonly product: readonly Atom[];
  readonly deviceFound: boolean[];
  readonly productFound: boolean[];
  /** Product atoms that are only shortened in the device's text. */
  readonly shortened: Set<number>;
  readonly forgiven: string[];
  slips: number;
}

/**
 * Pairs the words and numbers of a device's model with those of a product, the surest ways first.
 * Null: each has a number that the other has not.
 */
export function alignModels(device: ModelText, product: ModelText, likeness: WordLikeness): Alignment | null {
  const alignment: Alignment = {
    device: device.atoms,
    product: product.atoms,
    deviceFound: device.atoms.map(() => false),
    productFound: product.atoms.map(() => false),
    shortened: new Set(),
    forgiven: [],
    slips: 0,
  };
  findCodes(alignment);
  findFamilies(alignment, product);
  findWords(alignment, likeness);
  if (numbersDiffer(alignment, product)) return null;
  findJoinedWords(alignment);
  findInitials(alignment);
  findLikeWords(alignment, likeness);
  findRest(alignment);
  findOwnInitials(alignment);
  return alignment;
}

/** A model number agrees as a whole, however it is broken up: "MX40", "MX-40", "MX 40". */
function findCodes(it: Alignment): void {
  for (let from = 0; from < it.product.length; ) {
    const first = it.product[from] as Atom;
    let to = from + 1;
    while (to < it.product.length && it.product[to]?.chunk === first.chunk) to++;
    if (first.code) findRun(it, from, to);
    from = to;
  }
}

/** Marks product atoms `from` to `to` where the device has the same text over any run of its own atoms. */
function findRun(it: Alignment, from: number, to: number): void {
  let wanted = '';
  for (let at = from; at < to; at++) wanted += it.product[at]?.text;
  for (let start = 0; start < it.device.length; start++) {
    if (it.deviceFound[start] === true) continue;
    let built = '';
    for (let end = start; end < it.device.length && built.length < wanted.length; end++) {
      if (it.deviceFound[end] === true) break;
      built += it.device[end]?.text;
      if (built !== wanted) continue;
      it.deviceFound.fill(true, start, end + 1);
      it.productFound.fill(true, from, to);
      return;
    }
  }
}

/** "EEC-2450" is a member of "EEC-2xxx". */
function findFamilies(it: Alignment, product: ModelText): void {
  for (const [chunk, covers] of product.families) {
    const from = it.product.findIndex((atom) => atom.chunk === chunk);
    if (from === -1 || it.productFound[from] === true) continue;
    const run = runsOf(it.device, it.deviceFound).find(({ text }) => covers(text));
    if (run === undefined) continue;
    it.deviceFound.fill(true, run.from, run.to);
    for (const [at, atom] of it.product.entries()) if (atom.chunk === chunk) it.productFound[at] = true;
    it.forgiven.push(`${run.text.toUpperCase()} is of the family named`);
  }
}

function runsOf(
  atoms: readonly Atom[],
  found: readonly boolean[],
): { from: number; to: number; text: string }[] {
  const runs: { from: number; to: number; text: string }[] = [];
  for (let from = 0; from < atoms.length; from++) {
    let text = '';
    for (let to = from; to < atoms.length && found[to] !== true && text.length < 24; to++) {
      text += atoms[to]?.text;
      if (/\d/.test(text)) runs.push({ from, to: to + 1, text });
    }
  }
  return runs;
}

function findWords(it: Alignment, likeness: WordLikeness): void {
  pair(it, (ours, theirs) => {
    if (ours.text === theirs.text) return true;
    return (
      ours.kind !== 'number' &&
      theirs.kind !== 'number' &&
      likeness.compare(ours.text, theirs.text) === 'plural'
    );
  });
}

/** Each side has a number that the other has not: the rest need not be looked at. */
function numbersDiffer(it: Alignment, product: ModelText): boolean {
  const differs = (atom: Atom, found: boolean | undefined): boolean =>
    atom.kind === 'number' && found !== true && !atom.bracket && !atom.noise && atom.list === -1;
  return (
    product.versionInName === null &&
    it.product.some((atom, index) => differs(atom, it.productFound[index])) &&
    it.device.some((atom, index) => differs(atom, it.deviceFound[index]))
  );
}

/** "web viewer" is "webviewer", either way round. */
function findJoinedWords(it: Alignment): void {
  const join = (
    whole: readonly Atom[],
    wholeFound: boolean[],
    parts: readonly Atom[],
    partsFound: boolean[],
  ): void => {
    for (const [at, atom] of whole.entries()) {
      if (wholeFound[at] === true || atom.kind === 'number' || atom.text.length < 4) continue;
      for (let from = 0; from + 1 < parts.length; from++) {
        let built = '';
        for (
          let to = from;
          to < parts.length && partsFound[to] !== true && built.length < atom.text.length;
          to++
        ) {
          built += parts[to]?.text;
          if (built !== atom.text || to === from) continue;
          wholeFound[at] = true;
          partsFound.fill(true, from, to + 1);
        }
        if (wholeFound[at]) break;
      }
    }
  };
  join(it.device, it.deviceFound, it.product, it.productFound);
  join(it.product, it.productFound, it.device, it.deviceFound);
}

/** "SCT" is "System Configuration Tool", either way round; at least three words. */
function findInitials(it: Alignment): void {
  const shorten = (
    short: readonly Atom[],
    shortFound: boolean[],
    long: readonly Atom[],
    longFound: boolean[],
  ): void => {
    for (const [at, atom] of short.entries()) {
      if (shortFound[at] === true || atom.kind === 'number' || atom.text.length < 3 || atom.text.length > 6)
        continue;
      // "III" is no "Infrastructure, IPM Infrastructure".
      if (VARIANT_WORDS.has(atom.text)) continue;
      const words = [...long.entries()].filter(
        ([index, word]) =>
          longFound[index] !== true &&
          word.kind !== 'number' &&
          (word.kind !== 'stop' || atom.text.length > 3),
      );
      for (let from = 0; from + atom.text.length <= words.length; from++) {
        const span = words.slice(from, from + atom.text.length);
        if (span.some(([, word]) => word.text.length < 2 || VARIANT_WORDS.has(word.text))) continue;
        if (span.map(([, word]) => word.text[0]).join('') !== atom.text) continue;
        shortFound[at] = true;
        for (const [index] of span) longFound[index] = true;
        it.forgiven.push(`${atom.text.toUpperCase()} for ${span.map(([, word]) => word.text).join(' ')}`);
        break;
      }
    }
  };
  shorten(it.device, it.deviceFound, it.product, it.productFound);
  shorten(it.product, it.productFound, it.device, it.deviceFound);
}

/** "PCU" also stands for the words in front of "(PCU)" in the product's own name. */
function findOwnInitials(it: Alignment): void {
  for (const [at, atom] of it.product.entries()) {
    if (!atom.bracket || it.productFound[at] !== true || atom.text.length < 2 || atom.text.length > 6)
      continue;
    const words = [...it.product.entries()].filter(([, word]) => !word.bracket && word.kind !== 'number');
    for (const skipped of [false, true]) {
      const kept = words.filter(([, word]) => !skipped || word.kind !== 'stop');
      const initials = kept.map(([, word]) => word.text[0]).join('');
      const from = initials.indexOf(atom.text);
      if (from === -1) continue;
      for (const [index] of kept.slice(from, from + atom.text.length)) it.productFound[index] = true;
      return;
    }
  }
}

function findLikeWords(it: Alignment, likeness: WordLikeness): void {
  if (!it.productFound.includes(false) || !it.deviceFound.includes(false)) return;
  for (const wanted of ['synonym', 'abbreviation', 'slip'] as const)
    pair(it, (ours, theirs) => {
      if (ours.kind === 'number' || theirs.kind === 'number' || ours.noise) return false;
      // Letters of a model number are no word, unless there are many of them: "moduNet300", not "KT-1".
      if (ours.code && (ours.text.length < 4 || (theirs.code && theirs.text.length < 6))) return false;
      if (theirs.code && (theirs.text.length < 4 || theirs.text.endsWith('xx'))) return false;
      // "OnCellZ3470" is another model than "OnCellG3470".
      if ((ours.code || theirs.code) && !hasSameEnds(ours.text, theirs.text)) return false;
      if (likeness.compare(ours.text, theirs.text) !== wanted) return false;
      if (wanted === 'slip') it.slips++;
      else if (wanted === 'abbreviation') it.shortened.add(it.product.indexOf(theirs));
      it.forgiven.push(`${ours.text} for ${theirs.text}`);
      return true;
    });
}

function hasSameEnds(a: string, b: string): boolean {
  return a[0] === b[0] && a.at(-1) === b.at(-1);
}

/** The parts of one model number are looked for in their order: "5450A1T-M12" is not "5450A1-M12-T". */
function pair(it: Alignment, alike: (ours: Atom, theirs: Atom) => boolean): void {
  let chunk = -1;
  let after = -1;
  for (const [at, theirs] of it.product.entries()) {
    if (it.productFound[at] === true) continue;
    if (theirs.chunk !== chunk || !theirs.code) after = -1;
    chunk = theirs.chunk;
    const isFree = (ours: Atom, index: number): boolean =>
      index > after && it.deviceFound[index] !== true && alike(ours, theirs);
    let found = it.device.findIndex((ours, index) => ours.bracket === theirs.bracket && isFree(ours, index));
    if (found === -1) found = it.device.findIndex(isFree);
    if (found === -1) continue;
    it.productFound[at] = true;
    it.deviceFound[found] = true;
    after = found;
  }
}

/** A slip that fell on a word break: what is left over on both sides, written together, is the same but for a slip. */
function findRest(it: Alignment): void {
  const left = (atoms: readonly Atom[], found: readonly boolean[]): number[] =>
    atoms.flatMap((atom, index) =>
      found[index] === true || atom.bracket || atom.noise || atom.kind === 'number' || atom.kind === 'stop'
        ? []
        : [index],
    );
  const ours = left(it.device, it.deviceFound);
  const theirs = left(it.product, it.productFound);
  if (ours.length === 0 || theirs.length === 0 || theirs.some((index) => it.product[index]?.code === true))
    return;
  const written = (atoms: readonly Atom[], at: readonly number[]): string =>
    at.map((index) => atoms[index]?.text).join('');
  const a = written(it.device, ours);
  const b = written(it.product, theirs);
  if (a !== b && !isSlip(a, b)) return;
  if (a !== b) {
    it.slips++;
    it.forgiven.push(`${a} for ${b}`);
  }
  for (const index of ours) it.deviceFound[index] = true;
  for (const index of theirs) it.productFound[index] = true;
}
