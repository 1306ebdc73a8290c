import { SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { DeviceRow } from '#contract/assessments/lists';
import { useDevices } from '../../data.ts';
import { useDensity } from '../../parts/density.ts';
import { SearchBox } from '../../parts/FindingFilters.tsx';
import { DueText, TierPill } from '../../parts/states.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { type GridColumn, RowGrid } from '../../ui/RowGrid.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { capital, countOf, valueWords, whole } from '../../ui/words.ts';
import type { DevicesSearch } from '../../search.ts';

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'affected', label: 'Affected' },
  { value: 'undetermined', label: 'Can’t be told' },
  { value: 'unrecognised', label: 'Not recognised' },
  { value: 'clear', label: 'Nothing found' },
];

/** Every device of the inventory, also those about which nothing is known. */
export function DevicesPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const search = useSearch({ from: '/assessments/$id/devices' });
  const navigate = useNavigate({ from: '/assessments/$id/devices' });
  const change = (next: Partial<DevicesSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useDevices(id, search);
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const [density] = useDensity();
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const open = (row: DeviceRow) =>
    void navigate({ to: '/assessments/$id/devices/$deviceId', params: { id, deviceId: row.id } });
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Devices</h1>
          <p className="muted" role="status">
            {total === undefined ? 'Counting' : `${countOf(total, 'device')}, highest risk first`}
          </p>
        </div>
      </div>
      <search className="filters no-print" aria-label="Filter devices">
        <div className="filter-row">
          <SearchBox value={search.q ?? ''} onChange={(q) => change({ q: q === '' ? undefined : q })} />
          <div className="scroll-x">
            <SegmentedControl
              aria-label="What is known"
              size="xs"
              data={STATES}
              value={search.state ?? 'all'}
              onChange={(it) => change({ state: it === 'all' ? undefined : (it as DevicesSearch['state']) })}
            />
          </div>
        </div>
      </search>
      {error !== null && <Empty title="The devices could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={14} label="Loading devices" />
        </div>
      )}
      {data !== undefined && rows.length === 0 && (
        <div className="card">
          <Empty title="No device matches these filters" />
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<DeviceRow>
          label="Devices"
          columns={columnsOf(id)}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => it.id}
          density={density}
          onOpen={open}
          onNearEnd={more}
          card={(row) => <DeviceCard row={row} />}
        />
      )}
    </div>
  );
}

function columnsOf(id: string): readonly GridColumn<DeviceRow>[] {
  return [
    {
      key: 'id',
      title: 'Device',
      track: 'minmax(92px, 0.5fr)',
      cell: (it) => (
        <Link className="mono" to="/assessments/$id/devices/$deviceId" params={{ id, deviceId: it.id }}>
          {it.id}
        </Link>
      ),
    },
    {
      key: 'label',
      title: 'Model and version',
      track: 'minmax(160px, 1.3fr)',
      cell: (it) => <b className="two">{it.label}</b>,
    },
    {
      key: 'place',
      title: 'Site › department',
      track: 'minmax(120px, 1fr)',
      from: 900,
      cell: (it) => (
        <span className="two second">
          {[it.site, it.department].filter((part) => part !== null).join(' › ') || 'not recorded'}
        </span>
      ),
    },
    {
      key: 'criticality',
      title: 'Criticality',
      track: '112px',
      from: 1020,
      cell: (it) => (
        <span className="second">{it.criticality === null ? 'not recorded' : capital(it.criticality)}</span>
      ),
    },
    {
      key: 'product',
      title: 'Recognised as',
      track: 'minmax(140px, 1fr)',
      from: 760,
      cell: (it) => <Recognised it={it} />,
    },
    { key: 'tier', title: 'Tier', track: '108px', cell: (it) => <DeviceState it={it} /> },
    {
      key: 'affected',
      title: 'Affected',
      track: '76px',
      align: 'right',
      cell: (it) => whole(it.affected),
    },
    {
      key: 'undetermined',
      title: 'Can’t tell',
      track: '84px',
      align: 'right',
      from: 640,
      cell: (it) => <span className="second">{whole(it.undetermined)}</span>,
    },
    { key: 'due', title: 'Due', track: '120px', cell: (it) => <DueText due={it.due} none="–" /> },
  ];
}

function Recognised({ it }: { readonly it: DeviceRow }) {
  const [best] = it.products;
  if (best === undefined)
    return (
      <StateText shape="dashed" tone="warn">
        not recognised
      </StateText>
    );
  return (
    <span className="two second" title={it.products.map((product) => product.product).join('\n')}>
      <span className="tag">{valueWords(best.confidence)}</span> {best.product.replace(/^cpe /, '')}
    </span>
  );
}

function DeviceState({ it }: { readonly it: DeviceRow }) {
  if (it.highestTier !== null) return <TierPill tier={it.highestTier} />;
  if (it.undetermined > 0)
    return (
      <StateText shape="dashed" tone="warn">
        Can’t be told
      </StateText>
    );
  if (it.products.length === 0) return <span className="muted">unknown</span>;
  return <span className="muted">none found</span>;
}

function DeviceCard({ row }: { readonly row: DeviceRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <DeviceState it={row} />
        <span className="mono">{row.id}</span>
        <span className="push small">
          <DueText due={row.due} none="" />
        </span>
      </div>
      <div className="cut strong">{row.label}</div>
      <div className="small second">{countOf(row.affected, 'finding')}</div>
      <Recognised it={row} />
    </div>
  );
}
