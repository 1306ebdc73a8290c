import { speaksFor } from '#engine/identify';
import { type AdvisoryRecord, type AdvisoryVulnerability, PUBLISHER_ROLES } from '#engine/words';
import { type ProductTree, readProductTree } from './csaf-products.ts';
import { readVulnerability } from './csaf-vulnerabilities.ts';
import { asList, asObject, asObjects, asText, type JsonObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { ssvcRecord } from './ssvc.ts';
import { asCveId } from './vulnerability-id.ts';

/**
 * Reads one CSAF 2.0 or 2.1 document, advisory or VEX, as far as it makes sense: real advisories often fail strict
 * validation. A document without an id, or one that says nothing about any product, is rejected; a vulnerability
 * without an id is rejected by itself; whatever else is wrong becomes a warning that names the field. What a 2.1
 * document knows of exploitation is passed on as SSVC decision points.
 * Source: CSAF 2.0 §3.2, CSAF 2.1 §3.2 (docs.oasis-open.org/csaf).
 */
export function readCsaf(json: unknown, place: Place, sink: FeedSink): void {
  const root = asObject(json);
  const document = asObject(root?.document);
  const tracking = asObject(document?.tracking);
  const id = asText(tracking?.id);
  if (root === null || document === null || id === null) {
    sink.reject({ ...place, field: '/document/tracking/id', reason: 'CSAF document has no tracking id' });
    return;
  }
  const publisher = readPublisher(document);
  const whole = readProductTree(asObject(root.product_tree), makerOf(publisher));
  // Who has the product writes down the very parts of it, and clears nothing that others do not.
  const tree = publisher.publisherRole === 'user' ? { ...whole, narrowed: new Map<string, string>() } : whole;
  for (const problem of tree.problems) sink.warn?.({ ...place, ...problem });
  sink.accept({
    kind: 'advisory',
    feed: 'csaf',
    id,
    title: asText(document.title) ?? id,
    ...publisher,
    // A draft asks for comments and is nobody's last word: it clears nothing that others say.
    ...(tracking?.status === 'draft' && { publisherRole: 'other' as const }),
    isVex: /^csaf_vex$/i.test(asText(document.category) ?? ''),
    publishedAt: asText(tracking?.initial_release_date),
    revisedAt: asText(tracking?.current_release_date),
    url: readUrl(document),
    ...readStated(root, id, tree, place, sink),
  });
  for (const vulnerability of asObjects(root.vulnerabilities)) readExploitation(vulnerability, sink);
}

/** What it says of vulnerabilities may name its products in further versions, so that these are listed after. */
function readStated(
  root: JsonObject,
  id: string,
  tree: ProductTree,
  place: Place,
  sink: FeedSink,
): Pick<AdvisoryRecord, 'products' | 'vulnerabilities'> {
  const vulnerabilities = readVulnerabilities(root, id, tree, place, sink);
  return { products: [...tree.products.values()], vulnerabilities };
}

/** CSAF 2.1: SSVC among the metrics, and the dates on which exploitation was first seen. */
function readExploitation(vulnerability: JsonObject, sink: FeedSink): void {
  const id = asCveId(vulnerability.cve);
  if (id === null) return;
  for (const metric of asObjects(vulnerability.metrics)) {
    const ssvc = asObject(asObject(metric.content)?.ssvc_v2);
    if (ssvc !== null) sink.accept(ssvcRecord(id, ssvc));
  }
  const [seen] = asObjects(vulnerability.first_known_exploitation_dates);
  if (seen !== undefined)
    sink.accept({ ...ssvcRecord(id, {}), exploitation: 'active', decidedAt: asText(seen.date) });
}

function readVulnerabilities(
  root: JsonObject,
  advisoryId: string,
  tree: ProductTree,
  place: Place,
  sink: FeedSink,
): AdvisoryVulnerability[] {
  return asList(root.vulnerabilities).flatMap((it, index) => {
    const pointer = `/vulnerabilities/${index}`;
    const vulnerability = asObject(it);
    if (vulnerability === null) {
      sink.reject({ ...place, field: pointer, reason: 'Vulnerability is not an object' });
      return [];
    }
    const read = readVulnerability(vulnerability, tree, pointer, advisoryId);
    const [first, ...rest] = read.problems;
    // It would pass for an advisory that concerns no device.
    if (read.ofNobody !== undefined) sink.reject({ ...place, ...read.ofNobody });
    if (read.vulnerability === null) {
      if (first !== undefined) sink.reject({ ...place, ...first });
    } else if (first !== undefined) rest.unshift(first);
    for (const problem of rest) sink.warn?.({ ...place, ...problem });
    return read.vulnerability ?? [];
  });
}

type Publisher = Pick<AdvisoryRecord, 'publisher' | 'publisherRole'>;

function readPublisher(document: JsonObject): Publisher {
  const publisher = asObject(document.publisher);
  const category = asText(publisher?.category);
  const role = PUBLISHER_ROLES.find((it) => it === category) ?? 'other';
  return {
    publisher: asText(publisher?.name),
    publisherRole: role === 'other' && isOfAgency(asText(publisher?.namespace)) ? 'coordinator' : role,
  };
}

/**
 * Domains of agencies that coordinate disclosure. What they publish again of a maker they call "other".
 * Source: members of FIRST whose constituency is a nation's; cisa.gov/news-events/cybersecurity-advisories.
 */
const AGENCIES = [
  'cisa.gov',
  'bsi.bund.de',
  'cert.org',
  'certvde.com',
  'jpcert.or.jp',
  'ncsc.nl',
  'ncsc.gov.uk',
  'incibe.es',
];

function isOfAgency(namespace: string | null): boolean {
  if (namespace === null || !URL.canParse(namespace)) return false;
  const { hostname } = new URL(namespace);
  return AGENCIES.some((it) => hostname === it || hostname.endsWith(`.${it}`));
}

/** A vendor speaks of its own products, and need not say whose they are. */
function makerOf({ publisher, publisherRole }: Publisher): string | null {
  return publisherRole === 'vendor' && publisher !== null ? speaksFor(publisher) : null;
}

/** Where a person can read it: of the references to itself, one that is not the JSON file. */
function readUrl(document: JsonObject): string | null {
  const own = asObjects(document.references)
    .filter((it) => it.category === 'self')
    .flatMap((it) => asText(it.url) ?? []);
  return own.find((it) => !/\.json$/i.test(it)) ?? own[0] ?? null;
}
