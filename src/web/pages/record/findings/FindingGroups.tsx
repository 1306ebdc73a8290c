import { Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call } from '#contract/client';
import type { FindingGroup } from '#contract/vulnerabilities/finding';
import * as api from '#contract/vulnerabilities/routes';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { TierPill } from '../../../parts/states.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { type GridColumn, RowGrid } from '../../../ui/RowGrid.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, percent, whole } from '../../../ui/words.ts';
import { FilterBox } from '../FilterBox.tsx';
import { FINDING_QUESTIONS } from './finding-questions.ts';
import { QuickFilters } from '../QuickFilters.tsx';
import type { FindingsSearch } from '../search.ts';

type By = NonNullable<FindingsSearch['by']>;

const BY_WORDS = {
  none: 'Each finding',
  action: 'By action: what clears most',
  device: 'By device',
  vulnerability: 'By vulnerability',
  advisory: 'By advisory',
} as const;

interface GroupByProps {
  readonly value: By | undefined;
  readonly onChange: (by: By | undefined) => void;
}

/** What findings are grouped by. */
export function GroupBy({ value, onChange }: GroupByProps) {
  return (
    <Select
      aria-label="Group findings"
      size="xs"
      w={200}
      allowDeselect={false}
      data={Object.entries(BY_WORDS).map(([key, label]) => ({ value: key, label }))}
      value={value ?? 'none'}
      onChange={(it) => onChange(it === 'none' || it === null ? undefined : (it as By))}
    />
  );
}

const NOUNS = {
  action: ['action', 'actions'],
  device: ['device', 'devices'],
  vulnerability: ['vulnerability', 'vulnerabilities'],
  advisory: ['advisory', 'advisories'],
} as const satisfies Record<By, readonly [string, string]>;

function columnsFor(by: By): readonly GridColumn<FindingGroup>[] {
  return [
    { key: 'tier', title: 'Tier', track: '118px', cell: (it) => <GroupTier it={it} /> },
    {
      key: 'title',
      title: by === 'action' ? 'Action' : NOUNS[by][0].charAt(0).toUpperCase() + NOUNS[by][0].slice(1),
      track: by === 'action' ? 'minmax(220px, 3fr)' : 'minmax(150px, 1fr)',
      cell: (it) => <GroupTitle it={it} />,
    },
    ...(by === 'action'
      ? []
      : [
          {
            key: 'note',
            title: 'What it is',
            track: 'minmax(160px, 2fr)',
            from: 760,
            cell: (it: FindingGroup) => <span className="two second">{it.note ?? ''}</span>,
          },
        ]),
    ...(by === 'device'
      ? []
      : [
          {
            key: 'devices',
            title: 'Devices',
            track: '84px',
            align: 'right' as const,
            cell: (it: FindingGroup) => whole(it.devices),
          },
        ]),
    {
      key: 'held',
      title: 'Held',
      track: '72px',
      align: 'right',
      from: 980,
      cell: (it) => (it.heldDevices === 0 ? <span className="muted">0</span> : whole(it.heldDevices)),
    },
    {
      key: 'vulnerabilities',
      title: 'CVEs',
      track: '64px',
      align: 'right',
      from: 680,
      cell: (it) => whole(it.vulnerabilities),
    },
    {
      key: 'critical',
      title: 'Critical',
      track: '76px',
      align: 'right',
      from: 820,
      cell: (it) => whole(it.critical),
    },
    {
      key: 'points',
      title: 'Risk points',
      track: '104px',
      align: 'right',
      cell: (it) => <b>{whole(it.riskPoints)}</b>,
    },
    {
      key: 'share',
      title: 'Share',
      track: '68px',
      align: 'right',
      from: 620,
      cell: (it) => percent(it.share),
    },
  ];
}

function GroupTier({ it }: { readonly it: FindingGroup }) {
  if (it.isAffected) return <TierPill tier={it.tier} />;
  return (
    <StateText shape="dashed" tone="warn">
      Can’t be told
    </StateText>
  );
}

function GroupTitle({ it }: { readonly it: FindingGroup }) {
  return (
    <span className="two" title={it.note ?? it.title}>
      <Link to="/findings" search={{ filter: it.filter }}>
        {it.title}
      </Link>
    </span>
  );
}

interface FindingGroupsProps {
  readonly by: By;
  readonly filter: string;
  readonly onChange: (next: Partial<FindingsSearch>, replace?: boolean) => void;
}

/** Findings by what they have in common; what comes to most risk first, each opening down to its rows. */
export function FindingGroups({ by, filter, onChange }: FindingGroupsProps) {
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: ['record-findings', 'groups', by, filter],
    queryFn: ({ signal, pageParam }) =>
      call(api.groupFindings, { query: { by, filter, limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const [density] = useDensity();
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const filterBy = (it: string) => onChange({ filter: it === '' ? undefined : it });
  const [one, many] = NOUNS[by];
  return (
    <>
      <div className="head">
        <div>
          <h1>Findings</h1>
          <p className="muted" role="status">
            {total === undefined ? 'Counting' : countOf(total, one, many)}, what comes to most risk first
          </p>
        </div>
      </div>
      <search className="filters no-print" aria-label="Filter findings">
        <div className="filter-row">
          <FilterBox
            value={filter}
            problem={error?.message ?? null}
            placeholder="Words, or tier:critical due:<today site:north exploited:yes"
            onChange={filterBy}
          />
          <GroupBy value={by} onChange={(next) => onChange({ by: next })} />
        </div>
        <QuickFilters questions={FINDING_QUESTIONS} filter={filter} onChange={filterBy} />
      </search>
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={12} label="Grouping findings" />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className="card">
          <Empty title="The findings could not be grouped">{error.message}</Empty>
        </div>
      )}
      {data !== undefined && rows.length === 0 && !isPlaceholderData && (
        <div className="card">
          <Empty title="No finding matches this filter">
            <button type="button" className="link" onClick={() => filterBy('')}>
              Clear the filter
            </button>
          </Empty>
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<FindingGroup>
          label="Groups of findings"
          columns={columnsFor(by)}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => it.key}
          density={density}
          onOpen={(it) => onChange({ filter: it.filter, by: undefined }, false)}
          onNearEnd={more}
          card={(it) => <GroupCard it={it} />}
        />
      )}
    </>
  );
}

function GroupCard({ it }: { readonly it: FindingGroup }) {
  return (
    <div className="finding-card">
      <div className="row">
        <GroupTier it={it} />
        <span className="push small">{countOf(it.devices, 'device')}</span>
      </div>
      <GroupTitle it={it} />
      <div className="cut small muted">
        {countOf(it.vulnerabilities, 'CVE')}, {whole(it.critical)} critical, {whole(it.riskPoints)} risk
        points
      </div>
    </div>
  );
}
