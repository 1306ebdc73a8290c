import type { VulnerabilityFacts } from '#app/vulnerabilities/assessment';
import { type CvssVector, unreachable } from '#engine/words';
import { severityWord } from './severity.ts';
import type { Justification } from '#engine/decisions';
import {
  justificationOf,
  STATUSES,
  UNNAMED,
  type VexProduct,
  type VexSaying,
  type VexStatement,
  type VexStatements,
  type VexStatus,
  type VexSubject,
} from './vex-statements.ts';

/**
 * Statements as a CycloneDX 1.6 document with VEX: devices are the components, and each vulnerability carries an
 * analysis. An analysis speaks for all products it names, so there is one entry per status and reason.
 * Source: https://cyclonedx.org/docs/1.6/json/
 * @param by who speaks
 */
export function* cyclonedxVexChunks(
  { asOf, products, subjects, fingerprint }: VexStatements,
  by: string = UNNAMED,
): Generator<string> {
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(fingerprint)}`,
    version: 1,
    metadata: {
      timestamp: `${asOf}T00:00:00Z`,
      tools: { components: [{ type: 'application', name: 'Patchward' }] },
      authors: [{ name: by }],
    },
    components: products.map(componentOf),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"vulnerabilities":[`;
  let separator = '';
  for (const subject of subjects)
    for (const entry of entriesOf(subject)) {
      yield separator + JSON.stringify(entry);
      separator = ',';
    }
  yield ']}\n';
}

function componentOf(product: VexProduct) {
  return {
    type: 'device',
    'bom-ref': product.id,
    manufacturer: { name: product.maker },
    name: product.model,
    ...(product.version === null ? {} : { version: product.version }),
    description: product.name,
    properties: [
      ...product.deviceIds.map((value) => ({ name: 'patchward:device', value })),
      ...product.serials.map((value) => ({ name: 'patchward:serial', value })),
    ],
  };
}

function entriesOf({ vulnerability, statements }: VexSubject) {
  const ordered = statements.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status));
  const groups = Map.groupBy(ordered, (it) => `${it.status}\n${it.judgement.why}`);
  return [...groups.values()].map((group, i) => ({
    'bom-ref': `${vulnerability.id}#${i + 1}`,
    ...factsOf(vulnerability),
    ...remedyOf(group),
    analysis: analysisOf(group),
    affects: group.map((it) => ({ ref: it.product.id })),
  }));
}

function factsOf(it: VulnerabilityFacts) {
  const cwes = it.cwes.flatMap((cwe) => /^CWE-([1-9]\d*)$/.exec(cwe)?.[1] ?? []).map(Number);
  const aliases = it.aliases.filter((alias) => alias !== it.id);
  return {
    id: it.id,
    ...(aliases.length === 0 ? {} : { references: aliases.map((id) => ({ id, source: { name: 'alias' } })) }),
    ...(it.cvss === null ? {} : { ratings: [ratingOf(it.cvss)] }),
    ...(cwes.length === 0 ? {} : { cwes }),
    ...(it.summary === null ? {} : { description: it.summary }),
    ...(it.publishedAt === null ? {} : { published: new Date(it.publishedAt).toISOString() }),
  };
}

const METHOD = { '2.0': 'CVSSv2', '3.0': 'CVSSv3', '3.1': 'CVSSv31', '4.0': 'CVSSv4' } as const;

function ratingOf(cvss: CvssVector) {
  return {
    source: { name: cvss.by },
    score: cvss.baseScore,
    severity: severityWord(cvss.baseScore),
    method: METHOD[cvss.version],
    vector: cvss.vector,
  };
}

const STATE = {
  affected: 'exploitable',
  'under-investigation': 'in_triage',
  'not-affected': 'not_affected',
} as const satisfies Record<VexStatus, string>;

const JUSTIFICATION = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'code_not_reachable',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
} as const satisfies Record<Justification, string>;

function analysisOf(group: readonly VexStatement[]) {
  const [first] = group;
  if (first === undefined) throw new Error('Cannot state an analysis: no product has it');
  const { status, judgement } = first;
  return {
    state: STATE[status],
    ...(status === 'not-affected' ? { justification: JUSTIFICATION[justificationOf(judgement)] } : {}),
    ...(status === 'affected' ? responseOf(judgement) : {}),
    ...(judgement.why === '' ? {} : { detail: judgement.why }),
  };
}

/** That no fix is known says nothing about whether the maker can or will make one, so then nothing is said. */
function responseOf({ fix }: VexSaying): { response?: readonly ['update' | 'workaround_available'] } {
  switch (fix.kind) {
    case 'vendor-fix':
      return { response: ['update'] };
    case 'mitigation':
      return { response: ['workaround_available'] };
    case 'none':
      return {};
    default:
      return unreachable(fix.kind);
  }
}

/** What to do, of the products that share this entry, each remedy once. */
function remedyOf(group: readonly VexStatement[]) {
  const affected = group.filter((it) => it.status === 'affected');
  const details = new Set(affected.flatMap((it) => it.judgement.fix.details ?? []));
  const urls = new Set(affected.flatMap((it) => it.judgement.fix.url ?? []));
  const advisories = [...urls].filter((it) => URL.canParse(it)).map((url) => ({ url }));
  return {
    ...(details.size === 0 ? {} : { recommendation: [...details].join('\n') }),
    ...(advisories.length === 0 ? {} : { advisories }),
  };
}

/** A UUID of version 8 (RFC 9562: content of one's own) out of a digest. */
function uuidOf(hexDigest: string): string {
  const hex = `${hexDigest.slice(0, 12)}8${hexDigest.slice(13, 16)}a${hexDigest.slice(17, 32)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
