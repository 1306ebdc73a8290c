import { SOURCE } from '#engine/catalogue';
import type { Advisory, Catalogue, Statement } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import { contains, rangeOf } from '#engine/versions';
import type { Containment, Range } from '#engine/versions';
import { CONFIDENCES, unreachable } from '#engine/words';
import type { Truth } from '#engine/words';
import type { Platform } from './attributes.ts';
import type { CriterionReader } from './criterion.ts';
import { decide } from './decide.ts';
import type { Claim, Decision } from './decide.ts';
import { degreeOf, NO, UNKNOWN, verdictOfDegree } from './degree.ts';
import { itemWords, readVersionsOf, tellBy, versionsOf, withWrittenVersion } from './linked-item.ts';
import type { Identifier, LinkedItem } from './linked-item.ts';
import { makersWord } from './makers-word.ts';
import type { Ground } from './match.ts';
import { TreeWalk } from './tree-walk.ts';

export interface Explanation extends Decision {
  readonly grounds: readonly Ground[];
}

/** What is looked at when one weakness is worked out the long way. */
export interface Sight {
  readonly catalogue: Catalogue;
  readonly reader: CriterionReader;
  readonly items: readonly LinkedItem[];
  /** Items that were found to be a product, each with the link that says so. */
  readonly having: (product: number) => readonly { readonly item: LinkedItem; readonly link: ProductLink }[];
  readonly platform: Platform;
  readonly asMaker: Identifier['asMaker'];
}

/** Every criterion of every weakness asks which items are its product. */
export function havingIn(items: readonly LinkedItem[]): Sight['having'] {
  let byProduct: Map<number, { readonly item: LinkedItem; readonly link: ProductLink }[]> | null = null;
  return (product) => {
    byProduct ??= Map.groupBy(
      items.flatMap((item) => item.links.map((link) => ({ item, link }))),
      (it) => it.link.product,
    );
    return byProduct.get(product) ?? [];
  };
}

/** Works out one weakness on one configuration in full, with its evidence; null: no source speaks of the device. */
export function explain(sight: Sight, vulnerability: number): Explanation | null {
  const grounds: Ground[] = [];
  const claims: Claim[] = [];
  const nvd = criteriaClaim(sight, vulnerability, grounds);
  if (nvd !== null) claims.push(nvd);
  claims.push(...advisoryClaims(sight, vulnerability, grounds));
  return claims.length === 0 ? null : { ...decide(claims), grounds };
}

/** What the criteria of NVD (or, where it has none, of the CVE record) come to. */
function criteriaClaim(sight: Sight, vulnerability: number, grounds: Ground[]): Claim | null {
  const source = sight.catalogue.tables.programSources[vulnerability] === SOURCE.nvd ? 'nvd' : 'cve';
  const walk = new TreeWalk(sight, vulnerability, source, grounds);
  const degree = walk.degree();
  if (degree === null) return null;
  return {
    degree,
    explicit: walk.explicit,
    kind: 'criteria',
    byVendor: false,
    byOutsider: false,
    saidAt: Number.NaN,
    cleared: false,
    ...spokenItems(walk.touched),
  };
}

/** What a source looked at, and what it found there. */
export interface Touched {
  readonly item: LinkedItem;
  readonly link: ProductLink;
  readonly truth: Truth;
}

function spokenItems(all: readonly Touched[]): Pick<Claim, 'items' | 'ofDevice' | 'doubtful'> {
  const met = all.filter((it) => it.truth !== false);
  const items = new Set((met.length > 0 ? met : all).map((it) => it.item));
  return {
    items,
    ofDevice: [...items].some((it) => it.text.kind === 'device'),
    doubtful: all.every((it) => it.link.confidence === 'candidate'),
  };
}

/** One claim per advisory that speaks of a product the device has. */
function advisoryClaims(sight: Sight, vulnerability: number, grounds: Ground[]): Claim[] {
  const { catalogue } = sight;
  const byAdvisory = Map.groupBy(catalogue.statements(vulnerability), (it) => it.advisory);
  return [...byAdvisory].flatMap(([advisory, statements]) => {
    const head = catalogue.advisory(advisory);
    const all = statements.flatMap((it) => spokenOf(sight, head, it));
    // A statement about another series of versions is not about this part of the device, unless there is no other.
    const spoken = all.filter(
      (it) => !it.elsewhere || !all.some((own) => !own.elsewhere && own.item === it.item),
    );
    if (spoken.length === 0) return [];
    grounds.push(...spoken.map((it) => groundOf(head, it)));
    return [claimOf(head, spoken)];
  });
}

/** What a statement says about one item of the device. */
interface Spoken extends Touched {
  readonly statement: Statement;
  readonly because: string;
  /** It names versions. */
  readonly explicit: boolean;
  readonly elsewhere: boolean;
  /** How the advisory is the word of the maker; null: it is somebody else's, as far as can be told. */
  readonly byMaker: string | null;
}

/** Affected if any of its statements says so; cleared if one says "fixed" or "not affected" and none "affected". */
function claimOf(
  { feed, publisherRole, revisedAt, publishedAt }: Advisory,
  spoken: readonly Spoken[],
): Claim {
  const degree = Math.max(...spoken.map((it) => degreeOf(it.truth, it.link.confidence)));
  const clearing = spoken.filter((it) => it.truth === false && clears(it.statement) && isFirm(it));
  const cleared = degree <= UNKNOWN && clearing.length > 0;
  const explicit = spoken.some((it) => it.explicit);
  const deciding = cleared ? clearing : spoken;
  const isMakers = (it: Spoken) => it.byMaker !== null;
  // Who makes some of it takes nothing back of the rest.
  const byVendor = degree === NO || cleared ? deciding.every(isMakers) : deciding.some(isMakers);
  const kind = feed === 'cve' ? 'record' : 'advisory';
  return {
    degree: cleared ? NO : degree,
    explicit,
    kind,
    byVendor,
    byOutsider: kind === 'advisory' && !byVendor && publisherRole !== 'coordinator',
    saidAt: Date.parse(revisedAt ?? publishedAt ?? ''),
    cleared,
    ...spokenItems(deciding),
  };
}

function isFirm({ link }: Having): boolean {
  return link.confidence !== 'candidate';
}

function clears({ status }: Statement): boolean {
  return status === 'fixed' || status === 'not-affected';
}

function spokenOf(sight: Sight, head: Advisory, statement: Statement): Spoken[] {
  const around = aroundOf(sight.items, statement);
  if (around === null) return [];
  return having(sight.items, statement.products).flatMap((it) => {
    const said = truthOfStatement(statement, it, around);
    const byMaker = makersWord(sight.asMaker, head, [it, ...around.surely]);
    return said === null ? [] : [{ statement, ...it, ...said, byMaker }];
  });
}

/** What a statement says holds within other products: those that the device has. */
interface Around {
  /** Of the right version, and more than perhaps that product. */
  readonly surely: readonly Having[];
  /** What cannot be told of them; null: nothing is asked for, or it is there. */
  readonly unsure: { readonly isThere: boolean; readonly because: string } | null;
}

/** Null: the device does not have what the statement holds within. */
function aroundOf(items: readonly LinkedItem[], { platforms, platformVersion }: Statement): Around | null {
  if (platforms.length === 0) return { surely: [], unsure: null };
  const range = rangeOf(platformVersion);
  const told = having(items, platforms)
    .map((it) => ({ ...it, truth: range === null ? null : toldBy(range, it.item, it.link).truth }))
    .filter((it) => it.truth !== false);
  const firm = told.filter(isFirm);
  const surely = firm.filter((it) => it.truth === true);
  if (surely.length > 0) return { surely, unsure: null };
  const [first] = [...firm, ...told];
  if (first === undefined) return null;
  const because = `whether it holds for ${itemWords(first.item.text)} cannot be told`;
  return { surely, unsure: { isThere: firm.length > 0, because } };
}

interface Having {
  readonly item: LinkedItem;
  readonly link: ProductLink;
}

function having(items: readonly LinkedItem[], products: readonly number[]): Having[] {
  return items.flatMap((item) => {
    const links = item.links.filter((it) => products.includes(it.product));
    const [strongest] = links.toSorted((a, b) => rank(b) - rank(a));
    return strongest === undefined ? [] : [{ item, link: strongest }];
  });
}

function rank({ confidence }: ProductLink): number {
  return CONFIDENCES.length - CONFIDENCES.indexOf(confidence);
}

function toldBy(range: Range, item: LinkedItem, link: ProductLink): Containment {
  return withWrittenVersion(
    tellBy(readVersionsOf(item, link), (it) => contains(range, it)),
    item,
  );
}

type Said = Pick<Spoken, 'truth' | 'because' | 'explicit' | 'elsewhere'>;

/** Null: it says nothing about this version. */
function truthOfStatement(statement: Statement, it: Having, { unsure }: Around): Said | null {
  const said = truthOfVersion(statement, it);
  if (said === null || unsure === null) return said;
  // What may be within something else excludes no device, and what perhaps is clears none.
  if (clears(statement) ? !unsure.isThere : said.truth === false) return null;
  return { ...said, truth: null, because: `${said.because}, but ${unsure.because}` };
}

/** The same wherever the product is. */
function truthOfVersion(statement: Statement, { item, link }: Having): Said | null {
  const range = rangeOf(statement.version);
  if (range === null)
    return { truth: null, because: 'the version range cannot be read', explicit: true, elsewhere: false };
  const explicit = range.kind !== 'all';
  const { truth, because, elsewhere = false, unsure = false } = toldBy(range, item, link);
  switch (statement.status) {
    case 'affected':
      return { truth, because, explicit, elsewhere };
    case 'under-investigation':
      return truth === false
        ? null
        : { truth: null, because: 'the source is still investigating', explicit, elsewhere };
    case 'fixed':
    case 'not-affected': {
      if (truth === false) return null;
      if (statement.status === 'fixed' && namesNoVersion(statement))
        return {
          truth: null,
          because: 'fixed: the source does not say in which version',
          explicit: false,
          elsewhere,
        };
      const word = statement.status === 'fixed' ? 'fixed' : 'not affected';
      const reason = statement.justification === null ? because : `${because}, ${statement.justification}`;
      const isCleared = truth === true && !unsure;
      return { truth: isCleared ? false : null, because: `${word}: ${reason}`, explicit, elsewhere };
    }
    default:
      return unreachable(statement.status);
  }
}

/** Neither beside its product nor in its name, as in "Monitor 3.2", which is then what the device was found to be. */
function namesNoVersion({ version, productText }: Statement): boolean {
  return version.kind === 'unstated' && !/\bv?\d+\.\d[\w.]*\)?$/i.test(productText);
}

function groundOf(
  { feed, id, publisher }: Advisory,
  { statement, item, link, truth, because, byMaker }: Spoken,
): Ground {
  const says = truth === false && byMaker !== null ? `; said by ${publisher} (${byMaker})` : '';
  return {
    source: feed,
    reference: id,
    product: statement.productText,
    item: itemWords(item.text),
    confidence: link.confidence,
    version: versionsOf(item, link)[0] ?? item.versionText,
    because: because + says,
    says: verdictOfDegree(degreeOf(truth, link.confidence)),
    fixedIn:
      statement.status === 'fixed' && statement.version.kind === 'exact' ? statement.version.text : null,
  };
}
