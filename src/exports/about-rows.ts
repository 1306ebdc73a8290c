import type { Assessment } from '#app/vulnerabilities/assessment';
import { TIERS } from '#engine/words';
import type { Cell, Column } from './table.ts';

export interface AboutRow {
  readonly what: string;
  readonly value: Cell;
}

export const ABOUT_COLUMNS: readonly Column<AboutRow>[] = [
  { key: 'what', title: 'What', kind: 'text', width: 34, cell: (it) => it.what },
  { key: 'value', title: 'Value', kind: 'integer', width: 80, cell: (it) => it.value },
];

/** What a reader must know to judge a report: its day, policy, totals, how fresh its feeds are, what was left out. */
export function aboutRows({ asOf, policy, minConfidence, counts, feeds, notices }: Assessment): AboutRow[] {
  return [
    { what: 'As of', value: asOf },
    { what: 'Policy', value: `${policy.name} ${policy.version}` },
    { what: 'Weakest identification reported', value: minConfidence },
    { what: 'Devices', value: counts.devices },
    { what: 'Devices recognised in the feeds', value: counts.identified },
    { what: 'Devices affected', value: counts.devicesAffected },
    { what: 'Devices undetermined', value: counts.devicesUndetermined },
    { what: 'Findings', value: counts.findingsAffected },
    { what: 'Findings that cannot be told', value: counts.findingsUndetermined },
    ...TIERS.map((tier) => ({ what: `Findings, ${tier}`, value: counts.byTier[tier] })),
    { what: 'Findings overdue', value: counts.overdue },
    { what: 'Vulnerabilities', value: counts.vulnerabilities },
    ...feeds.flatMap((it) => [
      { what: `Records of ${it.feed}`, value: it.records },
      { what: `Newest record of ${it.feed}`, value: it.newestOn },
    ]),
    ...notices.map((value) => ({ what: 'Notice', value })),
  ];
}
