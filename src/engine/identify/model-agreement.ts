import type { Confidence } from '#engine/words';
import type { BrandWords } from './brand-words.ts';
import { type Alignment, alignModels } from './model-alignment.ts';
import type { Atom, ModelText } from './model-text.ts';
import { VARIANT_WORDS } from './model-words.ts';
import type { WordLikeness } from './word-likeness.ts';

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
  const alignment = alignModels(device, product, likeness);
  return alignment === null ? null : judge(alignment, device, product, brand, version);
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

/** What is left unfound on one side, by what it is worth. */
interface Left {
  numbers: number;
  names: number;
  types: number;
  fillers: number;
  brackets: number;
  /** Of those in brackets, the ones that are or have a number. */
  bracketNumbers: number;
  signs: number;
  /** Numbers and names among these, as they are written. */
  readonly words: Set<string>;
}

function leftOf(
  atoms: readonly Atom[],
  found: readonly boolean[],
  brand: BrandWords,
  served: ReadonlySet<number>,
): Left {
  const left: Left = {
    numbers: 0,
    names: 0,
    types: 0,
    fillers: 0,
    brackets: 0,
    bracketNumbers: 0,
    signs: 0,
    words: new Set(),
  };
  // "8015a" is not the 8015 with a remark behind it.
  const touched = new Set(atoms.filter((_, index) => found[index] === true).map((it) => it.chunk));
  for (const [index, atom] of atoms.entries()) {
    if (
      found[index] === true ||
      (atom.noise && !touched.has(atom.chunk)) ||
      atom.kind === 'stop' ||
      served.has(atom.list)
    )
      continue;
    if (isBrand(atom, atoms, brand)) continue;
    if (!atom.bracket && !atom.sign && (atom.code || atom.kind === 'name'))
      left.words.add(chunkText(atoms, atom.chunk));
    if (atom.bracket && !touched.has(atom.chunk)) {
      left.brackets++;
      if (atom.code) left.bracketNumbers++;
    } else if (atom.sign) left.signs++;
    else if (atom.code) left.numbers++;
    else if (atom.kind === 'name') left.names++;
    else if (atom.kind === 'type') left.types++;
    else left.fillers++;
  }
  return left;
}

/** "LenelS2" is a brand as a whole, though it is written like a number. */
function isBrand(atom: Atom, atoms: readonly Atom[], brand: BrandWords): boolean {
  if (VARIANT_WORDS.has(atom.text)) return false;
  if (!atom.code) return brand.covers(atom.text);
  return (atom.text.length >= 4 && brand.has(atom.text)) || brand.has(chunkText(atoms, atom.chunk));
}

function chunkText(atoms: readonly Atom[], chunk: number): string {
  return atoms
    .filter((it) => it.chunk === chunk)
    .map((it) => it.text)
    .join('');
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

function judge(
  it: Alignment,
  device: ModelText,
  product: ModelText,
  brand: BrandWords,
  version: string,
): ModelAgreement | null {
  const ours = leftOf(it.device, it.deviceFound, brand, new Set());
  const theirs = leftOf(it.product, it.productFound, brand, servedLists(it));
  const hits = hitsOf(it, brand);
  if (theirs.numbers > 0 && product.versionInName !== null && isOfLine(version, product.versionInName)) {
    // What the device's own name says of its version goes before what stands beside the name.
    if (device.versionInName === null || isOfLine(device.versionInName, product.versionInName))
      theirs.numbers = 0;
  }
  if (ours.numbers > 0 && theirs.numbers > 0) return null;
  const how = it.forgiven.length === 0 ? 'same words' : it.forgiven.join(', ');
  const candidate = { confidence: 'candidate', how, standing: 'firm' } as const;

  const named = hits.codes + hits.names > 0;
  const leftOver = ours.names + theirs.names + ours.numbers + theirs.numbers;
  if (leftOver > 0) {
    const but = `${how}, but ${[...ours.words, ...theirs.words].map((word) => `"${word}"`).join(', ')} on one side alone`;
    const oneSided = ours.names + ours.numbers === 0 || theirs.names + theirs.numbers === 0;
    if (!named || !oneSided) return null;
    // "IntelliSpace Portal" and "IntelliSpace PACS" both say what they are, and not the same.
    const clash = ours.names > 0 ? theirs.types > 0 : theirs.names + theirs.numbers > 0 && ours.types > 0;
    if (clash && hits.codes === 0) return null;
    if (ours.numbers + theirs.numbers === 0 && leftOver <= 2 && codeCarriesAlone(it, ours, brand))
      return { confidence: 'probable', how: `${but}, told by its number`, standing: 'yields' };
    if (ours.names + ours.numbers === 0 && designationFound(it))
      return { confidence: 'probable', how: `${but}, told by its designation`, standing: 'yields' };
    // "Omnipod" is all that many write for "Omnipod Insulin Management System".
    const contained = ours.names + ours.numbers === 0 && theirs.numbers === 0;
    return contained || hits.codes + hits.names >= leftOver ? { ...candidate, how: but } : null;
  }
  if (!named) {
    if (hits.shortNames > 0) return candidate;
    // "Alaris" alone names a brand of this maker: which of its products is meant must be asked.
    if (hits.brands > 0 && ours.types + ours.fillers === 0 && theirs.types > 0) return candidate;
    const whole = hits.types + hits.brands > 0 && ours.types === 0 && theirs.types === 0;
    if (!whole || ours.fillers + theirs.fillers > 1) return null;
    return { confidence: 'probable', how, standing: 'whole' };
  }
  // "(8 Port)" is not "(2 Port)".
  if (ours.bracketNumbers > 0 && theirs.bracketNumbers > 0) return candidate;
  if (ours.signs > 0) return candidate;
  if (theirs.signs > 0) return { ...candidate, standing: 'alone' };
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
  const deviceIsLonger = ours.names > 0;
  const shorter = deviceIsLonger ? it.product : it.device;
  const found = deviceIsLonger ? it.productFound : it.deviceFound;
  const telling = [...shorter.entries()].filter(
    ([, atom]) =>
      !atom.bracket && !atom.noise && (atom.code || (atom.kind === 'name' && !brand.covers(atom.text))),
  );
  const code = telling.map(([index, atom]) => (found[index] === true ? atom.text : '')).join('');
  if (!telling.every(([, atom]) => atom.code) || code.length < 4) return false;
  return deviceIsLonger
    ? !hasVariantMark(it.device, it.deviceFound)
    : !hasVariantMark(it.product, it.productFound);
}

/** "B650 Plus", "Q1615 Mk III", "HRD-440 A": of what is left over, something says that it is another model. */
function hasVariantMark(atoms: readonly Atom[], found: readonly boolean[]): boolean {
  const code = atoms.findIndex((atom, index) => atom.code && found[index] === true);
  return atoms.some(
    (atom, index) =>
      found[index] !== true &&
      atom.kind === 'name' &&
      !atom.bracket &&
      !atom.noise &&
      (VARIANT_WORDS.has(atom.text) ||
        (atom.text.length <= 2 && index > code && !namesType(atom, atoms[index + 1]))),
  );
}

/** "8015 PC unit" is a 8015, as is "650 CT scanner"; "650 B scanner" is not. */
function namesType(atom: Atom, next: Atom | undefined): boolean {
  return atom.text.length === 2 && (next?.kind === 'type' || next?.kind === 'filler');
}

/**
 * "eBMGR-TCH" is the maker's own designation of the "enteliBUS Manager Touch (eBMGR-TCH)": the device's text has all of
 * a bracket that holds nothing but one word with a hyphen or a number.
 */
function designationFound({ product, productFound }: Alignment): boolean {
  const bracket = [...product.entries()].filter(([, atom]) => atom.bracket);
  const chunks = new Set(bracket.map(([, atom]) => atom.chunk));
  return (
    chunks.size === 1 &&
    bracket.length >= 2 &&
    bracket.reduce((length, [, atom]) => length + atom.text.length, 0) >= 5 &&
    bracket.every(([index]) => productFound[index] === true)
  );
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
    else if (VARIANT_WORDS.has(atom.text)) hits.types++;
    else if (brand.has(atom.text)) hits.brands++;
    else if (atom.kind !== 'name') hits.types++;
    else if (it.shortened.has(index)) hits.shortNames++;
    else hits.names++;
  }
  return hits;
}
