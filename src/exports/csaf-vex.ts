import type { VulnerabilityFacts } from '#app/vulnerabilities/assessment';
import type { CvssVector, Remediation } from '#engine/words';
import { CannotExport } from './cannot-export.ts';
import { severityWord } from './severity.ts';
import {
  justificationOf,
  UNNAMED,
  type VexProduct,
  type VexSaying,
  type VexStatement,
  type VexStatements,
  type VexStatus,
  type VexSubject,
} from './vex-statements.ts';

/**
 * Statements as a CSAF 2.0 VEX document (profile 4.5 of the standard), a vulnerability at a time.
 * Source: https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html
 * @param by who speaks
 * @throws {CannotExport} where there is nothing to state
 */
export function csafVexChunks(statements: VexStatements, by: string = UNNAMED): Iterable<string> {
  if (statements.subjects.length === 0)
    throw new CannotExport(
      'Cannot write CSAF VEX: no vulnerability concerns any of the devices, and the format asks for one',
    );
  return chunksOf(statements, by);
}

function* chunksOf({ asOf, products, subjects, fingerprint }: VexStatements, by: string): Generator<string> {
  const document = documentOf(asOf, fingerprint, by);
  yield `{"document":${JSON.stringify(document)},"product_tree":${JSON.stringify({ branches: branchesOf(products) })},"vulnerabilities":[`;
  for (const [i, subject] of subjects.entries())
    yield (i === 0 ? '' : ',') + JSON.stringify(vulnerabilityOf(subject));
  yield ']}\n';
}

function documentOf(asOf: string, fingerprint: string, by: string) {
  const date = instantOf(asOf);
  return {
    category: 'csaf_vex',
    csaf_version: '2.0',
    lang: 'en',
    title: `Vulnerability status of the device fleet as of ${asOf}`,
    publisher: { category: 'user', name: by, namespace: 'urn:patchward:operator' },
    tracking: {
      id: `patchward-vex-${asOf}-${fingerprint.slice(0, 16)}`,
      status: 'final',
      version: '1',
      initial_release_date: date,
      current_release_date: date,
      revision_history: [{ number: '1', date, summary: `Assessment as of ${asOf}` }],
      generator: { date, engine: { name: 'Patchward' } },
    },
  };
}

function branchesOf(products: readonly VexProduct[]) {
  return grouped(products, (it) => it.maker).map(([maker, ofMaker]) => ({
    category: 'vendor',
    name: maker,
    branches: grouped(ofMaker, (it) => it.model).map(([model, ofModel]) => ({
      category: 'product_name',
      name: model,
      branches: grouped(ofModel, (it) => it.version ?? '').map(([version, ofVersion]) => ({
        ...versionBranch(version),
        branches: ofVersion.map((it) => ({
          category: 'specification',
          name: it.platform ?? 'No further parts recorded',
          product: { product_id: it.id, name: it.name, product_identification_helper: helperOf(it) },
        })),
      })),
    })),
  }));
}

// What an inventory calls a version may be a range, which CSAF does not take for one (test 6.1.31).
const RANGE_WORDS = /[<>]|(^|\s)(after|all|before|earlier|later|prior|versions)(\s|$)/i;

function versionBranch(version: string) {
  if (version === '') return { category: 'specification', name: 'Version not recorded' };
  return { category: RANGE_WORDS.test(version) ? 'specification' : 'product_version', name: version };
}

function helperOf(product: VexProduct) {
  return {
    ...(product.serials.length === 0 ? {} : { serial_numbers: [...new Set(product.serials)] }),
    x_generic_uris: product.deviceIds.map((id) => ({
      namespace: 'urn:patchward:device',
      uri: `urn:patchward:device:${encodeURIComponent(id)}`,
    })),
  };
}

const STATUS_GROUP = {
  affected: 'known_affected',
  'not-affected': 'known_not_affected',
  'under-investigation': 'under_investigation',
} as const satisfies Record<VexStatus, string>;

function vulnerabilityOf({ vulnerability, statements }: VexSubject) {
  const by = (status: VexStatus) => statements.filter((it) => it.status === status);
  const notAffected = by('not-affected');
  const groups = (['affected', 'not-affected', 'under-investigation'] as const)
    .map((status) => [STATUS_GROUP[status], by(status).map((it) => it.product.id)] as const)
    .filter(([, ids]) => ids.length > 0);
  return {
    ...identityOf(vulnerability),
    notes: [{ category: 'description', text: vulnerability.summary ?? 'No description has been published' }],
    ...(vulnerability.publishedAt === null ? {} : { release_date: instantOf(vulnerability.publishedAt) }),
    product_status: Object.fromEntries(groups),
    ...(notAffected.length === 0
      ? {}
      : {
          flags: grouped(notAffected, (it) => justificationOf(it.judgement)).map(([label, its]) => ({
            label,
            product_ids: its.map((it) => it.product.id),
          })),
          threats: impactsOf(notAffected),
        }),
    ...scoresOf(
      vulnerability.cvss,
      statements.filter((it) => it.status !== 'not-affected'),
    ),
    ...remediationsOf(by('affected')),
  };
}

function identityOf({ id, aliases }: VulnerabilityFacts) {
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(id);
  const others = [...(isCve ? [] : [id]), ...aliases.filter((it) => it !== id)];
  return {
    ...(isCve ? { cve: id } : {}),
    ...(others.length === 0 ? {} : { ids: others.map((text) => ({ system_name: systemOf(text), text })) }),
  };
}

function systemOf(id: string): string {
  return /^([A-Za-z]+)-/.exec(id)?.[1]?.toUpperCase() ?? 'Source';
}

/** Why each product is not affected, in words: the impact statement that the profile asks for beside the flag. */
function impactsOf(statements: readonly VexStatement[]) {
  return grouped(statements, (it) => it.judgement.why).map(([why, ofReason]) => ({
    category: 'impact',
    details: why === '' ? 'The version is outside the affected range' : why,
    product_ids: ofReason.map((it) => it.product.id),
  }));
}

/** CSAF 2.0 has no place for CVSS 4, and the base score of a version 2 vector has no severity word. */
function scoresOf(cvss: CvssVector | null, statements: readonly VexStatement[]) {
  if (cvss === null || cvss.version === '4.0' || statements.length === 0) return {};
  const products = statements.map((it) => it.product.id);
  const score = { version: cvss.version, vectorString: cvss.vector, baseScore: cvss.baseScore };
  if (cvss.version === '2.0') return { scores: [{ products, cvss_v2: score }] };
  const baseSeverity = severityWord(cvss.baseScore).toUpperCase();
  return { scores: [{ products, cvss_v3: { ...score, baseSeverity } }] };
}

const CATEGORY = {
  'vendor-fix': 'vendor_fix',
  'optional-patch': 'vendor_fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  'no-fix-planned': 'no_fix_planned',
  'none-available': 'none_available',
  'fix-planned': 'none_available',
} as const satisfies Record<Remediation['category'], string>;

function remediationsOf(affected: readonly VexStatement[]) {
  if (affected.length === 0) return {};
  const entries = affected.flatMap((it) =>
    remediationsFor(it.judgement).map((text) => ({ text, productId: it.product.id })),
  );
  return {
    remediations: grouped(entries, (it) => it.text).map(([text, ofText]) => ({
      ...(JSON.parse(text) as object),
      product_ids: ofText.map((it) => it.productId),
    })),
  };
}

/** Each remediation as JSON without its products, so that equal ones of many products become one. */
function remediationsFor(judgement: VexSaying): string[] {
  const stated = judgement.remediations
    .filter((it) => it.details.trim() !== '')
    .map((it) =>
      JSON.stringify({
        category: CATEGORY[it.category],
        details: it.details,
        ...(it.url !== null && URL.canParse(it.url) ? { url: it.url } : {}),
        ...(it.date === null ? {} : { date: instantOf(it.date) }),
      }),
    );
  if (stated.length > 0) return [...new Set(stated)];
  return [JSON.stringify({ category: 'none_available', details: 'No source that was read states a remedy' })];
}

/** An ISO date or instant as the RFC 3339 instant that the format asks for. */
function instantOf(iso: string): string {
  return iso.length === 10 ? `${iso}T00:00:00Z` : new Date(iso).toISOString();
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): [string, Item[]][] {
  return [...Map.groupBy(items, key)];
}
