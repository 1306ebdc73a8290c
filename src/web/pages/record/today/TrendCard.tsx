import { lazy, Suspense, useState } from 'react';
import { BEYOND_DAYS, METRIC_DESCRIPTIONS } from '#engine/measure';
import type { PatchingView, TodayView } from '#contract/today/routes';
import { ChartActs } from '../../../parts/ChartActs.tsx';
import { Card } from '../../../ui/Card.tsx';
import { downloadCsv } from '../../../ui/download-csv.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { day, percent, whole } from '../../../ui/words.ts';
import { type Line } from './TrendChart.tsx';

const TrendChart = lazy(async () => import('./TrendChart.tsx'));

/** Days kept before a line says anything. */
const DAYS_MIN = 2;
const DRAWN = ['complete', 'versionKnown', 'seen', 'supported'] as const;

/** How what is known of the devices changed, from the figures kept on earlier days. */
export function TrendCard({ today }: { readonly today: TodayView }) {
  const lines = today.metrics
    .filter((it) => DRAWN.some((drawn) => drawn === it.metric))
    .map(
      ({ metric, trend }): Line => ({
        title: METRIC_DESCRIPTIONS[metric].title,
        points: trend.map(({ on, share }) => ({ on, value: share })),
      }),
    );
  return <LinesCard title="How well we know our devices" file="trend.csv" of="shares" lines={lines} />;
}

/** Critical findings through the year: all that were open, and those that had been for too long. */
export function CriticalCard({ patching }: { readonly patching: PatchingView }) {
  const { criticalTrend } = patching;
  const lines: readonly Line[] = [
    { title: 'Open', points: criticalTrend.map(({ on, open }) => ({ on, value: open })) },
    {
      title: `Beyond ${BEYOND_DAYS} days`,
      points: criticalTrend.map(({ on, beyond }) => ({ on, value: beyond })),
    },
  ];
  return <LinesCard title="Critical findings" file="critical-findings.csv" of="counts" lines={lines} />;
}

interface LinesCardProps {
  readonly title: string;
  readonly file: string;
  readonly of: 'shares' | 'counts';
  readonly lines: readonly Line[];
}

function LinesCard({ title, file, of, lines }: LinesCardProps) {
  const [asTable, setAsTable] = useState(false);
  const days = lines[0]?.points.map((it) => it.on) ?? [];
  const rows = days.map((on, index) => [on, ...lines.map((it) => it.points[index]?.value ?? null)] as const);
  const titles = lines.map((it) => it.title);
  const save = () => downloadCsv(file, [['Day', ...titles], ...rows]);
  const words = of === 'shares' ? percent : whole;
  return (
    <Card
      title={title}
      acts={<ChartActs asTable={asTable} onTable={setAsTable} onExport={save} />}
      footer={
        days.length < DAYS_MIN ? undefined : `Kept on ${days.length} days since ${day(days[0] as string)}.`
      }
    >
      <div className="card-body">
        {days.length < DAYS_MIN ? (
          <Empty title="No trend yet">Figures are kept every day; a line needs two of them.</Empty>
        ) : asTable ? (
          <TableScroll label={`${title} by day`}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>Day</th>
                  {titles.map((it) => (
                    <th key={it} className="right">
                      {it}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(([on, ...values]) => (
                  <tr key={on}>
                    <td className="nowrap">{day(on)}</td>
                    {values.map((value, index) => (
                      <td key={titles[index]} className="right">
                        {value === null ? '—' : words(value)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        ) : (
          <Suspense fallback={<Waiting lines={8} label="Loading chart" />}>
            <TrendChart lines={lines} of={of} />
          </Suspense>
        )}
      </div>
    </Card>
  );
}
