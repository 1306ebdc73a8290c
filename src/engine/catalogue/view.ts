import type {
  CpeConfiguration,
  CpeNode,
  CvssVector,
  RecallRecord,
  Remediation,
  VersionExpression,
} from '#engine/words';
import { compareAdvisories } from './advisory-order.ts';
import { PRODUCT_STATUSES } from './advisory-intake.ts';
import type { Advisory, Catalogue, Statement, Vulnerability } from './catalogue.ts';
import { createCriterionTexts } from './criterion-text.ts';
import { createDirectory } from './directory.ts';
import type { Decisions } from './facts.ts';
import { STATES } from './intake.ts';
import { instantText } from './instant.ts';
import { CVSS_VERSIONS, EPSS_ABSENT, REMEDIATION, STATEMENT } from './tables.ts';
import type { Tables } from './tables.ts';

/** Vulnerabilities whose statements are kept as read. */
const RECENT_MAX = 1000;

/** Reads the compiled columns as what they mean. */
export function createCatalogue(tables: Tables): Catalogue {
  const { ids, texts, records } = tables;
  let criteria: ReturnType<typeof createCriterionTexts> | null = null;
  const json = <T>(record: number): T => JSON.parse(records.text(record)) as T;

  function vulnerability(index: number): Vulnerability {
    const summary = tables.summaries.text(index);
    const decisions = tables.decisions[index] as number;
    const { exploited, ssvc } = decisions === -1 ? NO_DECISIONS : json<Decisions>(decisions);
    return {
      id: ids.text(tables.idOfVulnerability[index] as number),
      aliases: aliasesOf(index),
      state: STATES[tables.states[index] as number] as Vulnerability['state'],
      publishedAt: instantText(tables.publishedAt[index] as number),
      modifiedAt: instantText(tables.modifiedAt[index] as number),
      summary: summary === '' ? null : summary,
      cvss: cvssOf(index),
      cwes: [...slice(tables.cwes, tables.cweStarts, index)].map((it) => texts.text(it)),
      exploited,
      epss: epssOf(index),
      ssvc,
    };
  }

  let aliases: Map<number, number[]> | null = null;

  function aliasesOf(index: number): string[] {
    aliases ??= idsBesideTheFirst(tables);
    return (aliases.get(index) ?? []).map((it) => ids.text(it));
  }

  function cvssOf(index: number): CvssVector[] {
    const found: CvssVector[] = [];
    const end = tables.cvssStarts[index + 1] as number;
    for (let i = tables.cvssStarts[index] as number; i < end; i += 2) {
      const vector = tables.cvss[i] as number;
      found.push({
        version: CVSS_VERSIONS[tables.vectorVersions[vector] as number] as CvssVector['version'],
        vector: texts.text(tables.vectorTexts[vector] as number),
        baseScore: (tables.vectorScores[vector] as number) / 10,
        by: texts.text(tables.cvss[i + 1] as number),
      });
    }
    return found;
  }

  function epssOf(index: number): Vulnerability['epss'] {
    const probability = forecast(index);
    if (probability === null) return null;
    const scoredOn = tables.epssScoredOn[index] as number;
    return {
      probability,
      percentile: (tables.epssPercentile[index] as number) / 1e9,
      scoredOn: scoredOn === -1 ? null : texts.text(scoredOn),
    };
  }

  function forecast(index: number): number | null {
    const probability = tables.epssProbability[index] as number;
    return probability === EPSS_ABSENT ? null : probability / 1e9;
  }

  function configurations(index: number): CpeConfiguration[] {
    const { program } = tables;
    const found: CpeConfiguration[] = [];
    let at = tables.programStarts[index] as number;
    criteria ??= createCriterionTexts(tables);
    while (at < (tables.programStarts[index + 1] as number)) {
      const header = program[at++] as number;
      const nodes: CpeNode[] = [];
      for (let i = 0; i < header >> 2; i++) {
        const node = program[at++] as number;
        const matches = [];
        for (let j = 0; j < node >> 2; j++) {
          const literal = program[at++] as number;
          matches.push(criteria.match(literal >> 1, (literal & 1) === 1));
        }
        nodes.push({ ...joinOf(node), matches });
      }
      found.push({ ...joinOf(header), nodes });
    }
    return found;
  }

  function statement(vulnerability: number, row: number): Statement {
    const at = row * STATEMENT.width;
    const column = (name: keyof typeof STATEMENT) => tables.statements[at + STATEMENT[name]] as number;
    const both = (...products: number[]) => products.filter((it) => it !== -1);
    return {
      ...json<StatementRecord>(column('record')),
      advisory: column('advisory'),
      vulnerability,
      products: both(column('product'), column('cpeProduct')),
      platforms: both(column('platform'), column('cpePlatform')),
      status: PRODUCT_STATUSES[column('status')] as Statement['status'],
    };
  }

  // One configuration after the other is asked about the same vulnerabilities.
  const recent = new Map<number, readonly Statement[]>();

  function statements(index: number): readonly Statement[] {
    const known = recent.get(index);
    if (known !== undefined) return known;
    const start = tables.statementStarts[index] as number;
    const count = (tables.statementStarts[index + 1] as number) - start;
    const found = Array.from({ length: count }, (_, i) => statement(index, start + i));
    const order = inOrder(found.map((it) => it.advisory));
    const read = found.toSorted((a, b) => order.indexOf(a.advisory) - order.indexOf(b.advisory));
    if (recent.size === RECENT_MAX) recent.clear();
    recent.set(index, read);
    return read;
  }

  function remediations(advisory: number, index: number): readonly Remediation[] {
    const found: Remediation[] = [];
    const end = tables.remediationStarts[index + 1] as number;
    for (let row = tables.remediationStarts[index] as number; row < end; row++) {
      const at = row * REMEDIATION.width;
      if (tables.remediations[at + REMEDIATION.advisory] === advisory)
        found.push(...json<Remediation[]>(tables.remediations[at + REMEDIATION.record] as number));
    }
    return found;
  }

  function advisoriesOf(index: number): number[] {
    const found = new Set<number>();
    const end = tables.statementStarts[index + 1] as number;
    for (let row = tables.statementStarts[index] as number; row < end; row++)
      found.add(tables.statements[row * STATEMENT.width + STATEMENT.advisory] as number);
    return inOrder(found);
  }

  /** Advisories, each once, in the order in which they speak. */
  function inOrder(advisories: Iterable<number>): number[] {
    const distinct = [...new Set(advisories)];
    if (distinct.length < 2) return distinct;
    const heads = new Map(distinct.map((it) => [it, advisory(it)]));
    return distinct.sort((a, b) => compareAdvisories(heads.get(a) as Advisory, heads.get(b) as Advisory));
  }

  function advisory(index: number): Advisory {
    return json<Advisory>(tables.advisories[index] as number);
  }

  return {
    tables,
    directory: createDirectory(tables),
    size: tables.states.length,
    vulnerability,
    forecast,
    indexOf: (id) => tables.vulnerabilityOfId[ids.find(id)] ?? -1,
    advisoryCount: tables.advisories.length,
    advisory,
    remediations,
    advisoriesOf,
    recalls: [...tables.recalls].map((it) => json<RecallRecord>(it)),
    configurations,
    statements,
  };
}

const NO_DECISIONS: Decisions = { exploited: null, ssvc: null };

type StatementRecord = Pick<Statement, 'platformVersion' | 'justification' | 'productText' | 'productId'> & {
  readonly version: VersionExpression;
};

function slice(values: Int32Array, starts: Int32Array, index: number): Int32Array {
  return values.subarray(starts[index], starts[index + 1]);
}

function joinOf(header: number): Pick<CpeNode, 'operator' | 'negate'> {
  return { operator: (header & 1) === 1 ? 'AND' : 'OR', negate: (header & 2) === 2 };
}

function idsBesideTheFirst({ vulnerabilityOfId, idOfVulnerability }: Tables): Map<number, number[]> {
  const found = new Map<number, number[]>();
  vulnerabilityOfId.forEach((vulnerability, id) => {
    if (idOfVulnerability[vulnerability] === id) return;
    const known = found.get(vulnerability);
    if (known === undefined) found.set(vulnerability, [id]);
    else known.push(id);
  });
  return found;
}
