import { closeSync, openSync, writeSync } from 'node:fs';
import type { AssessedDevice, Assessment, Finding } from '#app/vulnerabilities/assessment';
import { exportAssessment, exportRejects } from '#app/vulnerabilities/exports';
import { isRecognised } from '#app/vulnerabilities/recognised';
import type { FinishedRun } from '#app/vulnerabilities/run-assessment';
import type { AssessmentSummary, ColumnView } from '#contract/assessments/assessment';
import type { ExportFormat } from '#contract/assessments/routes';
import { addDays, type Policy } from '#engine/risk';
import type { Desk, DevicesAsk } from './desk.ts';
import { deviceWords, type Filter, selectFindings } from './finding-filter.ts';
import { page } from './paging.ts';
import { placesOf } from './places.ts';
import { actionRow, deviceRow, deviceView, explanationOf, findingRow, type Today } from './views.ts';

type SoonRule = Pick<Policy, 'dueSoonDays'>;

/** Answers questions about a finished run. */
export function deskOf({ assessment, inventory }: FinishedRun, { dueSoonDays }: SoonRule): Desk {
  const { asOf, findings, actions } = assessment;
  const today: Today = { asOf, dueSoonDays };
  const allPoints = riskPointsOf(assessment);
  const ranked = assessment.devices.toSorted(
    (a, b) => topScore(b) - topScore(a) || b.judgements.length - a.judgements.length,
  );
  const places = placesOf(assessment);
  const remember = lastLists<Finding>();
  return {
    columns: () => ({ columns: columnsOf(inventory) }),
    actions: (ask) => page('actions', actions, ask, (it) => actionRow(it, allPoints, today)),
    findings({ cursor, limit, ...filter }) {
      const key = JSON.stringify(filter);
      const chosen = remember(key, () => selectFindings(findings, filter satisfies Filter, assessment));
      return page(`findings ${key}`, chosen, { cursor, limit }, (it) => findingRow(it, today));
    },
    explanation(findingId) {
      const found = findings.find((it) => it.id === findingId);
      return found === undefined ? null : explanationOf(found, today);
    },
    devices({ cursor, limit, ...filter }) {
      const chosen = ranked.filter(deviceTest(filter));
      return page(`devices ${JSON.stringify(filter)}`, chosen, { cursor, limit }, (it) =>
        deviceRow(it, today),
      );
    },
    device(deviceId) {
      const found = assessment.devices.find((it) => it.device.id === deviceId);
      return found === undefined ? null : deviceView(found, today);
    },
    rejects: (ask) =>
      page('rejects', assessment.rejected, ask, ({ file, line, field, reason, raw }) => ({
        file,
        line: line ?? null,
        field: field ?? null,
        reason,
        raw: raw ?? null,
      })),
    places: () => ({ items: places, next: null, total: places.length }),
    writeExport: async (format, path) => writeExport(assessment, format, path),
  };
}

/** The last few filtered lists: a person pages through one of them, and comes back to another. */
function lastLists<Item>(): (key: string, make: () => readonly Item[]) => readonly Item[] {
  const kept = new Map<string, readonly Item[]>();
  return (key, make) => {
    const list = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, list);
    for (const oldest of [...kept.keys()].slice(0, -4)) kept.delete(oldest);
    return list;
  };
}

function topScore({ judgements }: AssessedDevice): number {
  return judgements.find((it) => it.verdict === 'affected')?.score ?? 0;
}

function deviceTest({ state, q }: Pick<DevicesAsk, 'state' | 'q'>): (it: AssessedDevice) => boolean {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (it) => {
    if (state !== undefined && stateOf(it) !== state) return false;
    if (words.length === 0) return true;
    const text = deviceWords(it).toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function stateOf({ device, judgements, identified }: AssessedDevice): NonNullable<DevicesAsk['state']> {
  if (judgements.some((it) => it.verdict === 'affected')) return 'affected';
  if (judgements.length > 0) return 'undetermined';
  return isRecognised(device, identified) ? 'clear' : 'unrecognised';
}

function columnsOf({ sources, devices }: FinishedRun['inventory']): ColumnView[] {
  // A device holds what all files say together, so its values are an example only where there is one file.
  const exampleOf = (field: string) =>
    sources.length > 1
      ? ''
      : exampleIn(devices.map((it) => (it as unknown as Record<string, unknown>)[field]));
  return sources.flatMap(({ name: file, columns }) => [
    ...columns.mapping.map(({ column, field, because }) => ({
      file,
      column,
      example: exampleOf(field),
      field,
      because,
      state: 'mapped' as const,
    })),
    ...columns.unmappedColumns.map((column) => ({
      file,
      column,
      example: '',
      field: null,
      because: 'feeds no field; the values stay with the device',
      state: 'unmapped' as const,
    })),
    ...columns.droppedColumns.map(({ column, because }) => ({
      file,
      column,
      example: '',
      field: null,
      because,
      state: 'refused' as const,
    })),
  ]);
}

function exampleIn(values: readonly unknown[]): string {
  const value = values.find((it) => it !== undefined && it !== '');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return countWords(value.length);
  return typeof value === 'string' ? value : '';
}

function countWords(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

function riskPointsOf({ findings }: Assessment): number {
  return findings.reduce(
    (sum, { judgement }) => sum + (judgement.verdict === 'affected' ? judgement.score : 0),
    0,
  );
}

export function summaryOf({ assessment }: FinishedRun, { dueSoonDays }: SoonRule): AssessmentSummary {
  const { asOf, counts, findings } = assessment;
  const soonUntil = addDays(asOf, dueSoonDays);
  const affected = findings.filter((it) => it.judgement.verdict === 'affected');
  return {
    asOf,
    policy: `${assessment.policy.name} ${assessment.policy.version}`,
    minConfidence: assessment.minConfidence,
    ...counts,
    exploited: affected.filter((it) => it.judgement.vulnerability.exploited !== null).length,
    dueSoon: affected.filter(({ judgement: { ruling } }) => {
      const by = ruling?.dueBy ?? null;
      return by !== null && by >= asOf && by <= soonUntil;
    }).length,
    contradictions: findings.filter((it) => it.judgement.contradiction !== null).length,
    riskPoints: riskPointsOf(assessment),
    actions: assessment.actions.length,
    rejected: assessment.rejected.length,
    byTier: { ...counts.byTier },
    feeds: assessment.feeds.map((it) => ({ ...it })),
    notices: [...assessment.notices],
  };
}

function writeExport(assessment: Assessment, format: ExportFormat, path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const chunks =
      format === 'rejects'
        ? exportRejects(assessment.rejected)
        : exportAssessment(assessment, format, 'file');
    for (const chunk of chunks) writeSync(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  } finally {
    closeSync(file);
  }
}
