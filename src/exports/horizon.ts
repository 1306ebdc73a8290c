import type { LifecycleHorizon } from '#app/inventory/lifecycle';
import type { HorizonGroup } from '#engine/support';
import { csvChunks } from './csv.ts';
import type { Column } from './table.ts';
import { sheetOf, xlsxChunks } from './xlsx.ts';

/** One group in one period. */
interface Line {
  readonly group: string | null;
  readonly period: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly devices: number;
  readonly cost: number;
  readonly costUnknown: number;
}

const TITLES: Readonly<Record<HorizonGroup, string>> = {
  department: 'Department',
  site: 'Site',
  model: 'Model',
  system: 'Operating system',
  type: 'Device type',
};

function* linesOf({ rows, periods }: LifecycleHorizon): Generator<Line> {
  for (const row of rows)
    for (const [index, period] of periods.entries()) {
      const sum = row.sums[index];
      if (sum === undefined || sum.devices === 0) continue;
      const { key, from, until } = period;
      yield { group: row.group, period: key, from, until, ...sum };
    }
}

function columnsOf({ ask, currency }: LifecycleHorizon): readonly Column<Line>[] {
  return [
    { key: 'group', title: TITLES[ask.by], kind: 'text', width: 34, cell: (it) => it.group ?? 'not said' },
    { key: 'period', title: 'Ends in', kind: 'text', width: 14, cell: (it) => it.period },
    { key: 'from', title: 'From', kind: 'date', width: 12, cell: (it) => it.from },
    { key: 'until', title: 'Before', kind: 'date', width: 12, cell: (it) => it.until },
    { key: 'devices', title: 'Devices', kind: 'integer', width: 10, cell: (it) => it.devices },
    {
      key: 'cost',
      title: currency === null ? 'Replacement cost known' : `Replacement cost known, ${currency}`,
      kind: 'integer',
      width: 24,
      cell: (it) => (it.costUnknown === it.devices ? null : it.cost),
    },
    {
      key: 'costUnknown',
      title: 'Devices without a cost',
      kind: 'integer',
      width: 20,
      cell: (it) => it.costUnknown,
    },
  ];
}

export function horizonCsv(horizon: LifecycleHorizon): Iterable<string> {
  return csvChunks({ columns: columnsOf(horizon), rows: linesOf(horizon) }, { byteOrderMark: true });
}

export function horizonXlsx(horizon: LifecycleHorizon): Iterable<Uint8Array> {
  return xlsxChunks([sheetOf('Lifecycle', { columns: columnsOf(horizon), rows: linesOf(horizon) })]);
}
