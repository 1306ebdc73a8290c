import type { VulnerabilityFacts } from '#app/vulnerabilities/assessment';
import { CannotExport } from './cannot-export.ts';
import { fixWords } from './fix-words.ts';
import {
  justificationOf,
  UNNAMED,
  type VexStatement,
  type VexStatements,
  type VexStatus,
} from './vex-statements.ts';

const STATUS = {
  affected: 'affected',
  'under-investigation': 'under_investigation',
  'not-affected': 'not_affected',
} as const satisfies Record<VexStatus, string>;

/**
 * What stands how to which vulnerability as an OpenVEX 0.2.0 document, a statement for each vulnerability, status and reason.
 * Its products are the devices: the format has no other place for them.
 * Source: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md, and the schema beside it
 * @param by who speaks
 * @throws {CannotExport} where there is nothing to state
 */
export function openvexChunks(statements: VexStatements, by: string = UNNAMED): Iterable<string> {
  if (statements.subjects.length === 0)
    throw new CannotExport(
      'Cannot write OpenVEX: no vulnerability concerns any of the devices, and the format asks for a statement',
    );
  return chunksOf(statements, by);
}

function* chunksOf({ asOf, subjects, fingerprint }: VexStatements, by: string): Generator<string> {
  const timestamp = `${asOf}T00:00:00Z`;
  const head = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:patchward:vex:${fingerprint.slice(0, 32)}`,
    author: by,
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
  { id, aliases, summary }: VulnerabilityFacts,
  group: readonly VexStatement[],
  timestamp: string,
) {
  const [first] = group;
  if (first === undefined) throw new Error('Cannot state a status: no product has it');
  const { status, judgement } = first;
  const devices = new Set(group.flatMap(({ product }) => product.deviceIds));
  return {
    vulnerability: {
      name: id,
      ...(summary === null ? {} : { description: summary }),
      ...(aliases.length === 0 ? {} : { aliases: [...new Set(aliases)] }),
    },
    timestamp,
    products: [...devices].map((device) => ({ '@id': `urn:patchward:device:${encodeURIComponent(device)}` })),
    status: STATUS[status],
    ...(judgement.why === '' ? {} : { status_notes: judgement.why }),
    // The schema takes a justification or an impact statement, never both.
    ...(status === 'not-affected' ? { justification: justificationOf(judgement) } : {}),
    ...(status === 'affected' ? { action_statement: fixWords(judgement.fix) } : {}),
  };
}
