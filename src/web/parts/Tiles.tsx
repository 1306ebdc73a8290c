import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AssessmentSummary } from '#contract/assessments/assessment';
import { StateText } from '../ui/StateShape.tsx';
import { countOf, day, percent, whole } from '../ui/words.ts';

/** The totals that lead somewhere: each says what it counts, and opens the rows behind it. */
export function Tiles({ id, summary }: { readonly id: string; readonly summary: AssessmentSummary }) {
  const params = { id };
  const to = '/assessments/$id/findings';
  const devicesUnknown = summary.devices - summary.identified;
  return (
    <section className="tiles" aria-label="Totals">
      <Link to={to} params={params} search={{ tier: ['critical'] }} className="card tile">
        <TileBody title="Critical" number={summary.byTier.critical} unit="findings">
          {summary.byTier.critical === 0 ? (
            <StateText shape="check" tone="good">
              None open
            </StateText>
          ) : (
            <StateText shape="octagon" tone="bad">
              {`${whole(summary.exploited)} exploited`}
            </StateText>
          )}
        </TileBody>
        <span className="tiny muted">
          Affected findings in tier Critical; exploited: any tier, in the KEV catalogue.
        </span>
      </Link>
      <Link to={to} params={params} search={{ due: 'overdue', sort: 'due' }} className="card tile">
        <TileBody title="Overdue" number={summary.overdue} unit="findings">
          {summary.overdue === 0 ? (
            <StateText shape="check" tone="good">
              All in time
            </StateText>
          ) : (
            <StateText shape="octagon" tone="bad">
              {`${percent(summary.overdue / Math.max(1, summary.findingsAffected))} of affected`}
            </StateText>
          )}
        </TileBody>
        <span className="tiny muted">
          The strictest switched-on clock ended before {day(summary.asOf)}. {whole(summary.dueSoon)} more are
          due soon.
        </span>
      </Link>
      <Link
        to="/assessments/$id/devices"
        params={params}
        search={{ state: 'affected' as const }}
        className="card tile"
      >
        <TileBody
          title="Devices affected"
          number={summary.devicesAffected}
          unit={`of ${whole(summary.devices)}`}
        >
          <span className="second">
            {percent(summary.devicesAffected / Math.max(1, summary.devices))} of the fleet
          </span>
        </TileBody>
        <span className="tiny muted">
          {countOf(summary.vulnerabilities, 'different vulnerability', 'different vulnerabilities')}.
        </span>
      </Link>
      <Link to={to} params={params} search={{ verdict: 'undetermined' }} className="card tile">
        <TileBody title="Can’t be told" number={summary.findingsUndetermined} unit="findings">
          <StateText shape="dashed" tone="warn">
            {countOf(summary.devicesUndetermined, 'device')}
          </StateText>
        </TileBody>
        <span className="tiny muted">Version missing or not comparable. Never counted as safe.</span>
      </Link>
      <Link
        to="/assessments/$id/devices"
        params={params}
        search={{ state: 'unrecognised' as const }}
        className="card tile"
      >
        <TileBody title="Not recognised" number={devicesUnknown} unit="devices">
          <StateText shape="dashed" tone={devicesUnknown === 0 ? 'idle' : 'warn'}>
            {`${percent(devicesUnknown / Math.max(1, summary.devices))} of the fleet`}
          </StateText>
        </TileBody>
        <span className="tiny muted">
          No feed names a product that is surely this one: nothing is known, good or bad.
        </span>
      </Link>
    </section>
  );
}

interface TileBodyProps {
  readonly title: string;
  readonly number: number;
  readonly unit: string;
  readonly children: ReactNode;
}

function TileBody({ title, number, unit, children }: TileBodyProps) {
  return (
    <>
      <span className="strong small second">{title}</span>
      <span className="tile-number">
        {whole(number)} <small>{unit}</small>
      </span>
      <span className="small">{children}</span>
    </>
  );
}
