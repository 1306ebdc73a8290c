import type { AssessedDevice } from '#app/vulnerabilities/assessment';
import { vexStatusOf } from './vex-statements.ts';

/**
 * One JSON line per device: what is asserted, what cannot be told, what is excluded.
 * `{"id", "cves", "possible", "notAffected"}`, each a sorted list of vulnerability ids.
 */
export function* devicesJsonlChunks(devices: Iterable<AssessedDevice>): Generator<string> {
  for (const it of devices) {
    const judged = [...it.judgements, ...it.notAffected];
    const idsOf = (status: ReturnType<typeof vexStatusOf>) =>
      judged
        .filter((judgement) => vexStatusOf(judgement) === status)
        .map((judgement) => judgement.vulnerability.id)
        .toSorted();
    yield `${JSON.stringify({
      id: it.device.id,
      cves: idsOf('affected'),
      possible: idsOf('under-investigation'),
      notAffected: idsOf('not-affected'),
    })}\n`;
  }
}
