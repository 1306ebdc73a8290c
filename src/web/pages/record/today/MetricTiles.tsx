import { METRIC_DESCRIPTIONS } from '#engine/measure';
import type { TodayView } from '#contract/today/routes';
import { percent, whole } from '../../../ui/words.ts';
import { Tile } from './Tile.tsx';

type MetricView = TodayView['metrics'][number];

/** How well the inventory is known: shares of the devices, each against its target. */
export function MetricTiles({ today }: { readonly today: TodayView }) {
  return (
    <section className="tiles" aria-label="How well the devices are known">
      {today.metrics.map((it) => (
        <MetricTile key={it.metric} it={it} />
      ))}
    </section>
  );
}

function MetricTile({ it }: { readonly it: MetricView }) {
  const { title, formula, rows, excludedWords } = METRIC_DESCRIPTIONS[it.metric];
  const share = it.whole === 0 ? null : it.part / it.whole;
  const left = it.excluded === 0 ? '' : ` Excludes ${whole(it.excluded)} ${excludedWords}.`;
  return (
    <Tile
      title={title}
      number={it.heldBack !== null || share === null ? null : String(Math.floor(share * 100))}
      unit="%"
      state={stateOf(it, share)}
      says={`${formula}: ${whole(it.part)} ÷ ${whole(it.whole)}.${left}`}
      link={{ to: '/devices', search: { filter: rows } }}
    />
  );
}

function stateOf(it: MetricView, share: number | null) {
  const { target, floor } = METRIC_DESCRIPTIONS[it.metric];
  if (it.heldBack !== null || share === null)
    return { shape: 'dashed', tone: 'idle', words: it.heldBack ?? 'Nothing to count' } as const;
  const change = changeOf(it, share);
  if (share >= target)
    return { shape: 'check', tone: 'good', words: `Target ${percent(target)} met${change}` } as const;
  return share >= floor
    ? ({ shape: 'triangle', tone: 'warn', words: `Target ${percent(target)}${change}` } as const)
    : ({ shape: 'octagon', tone: 'bad', words: `Far from ${percent(target)}${change}` } as const);
}

const MONTHS = 3;

/** Against the day about a quarter ago; nothing where no such day was kept. */
function changeOf({ trend }: MetricView, share: number): string {
  const before = trend.at(-1 - MONTHS)?.share;
  if (before == null) return '';
  const points = Math.round((share - before) * 100);
  return points === 0 ? '' : ` · ${points > 0 ? '+' : '−'}${Math.abs(points)} in 3 months`;
}
