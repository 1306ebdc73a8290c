import type { AssessedDevice, Assessment, Finding } from '#app/vulnerabilities/assessment';
import { FINDING_COLUMNS } from './finding-columns.ts';

/**
 * The whole assessment as one JSON document, written piece by piece: totals and actions first, then each list with an
 * element per line, so that a reader can also go through it by lines.
 */
export function* assessmentJsonChunks(assessment: Assessment): Generator<string> {
  const { asOf, policy, minConfidence, counts, feeds, notices, actions, rejected } = assessment;
  const head = { asOf, policy, minConfidence, counts, feeds, notices };
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n`;
  yield* listPieces('actions', actions, (it) => it);
  yield ',\n';
  yield* listPieces('findings', assessment.findings, findingJson);
  yield ',\n';
  yield* listPieces('devices', assessment.devices, deviceJson);
  yield ',\n';
  yield* listPieces('rejected', rejected, (it) => it);
  yield '\n}\n';
}

/** One JSON line per finding, highest risk first. */
export function* findingsJsonlChunks(findings: Iterable<Finding>): Generator<string> {
  for (const it of findings) yield `${JSON.stringify(findingJson(it))}\n`;
}

function* listPieces<Item>(
  name: string,
  items: Iterable<Item>,
  asJson: (item: Item) => object,
): Generator<string> {
  yield ` "${name}": [`;
  let separator = '\n';
  for (const it of items) {
    yield `${separator}  ${JSON.stringify(asJson(it))}`;
    separator = ',\n';
  }
  yield '\n ]';
}

/** A finding as flat fields, named as the columns are, and everything behind them. */
function findingJson(it: Finding): object {
  const { judgement } = it;
  return {
    id: it.id,
    ...Object.fromEntries(FINDING_COLUMNS.map((column) => [column.key, column.cell(it)])),
    because: judgement.because,
    contributions: judgement.contributions,
    ssvc: judgement.ssvc,
    clocks: judgement.clocks,
    readiness: judgement.readiness,
    remediations: judgement.remediations,
    grounds: judgement.grounds(),
  };
}

function deviceJson(it: AssessedDevice): object {
  return {
    ...it.device,
    label: it.label,
    identified: it.identified,
    findings: it.judgements.map((judgement) => `${it.device.id}~${judgement.vulnerability.id}`),
    notAffected: it.notAffected.map((judgement) => ({
      vulnerability: judgement.vulnerability.id,
      why: judgement.why,
    })),
  };
}
