import type { Judgement } from '#app/vulnerabilities/assessment';
import { fixWords } from './fix-words.ts';
import {
  justificationOf,
  type VexAssessment,
  type VexStatement,
  type VexStatus,
  vexStatementsOf,
} from './vex-statements.ts';

const STATUS = {
  affected: 'affected',
  'under-investigation': 'under_investigation',
  'not-affected': 'not_affected',
} as const satisfies Record<VexStatus, string>;

/**
 * What stands how to which vulnerability as an OpenVEX 0.2.0 document, a statement for each vulnerability, status and reason.
 * Source: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
export function* openvexChunks(assessment: VexAssessment): Generator<string> {
  const { subjects, fingerprint } = vexStatementsOf(assessment);
  const timestamp = `${assessment.asOf}T00:00:00Z`;
  const head = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:patchward:vex:${fingerprint.slice(0, 32)}`,
    author: 'Operator of the device fleet',
    timestamp,
    version: 1,
    tooling: 'Patchward',
  };
  yield `${JSON.stringify(head).slice(0, -1)},"statements":[`;
  let separator = '';
  for (const { vulnerability, statements } of subjects)
    for (const group of Map.groupBy(statements, (it) => `${it.status}\n${it.judgement.why}`).values()) {
      yield separator + JSON.stringify(statementOf(vulnerability, group, timestamp));
      separator = ',';
    }
  yield ']}\n';
}

function statementOf(
  { id, aliases, summary }: Judgement['vulnerability'],
  group: readonly VexStatement[],
  timestamp: string,
) {
  const [first] = group;
  if (first === undefined) throw new Error('Cannot state a status: no product has it');
  const { status, judgement } = first;
  return {
    vulnerability: {
      name: id,
      ...(summary === null ? {} : { description: summary }),
      ...(aliases.length === 0 ? {} : { aliases }),
    },
    timestamp,
    products: group.map(({ product }) => ({
      '@id': `urn:patchward:product:${product.id}`,
      subcomponents: product.deviceIds.map((device) => ({
        '@id': `urn:patchward:device:${encodeURIComponent(device)}`,
      })),
    })),
    status: STATUS[status],
    ...(status === 'not-affected'
      ? {
          justification: justificationOf(judgement),
          impact_statement: judgement.why || 'The version is outside the affected range',
        }
      : {}),
    ...(status === 'affected' ? { action_statement: fixWords(judgement.fix) } : {}),
    ...(status === 'under-investigation' && judgement.why !== '' ? { status_notes: judgement.why } : {}),
  };
}
