import { valueText } from '#engine/filter';

/** Which end is looked at: the maker's support, that of the operating system, or the maker's end of life. */
export const HORIZON_ENDS = ['support', 'system', 'life'] as const;
export type HorizonEnd = (typeof HORIZON_ENDS)[number];

/** The field of a device that tells the day. */
export const HORIZON_FIELDS = {
  support: 'eosDate',
  system: 'osEosDate',
  life: 'eolDate',
} as const satisfies Record<HorizonEnd, string>;

/** What devices are put together by. */
export const HORIZON_GROUPS = ['department', 'site', 'model', 'system', 'type'] as const;
export type HorizonGroup = (typeof HORIZON_GROUPS)[number];

export const HORIZON_STEPS = ['quarter', 'year'] as const;
export type HorizonStep = (typeof HORIZON_STEPS)[number];

/** A stretch of days in which something ends. */
export interface HorizonPeriod {
  /** `past`, `2026-Q4`, `2027`, `later`, or `undetermined`: no day is known. */
  readonly key: string;
  /** First day and first day after, ISO; null: open on that side. Both null: no day is known. */
  readonly from: string | null;
  readonly until: string | null;
}

/** Devices of one group whose end falls into one quarter. */
export interface HorizonCell {
  readonly group: string | null;
  readonly modelId: string | null;
  /** `past`, `2026-Q4`, or `undetermined`. */
  readonly quarter: string;
  readonly devices: number;
  /** Sum of what is known, in whole units of currency. */
  readonly cost: number;
  /** Devices whose replacement cost nobody has set. */
  readonly costUnknown: number;
}

export interface HorizonSum {
  readonly devices: number;
  readonly cost: number;
  readonly costUnknown: number;
}

export interface HorizonRow {
  /** Null: its devices do not say. */
  readonly group: string | null;
  readonly modelId: string | null;
  readonly total: HorizonSum;
  /** In the order of the periods. */
  readonly sums: readonly HorizonSum[];
}

const NOTHING: HorizonSum = { devices: 0, cost: 0, costUnknown: 0 };

/** What is past, so many steps from today on, what comes later, and what cannot be told. The first step begins today. */
export function periodsFrom(today: string, step: HorizonStep, count: number): HorizonPeriod[] {
  const starts: Date[] = [startOf(today, step)];
  for (let n = 1; n <= count; n++) starts.push(after(starts[n - 1] as Date, step));
  const periods = starts.slice(0, count).map((start, index) => ({
    key: keyOf(start, step),
    from: index === 0 ? today : dayOf(start),
    until: dayOf(starts[index + 1] as Date),
  }));
  return [
    { key: 'past', from: null, until: today },
    ...periods,
    { key: 'later', from: dayOf(starts[count] as Date), until: null },
    { key: 'undetermined', from: null, until: null },
  ];
}

/** Rows by group, those with most to replace soon first; what no group names comes last. */
export function foldHorizon(
  cells: readonly HorizonCell[],
  periods: readonly HorizonPeriod[],
): { readonly rows: readonly HorizonRow[]; readonly total: HorizonRow } {
  const groups = Map.groupBy(cells, (it) => JSON.stringify([it.modelId, it.group]));
  const rows = [...groups.values()].map((its) =>
    rowOf(its, periods, { group: its[0]?.group ?? null, modelId: its[0]?.modelId ?? null }),
  );
  return {
    rows: rows.toSorted(
      (a, b) =>
        Number(a.group === null) - Number(b.group === null) ||
        dueIn(b, periods) - dueIn(a, periods) ||
        b.total.devices - a.total.devices ||
        (a.group ?? '').localeCompare(b.group ?? ''),
    ),
    total: rowOf(cells, periods, { group: null, modelId: null }),
  };
}

/** Devices whose end is past or falls into a named period: what a budget has to carry. */
function dueIn({ sums }: HorizonRow, periods: readonly HorizonPeriod[]): number {
  return sums.reduce((all, it, index) => {
    const key = periods[index]?.key;
    return key === 'later' || key === 'undetermined' ? all : all + it.devices;
  }, 0);
}

function rowOf(
  cells: readonly HorizonCell[],
  periods: readonly HorizonPeriod[],
  name: Pick<HorizonRow, 'group' | 'modelId'>,
): HorizonRow {
  const sums = periods.map((period) => sumOf(cells.filter((it) => isIn(it.quarter, period, periods))));
  return { ...name, sums, total: sumOf(sums) };
}

function isIn(quarter: string, { key }: HorizonPeriod, periods: readonly HorizonPeriod[]): boolean {
  const named = periods.find((it) => it.key === quarter || it.key === quarter.slice(0, 4));
  return (named?.key ?? 'later') === key;
}

function sumOf(its: readonly HorizonSum[]): HorizonSum {
  return its.reduce(
    (all, it) => ({
      devices: all.devices + it.devices,
      cost: all.cost + it.cost,
      costUnknown: all.costUnknown + it.costUnknown,
    }),
    NOTHING,
  );
}

/** The rows behind a number, in the grammar of lists. */
export function horizonFilter(
  end: HorizonEnd,
  period: HorizonPeriod | null,
  by: { readonly kind: HorizonGroup; readonly group: string | null; readonly modelId: string | null } | null,
): string {
  return [period === null ? [] : dayFilter(HORIZON_FIELDS[end], period), by === null ? [] : groupFilter(by)]
    .flat()
    .join(' ');
}

function dayFilter(field: string, { from, until }: HorizonPeriod): string[] {
  if (from === null && until === null) return [`${field}:none`];
  return [
    ...(from === null ? [] : [`${field}:>=${from}`]),
    ...(until === null ? [] : [`${field}:<${until}`]),
  ];
}

const GROUP_FIELDS = {
  department: 'department',
  site: 'site',
  model: 'modelId',
  system: 'os',
  type: 'type',
} as const satisfies Record<HorizonGroup, string>;

function groupFilter(by: {
  readonly kind: HorizonGroup;
  readonly group: string | null;
  readonly modelId: string | null;
}): string[] {
  const value = by.kind === 'model' ? by.modelId : by.group;
  return [value === null ? `${GROUP_FIELDS[by.kind]}:none` : `${GROUP_FIELDS[by.kind]}:=${valueText(value)}`];
}

function startOf(day: string, step: HorizonStep): Date {
  const at = new Date(`${day}T00:00:00Z`);
  const month = step === 'year' ? 0 : Math.floor(at.getUTCMonth() / 3) * 3;
  return new Date(Date.UTC(at.getUTCFullYear(), month, 1));
}

function after(start: Date, step: HorizonStep): Date {
  return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + (step === 'year' ? 12 : 3), 1));
}

function keyOf(start: Date, step: HorizonStep): string {
  const year = String(start.getUTCFullYear());
  return step === 'year' ? year : `${year}-Q${Math.floor(start.getUTCMonth() / 3) + 1}`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
