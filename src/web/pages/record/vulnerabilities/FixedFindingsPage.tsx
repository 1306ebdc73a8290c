import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import type { FixedFinding } from '#contract/vulnerabilities/finding';
import * as api from '#contract/vulnerabilities/routes';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { TierPill } from '../../../parts/states.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { countOf, day, tenths } from '../../../ui/words.ts';
import { NounList } from '../NounList.tsx';

/** What was mended: critical and high findings that ended because their device changed, and how long each was open. */
export function FixedFindingsPage() {
  useTellCrumb('Fixed');
  const navigate = useNavigate();
  const mean = useMeanDays();
  return (
    <NounList<FixedFinding>
      title="Fixed findings"
      one="fixed finding"
      many="fixed findings"
      intro={mean === null ? 'critical and high ones' : `open for ${tenths(mean)} days on average`}
      placeholder="Words, or tier:critical fixed:>=today-90d took:>30 site:north"
      sort="-fixed"
      read={(query, signal) => call(api.listFixedFindings, { query }, { signal })}
      columns={COLUMNS}
      keyOf={(it) => `${it.deviceId} ${it.vulnerability} ${it.fixedOn}`}
      onOpen={(it) => void navigate({ to: '/devices/$deviceId', params: { deviceId: it.deviceId } })}
      card={(it) => <FixedFindingCard it={it} />}
      empty={
        <Empty title="Nothing has been fixed yet">
          <span>
            A critical or high finding comes here once its device has another version, system or part that
            does not have it. What sources merely stopped saying does not count, nor what a decision covers.
          </span>
          <Link to="/findings">Look at the open findings</Link>
        </Empty>
      }
    />
  );
}

/** Of everything the filter selects, not of the rows loaded so far. */
function useMeanDays(): number | null {
  const { filter = '' } = useSearch({ from: '/record/findings/fixed' });
  const { data } = useQuery({
    queryKey: ['fixed findings', 'mean', filter],
    queryFn: ({ signal }) => call(api.listFixedFindings, { query: { filter, limit: 1 } }, { signal }),
    staleTime: 0,
    retry: false,
  });
  return data?.meanDays ?? null;
}

const COLUMNS: readonly GridColumn<FixedFinding>[] = [
  { key: 'tier', title: 'Tier', track: '104px', cell: (it) => <TierPill tier={it.tier} /> },
  {
    key: 'vulnerability',
    title: 'Vulnerability',
    track: '152px',
    sort: ['vulnerability', '-vulnerability'],
    cell: (it) => (
      <Link className="mono" to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
        {it.vulnerability}
      </Link>
    ),
  },
  {
    key: 'device',
    title: 'Device',
    track: 'minmax(180px, 1.4fr)',
    cell: (it) => (
      <span className="cut">
        <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
          {it.deviceName ?? 'Unnamed device'}
        </Link>{' '}
        <span className="second">{it.label}</span>
      </span>
    ),
  },
  {
    key: 'where',
    title: 'Where',
    track: 'minmax(140px, 1fr)',
    from: 900,
    cell: (it) => <span className="second cut">{whereOf(it)}</span>,
  },
  {
    key: 'detected',
    title: 'First seen',
    track: '112px',
    from: 760,
    cell: (it) => <span className="nowrap">{day(it.detectedOn)}</span>,
  },
  {
    key: 'fixed',
    title: 'Fixed',
    track: '112px',
    sort: ['-fixed', 'fixed'],
    cell: (it) => <span className="nowrap">{day(it.fixedOn)}</span>,
  },
  {
    key: 'days',
    title: 'Open for',
    track: '92px',
    align: 'right',
    sort: ['-days', 'days'],
    cell: (it) => countOf(it.days, 'day'),
  },
];

function FixedFindingCard({ it }: { readonly it: FixedFinding }) {
  return (
    <div className="finding-card">
      <div className="row">
        <TierPill tier={it.tier} />
        <Link className="mono" to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
          {it.vulnerability}
        </Link>
        <span className="push small">{countOf(it.days, 'day')}</span>
      </div>
      <div className="cut second">{`${it.deviceName ?? 'Unnamed device'} · ${it.label}`}</div>
      <div className="cut small muted">{`fixed on ${day(it.fixedOn)} · ${whereOf(it)}`}</div>
    </div>
  );
}

function whereOf({ site, department }: FixedFinding): string {
  return [site, department].filter((it) => it !== null).join(' › ') || 'not recorded';
}
