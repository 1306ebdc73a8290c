import { PATCH_MEASURE_DESCRIPTIONS, type PatchMeasure, standingOf } from '#engine/measure';
import type { PatchingView, TodayView } from '#contract/today/routes';
import { asOfWords, countedWords, doubtsOn } from '../../../parts/standing.tsx';
import { countOf, day, tenths, valueWords, whole } from '../../../ui/words.ts';
import { MetricTile } from './MetricTiles.tsx';
import { Tile, TileRow } from './Tile.tsx';

type MeasureView = PatchingView['measures'][number];

/** The numbers a patch programme is judged by, each against its target. Grey while nothing fresh stands behind them. */
export function ProgrammeTiles({
  patching,
  today,
}: {
  readonly patching: PatchingView;
  readonly today: TodayView;
}) {
  const supported = today.metrics.find((it) => it.metric === 'supported');
  return (
    <TileRow title="How well we patch">
      {patching.measures.map((it) => (
        <MeasureTile key={it.measure} it={it} patching={patching} />
      ))}
      {supported !== undefined && <MetricTile it={supported} on={today.on} />}
    </TileRow>
  );
}

const LISTS = { findings: '/findings', devices: '/devices', 'fixed-findings': '/findings/fixed' } as const;

function MeasureTile({ it, patching }: { readonly it: MeasureView; readonly patching: PatchingView }) {
  const { title, unit, formula, rows, concerns } = PATCH_MEASURE_DESCRIPTIONS[it.measure];
  const doubts = doubtsOn(patching.standing, concerns);
  // Most devices are still to be matched: what the few come to would read as an all-clear.
  const isHeld = patching.feedsReadAt === null || patching.waiting > patching.figures.matched;
  const read = patching.feedsReadAt === null ? '' : ` Feeds read on ${day(patching.feedsReadAt)}.`;
  return (
    <Tile
      title={title}
      number={isHeld || it.value === null ? null : numberOf(it.value, unit)}
      unit={valueWords(unit)}
      state={stateOf(it, patching)}
      isDoubtful={patching.waiting > 0 || patching.countedAt !== null || doubts.length > 0}
      trend={it.trend.map(({ value }) => value)}
      says={`${formula}${COUNTED[it.measure](patching.figures)}${read}`}
      link={{ to: LISTS[rows.list], search: { filter: rows.filter } }}
    />
  );
}

type Figures = PatchingView['figures'];

/** What was put in, and what was left out. */
const COUNTED: Readonly<Record<PatchMeasure, (it: Figures) => string>> = {
  compliance: ({ patched, unpatched, unnamed, untold, excused }) =>
    `: ${whole(patched)} ÷ ${whole(patched + unpatched)}. Excludes ${whole(unnamed)} that no feed names, ${whole(untold)} that cannot be told and ${whole(excused)} under an approved decision.`,
  timeToFix: ({ criticalFixed }) =>
    `: ${countOf(criticalFixed, 'finding')}. Excludes what sources only stopped saying.`,
  criticalBeyond: ({ critical }) => `, of ${whole(critical)} open. Excludes what approved decisions cover.`,
  riskUnknown: ({ matched, unnamed, untold }) =>
    `: ${whole(unnamed)} + ${whole(untold)} of ${whole(matched)} matched.`,
};

function numberOf(value: number, unit: string): string {
  if (unit === 'days') return tenths(value);
  // A share that falls short of all must not read as all.
  return unit === '%' ? tenths(Math.floor(value * 10) / 10) : whole(value);
}

function stateOf(it: MeasureView, patching: PatchingView) {
  const idle = (words: string) => ({ shape: 'dashed', tone: 'idle', words }) as const;
  if (patching.feedsReadAt === null) return idle('No feed that names a product has been read');
  const described = PATCH_MEASURE_DESCRIPTIONS[it.measure];
  const doubts = doubtsOn(patching.standing, described.concerns);
  if (doubts.length > 0) return idle(asOfWords(doubts));
  if (patching.countedAt !== null) return idle(countedWords(patching.countedAt));
  if (patching.waiting > 0) return idle(`${countOf(patching.waiting, 'device')} not matched yet`);
  if (it.value === null) return idle(it.measure === 'timeToFix' ? 'None fixed lately' : 'Nothing to count');
  const change = changeOf(it, it.value, patching.on);
  const target = targetWords(it.measure);
  switch (standingOf(it.value, described)) {
    case 'met':
      return { shape: 'check', tone: 'good', words: `${target} met${change}` } as const;
    case 'near':
      return { shape: 'triangle', tone: 'warn', words: `${target}${change}` } as const;
    case 'missed':
      return { shape: 'octagon', tone: 'bad', words: `${target} missed${change}` } as const;
  }
}

function targetWords(measure: PatchMeasure): string {
  const { target, unit } = PATCH_MEASURE_DESCRIPTIONS[measure];
  if (unit === '%') return `Target ${target} %`;
  return unit === 'days' ? `Target ${target} days` : `Target ${target}`;
}

const QUARTER_MS = 90 * 86_400_000;

/** Against the latest day kept a quarter ago or earlier; nothing where no such day was kept. */
function changeOf({ trend, measure }: MeasureView, value: number, on: string): string {
  const until = new Date(Date.parse(on) - QUARTER_MS).toISOString().slice(0, 10);
  const before = trend.findLast((it) => it.on <= until)?.value;
  if (before == null) return '';
  const { unit } = PATCH_MEASURE_DESCRIPTIONS[measure];
  const change = Number((value - before).toFixed(unit === 'findings' || unit === 'devices' ? 0 : 1));
  return change === 0
    ? ''
    : ` · ${change > 0 ? '+' : '−'}${(Number.isInteger(change) ? whole : tenths)(Math.abs(change))} since a quarter ago`;
}
