import { lazy, Suspense, useState } from 'react';
import { METRIC_DESCRIPTIONS } from '#engine/measure';
import type { TodayView } from '#contract/today/routes';
import { ChartActs } from '../../../parts/ChartActs.tsx';
import { Card } from '../../../ui/Card.tsx';
import { downloadCsv } from '../../../ui/download-csv.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { day, percent } from '../../../ui/words.ts';
import { type Line } from './TrendChart.tsx';

const TrendChart = lazy(async () => import('./TrendChart.tsx'));

/** Days kept before a line says anything. */
const DAYS_MIN = 2;
const DRAWN = ['complete', 'versionKnown', 'seen', 'supported'] as const;

/** How what is known of the devices changed, from the figures kept on earlier days. */
export function TrendCard({ today }: { readonly today: TodayView }) {
  const [asTable, setAsTable] = useState(false);
  const lines = today.metrics
    .filter((it) => DRAWN.some((drawn) => drawn === it.metric))
    .map((it): Line => ({ title: METRIC_DESCRIPTIONS[it.metric].title, points: it.trend }));
  const days = lines[0]?.points.map((it) => it.on) ?? [];
  const rows = days.map((on, index) => [on, ...lines.map((it) => it.points[index]?.share ?? null)] as const);
  const titles = lines.map((it) => it.title);
  const save = () => downloadCsv('trend.csv', [['Day', ...titles], ...rows]);
  return (
    <Card
      title="How well we know our devices"
      acts={<ChartActs asTable={asTable} onTable={setAsTable} onExport={save} />}
      footer={days.length < DAYS_MIN ? '' : `Kept on ${days.length} days since ${day(days[0] as string)}.`}
    >
      <div className="card-body">
        {days.length < DAYS_MIN ? (
          <Empty title="No trend yet">Figures are kept every day; a line needs two of them.</Empty>
        ) : asTable ? (
          <TableScroll label="Shares by day">
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
                {rows.map(([on, ...shares]) => (
                  <tr key={on}>
                    <td className="nowrap">{day(on)}</td>
                    {shares.map((share, index) => (
                      <td key={titles[index]} className="right">
                        {share === null ? '—' : percent(share)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        ) : (
          <Suspense fallback={<Waiting lines={8} label="Loading chart" />}>
            <TrendChart lines={lines} />
          </Suspense>
        )}
      </div>
    </Card>
  );
}
