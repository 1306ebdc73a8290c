import type { FindingRow } from '#contract/assessments/finding';
import type { GridColumn } from '../ui/RowGrid.tsx';
import { Icon } from '../ui/Icon.tsx';
import { StateText } from '../ui/StateShape.tsx';
import { whole } from '../ui/words.ts';
import { DueText, TierPill } from './states.tsx';

export const FINDING_COLUMNS: readonly GridColumn<FindingRow>[] = [
  {
    key: 'tier',
    title: 'Tier',
    track: '108px',
    cell: (it) => <TierPill tier={it.tier} />,
  },
  {
    key: 'score',
    title: 'Score',
    track: '68px',
    align: 'right',
    sort: ['-score', 'score'],
    cell: (it) => <b>{whole(it.score)}</b>,
  },
  {
    key: 'vulnerability',
    title: 'Vulnerability',
    track: '152px',
    sort: ['vulnerability', '-vulnerability'],
    cell: (it) => <VulnerabilityId it={it} />,
  },
  {
    key: 'device',
    title: 'Device',
    track: 'minmax(180px, 1.6fr)',
    sort: ['device', '-device'],
    cell: (it) => (
      <span className="two-lines">
        <b>{it.deviceLabel}</b>
        <span className="muted small mono">{it.deviceId}</span>
      </span>
    ),
  },
  {
    key: 'why',
    title: 'Why',
    track: 'minmax(150px, 1.2fr)',
    from: 960,
    cell: (it) => <WhyShort it={it} />,
  },
  {
    key: 'place',
    title: 'Site › department',
    track: 'minmax(120px, 1fr)',
    from: 1100,
    sort: ['place', '-place'],
    cell: (it) => <span className="second">{placeOf(it)}</span>,
  },
  {
    key: 'fix',
    title: 'Fix',
    track: 'minmax(90px, 0.8fr)',
    from: 860,
    cell: (it) => <span className="second">{it.fix}</span>,
  },
  {
    key: 'due',
    title: 'Due',
    track: '118px',
    sort: ['due', '-due'],
    cell: (it) => <DueText due={it.due} none={it.verdict === 'undetermined' ? 'find out' : 'routine'} />,
  },
];

function VulnerabilityId({ it }: { readonly it: FindingRow }) {
  return (
    <span className="vulnerability">
      <span className="mono">{it.vulnerability}</span>
      {it.exploited && (
        <span className="exploited" title="Actively exploited">
          <Icon name="exploited" size={14} />
          <span className="visually-hidden">actively exploited</span>
        </span>
      )}
    </span>
  );
}

function WhyShort({ it }: { readonly it: FindingRow }) {
  return (
    <span className="why-short" title={it.why}>
      {it.verdict === 'undetermined' && (
        <StateText shape="dashed" tone="warn">
          Can’t be told
        </StateText>
      )}
      {it.contradicted && (
        <StateText shape="diamond" tone="warn">
          Sources disagree
        </StateText>
      )}
      <span className="second">{it.why}</span>
    </span>
  );
}

function placeOf({ site, department }: FindingRow): string {
  return [site, department].filter((it) => it !== null).join(' › ') || 'not recorded';
}

/** The same row where there is no room for columns. */
export function FindingCard({ row }: { readonly row: FindingRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <TierPill tier={row.tier} />
        <b>{whole(row.score)}</b>
        <VulnerabilityId it={row} />
        <span className="push small">
          <DueText due={row.due} none={row.verdict === 'undetermined' ? 'find out' : 'routine'} />
        </span>
      </div>
      <div className="cut">
        <b>{row.deviceLabel}</b> <span className="mono muted small">{row.deviceId}</span>
      </div>
      <div className="cut small">
        <WhyShort it={row} />
      </div>
    </div>
  );
}
