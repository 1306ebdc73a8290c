import { splitCpe } from '#engine/catalogue';
import type { Catalogue, Statement } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import { contains, rangeOf } from '#engine/versions';
import type { CpeConfiguration, CpeMatch, CpeNode, Truth } from '#engine/words';
import { meets } from './criterion.ts';
import { decide } from './decide.ts';
import type { Claim, Decision } from './decide.ts';
import { NO, UNKNOWN, degreeOf, notDegree, truthOf, verdictOfDegree } from './degree.ts';
import type { Degree } from './degree.ts';
import { itemWords, linkVersion } from './linked-item.ts';
import type { LinkedItem } from './linked-item.ts';
import type { Ground } from './match.ts';

export interface Explanation extends Decision {
  readonly grounds: readonly Ground[];
}

/** Works out one weakness on one configuration in full, with its evidence; null: no source speaks of the device. */
export function explain(
  catalogue: Catalogue,
  items: readonly LinkedItem[],
  vulnerability: number,
): Explanation | null {
  const grounds: Ground[] = [];
  const claims: Claim[] = [];
  const nvd = nvdClaim(catalogue, items, vulnerability, grounds);
  if (nvd !== null) claims.push(nvd);
  claims.push(...advisoryClaims(catalogue, items, vulnerability, grounds));
  return claims.length === 0 ? null : { ...decide(claims), grounds };
}

interface Sight {
  readonly catalogue: Catalogue;
  readonly items: readonly LinkedItem[];
  readonly grounds: Ground[];
  explicit: boolean;
}

function nvdClaim(
  catalogue: Catalogue,
  items: readonly LinkedItem[],
  vulnerability: number,
  grounds: Ground[],
): Claim | null {
  if (catalogue.vulnerability(vulnerability).state === 'rejected') return null;
  const sight: Sight = { catalogue, items, grounds, explicit: false };
  const degrees = catalogue
    .configurations(vulnerability)
    .map((it) => configurationDegree(sight, it))
    .filter((it) => it !== null);
  if (degrees.length === 0) return null;
  return {
    degree: Math.max(...degrees),
    explicit: sight.explicit,
    kind: 'nvd',
    byVendor: false,
    cleared: false,
  };
}

/** Null: none of its vulnerable products is on the device, so it does not speak of the device. */
function configurationDegree(sight: Sight, it: CpeConfiguration): Degree | null {
  let speaks = false;
  const nodes = it.nodes.map((node) => {
    const { degree, touched } = nodeDegree(sight, node);
    speaks ||= touched;
    return degree;
  });
  if (!speaks) return null;
  const joined = it.operator === 'AND' ? Math.min(...nodes) : Math.max(...nodes);
  return it.negate ? notDegree(joined) : joined;
}

function nodeDegree(sight: Sight, node: CpeNode): { degree: Degree; touched: boolean } {
  let touched = false;
  const degrees = node.matches.map((it) => {
    const degree = criterionDegree(sight, it);
    touched ||= degree !== null && it.vulnerable;
    return degree ?? (it.vulnerable ? NO : absentDegree(sight, it));
  });
  const joined = node.operator === 'AND' ? Math.min(...degrees) : Math.max(...degrees);
  return { degree: node.negate ? notDegree(joined) : joined, touched };
}

/** A platform of a kind the device says nothing about may well be there. */
function absentDegree(sight: Sight, it: CpeMatch): Degree {
  const part = splitCpe(it.criteria)?.part;
  const silent = part !== undefined && !SPEAKS_OF[part](sight);
  return silent ? UNKNOWN : NO;
}

const SPEAKS_OF: Record<'a' | 'o' | 'h', (sight: Sight) => boolean> = {
  a: ({ items }) => items.some((it) => it.text.kind === 'component'),
  o: ({ items, catalogue }) =>
    items.some(
      (it) =>
        it.text.kind === 'os' || it.links.some((link) => catalogue.directory.part(link.product) === 'o'),
    ),
  h: ({ items }) => items.some((it) => it.text.kind === 'device'),
};

/** Null: the device does not have the product. */
function criterionDegree(sight: Sight, it: CpeMatch): Degree | null {
  const name = splitCpe(it.criteria);
  if (name === null) return null;
  const product = sight.catalogue.directory.find(name.part, name.vendor, name.product);
  let degree: Degree | null = null;
  for (const { item, link } of having(sight.items, [product])) {
    const version = linkVersion(item, link);
    const { truth, because } = meets(it, version, item.attributes);
    const found = degreeOf(truth, link.confidence);
    degree = Math.max(degree ?? NO, found);
    sight.explicit ||= name.version !== '-' && (name.version !== '*' || bounded(it));
    sight.grounds.push({
      source: 'nvd',
      reference: it.criteria,
      product: `${name.vendor}:${name.product}`,
      item: itemWords(item.text),
      confidence: link.confidence,
      version: version?.text ?? null,
      because,
      says: verdictOfDegree(found),
      fixedIn: it.versionEndExcluding ?? null,
    });
  }
  return degree;
}

function bounded(it: CpeMatch): boolean {
  return it.versionEndExcluding !== undefined || it.versionEndIncluding !== undefined;
}

function* having(items: readonly LinkedItem[], products: readonly number[]) {
  for (const item of items)
    for (const link of item.links) if (products.includes(link.product)) yield { item, link };
}

/** One claim per advisory that speaks of a product the device has. */
function advisoryClaims(
  catalogue: Catalogue,
  items: readonly LinkedItem[],
  vulnerability: number,
  grounds: Ground[],
): Claim[] {
  const byAdvisory = Map.groupBy(catalogue.statements(vulnerability), (it) => it.advisory);
  return [...byAdvisory].flatMap(([advisory, statements]) => {
    const head = catalogue.advisory(advisory);
    let degree: Degree | null = null;
    let explicit = false;
    let cleared = false;
    for (const statement of statements)
      for (const { item, link } of having(items, statement.products)) {
        const version = linkVersion(item, link);
        const said = statementTruth(statement, items, item, link);
        if (said === 'silent') continue;
        const found = degreeOf(said.truth, link.confidence);
        const clears = said.truth === false && statement.status !== 'affected';
        cleared ||= clears;
        explicit ||= statement.version.kind !== 'unstated' && !said.everything;
        degree = Math.max(degree ?? NO, found);
        grounds.push({
          source: head.feed,
          reference: head.id,
          product: statement.productText,
          item: itemWords(item.text),
          confidence: link.confidence,
          version: version?.text ?? null,
          because: said.because,
          says: verdictOfDegree(found),
          fixedIn: null,
        });
      }
    if (degree === null) return [];
    return [
      {
        degree: cleared && truthOf(degree) !== true ? NO : degree,
        explicit,
        kind: 'advisory' as const,
        byVendor: head.publisherRole === 'vendor',
        cleared,
      },
    ];
  });
}

interface Said {
  readonly truth: Truth;
  readonly because: string;
  /** It speaks of every version. */
  readonly everything: boolean;
}

function statementTruth(
  statement: Statement,
  items: readonly LinkedItem[],
  item: LinkedItem,
  link: ProductLink,
): Said | 'silent' {
  const platform = statement.platforms.length === 0 || !having(items, statement.platforms).next().done;
  if (!platform) return 'silent';
  const everything = statement.version.kind === 'unstated';
  const range = everything ? null : rangeOf(statement.version);
  const inside = everything
    ? { truth: true, because: 'no version is named, so every version is meant' }
    : range === null
      ? { truth: null, because: 'the version range cannot be read' }
      : contains(range, linkVersion(item, link));
  if (statement.status === 'affected') return { ...inside, everything };
  if (inside.truth === false) return 'silent';
  if (statement.status === 'under-investigation')
    return { truth: null, because: 'the source is still investigating', everything };
  const truth = inside.truth === true ? false : null;
  return {
    truth,
    because: `${statement.status === 'fixed' ? 'fixed' : 'not affected'}: ${inside.because}`,
    everything,
  };
}
