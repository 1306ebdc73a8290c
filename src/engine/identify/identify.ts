import { packageOwner, type ProductDirectory } from '#engine/catalogue';
import { CONFIDENCES, type Confidence } from '#engine/words';
import type { AliasBook } from './aliases.ts';
import { type BrandWords, createBrandWords } from './brand-words.ts';
import { createConfirmations } from './confirmations.ts';
import { createMakerIndex, type MakerAgreement, type MakerIndex, type Vendor } from './makers.ts';
import { makerKey, type MakerName, makerNames, withoutMaker } from './maker-names.ts';
import { agreeOnModel, type ModelAgreement } from './model-agreement.ts';
import { readModel, type ModelText } from './model-text.ts';
import { createOsReader, type OsReading } from './operating-system.ts';
import { createPackages } from './packages.ts';
import type { Confirmation, ProductLink, ProductText } from './product-text.ts';
import { speakerNames } from './speakers.ts';
import { squash } from './text.ts';
import { createVendorModels, type VendorModels } from './vendor-models.ts';
import { createWordLikeness } from './word-likeness.ts';

export interface Identifier {
  /** The products a text may be, the surest first. The same text always gets the same answer. */
  identify(text: ProductText): ProductLink[];
  /** How whoever a document names as its author is the maker of what a text was found to be; null: nothing shows it. */
  readonly asMaker: (author: string, found: ProductLink) => string | null;
}

/** Indexes are built when the first text asks for them, by vendor; a maker and model text is worked out once. */
export function createIdentifier(
  directory: ProductDirectory,
  aliases: AliasBook,
  confirmations: readonly Confirmation[] = [],
): Identifier {
  const written = aliases.products.map(({ source, ...it }) => ({ ...it, by: source }));
  const people = createConfirmations(directory, [...written, ...confirmations]);
  const os = createOsReader(directory);
  const systems = new Map<string, ProductLink[]>();
  let named: NamedProducts | null = null;

  function findSystem(text: ProductText, products: NamedProducts): ProductLink[] {
    const key = `${text.manufacturer ?? ''}\u0001${text.model}\u0001${text.version ?? ''}`;
    const links = systems.get(key) ?? findOs(os.read(text), text, products);
    systems.set(key, links);
    return links;
  }

  return {
    identify(text) {
      named ??= createNamedProducts(directory, aliases);
      return people.apply(text, text.kind === 'os' ? findSystem(text, named) : named.find(text));
    },
    asMaker(author, found) {
      named ??= createNamedProducts(directory, aliases);
      return named.asMaker(author, found);
    },
  };
}

/** An operating system is known by its name; advisories may speak of it as of any product. */
function findOs(reading: OsReading | null, text: ProductText, named: NamedProducts): ProductLink[] {
  if (reading === null) return named.find(text);
  if (reading.named === null) return [...reading.links];
  const found = new Set(reading.links.map((it) => it.product));
  const more = named.find({ ...reading.named, kind: 'os', version: text.version ?? '' });
  return [...reading.links, ...more.filter((it) => !found.has(it.product))];
}

interface NamedProducts {
  find(text: ProductText): ProductLink[];
  asMaker: Identifier['asMaker'];
}

function createNamedProducts(directory: ProductDirectory, aliases: AliasBook): NamedProducts {
  const makers = createMakerIndex(directory, aliases);
  const likeness = createWordLikeness(aliases);
  const models = new Map<Vendor, VendorModels>();
  const agreements = new Map<string, readonly BrandedAgreement[]>();
  const byName = new Map<string, ProductLink[]>();
  const byColumns = new Map<string, ProductLink[]>();
  const packages = createPackages(directory);
  const makerNamesIn = new Map<string, readonly MakerName[]>();
  const makersByAuthor = new Map<string, ReadonlyMap<string, string>>();

  /** Vendors of the directory that the author is, as they are written there, with how. */
  function makersOf(author: string): ReadonlyMap<string, string> {
    let known = makersByAuthor.get(author);
    if (known === undefined) {
      // Who merely has the same owner makes other things.
      const found = makers.agreeing(speakerNames(author), false).filter((it) => it.strength !== 'sibling');
      known = new Map(found.map(({ vendor, how }) => [vendor.text, how]));
      makersByAuthor.set(author, known);
    }
    return known;
  }

  function modelsOf(vendor: Vendor): VendorModels {
    let known = models.get(vendor);
    if (known === undefined) {
      known = createVendorModels(
        vendor.products.map((product) => {
          const name = productName(directory, product);
          return { product, name, model: readOwnModel(name, vendor.names, 'feed') };
        }),
        likeness,
      );
      models.set(vendor, known);
    }
    return known;
  }

  function namesIn(maker: string): readonly MakerName[] {
    const known = makerNamesIn.get(maker) ?? makerNames(maker, 'device');
    makerNamesIn.set(maker, known);
    return known;
  }

  function agreeing(maker: string, slips: boolean): readonly BrandedAgreement[] {
    const key = `${slips} ${maker}`;
    let known = agreements.get(key);
    if (known === undefined) {
      const own = makers.brandWordsOf(maker);
      known = makers.agreeing(namesIn(maker), slips).map((it) => ({
        ...it,
        brand: createBrandWords(
          new Set([...own, ...makers.brandWordsOf(it.vendor.text.replaceAll('_', ' '))]),
        ),
      }));
      agreements.set(key, known);
    }
    return known;
  }

  function linksOf(text: ProductText, maker: string, device: ModelText, slips: boolean): Found {
    const links: StandingLink[] = [];
    let versionMatters = false;
    for (const { vendor, strength, how, brand } of agreeing(maker, slips))
      for (const { product, name, model } of modelsOf(vendor).worthComparing(device)) {
        versionMatters ||= model.versionInName !== null;
        const agreement = agreeOnModel(device, model, brand, likeness, text.version ?? '');
        if (agreement === null) continue;
        links.push({
          product,
          confidence: lesser(agreement.confidence, CONFIDENCE_OF_MAKER[strength]),
          evidence: [
            { field: 'manufacturer', ours: maker, theirs: vendor.text, how },
            { field: 'model', ours: text.model, theirs: name, how: agreement.how },
          ],
          standing: agreement.standing,
        });
      }
    return { links: settle(links), versionMatters };
  }

  function findByMaker(text: ProductText, maker: string): ProductLink[] {
    const key = `${maker}\u0001${text.model}`;
    const keyWithVersion = `${key}\u0001${text.version ?? ''}`;
    const known = byName.get(key) ?? byName.get(keyWithVersion);
    if (known !== undefined) return known;
    const device = readOwnModel(text.model, namesIn(maker), 'device');
    let found = linksOf(text, maker, device, false);
    if (found.links.every((it) => it.confidence === 'candidate')) found = linksOf(text, maker, device, true);
    const links = surestFirst(directory, found.links);
    byName.set(found.versionMatters ? keyWithVersion : key, links);
    return links;
  }

  /** Columns filled otherwise than their heads say: maker and model swapped, or the model in the maker's column too. */
  function findByColumns(text: ProductText, manufacturer: string): ProductLink[] {
    const key = `${manufacturer}\u0001${text.model}\u0001${text.version ?? ''}`;
    const known = byColumns.get(key);
    if (known !== undefined) return known;
    const placed = placeColumns(manufacturer, text.model, makers);
    const links =
      placed === null
        ? []
        : findByMaker({ ...text, model: placed.model }, placed.maker).map((it) =>
            notConfirmed(it, placed.how),
          );
    byColumns.set(key, links);
    return links;
  }

  return {
    find(text) {
      const manufacturer = text.manufacturer?.trim() ?? '';
      const maker = manufacturer || makers.leadingMaker(text.model);
      let links = maker === null ? [] : findByMaker(text, maker);
      if (links.length === 0 && manufacturer !== '' && text.kind === 'device')
        links = findByColumns(text, manufacturer);
      if (text.kind !== 'component') return links;
      const isSure = links.some((it) => it.confidence !== 'candidate');
      return oncePerProduct(directory, [
        ...packages.same(text),
        ...links,
        ...(isSure ? [] : packages.find(text)),
      ]);
    },
    asMaker(author, { product, evidence }) {
      // What a document says of a package's maker proves nothing where the package alone was found.
      const isPackage = evidence.some((it) => it.field === 'purl');
      const owner = isPackage ? packageOwner(directory.family(product) ?? '') : null;
      if (owner === null) return makersOf(author).get(directory.vendor(product)) ?? null;
      const owns = speakerNames(author).some((it) => it.key === makerKey(owner));
      return owns ? 'owner of the package' : null;
    },
  };
}

interface Placed {
  readonly maker: string;
  readonly model: string;
  readonly how: string;
}

/** Which of two columns has the maker, where the maker's own has none that is known; null: neither. */
function placeColumns(manufacturer: string, model: string, makers: MakerIndex): Placed | null {
  if (makers.isMaker(manufacturer)) return null;
  if (makers.isMaker(model))
    return { maker: model, model: manufacturer, how: 'maker and model stand in each other’s column' };
  const maker = makers.leadingMaker(manufacturer);
  if (maker === null) return null;
  const rest = squash(manufacturer.slice(maker.length));
  return squash(model).startsWith(rest)
    ? { maker, model, how: 'the model stands in the column of the maker too' }
    : null;
}

function notConfirmed(link: ProductLink, how: string): ProductLink {
  const [maker, ...rest] = link.evidence;
  const evidence = maker === undefined ? rest : [{ ...maker, how: `${maker.how}; ${how}` }, ...rest];
  return { ...link, evidence, confidence: lesser(link.confidence, 'probable') };
}

/** The surest first; of what was found twice, the first. */
function oncePerProduct(directory: ProductDirectory, links: readonly ProductLink[]): ProductLink[] {
  const known = new Set<number>();
  return surestFirst(
    directory,
    links.filter(({ product }) => !known.has(product) && known.add(product)),
  );
}

interface Found {
  readonly links: ProductLink[];
  /** A product carries a version in its name, so that another version of the text may find other products. */
  readonly versionMatters: boolean;
}

/** A model's text without the maker's name in front, unless the maker's name is all there is. */
function readOwnModel(text: string, maker: readonly MakerName[], writtenBy: 'feed' | 'device'): ModelText {
  const bare = withoutMaker(text, maker);
  const whole = readModel(text, writtenBy);
  if (bare === text) return whole;
  const front = squash(text.slice(0, text.length - bare.length));
  return whole.core === front ? whole : readModel(bare, writtenBy);
}

interface StandingLink extends ProductLink {
  readonly standing: ModelAgreement['standing'];
}

/** Lets products that agree as a whole stand before those that agree but for something. */
function settle(found: readonly StandingLink[]): ProductLink[] {
  const whole = found.some((it) => it.standing === 'whole' && it.confidence !== 'candidate');
  const sure = found.some((it) => it.standing !== 'alone' && it.confidence !== 'candidate');
  return found.map(({ standing, ...link }) => {
    if (standing === 'yields' && whole) return { ...link, confidence: 'candidate' };
    if (standing === 'alone' && !sure) return { ...link, confidence: 'probable' };
    return link;
  });
}

/** A maker that agrees, with the words that tell its models not apart. */
interface BrandedAgreement extends MakerAgreement {
  readonly brand: BrandWords;
}

const CONFIDENCE_OF_MAKER = {
  same: 'confirmed',
  related: 'confirmed',
  sibling: 'probable',
  core: 'probable',
  slip: 'probable',
} as const satisfies Record<MakerAgreement['strength'], Confidence>;

function lesser(a: Confidence, b: Confidence): Confidence {
  return CONFIDENCES.indexOf(a) > CONFIDENCES.indexOf(b) ? a : b;
}

const PARTS = ['named', 'o', 'a', 'h'];

/** Of equally sure ones, those that advisories name in words, then by name: not in the order in which feeds were read. */
function surestFirst(directory: ProductDirectory, links: ProductLink[]): ProductLink[] {
  const words = new Map<number, string>();
  const wordsOf = ({ product }: ProductLink): string => {
    let known = words.get(product);
    if (known === undefined) {
      const family = directory.family(product) ?? '';
      const rank = PARTS.indexOf(directory.part(product));
      known = [rank, directory.vendor(product), directory.name(product), family].join('\u0001');
      words.set(product, known);
    }
    return known;
  };
  return links.sort((a, b) => {
    const surer = CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence);
    if (surer !== 0 || a.product === b.product) return surer;
    return wordsOf(a) < wordsOf(b) ? -1 : 1;
  });
}

/** CPE names carry underscores and, for the software inside a thing, "_firmware". */
function productName(directory: ProductDirectory, product: number): string {
  const name = directory.name(product);
  return directory.part(product) === 'named' ? name : name.replaceAll('_', ' ');
}
