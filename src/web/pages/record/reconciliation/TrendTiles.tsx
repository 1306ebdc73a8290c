import { Link } from '@tanstack/react-router';
import type { ReconciliationDetail } from '#contract/inventory/reconciliation-routes';
import { DISCREPANCY_DESCRIPTIONS } from '#engine/reconciliation';
import { StateText } from '../../../ui/StateShape.tsx';
import { moment, whole } from '../../../ui/words.ts';

type Trend = ReconciliationDetail['trend'][number];

/** How many discrepancies of each kind there are, and how that changed since the last signed report. */
export function TrendTiles({ it }: { readonly it: ReconciliationDetail }) {
  const since = it.previous?.asOf ?? null;
  return (
    <section aria-label="Discrepancies">
      <div className="tiles">
        {it.trend.map((each) => (
          <Link
            key={each.kind}
            className="card tile"
            from="/reconciliations/$reportId"
            to="."
            search={{ kind: each.kind }}
            resetScroll={false}
          >
            <span className="strong small second">{DISCREPANCY_DESCRIPTIONS[each.kind].title}</span>
            <span className="tile-number">{whole(each.count)}</span>
            <span className="small">
              <Change of={each} />
            </span>
            <span className="tiny muted">{DISCREPANCY_DESCRIPTIONS[each.kind].formula}.</span>
          </Link>
        ))}
      </div>
      <p className="muted small trend-note">
        {since === null
          ? 'No report was signed off before this one: there is nothing to tell a trend against.'
          : `Trend against the report signed off as of ${moment(since)}.`}
      </p>
    </section>
  );
}

function Change({ of: { count, before, isNew, gone } }: { readonly of: Trend }) {
  if (before === null || gone === null)
    return (
      <StateText shape="dashed" tone="idle">
        No trend yet
      </StateText>
    );
  const words = `${whole(isNew)} new, ${whole(gone)} gone`;
  if (count === before)
    return (
      <StateText shape="ring" tone="idle">
        {`As before · ${words}`}
      </StateText>
    );
  return count < before ? (
    <StateText shape="check" tone="good">
      {`${whole(before - count)} fewer · ${words}`}
    </StateText>
  ) : (
    <StateText shape="triangle" tone="warn">
      {`${whole(count - before)} more · ${words}`}
    </StateText>
  );
}
