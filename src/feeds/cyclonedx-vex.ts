import type {
  AdvisoryProduct,
  AdvisoryVulnerability,
  CvssVector,
  ProductStatus,
  Remediation,
} from '#engine/words';
import { readVector } from './cvss.ts';
import { bomProducts, type BomProducts } from './cyclonedx-products.ts';
import { asList, asObject, asObjects, asText, type JsonObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { aliasesOf, asCweIds, asVulnerabilityId } from './vulnerability-id.ts';

/**
 * Reads the vulnerabilities of one CycloneDX document (1.4 and later, JSON). A document without any is an SBOM and
 * says nothing about vulnerabilities. Source: cyclonedx.org/docs/1.6/json, `vulnerabilities`.
 */
export function readCycloneDxVex(json: unknown, place: Place, sink: FeedSink): void {
  const document = asObject(json);
  if (document === null) {
    sink.reject({ ...place, reason: 'CycloneDX document is not an object' });
    return;
  }
  const metadata = asObject(document.metadata);
  const bom = bomProducts(document);
  const products = new Map<string, AdvisoryProduct>();
  const vulnerabilities = asList(document.vulnerabilities).flatMap((it, index) => {
    const vulnerability = asObject(it);
    const id = asVulnerabilityId(vulnerability?.id);
    if (vulnerability !== null && id !== null)
      return [
        readVulnerability(
          vulnerability,
          id,
          bom,
          products,
          { ...place, field: `/vulnerabilities/${index}` },
          sink,
        ),
      ];
    sink.reject({ ...place, field: `/vulnerabilities/${index}`, reason: 'Vulnerability has no id' });
    return [];
  });
  const subject = asText(asObject(metadata?.component)?.name);
  const saidAt = asText(metadata?.timestamp);
  sink.accept({
    kind: 'advisory',
    feed: 'cyclonedx-vex',
    id: asText(document.serialNumber) ?? place.file,
    title: subject === null ? 'VEX document' : `VEX document for ${subject}`,
    publisher: publisherOf(metadata),
    publisherRole: 'other',
    isVex: true,
    publishedAt: saidAt,
    revisedAt: saidAt,
    url: null,
    products: [...products.values()],
    vulnerabilities,
  });
}

/**
 * Who wrote the document. Its supplier and manufacturer (until 1.5) are those of the component that it describes, whoever
 * wrote it: only where it describes none are they its own. Source: cyclonedx.org/docs/1.6/json, `metadata`.
 */
function publisherOf(metadata: JsonObject | null): string | null {
  const nameOf = (party: unknown): string | null => asText(asObject(party)?.name);
  const authors = asObjects(metadata?.authors).flatMap((it) => nameOf(it) ?? []);
  const writer = nameOf(metadata?.manufacturer) ?? (authors.length === 0 ? null : authors.join(', '));
  if (writer !== null || asObject(metadata?.component) !== null) return writer;
  return nameOf(metadata?.supplier) ?? nameOf(metadata?.manufacture);
}

function readVulnerability(
  vulnerability: JsonObject,
  id: string,
  bom: BomProducts,
  products: Map<string, AdvisoryProduct>,
  place: Place & { readonly field: string },
  sink: FeedSink,
): AdvisoryVulnerability {
  const analysis = asObject(vulnerability.analysis);
  const state = asText(analysis?.state);
  const statuses = asObjects(vulnerability.affects).flatMap((affects) =>
    bom.affected(affects).map(({ product, status }) => {
      products.set(product.productId, product);
      return {
        productId: product.productId,
        status: statusOf(state, status),
        justification: asText(analysis?.justification),
      };
    }),
  );
  return {
    id,
    aliases: aliasesOf(
      id,
      asObjects(vulnerability.references).map((it) => it.id),
    ),
    title: null,
    cvss: readRatings(vulnerability, place, sink).map((it) => ({ ...it, productIds: [] })),
    cwes: asCweIds(asList(vulnerability.cwes).map((it) => `CWE-${String(it)}`)),
    statuses,
    remediations: remediationsOf(vulnerability),
  };
}

/** `analysis.state` speaks for the products; a status beside a version speaks for that version. */
function statusOf(state: string | null, versionStatus: string | null): ProductStatus {
  const isResolved = state === 'resolved' || state === 'resolved_with_pedigree';
  if (versionStatus === 'unaffected') return isResolved ? 'fixed' : 'not-affected';
  if (versionStatus === 'unknown' || state === 'in_triage') return 'under-investigation';
  if (versionStatus === 'affected') return 'affected';
  if (isResolved) return 'fixed';
  return state === 'not_affected' || state === 'false_positive' ? 'not-affected' : 'affected';
}

const PREFIX_OF_METHOD: Readonly<Record<string, string>> = {
  CVSSv2: '',
  CVSSv3: 'CVSS:3.0/',
  CVSSv31: 'CVSS:3.1/',
  CVSSv4: 'CVSS:4.0/',
};

function readRatings(
  vulnerability: JsonObject,
  place: Place & { readonly field: string },
  sink: FeedSink,
): CvssVector[] {
  return asObjects(vulnerability.ratings).flatMap((rating, index): CvssVector[] => {
    const text = asText(rating.vector);
    const prefix = PREFIX_OF_METHOD[asText(rating.method) ?? ''];
    if (text === null || prefix === undefined) return [];
    const vector = readVector(text.startsWith('CVSS:') ? text : prefix + text);
    if (!('problem' in vector))
      return [{ ...vector, by: asText(asObject(rating.source)?.name) ?? 'unnamed' }];
    sink.warn?.({ ...place, field: `${place.field}/ratings/${index}/vector`, reason: vector.problem });
    return [];
  });
}

const CATEGORY_OF_RESPONSE: Readonly<Record<string, Remediation['category']>> = {
  update: 'vendor-fix',
  rollback: 'mitigation',
  workaround_available: 'workaround',
  will_not_fix: 'no-fix-planned',
  can_not_fix: 'none-available',
};

function remediationsOf(vulnerability: JsonObject): Remediation[] {
  const analysis = asObject(vulnerability.analysis);
  const responses = asList(analysis?.response).flatMap((it) => CATEGORY_OF_RESPONSE[String(it)] ?? []);
  const recommendation = asText(vulnerability.recommendation);
  const workaround = asText(vulnerability.workaround);
  const remedy = (category: Remediation['category'], details: string): Remediation => ({
    category,
    details,
    url: null,
    productIds: [],
    date: null,
  });
  return [
    ...(recommendation === null ? [] : [remedy('vendor-fix', recommendation)]),
    ...(workaround === null ? [] : [remedy('workaround', workaround)]),
    ...(recommendation === null && workaround === null
      ? responses.map((it) => remedy(it, asText(analysis?.detail) ?? ''))
      : []),
  ];
}
