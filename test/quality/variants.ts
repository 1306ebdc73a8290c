import type { ProductDirectory } from '#engine/catalogue';
import type { AliasBook, Identifier } from '#engine/identify';

/**
 * Names as people might write them, made from every product that an advisory names: legal forms, slips of the keyboard,
 * other names of the maker, abbreviations, suffixes, numbers broken up or changed. They show whether identification is
 * general: no label and no hand-picked name is involved.
 */
export interface VariantTally {
  devices: number;
  /** The product, or one of the same name, was found with confidence. */
  recognised: number;
  /** Products found with confidence that share less than half of their words with the one meant. */
  strays: number;
}

interface Written {
  readonly manufacturer: string;
  readonly model: string;
}

/** Null: this product does not lend itself to the variant. */
type Variant = (it: Written, chance: Chance, aliases: AliasBook) => Written | null;

/** A number in [0, below). */
type Chance = (below: number) => number;

const VARIANTS: Readonly<Record<string, Variant>> = {
  'as written': (it) => it,
  'maker: legal form': (it, chance) => {
    const bare = it.manufacturer.replace(/[,.]?\s+(?:inc|ltd|llc|gmbh|ag|corp|co|oy|plc)\.?$/i, '').trim();
    const form = pick(
      [' Inc.', ', Inc', ' GmbH', ' Ltd.', ', LLC', ' Corporation', ' Co., Ltd.', ' S.A.', ' B.V.', ''],
      chance,
    );
    return { ...it, manufacturer: bare + form };
  },
  'maker: upper case': (it) => ({ ...it, manufacturer: it.manufacturer.toUpperCase() }),
  'maker: slip': (it, chance) => withSlip(it, 'manufacturer', 6, chance),
  'maker: other name': (it, chance, aliases) => {
    const simple = it.manufacturer.toLowerCase().trim();
    const company = aliases.companies.find((known) => simple === known.name.toLowerCase());
    if (company === undefined) return null;
    return { ...it, manufacturer: pick(company.aliases, chance).name };
  },
  'model: upper case without punctuation': (it) => ({
    ...it,
    model: it.model
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, ' ')
      .trim(),
  }),
  'model: slip': (it, chance) => withSlip(it, 'model', 6, chance),
  'model: brackets dropped': (it) =>
    /\(/.test(it.model) ? { ...it, model: it.model.replaceAll(/\s*\([^)]*\)/g, '').trim() } : null,
  'model: number joined': (it) => rewrite(it, /([A-Za-z])[ -](\d)/, '$1$2'),
  'model: number apart': (it) => rewrite(it, /([A-Za-z])(\d)/, '$1 $2'),
  'model: number with hyphen': (it) => rewrite(it, /([A-Za-z]) ?(\d)/, '$1-$2'),
  'model: suffix': (it, chance) => ({
    ...it,
    model:
      it.model +
      pick(
        [
          ' S/N 4471902',
          ' Rev. C',
          ', 230V',
          ' w/ stand',
          ' P/N 88-1203',
          ' REFURBISHED',
          ' - EU',
          ' (loaner)',
          ' #40122',
        ],
        chance,
      ),
  }),
  'model: abbreviated': (it, chance) => {
    const words = [
      ...it.model.matchAll(
        /\b(?:Monitor|Server|System|Software|Workstation|Controller|Manager|Station|Gateway|Programmer|Patient|Ventilator|Information|Infusion|Management|Configuration|Module|Application|Telemetry|Central|Wireless|Printer|Camera|Network|Interface|Control)s?\b/gi,
      ),
    ];
    if (words.length === 0) return null;
    const [word] = pick(words, chance);
    const first = word[0] as string;
    const short =
      chance(2) === 0
        ? word.slice(0, 4)
        : first +
          word
            .slice(1)
            .replaceAll(/[aeiou]/gi, '')
            .slice(0, 4);
    return { ...it, model: it.model.replace(word, short) };
  },
  'model: maker in front': (it) => ({
    ...it,
    model: `${it.manufacturer.split(/[,(]/)[0]?.trim()} ${it.model}`,
  }),
  'maker and model: slips': (it, chance) => {
    const first = withSlip(it, 'manufacturer', 8, chance);
    return first === null ? null : withSlip(first, 'model', 8, chance);
  },
  'another number': (it, chance) => {
    const digits = [
      ...it.model.replaceAll(/\([^)]*\)/g, (run) => ' '.repeat(run.length)).matchAll(/\d(?=\d)/g),
    ];
    if (digits.length === 0) return null;
    const { index } = pick(digits, chance);
    const digit = (Number(it.model[index]) + 1 + chance(8)) % 10;
    return { ...it, model: it.model.slice(0, index) + digit + it.model.slice(index + 1) };
  },
};

export function measureVariants(
  directory: ProductDirectory,
  identifier: Identifier,
  aliases: AliasBook,
  seed: number,
): { readonly tallies: Map<string, VariantTally>; readonly misses: readonly string[] } {
  const chance = createChance(seed);
  const tallies = new Map<string, VariantTally>();
  const misses: string[] = [];
  const products = namedProducts(directory);
  const originals = new Set(products.map((it) => squash(it.model)));
  for (const [name, variant] of Object.entries(VARIANTS)) {
    const tally: VariantTally = { devices: 0, recognised: 0, strays: 0 };
    tallies.set(name, tally);
    for (const product of products) {
      const written = variant(product, chance, aliases);
      if (written === null) continue;
      // A changed number may make the name of another product that the advisories do name.
      if (name === 'another number' && originals.has(squash(written.model))) continue;
      const links = identifier
        .identify({ kind: 'device', ...written })
        .filter((it) => it.confidence !== 'candidate');
      const names = links.map((it) => directory.name(it.product));
      const recognised = names.some((it) => squash(it) === squash(product.model));
      const strays = names.filter((it) => !alike(it, product.model));
      tally.devices++;
      if (recognised) tally.recognised++;
      tally.strays += strays.length;
      if (recognised === (name === 'another number') || strays.length > 0)
        misses.push(
          `${name}: ${written.manufacturer} | ${written.model}   meant ${product.manufacturer} | ${product.model}   found ${[...new Set(names)].slice(0, 4).join(' · ')}`,
        );
    }
  }
  return { tallies, misses };
}

function namedProducts(directory: ProductDirectory): Written[] {
  const seen = new Set<string>();
  const products: Written[] = [];
  for (let product = 0; product < directory.size; product++) {
    if (directory.part(product) !== 'named') continue;
    const it = { manufacturer: directory.vendor(product), model: directory.name(product) };
    const key = `${it.manufacturer}|${it.model}`;
    if (!/[A-Za-z]/.test(it.manufacturer) || !/[A-Za-z]/.test(it.model) || /^n\/?a$/i.test(it.manufacturer))
      continue;
    if (seen.has(key) || it.model.includes('_')) continue;
    seen.add(key);
    products.push(it);
  }
  return products;
}

function withSlip(it: Written, field: keyof Written, lettersMin: number, chance: Chance): Written | null {
  const words = [...it[field].matchAll(/[A-Za-z]+/g)].filter(([word]) => word.length >= lettersMin);
  if (words.length === 0) return null;
  const word = pick(words, chance);
  const at = word.index + 1 + chance(word[0].length - 2);
  const text = it[field];
  const slips = [
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + text[at] + text.slice(at),
    text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
  ];
  return { ...it, [field]: pick(slips, chance) };
}

function rewrite(it: Written, pattern: RegExp, by: string): Written | null {
  const model = it.model.replace(pattern, by);
  return model === it.model ? null : { ...it, model };
}

function pick<T>(from: readonly T[], chance: Chance): T {
  return from[chance(from.length)] as T;
}

function squash(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function alike(a: string, b: string): boolean {
  const ours = wordsOf(a);
  const theirs = wordsOf(b);
  const shared = [...ours].filter((it) => theirs.has(it)).length;
  return (
    shared * 2 >= Math.min(ours.size, theirs.size) ||
    squash(a).includes(squash(b)) ||
    squash(b).includes(squash(a))
  );
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}+|\d+/gu) ?? []);
}

/** A small seeded generator, so that a run can be repeated. Source: Mulberry32, public domain. */
function createChance(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}
