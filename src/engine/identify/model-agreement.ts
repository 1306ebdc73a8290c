import type { Confidence } from '#engine/words';
import type { BrandWords } from './brand-words.ts';
import type { Atom, ModelText } from './model-text.ts';
import { isSlip, type WordLikeness } from './word-likeness.ts';

export interface ModelAgreement {
  readonly confidence: Confidence;
  /** In words for a person: "same name", "viwer for viewer". */
  readonly how: string;
  /**
   * `whole`: nothing is left over on either side. `yields`: as sure as stated unless another product agrees as a whole.
   * `alone`: a candidate that is probable if no other product is.
   */
  readonly standing: 'whole' | 'firm' | 'yields' | 'alone';
}

/** Which atoms found a counterpart, and what had to be forgiven. */
interface Alignment {
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
 * Do the two texts name the same model? Null: no. A different model number is a different model, whatever else agrees.
 * `brand`: words of the makers' names, which tell two models of one maker not apart.
 */
export function agreeOnModel(
  device: ModelText,
  product: ModelText,
  brand: BrandWords,
  likeness: WordLikeness,
  version: string,
): ModelAgreement | null {
  if (device.squashed === product.squashed)
    return { confidence: 'confirmed', how: 'same name', standing: 'whole' };
  if (device.core === product.core && device.core !== '' && !bracketsClash(device, product))
    return { confidence: 'confirmed', how: 'same name without brackets and remarks', standing: 'whole' };
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
  return judge(alignment, product, brand, version);
}

/** "V4.10.111" is of line "4.10", "4.1" and "14.10" are not. */
function isOfLine(version: string, line: string): boolean {
  const numbers = /\d+(?:\.\d+)*/.exec(version)?.[0] ?? '';
  return numbers === line || numbers.startsWith(`${line}.`);
}

/** "(BACnet)" against "(P2 Ethernet)": both say something in brackets, and not the same. */
function bracketsClash(device: ModelText, product: ModelText): boolean {
  const inBrackets = (it: ModelText): string =>
    it.atoms
      .filter((atom) => atom.bracket && !atom.noise)
      .map((atom) => atom.text)
      .join('');
  const ours = inBrackets(device);
  const theirs = inBrackets(product);
  return ours !== '' && theirs !== '' && ours !== theirs;
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
function findRun(it: Alignment, from: number, to: number): boolean {
  let wanted = '';
  for (let at = from; at < to; at++) wanted += it.product[at]?.text;
  for (let start = 0; start < it.device.length; start++) {
    if (it.deviceFound[start] === true) continue;
    let built = '';
    for (let end = start; end < it.device.length && built.length < wanted.length; end++) {
      if (it.deviceFound[end] === true) break;
      built += it.device[end]?.text;
      if (built !== wanted) continue;
      // "522" is not "522K": the device's own number must not go on where the product's ends.
      it.deviceFound.fill(true, start, end + 1);
      it.productFound.fill(true, from, to);
      return true;
    }
  }
  return false;
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
      const words = [...long.entries()].filter(
        ([index, word]) =>
          longFound[index] !== true &&
          word.kind !== 'number' &&
          (word.kind !== 'stop' || atom.text.length > 3),
      );
      for (let from = 0; from + atom.text.length <= words.length; from++) {
        const span = words.slice(from, from + atom.text.length);
        if (span.some(([, word]) => word.text.length < 2)) continue;
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
  for (const wanted of ['abbreviation', 'slip'] as const)
    pair(it, (ours, theirs) => {
      if (ours.kind === 'number' || theirs.kind === 'number' || ours.noise) return false;
      // Letters of a model number are no word, unless there are many of them: "moduNet300", not "KT-1".
      if (ours.code && (ours.text.length < 4 || (theirs.code && theirs.text.length < 6))) return false;
      if (theirs.code && (theirs.text.length < 4 || theirs.text.endsWith('xx'))) return false;
      if (likeness.compare(ours.text, theirs.text) !== wanted) return false;
      if (wanted === 'slip') it.slips++;
      else it.shortened.add(it.product.indexOf(theirs));
      it.forgiven.push(`${ours.text} for ${theirs.text}`);
      return true;
    });
}

function pair(it: Alignment, alike: (ours: Atom, theirs: Atom) => boolean): void {
  for (const [at, theirs] of it.product.entries()) {
    if (it.productFound[at] === true) continue;
    const found = it.device.findIndex((ours, index) => it.deviceFound[index] !== true && alike(ours, theirs));
    if (found === -1) continue;
    it.productFound[at] = true;
    it.deviceFound[found] = true;
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

/** What is left unfound on one side, by what it is worth. */
interface Left {
  numbers: number;
  names: number;
  types: number;
  fillers: number;
  brackets: number;
  signs: number;
}

function leftOf(
  atoms: readonly Atom[],
  found: readonly boolean[],
  brand: BrandWords,
  served: ReadonlySet<number>,
): Left {
  const left: Left = { numbers: 0, names: 0, types: 0, fillers: 0, brackets: 0, signs: 0 };
  for (const [index, atom] of atoms.entries()) {
    if (found[index] === true || atom.noise || atom.kind === 'stop' || served.has(atom.list)) continue;
    if (atom.code ? atom.text.length >= 4 && brand.has(atom.text) : brand.covers(atom.text)) continue;
    if (atom.bracket) left.brackets++;
    else if (atom.sign) left.signs++;
    else if (atom.code) left.numbers++;
    else if (atom.kind === 'name') left.names++;
    else if (atom.kind === 'type') left.types++;
    else left.fillers++;
  }
  return left;
}

/** Lists of the product of which the device has a member; where members are numbers, one that is a number. */
function servedLists(it: Alignment): Set<number> {
  const served = new Set<number>();
  for (const list of new Set(it.product.map((atom) => atom.list))) {
    if (list === -1) continue;
    const members = new Map<number, { found: boolean; code: boolean }>();
    for (const [index, atom] of it.product.entries()) {
      if (atom.list !== list) continue;
      const member = members.get(atom.member) ?? { found: true, code: false };
      members.set(atom.member, {
        found: member.found && it.productFound[index] === true,
        code: member.code || atom.code,
      });
    }
    const all = [...members.values()];
    const numbered = all.some((member) => member.code);
    if (all.some((member) => member.found && (member.code || !numbered))) served.add(list);
  }
  return served;
}

function judge(it: Alignment, product: ModelText, brand: BrandWords, version: string): ModelAgreement | null {
  const ours = leftOf(it.device, it.deviceFound, brand, new Set());
  const theirs = leftOf(it.product, it.productFound, brand, servedLists(it));
  const hits = hitsOf(it, brand);
  if (theirs.numbers > 0 && product.versionInName !== null && isOfLine(version, product.versionInName))
    theirs.numbers = 0;
  if (ours.numbers > 0 && theirs.numbers > 0) return null;
  const how = it.forgiven.length === 0 ? 'same words' : it.forgiven.join(', ');
  const candidate = { confidence: 'candidate', how, standing: 'firm' } as const;

  const named = hits.codes + hits.names > 0;
  const leftOver = ours.names + theirs.names + ours.numbers + theirs.numbers;
  if (leftOver > 0) {
    const oneSided = ours.names + ours.numbers === 0 || theirs.names + theirs.numbers === 0;
    if (!named || !oneSided) return null;
    // "IntelliSpace Portal" and "IntelliSpace PACS" both say what they are, and not the same.
    const clash = ours.names + ours.numbers > 0 ? theirs.types > 0 : ours.types > 0;
    if (clash && hits.codes === 0) return null;
    if (ours.numbers + theirs.numbers === 0 && leftOver <= 2 && codeCarriesAlone(it, ours, brand))
      return { confidence: 'probable', how: `${how}, told by its number`, standing: 'yields' };
    return hits.codes + hits.names >= leftOver ? candidate : null;
  }
  if (!named) {
    if (hits.shortNames > 0) return candidate;
    const whole = hits.types + hits.brands > 0 && ours.types === 0 && theirs.types === 0;
    if (!whole || ours.fillers + theirs.fillers > 1) return null;
    return { confidence: 'probable', how, standing: 'whole' };
  }
  if (ours.signs + theirs.signs > 0) return { ...candidate, standing: 'alone' };
  if ((ours.types > 0 && theirs.types > 0) || it.slips > 2) return candidate;
  const exact = it.forgiven.length === 0 && ours.types + theirs.types === 0;
  const partial = ours.types + theirs.types > 0;
  const yields = (partial && hits.codes === 0) || (ours.brackets > 0 && theirs.brackets > 0);
  return {
    confidence: exact ? 'confirmed' : 'probable',
    how,
    standing: yields ? 'yields' : partial ? 'firm' : 'whole',
  };
}

/**
 * "B650" is all that an inventory or an advisory needs to say for "CARESCAPE B650": one side is nothing but a number of
 * four signs or more that the other side has too.
 */
function codeCarriesAlone(it: Alignment, ours: Left, brand: BrandWords): boolean {
  const shorter = ours.names > 0 ? it.product : it.device;
  const telling = shorter.filter(
    (atom) =>
      !atom.bracket && !atom.noise && (atom.code || (atom.kind === 'name' && !brand.covers(atom.text))),
  );
  const code = telling.map((atom) => atom.text).join('');
  return telling.every((atom) => atom.code) && code.length >= 4;
}

/** What of the product the device's text has, by what it is worth. */
function hitsOf(
  it: Alignment,
  brand: BrandWords,
): Record<'codes' | 'names' | 'shortNames' | 'types' | 'brands', number> {
  const hits = { codes: 0, names: 0, shortNames: 0, types: 0, brands: 0 };
  for (const [index, atom] of it.product.entries()) {
    if (it.productFound[index] !== true || atom.kind === 'stop' || atom.kind === 'filler') continue;
    if (atom.code) hits.codes++;
    else if (brand.has(atom.text)) hits.brands++;
    else if (atom.kind !== 'name') hits.types++;
    else if (it.shortened.has(index)) hits.shortNames++;
    else hits.names++;
  }
  return hits;
}
