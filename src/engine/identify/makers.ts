import type { ProductDirectory } from '#engine/catalogue';
import { type AliasBook, isSpelling } from './aliases.ts';
import {
  brandWords,
  makerKey,
  makerNamed,
  makerNames,
  type MakerName,
  namesInARow,
  namesWithoutDivision,
  ownWords,
} from './maker-names.ts';
import { slipsBetween } from './text.ts';

/** One spelling of a maker in the directory, with its products. */
export interface Vendor {
  readonly text: string;
  readonly names: readonly MakerName[];
  readonly products: number[];
}

/** A vendor of the directory that may be the maker a device names, and why. */
export interface MakerAgreement {
  readonly vendor: Vendor;
  /** `same` or `related` may be confirmed; a `sibling` under one owner, `core` and `slip` are probable at best. */
  readonly strength: 'same' | 'related' | 'sibling' | 'core' | 'slip';
  readonly how: string;
}

export interface MakerIndex {
  /** Vendors that agree with the names in a maker's text, the surest first. Slips only where `slips` is asked for. */
  agreeing(names: readonly MakerName[], slips: boolean): MakerAgreement[];
  /** Words of the names of a maker and its relatives. */
  brandWordsOf(text: string): ReadonlySet<string>;
  /** Is the whole text the name of a known maker? */
  isMaker(text: string): boolean;
  /** Is some word run at the start of the text a known maker's name? The longest one, or null. */
  leadingMaker(text: string): string | null;
}

interface Relation {
  readonly company: string;
  readonly how: string;
  /** The name is the company under another spelling. */
  readonly isSpelling: boolean;
}

/** Moxxa is Moxa, but of three letters each is needed. */
const SLIP_LETTERS_MIN = 4;

export function createMakerIndex(
  directory: Pick<ProductDirectory, 'size' | 'vendor'>,
  aliases: AliasBook,
): MakerIndex {
  const vendors = vendorsOf(directory);
  const byKey = indexBy(vendors, (name) => name.key);
  const byPlainKey = indexBy(vendors, (name) => name.plainKey);
  const byCore = indexBy(vendors, (name) => name.core);
  const relations = relationsOf(aliases);
  const spellings = [...byKey.keys()].filter((it) => it.length >= SLIP_LETTERS_MIN);
  for (const key of relations.names.keys())
    if (key.length >= SLIP_LETTERS_MIN && !byKey.has(key)) spellings.push(key);
  const masks = Int32Array.from(spellings, lettersMask);

  /** Names that a slip of the keyboard turns into the key; `tail`: trade words at its end, which make no name longer. */
  function misspelt(key: string, tail: string): string[] {
    if (key.length < SLIP_LETTERS_MIN) return [];
    const mask = lettersMask(key);
    const found: { spelling: string; slips: number }[] = [];
    for (let at = 0; at < spellings.length; at++) {
      const spelling = spellings[at] as string;
      if (Math.abs(spelling.length - key.length) > 2 || bitsOf((masks[at] as number) ^ mask) > 4) continue;
      const both = tail !== '' && spelling.endsWith(tail) ? tail.length : 0;
      const slips = slipsInName(key.slice(0, key.length - both), spelling.slice(0, spelling.length - both));
      if (slips > 0) found.push({ spelling, slips });
    }
    return found.sort((a, b) => a.slips - b.slips).map((it) => it.spelling);
  }

  function gather(names: readonly MakerName[], slips: boolean): Map<Vendor, MakerAgreement> {
    const found = new Map<Vendor, MakerAgreement>();
    const add = (vendor: Vendor, strength: MakerAgreement['strength'], how: string): void => {
      if (!found.has(vendor)) found.set(vendor, { vendor, strength, how });
    };
    const addKin = (kin: ReadonlyMap<string, Kin>): void => {
      for (const [key, { how, isSibling }] of kin)
        for (const it of byKey.get(key) ?? []) add(it, isSibling ? 'sibling' : 'related', how);
    };
    for (const name of names)
      for (const it of [...(byKey.get(name.key) ?? []), ...(byPlainKey.get(name.plainKey) ?? [])])
        add(it, 'same', 'same maker');
    for (const name of names) addKin(relations.of(name.key));
    for (const name of names) {
      if (name.core.length < 2) continue;
      for (const it of byCore.get(name.core) ?? []) add(it, 'core', 'same name but for trade words');
      if (name.core !== name.key) addKin(relations.of(name.core));
    }
    for (const name of names) {
      for (const key of namesWithoutDivision(name)) {
        for (const it of byKey.get(key) ?? []) add(it, 'core', 'same name but for the part of the company');
        addKin(relations.of(key));
      }
      for (const [first, second] of namesInARow(name)) {
        const kin = relations.of(first).get(second);
        if (kin === undefined) continue;
        for (const key of [first, second]) for (const it of byKey.get(key) ?? []) add(it, 'related', kin.how);
        addKin(relations.of(first));
      }
    }
    if (!slips) return found;
    for (const name of names)
      for (const key of new Set([...misspelt(name.key, tailOf(name)), ...misspelt(name.core, '')])) {
        for (const it of [...(byKey.get(key) ?? []), ...(byCore.get(key) ?? [])])
          add(it, 'slip', `slip of the keyboard: ${name.text}`);
        for (const [related, { how }] of relations.of(key))
          for (const it of byKey.get(related) ?? [])
            add(it, 'slip', `slip of the keyboard: ${name.text}; ${how}`);
      }
    return found;
  }

  return {
    agreeing: (names, slips) => [...gather(names, slips).values()],
    brandWordsOf(text) {
      const words = new Set(brandWords(text));
      for (const name of makerNames(text, 'feed')) {
        for (const word of relations.brandWords(name.key)) words.add(word);
        if (name.core !== name.key) for (const word of relations.brandWords(name.core)) words.add(word);
      }
      return words;
    },
    isMaker(text) {
      const key = makerKey(text);
      return key.length >= 2 && (byKey.has(key) || relations.names.has(key));
    },
    leadingMaker(text) {
      const words = text.split(/\s+/).slice(0, 5);
      for (let count = Math.min(4, words.length - 1); count >= 1; count--) {
        const name = words.slice(0, count).join(' ');
        const key = makerKey(name);
        if (key.length >= 2 && (byKey.has(key) || relations.names.has(key))) return name;
      }
      return null;
    },
  };
}

/** How many slips turn one name into another; 0: none, or so many that it is another name. */
function slipsInName(ours: string, theirs: string): number {
  // Of a short name the first letter must stand, or one word is soon another.
  if (Math.min(ours.length, theirs.length) < 5 && ours[0] !== theirs[0]) return 0;
  const slips = slipsBetween(ours, theirs, 2);
  const limit = ours.length >= 9 ? 2 : 1;
  return slips <= limit || (slips === 2 && skeleton(ours) === skeleton(theirs)) ? slips : 0;
}

/** "medical" of "acmemedical". */
function tailOf({ key, core }: MakerName): string {
  return key.startsWith(core) ? key.slice(core.length) : '';
}

function vendorsOf(directory: Pick<ProductDirectory, 'size' | 'vendor'>): Vendor[] {
  const byText = new Map<string, Vendor>();
  for (let product = 0; product < directory.size; product++) {
    const text = directory.vendor(product);
    let vendor = byText.get(text);
    if (vendor === undefined) {
      vendor = { text, names: vendorNames(text), products: [] };
      byText.set(text, vendor);
    }
    vendor.products.push(product);
  }
  return [...byText.values()];
}

/** A CPE vendor is one name in small letters; an advisory's vendor is text that may name several. */
function vendorNames(text: string): readonly MakerName[] {
  return /^[a-z0-9_.-]+$/.test(text) ? makerNamed(text.replaceAll('_', ' ')) : makerNames(text, 'feed');
}

function indexBy(vendors: readonly Vendor[], keyOf: (name: MakerName) => string): Map<string, Vendor[]> {
  const index = new Map<string, Vendor[]>();
  for (const vendor of vendors)
    for (const name of vendor.names) {
      const key = keyOf(name);
      const list = index.get(key);
      if (list === undefined) index.set(key, [vendor]);
      else if (list.at(-1) !== vendor) list.push(vendor);
    }
  return index;
}

/** A name with what is looked up by it, worked out once. */
interface KnownName {
  readonly key: string;
  readonly text: string;
  readonly source: string;
  /** It is its company under another spelling. */
  readonly isSpelling: boolean;
  readonly words: readonly string[];
}

/** How a name belongs to another. */
interface Kin {
  /** Why this is known. */
  readonly how: string;
  /** Both belong to one owner and neither to the other, as Axis and Canon Medical do. */
  readonly isSibling: boolean;
}

function relationsOf(book: AliasBook): {
  readonly names: ReadonlyMap<string, readonly Relation[]>;
  of(key: string): ReadonlyMap<string, Kin>;
  brandWords(key: string): ReadonlySet<string>;
} {
  const companies = new Map<string, KnownName[]>();
  const names = new Map<string, Relation[]>();
  const wordsByKey = new Map<string, Set<string>>();
  const know = (text: string, source: string, spells: boolean): KnownName => {
    const name = { key: makerKey(text), text, source, isSpelling: spells, words: ownWords(text) };
    const words = wordsByKey.get(name.key) ?? new Set();
    for (const word of name.words) words.add(word);
    wordsByKey.set(name.key, words);
    return name;
  };
  for (const company of book.companies) {
    const { key } = know(company.name, '', true);
    const aliases = companies.get(key) ?? [];
    companies.set(key, aliases);
    if (!names.has(key)) names.set(key, []);
    for (const it of company.aliases) {
      const alias = know(it.name, it.source, isSpelling(it, company.name));
      aliases.push(alias);
      const parents = names.get(alias.key) ?? [];
      parents.push({
        company: key,
        how: `${it.name} is ${company.name}: ${it.source}`,
        isSpelling: alias.isSpelling,
      });
      names.set(alias.key, parents);
    }
  }
  const remembered = new Map<string, Map<string, Kin>>();

  /** Up to every company the name belongs to, and down to every name of those. */
  function of(key: string): Map<string, Kin> {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const up = new Map<string, Kin>([[key, { how: '', isSibling: false }]]);
    const itself = new Set([key]);
    for (const [name, why] of up)
      for (const { company, how, ...it } of names.get(name) ?? []) {
        if (it.isSpelling && itself.has(name)) itself.add(company);
        if (!up.has(company)) up.set(company, { how: join(why.how, how), isSibling: false });
      }
    const related = new Map(up);
    for (const [name, why] of related)
      for (const alias of companies.get(name) ?? []) {
        if (related.has(alias.key)) continue;
        const isOther = up.has(name) && !itself.has(name) && !alias.isSpelling;
        related.set(alias.key, {
          how: join(why.how, `${alias.text}: ${alias.source}`),
          isSibling: why.isSibling || isOther,
        });
      }
    related.delete(key);
    remembered.set(key, related);
    return related;
  }

  const brands = new Map<string, Set<string>>();
  return {
    names,
    of,
    brandWords(key) {
      const known = brands.get(key);
      if (known !== undefined) return known;
      const found = new Set<string>();
      for (const related of [key, ...of(key).keys()])
        for (const word of wordsByKey.get(related) ?? []) found.add(word);
      brands.set(key, found);
      return found;
    },
  };
}

function join(first: string, second: string): string {
  return first === '' ? second : `${first}; ${second}`;
}

/** Which letters occur, as bits: spellings that differ in more than four letters are no slips of each other. */
function lettersMask(text: string): number {
  let mask = 0;
  for (let at = 0; at < text.length; at++) mask |= 1 << (text.charCodeAt(at) & 31);
  return mask;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let left = mask; left !== 0; left &= left - 1) bits++;
  return bits;
}

/** Consonants as they sound: "epsimed" and "ypsomed" are both "psmd". */
function skeleton(text: string): string {
  return text
    .replaceAll('ph', 'f')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll(/[ckq]/g, 'k')
    .replaceAll('z', 's')
    .replaceAll(/[aeiouyhw]/g, '')
    .replaceAll(/(.)\1/g, '$1');
}
