import type { FindingRow } from '#contract/assessments/finding';
import type { GridColumn } from '../ui/RowGrid.tsx';
import { Icon } from '../ui/Icon.tsx';
import { StateText } from '../ui/StateShape.tsx';
import { capital, whole } from '../ui/words.ts';
import { DueText, TierPill } from './states.tsx';

export const FINDING_COLUMNS: readonly GridColumn<FindingRow>[] = [
  {
    key: 'tier',
    title: 'Tier',
    track: '104px',
    cell: (it) => <TierPill tier={it.tier} />,
  },
  {
    key: 'score',
    title: 'Score',
    track: '60px',
    align: 'right',
    sort: ['-score', 'score'],
    cell: (it) => <b>{whole(it.score)}</b>,
  },
  {
    key: 'vulnerability',
    title: 'Vulnerability',
    track: '148px',
    sort: ['vulnerability', '-vulnerability'],
    cell: (it) => <VulnerabilityId it={it} />,
  },
  {
    key: 'id',
    title: 'Device',
    track: 'minmax(84px, 0.4fr)',
    cell: (it) => (
      <span className="mono second" title={it.deviceId}>
        {it.deviceId}
      </span>
    ),
  },
  {
    key: 'device',
    title: 'Model and version',
    track: 'minmax(140px, 1.2fr)',
    sort: ['device', '-device'],
    cell: (it) => <b className="two">{it.deviceLabel}</b>,
  },
  {
    key: 'why',
    title: 'Why',
    track: 'minmax(150px, 1.1fr)',
    from: 960,
    cell: (it) => <WhyShort it={it} />,
  },
  {
    key: 'place',
    title: 'Site › department',
    track: 'minmax(120px, 1fr)',
    from: 1100,
    sort: ['place', '-place'],
    cell: (it) => <span className="two second">{placeOf(it)}</span>,
  },
  {
    key: 'fix',
    title: 'Fix',
    track: 'minmax(112px, 0.8fr)',
    from: 740,
    cell: (it) => <span className="two second">{capital(it.fix)}</span>,
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
    <span className="why-short two" title={it.why}>
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
        <span className="mono muted small">{row.deviceId}</span> <b>{row.deviceLabel}</b>
      </div>
      <div className="cut small">
        <WhyShort it={row} />
      </div>
    </div>
  );
}
