import { Link } from '@tanstack/react-router';
import type { ActionRow } from '#contract/assessments/lists';
import { countOf, percent, whole } from '../ui/words.ts';
import { DueText, TierPill } from './states.tsx';

interface ActionListProps {
  readonly id: string;
  readonly actions: readonly ActionRow[];
}

/** Acts a person can carry out, the one that clears most risk first. */
export function ActionList({ id, actions }: ActionListProps) {
  return (
    <ol className="actions">
      {actions.map((it, index) => (
        <li key={it.id}>
          <span className="action-rank" aria-hidden="true">
            {index + 1}
          </span>
          <div className="action-what">
            <Link
              to="/assessments/$id/findings"
              params={{ id }}
              search={{ action: it.id }}
              className="strong"
            >
              {it.title}
            </Link>
            {it.heldDevices > 0 && (
              <span className="small second block">
                {countOf(it.heldDevices, 'device')} can’t be patched now
              </span>
            )}
            <span className="muted small action-details">{it.details ?? vulnerabilitiesOf(it)}</span>
          </div>
          <div className="action-clears small">
            <span>
              {countOf(it.vulnerabilities.length, 'CVE')} on {countOf(it.devices, 'device')}
            </span>
            <span className="muted">
              {it.critical > 0 ? `${whole(it.critical)} critical` : countOf(it.findings, 'finding')}
            </span>
          </div>
          <div className="action-risk" title={`${whole(it.riskPoints)} of all open risk points`}>
            <span className="small">
              <b>{whole(it.riskPoints)}</b> <span className="muted">points</span>
              <span className="muted action-share">{percent(it.share)}</span>
            </span>
            <span className="meter" aria-hidden="true">
              <i style={{ width: `${Math.max(1, it.share * 100)}%` }} />
            </span>
          </div>
          <div className="action-tier">
            <TierPill tier={it.highestTier} />
          </div>
          <div className="action-due small">
            <DueText due={it.due} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function vulnerabilitiesOf({ vulnerabilities }: ActionRow): string {
  const [first = '', second, ...more] = vulnerabilities;
  if (second === undefined) return first;
  return `${first}, ${second}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
