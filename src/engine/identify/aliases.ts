import { makerKey, ownWords } from './maker-names.ts';

/** What a name is to the company it stands under. */
const ALIAS_KINDS = [
  'legal-name',
  'former-name',
  'acquired',
  'brand',
  'subsidiary',
  'abbreviation',
  'misspelling',
] as const;
export type AliasKind = (typeof ALIAS_KINDS)[number];

/** Kinds of alias that are the company under another spelling, whatever their words. */
const SPELLINGS: ReadonlySet<AliasKind> = new Set(['legal-name', 'abbreviation', 'misspelling']);
/** Kinds that are the company only where its own name stands in them: "Philips Medical Systems", not "Respironics". */
const NAMED_AFTER: ReadonlySet<AliasKind> = new Set(['subsidiary', 'former-name', 'brand']);

/** Is an alias the company itself under another spelling, not another company that it owns? */
export function isSpelling({ name, kind }: Pick<Alias, 'name' | 'kind'>, company: string): boolean {
  if (SPELLINGS.has(kind)) return true;
  if (!NAMED_AFTER.has(kind)) return false;
  const own = new Set(ownWords(company));
  return own.size > 0 && ownWords(name).some((it) => own.has(it));
}

export interface Alias {
  readonly name: string;
  readonly kind: AliasKind;
  /** Why this holds, in words a person can check: "acquired by Baxter, 2021-12". */
  readonly source: string;
}

/** A company and the other names it goes by. A name may itself be a company with names of its own. */
export interface Company {
  readonly name: string;
  readonly aliases: readonly Alias[];
}

/** Other ways to write a word of a model name: "workstation" is also "ws" and "wkst". */
export interface WordAlias {
  readonly word: string;
  readonly also: readonly string[];
  readonly source: string;
}

/** A maker and model text that is, or is not, a product of the feeds. */
export interface ProductAlias {
  readonly manufacturer: string;
  readonly model: string;
  /** Vendor and name as the feeds have them. */
  readonly vendor: string;
  readonly product: string;
  readonly same: boolean;
  readonly source: string;
}

/** What is known about names: data with sources, edited by people. */
export interface AliasBook {
  readonly companies: readonly Company[];
  readonly words: readonly WordAlias[];
  readonly products: readonly ProductAlias[];
}

export const EMPTY_ALIASES: AliasBook = { companies: [], words: [], products: [] };

/** Reads an alias file (`knowledge/aliases.json` or a user's own). The problem names the entry and its field. */
export function readAliases(json: unknown): AliasBook | { readonly problem: string } {
  if (!isRecord(json)) return { problem: 'Cannot read aliases: not an object with "companies" and "words"' };
  const companies: Company[] = [];
  const words: WordAlias[] = [];
  for (const [index, entry] of listOf(json.companies).entries()) {
    const company = companyOf(entry, `companies[${index}]`);
    if (typeof company === 'string') return { problem: company };
    companies.push(company);
  }
  for (const [index, entry] of listOf(json.words).entries()) {
    const word = wordOf(entry, `words[${index}]`);
    if (typeof word === 'string') return { problem: word };
    words.push(word);
  }
  const products: ProductAlias[] = [];
  for (const [index, entry] of listOf(json.products).entries()) {
    const product = productOf(entry, `products[${index}]`);
    if (typeof product === 'string') return { problem: product };
    products.push(product);
  }
  const known = ['companies', 'words', 'products', 'about'];
  const unknown = Object.keys(json).find((it) => !known.includes(it));
  if (unknown !== undefined) return { problem: `Cannot read aliases: unknown section "${unknown}"` };
  return { companies, words, products };
}

/** The base with a user's file over it: a company of the same name is replaced by theirs as a whole, others are added. */
export function mergeAliases(base: AliasBook, over: AliasBook): AliasBook {
  const named = new Set(over.companies.map((it) => makerKey(it.name)));
  const worded = new Set(over.words.map((it) => it.word));
  return {
    companies: [...base.companies.filter((it) => !named.has(makerKey(it.name))), ...over.companies],
    words: [...base.words.filter((it) => !worded.has(it.word)), ...over.words],
    products: [...base.products, ...over.products],
  };
}

function companyOf(entry: unknown, where: string): Company | string {
  if (!isRecord(entry) || !isName(entry.name)) return `Cannot read ${where}: "name" is missing or empty`;
  const aliases: Alias[] = [];
  for (const [index, it] of listOf(entry.aliases).entries()) {
    const at = `${where}.aliases[${index}] of "${entry.name}"`;
    if (!isRecord(it) || !isName(it.name)) return `Cannot read ${at}: "name" is missing or empty`;
    const kind = ALIAS_KINDS.find((known) => known === it.kind);
    if (kind === undefined)
      return `Cannot read ${at}: "kind" is ${JSON.stringify(it.kind)}, not one of ${ALIAS_KINDS.join(', ')}`;
    if (!isName(it.source)) return `Cannot read ${at}: "source" is missing or empty`;
    aliases.push({ name: it.name, kind, source: it.source });
  }
  return { name: entry.name, aliases };
}

function wordOf(entry: unknown, where: string): WordAlias | string {
  if (!isRecord(entry) || !isName(entry.word)) return `Cannot read ${where}: "word" is missing or empty`;
  const also = listOf(entry.also).filter(isName);
  if (also.length === 0) return `Cannot read ${where} "${entry.word}": "also" has no word`;
  if (!isName(entry.source)) return `Cannot read ${where} "${entry.word}": "source" is missing or empty`;
  return { word: entry.word, also, source: entry.source };
}

function productOf(entry: unknown, where: string): ProductAlias | string {
  if (!isRecord(entry)) return `Cannot read ${where}: not an object`;
  const { manufacturer = '', model, vendor, product, same, source } = entry;
  if (typeof manufacturer !== 'string') return `Cannot read ${where}: "manufacturer" is not a text`;
  if (!isName(model)) return `Cannot read ${where}: "model" is missing or empty`;
  if (!isName(product)) return `Cannot read ${where} "${model}": "product" is missing or empty`;
  if (typeof vendor !== 'string') return `Cannot read ${where} "${model}": "vendor" is missing`;
  if (typeof same !== 'boolean') return `Cannot read ${where} "${model}": "same" is not true or false`;
  if (!isName(source)) return `Cannot read ${where} "${model}": "source" is missing or empty`;
  return { manufacturer, model, vendor, product, same, source };
}

function isRecord(it: unknown): it is Readonly<Record<string, unknown>> {
  return typeof it === 'object' && it !== null && !Array.isArray(it);
}

function isName(it: unknown): it is string {
  return typeof it === 'string' && it.trim() !== '';
}

function listOf(it: unknown): readonly unknown[] {
  return Array.isArray(it) ? it : [];
}
