import { IntList, NO_ATTRIBUTES } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import { readVersion } from '#engine/versions';
import type { Version } from '#engine/versions';
import type { Truth } from '#engine/words';
import { asksPlatform, meetsAttributes } from './attributes.ts';
import type { Platform } from './attributes.ts';
import type { CriterionReader } from './criterion.ts';
import { inSpan, isNamedRelease, TEST } from './criterion-tests.ts';
import type { CriterionTests } from './criterion-tests.ts';
import { DEGREE_BITS, degreeOf, NO } from './degree.ts';
import type { Degree } from './degree.ts';
import { versionsOf } from './linked-item.ts';
import type { LinkedItem } from './linked-item.ts';
import { type Shelf, strongest } from './merge.ts';
import { KIND_MASK, LEADS_TO, TARGET_SHIFT } from './postings.ts';
import type { Postings } from './postings.ts';
import type { VersionRanks } from './version-ranks.ts';

/** What one item contributes to any configuration that has it. */
export interface ItemHits {
  // Only what is met or may be: a criterion that is not met changes nothing.
  /** Verdicts on weaknesses that one criterion decides; see `Findings`. */
  readonly wholes: Int32Array;
  /** Criteria of which several must hold: `posting << 3 | degree`. */
  readonly nodes: Int32Array;
  /** Weaknesses of a rare shape. */
  readonly odd: Int32Array;
  /** Products it is linked to. */
  readonly products: Int32Array;
  /** Weaknesses on which advisories state something about its products. */
  readonly stated: Int32Array;
  /** Parts it speaks for, as `silentBit`s. */
  readonly speaks: number;
  /** On another platform it may contribute something else. */
  readonly asksPlatform: boolean;
}

export interface HitFinder {
  readonly catalogue: Catalogue;
  readonly postings: Postings;
  readonly tests: CriterionTests;
  readonly ranks: VersionRanks;
  readonly reader: CriterionReader;
  readonly drafts: HitDrafts;
  readonly shelf: Shelf;
}

/** Where an item's hits are gathered. */
interface HitDrafts {
  readonly wholes: IntList;
  readonly nodes: IntList;
  readonly odd: IntList;
}

export function createHitDrafts(): HitDrafts {
  return { wholes: new IntList(), nodes: new IntList(), odd: new IntList() };
}

/** Tests an item on a platform against every criterion of its products. */
export function findHits(finder: HitFinder, item: LinkedItem, platform: Platform): ItemHits {
  const { postings, drafts, shelf } = finder;
  for (const it of [drafts.wholes, drafts.nodes, drafts.odd]) it.truncate(0);
  const products = new Int32Array(item.links.length);
  const stated = new Set<number>();
  const around: Around = { platform, isAsked: false };
  item.links.forEach((link, i) => {
    const { product } = link;
    products[i] = product;
    testProduct(finder, item, link, around);
    const end = postings.statedStarts[product + 1] as number;
    for (let at = postings.statedStarts[product] as number; at < end; at++)
      stated.add(postings.stated[at] as number);
  });
  return {
    wholes: shelf.keep(strongest(held(drafts.wholes))),
    nodes: shelf.keep(held(drafts.nodes)),
    odd: shelf.keep(held(drafts.odd)),
    products,
    stated: Int32Array.from(stated),
    speaks: item.speaks,
    asksPlatform: around.isAsked,
  };
}

function held(list: IntList): Int32Array {
  return list.values.subarray(0, list.length);
}

/** The platform an item runs on, and whether that mattered. */
interface Around {
  readonly platform: Platform;
  isAsked: boolean;
}

/** The two answers a criterion can give: for a product that has the weakness, and for a mere platform. */
interface Answers {
  vulnerable: Truth;
  platform: Truth;
}

function testProduct(finder: HitFinder, item: LinkedItem, link: ProductLink, around: Around): void {
  const { criterionStarts } = finder.catalogue.tables;
  const { starts, values } = finder.postings;
  const test = createTest(finder, item, link, around);
  const answers: Answers = { vulnerable: false, platform: false };
  const end = criterionStarts[link.product + 1] as number;
  for (let criterion = criterionStarts[link.product] as number; criterion < end; criterion++) {
    if (!test(criterion, answers)) continue;
    const vulnerable = degreeOf(answers.vulnerable, link.confidence);
    const platform = degreeOf(answers.platform, link.confidence);
    for (let at = starts[criterion] as number; at < (starts[criterion + 1] as number); at++) {
      const posting = values[at] as number;
      const degree = (posting & 1) === 1 ? vulnerable : platform;
      if (degree !== NO) addHit(finder.drafts, posting, degree);
    }
  }
}

function addHit({ wholes, nodes, odd }: HitDrafts, posting: number, degree: Degree): void {
  const target = posting >> TARGET_SHIFT;
  const kind = (posting >> 1) & KIND_MASK;
  if (kind === LEADS_TO.whole) wholes.push((target << DEGREE_BITS) | degree);
  else if (kind === LEADS_TO.node) nodes.push((posting << DEGREE_BITS) | degree);
  else odd.push(target);
}

/** A test of one product's criteria; false: not met, whatever it is asked for. */
function createTest(
  { catalogue, tests, ranks, reader }: HitFinder,
  item: LinkedItem,
  link: ProductLink,
  around: Around,
) {
  const [text] = versionsOf(item, link);
  const place = text === undefined ? null : ranks.placeOf(text);
  const hardware = catalogue.directory.part(link.product) === 'h';
  const attributesMet = createAttributeTest(catalogue, reader, item, around);
  let versions: readonly (Version | null)[] | null = null;

  function long(criterion: number, answers: Answers): boolean {
    versions ??= versionsOf(item, link).map(readVersion);
    around.isAsked ||= asksPlatform(reader.attributesOf(criterion), item.traits);
    answers.vulnerable = reader.meets(criterion, true, versions, item.traits, around.platform).truth;
    // Only of hardware, and where no version is named, is a platform asked for less.
    const alike = !hardware && tests.kinds[criterion] !== TEST.unspecified;
    answers.platform = alike
      ? answers.vulnerable
      : reader.meets(criterion, false, versions, item.traits, around.platform).truth;
    return answers.vulnerable !== false || answers.platform !== false;
  }

  /** The version meets the criterion, for a mere platform and (if not in doubt) for a vulnerable product. */
  function met(criterion: number, vulnerable: true | null, answers: Answers): boolean {
    const truth = attributesMet(criterion);
    answers.vulnerable = truth === true ? vulnerable : truth;
    answers.platform = truth;
    return truth !== false;
  }

  return (criterion: number, answers: Answers): boolean => {
    const kind = tests.kinds[criterion] as number;
    if (kind === TEST.everyVersion) return met(criterion, true, answers);
    if (kind === TEST.unspecified) return met(criterion, hardware ? true : null, answers);
    if (place === null || hardware || kind === TEST.long) return long(criterion, answers);
    const inside =
      kind === TEST.updated
        ? isNamedRelease(tests, ranks, reader, criterion, place)
        : inSpan(tests, criterion, place);
    if (inside === true) return met(criterion, true, answers);
    const exact = kind === TEST.span && tests.lowest[criterion] === tests.highest[criterion];
    return inside === null && !exact && long(criterion, answers);
  };
}

/** Whether an item meets a criterion's attributes; the few there are of a product are looked at once. */
function createAttributeTest(
  { tables }: Catalogue,
  reader: CriterionReader,
  { traits }: LinkedItem,
  around: Around,
) {
  const truths = new Map<number, Truth>();
  return (criterion: number): Truth => {
    const attributes = tables.criterionAttributes[criterion] as number;
    if (attributes === NO_ATTRIBUTES) return true;
    let truth = truths.get(attributes);
    if (truth === undefined) {
      const wanted = reader.attributesOf(criterion);
      around.isAsked ||= asksPlatform(wanted, traits);
      ({ truth } = meetsAttributes(wanted, traits, around.platform));
      truths.set(attributes, truth);
    }
    return truth;
  };
}
