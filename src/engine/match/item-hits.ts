import { IntList, NO_ATTRIBUTES } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import type { Version } from '#engine/versions';
import type { Truth } from '#engine/words';
import { asksPlatform, meetsAttributes } from './attributes.ts';
import type { Platform } from './attributes.ts';
import type { CriterionReader } from './criterion.ts';
import { isInside, isNamedRelease, isOutside, TEST } from './criterion-tests.ts';
import type { CriterionTests } from './criterion-tests.ts';
import { DEGREE_BITS, degreeOf, NO } from './degree.ts';
import type { Degree } from './degree.ts';
import { isSystem, readVersionsOf, versionsOf } from './linked-item.ts';
import type { LinkedItem } from './linked-item.ts';
import { keepStrongest, type Shelf } from './merge.ts';
import { KIND_MASK, LEADS_TO, TARGET_SHIFT } from './postings.ts';
import type { Postings } from './postings.ts';
import type { VersionPlace, VersionRanks } from './version-ranks.ts';

/** What one item contributes to any configuration that has it. */
export interface ItemHits {
  // Only what is met or may be: a criterion that is not met changes nothing.
  /** Verdicts on weaknesses that one criterion decides; see `Findings`. */
  readonly wholes: Int32Array;
  /** Criteria of which several must hold: `posting << 3 | degree`. */
  readonly nodes: Int32Array;
  /** Weaknesses of a rare shape. */
  readonly odd: Int32Array;
  /** Weaknesses on which advisories state something about its products. */
  readonly stated: ReadonlySet<number>;
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
  const around: Around = { platform, isAsked: false };
  for (const it of item.links) testProduct(finder, item, it, around);
  keepStrongest(drafts.wholes);
  return {
    wholes: shelf.keep(drafts.wholes),
    nodes: shelf.keep(drafts.nodes),
    odd: shelf.keep(drafts.odd),
    stated: statedOf(postings, item),
    speaks: item.speaks,
    asksPlatform: around.isAsked,
  };
}

function statedOf({ statedStarts, stated }: Postings, { links }: LinkedItem): ReadonlySet<number> {
  if (stated.length === 0) return NOTHING_STATED;
  const found = new Set<number>();
  for (const { product } of links)
    for (let at = statedStarts[product] as number; at < (statedStarts[product + 1] as number); at++)
      found.add(stated[at] as number);
  return found;
}

const NOTHING_STATED: ReadonlySet<number> = new Set();

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
  const { tests } = finder;
  const { place } = test;
  const end = criterionStarts[link.product + 1] as number;
  for (let criterion = criterionStarts[link.product] as number; criterion < end; criterion++) {
    if (place !== null && isOutside(tests, criterion, place)) continue;
    if (!test.isMet(criterion, answers)) continue;
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

/** Tests one product's criteria. */
interface ProductTest {
  /** Of the version, where it decides alone; null: the long way must tell. */
  readonly place: VersionPlace | null;
  /** Of a criterion that the place is not outside of; false: not met, whatever it is asked for. */
  isMet(criterion: number, answers: Answers): boolean;
}

function createTest(
  { catalogue, tests, ranks, reader }: HitFinder,
  item: LinkedItem,
  link: ProductLink,
  around: Around,
): ProductTest {
  const [text] = versionsOf(item, link);
  const hardware = catalogue.directory.part(link.product) === 'h';
  const place = text === undefined || hardware ? null : decidingPlace(ranks, item, text);
  const attributesMet = createAttributeTest(catalogue, reader, item, around);
  let versions: readonly (Version | null)[] | null = null;

  function long(criterion: number, answers: Answers): boolean {
    versions ??= readVersionsOf(item, link);
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

  function isMet(criterion: number, answers: Answers): boolean {
    const kind = tests.kinds[criterion] as number;
    if (kind === TEST.everyVersion) return met(criterion, true, answers);
    if (kind === TEST.unspecified) return met(criterion, hardware ? true : null, answers);
    if (place === null || kind === TEST.long) return long(criterion, answers);
    const isSure =
      kind === TEST.updated
        ? isNamedRelease(tests, ranks, reader, criterion, place)
        : isInside(tests, criterion, place);
    return isSure ? met(criterion, true, answers) : long(criterion, answers);
  }

  return { place, isMet };
}

/** Null: a lone number may be something else than the first of its numbers, which a place does not tell. */
function decidingPlace(ranks: VersionRanks, item: LinkedItem, version: string): VersionPlace | null {
  const place = ranks.placeOf(version);
  return place === null || !place.isLone || isSystem(item) ? place : null;
}

/** Whether an item meets a criterion's attributes; the few there are of a product are looked at once. */
function createAttributeTest(
  { tables }: Catalogue,
  reader: CriterionReader,
  { traits }: LinkedItem,
  around: Around,
) {
  let truths: Map<number, Truth> | null = null;
  return (criterion: number): Truth => {
    const attributes = tables.criterionAttributes[criterion] as number;
    if (attributes === NO_ATTRIBUTES) return true;
    truths ??= new Map();
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
