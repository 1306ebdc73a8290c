import { METRIC_DESCRIPTIONS } from '#engine/measure';
import type { TodayView } from '#contract/today/routes';
import { percent, whole } from '../../../ui/words.ts';
import { Tile, TileRow } from './Tile.tsx';

type MetricView = TodayView['metrics'][number];

/** How well the inventory is known: shares of the devices, each against its target. */
export function MetricTiles({
  today,
  withSupport,
}: {
  readonly today: TodayView;
  /** The share under vendor support stands here, and not among the numbers of the programme. */
  readonly withSupport: boolean;
}) {
  return (
    <TileRow title="How well the devices are known">
      {today.metrics
        .filter((it) => withSupport || it.metric !== 'supported')
        .map((it) => (
          <MetricTile key={it.metric} it={it} on={today.on} />
        ))}
    </TileRow>
  );
}

export function MetricTile({ it, on }: { readonly it: MetricView; readonly on: string }) {
  const { title, formula, rows, excludedWords } = METRIC_DESCRIPTIONS[it.metric];
  const share = it.whole === 0 ? null : it.part / it.whole;
  const left = it.excluded === 0 ? '' : ` Excludes ${whole(it.excluded)} ${excludedWords}.`;
  return (
    <Tile
      title={title}
      number={it.heldBack !== null || share === null ? null : String(Math.floor(share * 100))}
      unit="%"
      state={stateOf(it, share, on)}
      trend={it.trend.map((point) => point.share)}
      says={`${formula}: ${whole(it.part)} ÷ ${whole(it.whole)}.${left}`}
      link={{ to: '/devices', search: { filter: rows } }}
    />
  );
}

function stateOf(it: MetricView, share: number | null, on: string) {
  const { target, floor } = METRIC_DESCRIPTIONS[it.metric];
  if (it.heldBack !== null || share === null)
    return { shape: 'dashed', tone: 'idle', words: it.heldBack ?? 'Nothing to count' } as const;
  const change = changeOf(it, share, on);
  if (share >= target)
    return { shape: 'check', tone: 'good', words: `Target ${percent(target)} met${change}` } as const;
  return share >= floor
    ? ({ shape: 'triangle', tone: 'warn', words: `Target ${percent(target)}${change}` } as const)
    : ({ shape: 'octagon', tone: 'bad', words: `Far from ${percent(target)}${change}` } as const);
}

const QUARTER_MS = 90 * 86_400_000;

/** Against the latest day kept a quarter ago or earlier; nothing where no such day was kept. */
function changeOf({ trend }: MetricView, share: number, on: string): string {
  const until = new Date(Date.parse(on) - QUARTER_MS).toISOString().slice(0, 10);
  const before = trend.findLast((it) => it.on <= until)?.share;
  if (before == null) return '';
  const points = Math.round((share - before) * 100);
  return points === 0 ? '' : ` · ${points > 0 ? '+' : '−'}${Math.abs(points)} since a quarter ago`;
}
