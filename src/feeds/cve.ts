import type {
  AdvisoryProduct,
  AdvisoryRecord,
  CvssVector,
  Remediation,
  VulnerabilityRecord,
} from '#engine/words';
import { readAffected, withStatedVersions } from './cve-affected.ts';
import { readCpeApplicability } from './cve-cpe.ts';
import { readVector } from './cvss.ts';
import { asDate, asObject, asObjects, asText, asTexts, type JsonObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { ssvcRecord } from './ssvc.ts';
import { asCveId, asCweIds } from './vulnerability-id.ts';

/** A container of a CVE record and who filled it. */
interface Container {
  readonly by: string;
  readonly content: JsonObject;
}

/**
 * Reads one CVE JSON 5.x record: what the CNA and the ADPs say becomes a vulnerability, an advisory where they name
 * affected products, and CISA's enrichment (SSVC, exploited flag). Source: github.com/CVEProject/cve-schema.
 */
export function readCve(json: unknown, place: Place, sink: FeedSink): void {
  const record = asObject(json);
  const metadata = asObject(record?.cveMetadata);
  const id = asCveId(metadata?.cveId);
  if (record === null || metadata === null || id === null) {
    sink.reject({ ...place, field: '/cveMetadata/cveId', reason: 'CVE record has no CVE id' });
    return;
  }
  const containers = containersOf(record);
  const vulnerability = readVulnerability(id, metadata, containers, place, sink);
  sink.accept(vulnerability);
  if (vulnerability.state === 'rejected') return;
  const advisory = readAdvisory(vulnerability, metadata, containers);
  if (advisory.products.length > 0) sink.accept(advisory);
  readEnrichment(id, containers, sink);
}

function containersOf(record: JsonObject): Container[] {
  const containers = asObject(record.containers);
  const cna = asObject(containers?.cna);
  return [...(cna === null ? [] : [cna]), ...asObjects(containers?.adp)].map((content, index) => ({
    by: asText(asObject(content.providerMetadata)?.shortName) ?? (index === 0 ? 'cna' : 'adp'),
    content,
  }));
}

const STATES: Readonly<Record<string, VulnerabilityRecord['state']>> = {
  PUBLISHED: 'published',
  REJECTED: 'rejected',
};

function readVulnerability(
  id: string,
  metadata: JsonObject,
  containers: readonly Container[],
  place: Place,
  sink: FeedSink,
): VulnerabilityRecord {
  return {
    kind: 'vulnerability',
    feed: 'cve',
    id,
    aliases: [],
    state: STATES[asText(metadata.state) ?? ''] ?? 'awaiting-analysis',
    publishedAt: asText(metadata.datePublished),
    modifiedAt: asText(metadata.dateUpdated),
    summary: summaryOf(containers),
    cvss: containers.flatMap((it) => readCvss(it, id, place, sink)),
    cwes: asCweIds(
      containers
        .flatMap((it) => asObjects(it.content.problemTypes))
        .flatMap((it) => asObjects(it.descriptions))
        .flatMap((it) => asText(it.cweId) ?? asText(it.description) ?? []),
    ),
    configurations: containers.flatMap((it) => readCpeApplicability(it.content)),
  };
}

/** The first English text of a list of `{lang, value}`. */
function english(texts: unknown): string | null {
  const inEnglish = asObjects(texts).find((it) => /^en\b/i.test(asText(it.lang) ?? 'en'));
  return asText(inEnglish?.value);
}

const SUMMARY_CHARS_MAX = 300;

/** The first sentence, or the beginning where sentences do not end. */
function summaryOf(containers: readonly Container[]): string | null {
  const text = containers.map((it) => english(it.content.descriptions)).find((it) => it !== null) ?? null;
  if (text === null) return null;
  const beginning = text.slice(0, 2 * SUMMARY_CHARS_MAX).replaceAll(/\s+/g, ' ');
  const line = /^.+?[.!?](?=\s|$)/.exec(beginning)?.[0] ?? beginning;
  return line.length <= SUMMARY_CHARS_MAX ? line : `${line.slice(0, SUMMARY_CHARS_MAX - 1)}…`;
}

const CVSS_MEMBERS = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const;

function readCvss({ by, content }: Container, id: string, place: Place, sink: FeedSink): CvssVector[] {
  return asObjects(content.metrics).flatMap((metric) =>
    CVSS_MEMBERS.flatMap((member): CvssVector[] => {
      const text = asText(asObject(metric[member])?.vectorString);
      if (text === null) return [];
      const vector = readVector(text);
      if (!('problem' in vector)) return [{ ...vector, by }];
      sink.warn?.({ ...place, field: `${id} ${by} ${member}`, reason: vector.problem });
      return [];
    }),
  );
}

function readAdvisory(
  vulnerability: VulnerabilityRecord,
  metadata: JsonObject,
  containers: readonly Container[],
): AdvisoryRecord {
  const { id, cvss, cwes } = vulnerability;
  const [stated = [], ...added] = containers.map((it, index) =>
    readAffected(it.content, index === 0 ? 'cna' : `adp${index}`),
  );
  const products = [...stated, ...withStatedVersions(added.flat(), stated)];
  const cna = containers[0]?.content;
  const title = asText(cna?.title);
  const publisher = asText(metadata.assignerShortName) ?? containers[0]?.by ?? null;
  return {
    kind: 'advisory',
    feed: 'cve',
    id,
    title: title ?? vulnerability.summary ?? id,
    publisher,
    publisherRole: roleOf(publisher, products),
    isVex: false,
    publishedAt: vulnerability.publishedAt,
    revisedAt: vulnerability.modifiedAt,
    url: urlOf(cna),
    products,
    vulnerabilities: [
      {
        id,
        aliases: [],
        title,
        cvss: cvss.map((it) => ({ ...it, productIds: [] })),
        cwes,
        // The version expression itself tells affected from unaffected versions.
        statuses: products.map((it) => ({
          productId: it.productId,
          status: 'affected',
          justification: null,
        })),
        remediations: remediationsOf(cna),
      },
    ],
  };
}

const words = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** A CNA speaks as vendor where its name is that of the maker of every product it lists. */
function roleOf(
  publisher: string | null,
  products: readonly AdvisoryProduct[],
): AdvisoryRecord['publisherRole'] {
  const name = words(publisher ?? '');
  const vendors = products.filter((it) => it.productId.startsWith('cna')).map((it) => words(it.vendor ?? ''));
  const isMaker = (vendor: string): boolean =>
    vendor.length >= 2 && (name.startsWith(vendor) || vendor.startsWith(name));
  if (name.length >= 2 && vendors.length > 0 && vendors.every(isMaker)) return 'vendor';
  return /cert|cisa|mitre/.test(name) ? 'coordinator' : 'other';
}

/** The vendor's own page, or whatever reference comes first. */
function urlOf(cna: JsonObject | undefined): string | null {
  const references = asObjects(cna?.references);
  const own = references.find((it) => asTexts(it.tags).includes('vendor-advisory'));
  return asText((own ?? references[0])?.url);
}

function remediationsOf(cna: JsonObject | undefined): Remediation[] {
  const remedy = (category: Remediation['category'], texts: unknown): Remediation[] => {
    const details = english(texts);
    return details === null ? [] : [{ category, details, url: null, productIds: [], date: null }];
  };
  return [...remedy('vendor-fix', cna?.solutions), ...remedy('workaround', cna?.workarounds)];
}

/** What CISA adds in its container: the SSVC decision points and whether the weakness is in its KEV catalogue. */
function readEnrichment(id: string, containers: readonly Container[], sink: FeedSink): void {
  const others = containers
    .flatMap((it) => asObjects(it.content.metrics))
    .map((it) => asObject(it.other))
    .filter((it) => it !== null);
  const contentOf = (type: string) => asObject(others.find((it) => it.type === type)?.content);
  const ssvc = contentOf('ssvc');
  if (ssvc !== null) sink.accept(ssvcRecord(id, ssvc));
  else if (exploitIsPublic(containers)) sink.accept({ ...ssvcRecord(id, {}), exploitation: 'poc' });
  const addedOn = asDate(contentOf('kev')?.dateAdded);
  if (addedOn !== null)
    sink.accept({
      kind: 'exploited',
      feed: 'kev',
      id,
      addedOn,
      dueOn: null,
      ransomware: false,
      action: null,
    });
}

/** A reference tagged as an exploit is what SSVC calls a public proof of concept. */
function exploitIsPublic(containers: readonly Container[]): boolean {
  return containers
    .flatMap((it) => asObjects(it.content.references))
    .some((it) => asTexts(it.tags).includes('exploit'));
}
