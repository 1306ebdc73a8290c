import { Link } from '@tanstack/react-router';
import type { LifecycleView } from '#contract/inventory/lifecycle-routes';
import { type HorizonEnd, horizonFilter } from '#engine/support';
import { Card } from '../../../ui/Card.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { percent, whole } from '../../../ui/words.ts';
import { END_WORDS, sayCost, sayPeriod } from './horizon-words.ts';

/** All devices by when they end: what a budget has to carry, period by period. */
export function PeriodsCard({ it, end }: { readonly it: LifecycleView; readonly end: HorizonEnd }) {
  const { sums, total } = it.total;
  const most = Math.max(1, ...sums.map((sum) => sum.devices));
  return (
    <Card title={`${END_WORDS[end].title}, period by period`}>
      <TableScroll label="Periods">
        <table className="plain-table periods">
          <thead>
            <tr>
              <th>Period</th>
              <th className="wide-only">
                <span className="visually-hidden">Drawn</span>
              </th>
              <th className="right">Devices</th>
              <th className="right">Share</th>
              <th className="right">{`Replacement${it.currency === null ? '' : `, ${it.currency}`}`}</th>
            </tr>
          </thead>
          <tbody>
            {it.periods.map((period, index) => {
              const sum = sums[index];
              if (sum === undefined) return null;
              return (
                <tr key={period.key} className={period.key}>
                  <th scope="row" className="nowrap">
                    <Link to="/devices" search={{ filter: horizonFilter(end, period, null) }}>
                      {sayPeriod(period)}
                    </Link>
                  </th>
                  <td className="period-drawn wide-only" aria-hidden="true">
                    <span style={{ width: `${(sum.devices / most) * 100}%` }} />
                  </td>
                  <td className="right">{whole(sum.devices)}</td>
                  <td className="right second">{percent(sum.devices / total.devices)}</td>
                  <td className="right">
                    {sayCost(sum) ?? <span className="muted">{sum.devices === 0 ? '' : 'not known'}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}
