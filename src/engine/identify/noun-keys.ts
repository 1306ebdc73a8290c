import { type AliasBook, isSpelling } from './aliases.ts';
import { type MakerName, makerKey, makerNamed, makerNames, withoutMaker } from './maker-names.ts';
import { squash } from './text.ts';

/** A maker or model as it is told apart from others: texts with the same key mean the same one. */
export interface NamedKey {
  readonly key: string;
  /** What to call it. */
  readonly name: string;
}

export interface NounKeys {
  /** Null: the text names nobody. */
  vendor(text: string): NamedKey | null;
  /** Null: the text names no model. The maker's name in front of it, and how it is spaced or hyphened, tell nothing apart. */
  model(vendor: string | undefined, text: string): NamedKey | null;
}

/**
 * Keys for the makers and models that devices name. Spellings of one company share a key; companies that were bought
 * keep their own, because their devices are still supported under it: putting them together is for a person.
 */
export function createNounKeys(aliases: AliasBook): NounKeys {
  const companies = companiesOf(aliases);
  const vendors = new Map<string, NamedKey | null>();
  const vendor = (text: string): NamedKey | null => {
    let known = vendors.get(text);
    if (known === undefined) {
      known = vendorKey(text, companies);
      vendors.set(text, known);
    }
    return known;
  };
  return {
    vendor,
    model(maker, text) {
      // A model may carry the maker's name in another spelling than the maker beside it.
      const spellings = maker === undefined ? [] : [maker, vendor(maker)?.name ?? maker];
      const names = spellings.flatMap((it) => makerNames(it, 'device'));
      const name = withoutMaker(text, names).trim().replaceAll(/\s+/g, ' ');
      const key = squash(name);
      return key === '' ? null : { key, name };
    },
  };
}

function vendorKey(text: string, companies: ReadonlyMap<string, string>): NamedKey | null {
  const [name] = makerNamed(text);
  if (name === undefined || name.key === '') return null;
  const company = companyNamed(name, companies);
  return company === null
    ? { key: name.key, name: text.trim().replaceAll(/\s+/g, ' ') }
    : { key: makerKey(company), name: company };
}

/** The name as it stands first; then without trade words and places, which must leave a company's whole name. */
function companyNamed(name: MakerName, companies: ReadonlyMap<string, string>): string | null {
  return companies.get(name.key) ?? companies.get(name.core) ?? null;
}

/** Key of every spelling → name of the company; of a company and its parent, the company itself. */
function companiesOf({ companies }: AliasBook): ReadonlyMap<string, string> {
  const parents = new Map<string, ReadonlySet<string>>();
  for (const { name, aliases } of companies)
    parents.set(name, new Set(aliases.map((it) => makerKey(it.name))));
  const found = new Map<string, string>();
  const claim = (key: string, company: string): void => {
    const other = found.get(key);
    if (other === undefined || parents.get(other)?.has(makerKey(company)) === true) found.set(key, company);
  };
  for (const { name, aliases } of companies)
    for (const alias of aliases) if (isSpelling(alias, name)) claim(makerKey(alias.name), name);
  for (const { name } of companies) found.set(makerKey(name), name);
  return found;
}
