import type { ProductDirectory } from '#engine/catalogue';
import { CONFIDENCES, type Confidence } from '#engine/words';
import type { AliasBook } from './aliases.ts';
import { createConfirmations } from './confirmations.ts';
import { createMakerIndex, type MakerAgreement, type MakerIndex, type Vendor } from './makers.ts';
import { agreeOnModel } from './model-agreement.ts';
import { readModel, type ModelText } from './model-text.ts';
import { createOsReader, type OsReading } from './operating-system.ts';
import type { Confirmation, ProductLink, ProductText } from './product-text.ts';
import { createWordLikeness } from './word-likeness.ts';

export interface Identifier {
  /** The products a text may be, the surest first. The same text always gets the same answer. */
  identify(text: ProductText): ProductLink[];
}

/** Indexes are built when the first text asks for them, by vendor. */
export function createIdentifier(
  directory: ProductDirectory,
  aliases: AliasBook,
  confirmations: readonly Confirmation[] = [],
): Identifier {
  const answers = new Map<string, ProductLink[]>();
  const people = createConfirmations(directory, confirmations);
  const os = createOsReader(directory);
  let named: NamedProducts | null = null;

  return {
    identify(text) {
      const key = [text.kind, text.manufacturer, text.model, text.version, text.purl].join('\u0001');
      const known = answers.get(key);
      if (known !== undefined) return known;
      named ??= createNamedProducts(directory, aliases);
      const links = text.kind === 'os' ? findOs(os.read(text), text, named) : named.find(text);
      const answer = people.apply(text, links);
      answers.set(key, answer);
      return answer;
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
}

function createNamedProducts(directory: ProductDirectory, aliases: AliasBook): NamedProducts {
  const makers = createMakerIndex(directory, aliases);
  const likeness = createWordLikeness(aliases);
  const models = new Map<number, ModelText>();

  function modelOf(product: number): ModelText {
    let model = models.get(product);
    if (model === undefined) {
      model = readModel(productName(directory, product), 'feed');
      models.set(product, model);
    }
    return model;
  }

  function linksOf(text: ProductText, maker: string, slips: boolean): ProductLink[] {
    const device = readModel(text.model, 'device');
    const links: ProductLink[] = [];
    for (const agreement of makers.agreeing(maker, slips)) {
      const brand = brandOf(makers, maker, agreement.vendor);
      for (const product of agreement.vendor.products) {
        const link = linkOf(text, maker, device, product, agreement, brand);
        if (link !== null) links.push(link);
      }
    }
    return links;
  }

  function linkOf(
    text: ProductText,
    maker: string,
    device: ModelText,
    product: number,
    agreement: MakerAgreement,
    brand: ReadonlySet<string>,
  ): ProductLink | null {
    const model = agreeOnModel(device, modelOf(product), brand, likeness, text.version ?? '');
    if (model === null) return null;
    return {
      product,
      confidence: lesser(model.confidence, CONFIDENCE_OF_MAKER[agreement.strength]),
      evidence: [
        { field: 'manufacturer', ours: maker, theirs: agreement.vendor.text, how: agreement.how },
        { field: 'model', ours: text.model, theirs: productName(directory, product), how: model.how },
      ],
    };
  }

  return {
    find(text) {
      const maker = text.manufacturer ?? makers.leadingMaker(text.model);
      if (maker === null || maker.trim() === '') return [];
      const links = linksOf(text, maker, false);
      const sure = links.some((it) => it.confidence !== 'candidate');
      return surestFirst(sure ? links : linksOf(text, maker, true));
    },
  };
}

const CONFIDENCE_OF_MAKER = {
  same: 'confirmed',
  related: 'confirmed',
  core: 'probable',
  slip: 'probable',
} as const satisfies Record<MakerAgreement['strength'], Confidence>;

function lesser(a: Confidence, b: Confidence): Confidence {
  return CONFIDENCES.indexOf(a) > CONFIDENCES.indexOf(b) ? a : b;
}

function surestFirst(links: ProductLink[]): ProductLink[] {
  return links.sort(
    (a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) || a.product - b.product,
  );
}

/** CPE names carry underscores and, for the software inside a thing, "_firmware". */
function productName(directory: ProductDirectory, product: number): string {
  const name = directory.name(product);
  return directory.part(product) === 'named' ? name : name.replaceAll('_', ' ');
}

function brandOf(makers: MakerIndex, maker: string, vendor: Vendor): ReadonlySet<string> {
  return new Set([...makers.brandWordsOf(maker), ...makers.brandWordsOf(vendor.text.replaceAll('_', ' '))]);
}
