import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { DeviceRow } from '#contract/inventory/device';
import { cursor, PAGE, paging } from '../../data.ts';
import { useDensity } from '../../parts/density.ts';
import { ActButton } from '../../ui/ActButton.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { RowGrid } from '../../ui/RowGrid.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf } from '../../ui/words.ts';
import { DEVICE_COLUMNS, DeviceCard } from './device-columns.tsx';
import { FilterBox } from './FilterBox.tsx';
import type { InventorySearch } from './search.ts';
import { useReasonNot } from './session.ts';

/** Every device that the hospital's sources speak of; filter, order and count are the server's. */
export function DevicesPage() {
  const { filter = '', sort = 'label' } = useSearch({ from: '/record/devices' });
  const navigate = useNavigate({ from: '/devices' });
  const [density, setDensity] = useDensity();
  const mayNotImport = useReasonNot('inventory.import');
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: ['inventory', filter, sort],
    queryFn: ({ signal, pageParam }) =>
      call(api.findDevices, { query: { filter, sort, limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const change = (next: Partial<InventorySearch>) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const open = (row: DeviceRow) => void navigate({ to: '/devices/$deviceId', params: { deviceId: row.id } });
  const isEmpty = data !== undefined && rows.length === 0 && !isPlaceholderData && error === null;
  return (
    <div className="page">
      <title>Devices · Patchward</title>
      <div className="head">
        <div>
          <h1>Devices</h1>
          <p className="muted" role="status">
            {total === undefined
              ? 'Counting'
              : `${countOf(total, 'device')}${filter === '' ? '' : total === 1 ? ' matches' : ' match'}`}
          </p>
        </div>
        <div className="head-acts">
          <ActButton
            icon="up"
            variant="default"
            disabledReason={mayNotImport}
            onClick={() => void navigate({ to: '/imports' })}
          >
            Import
          </ActButton>
        </div>
      </div>
      <search className="filters no-print" aria-label="Filter devices">
        <div className="filter-row">
          <FilterBox
            value={filter}
            problem={error?.message ?? null}
            onChange={(it) => change({ filter: it === '' ? undefined : it })}
          />
          <SegmentedControl
            className="push wide-only"
            aria-label="Density"
            size="xs"
            data={[
              { value: 'roomy', label: 'Roomy' },
              { value: 'dense', label: 'Dense' },
            ]}
            value={density}
            onChange={(it) => setDensity(it === 'roomy' ? 'roomy' : 'dense')}
          />
        </div>
      </search>
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={14} label="Loading devices" />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className="card">
          <Empty title="The devices could not be read">{error.message}</Empty>
        </div>
      )}
      {isEmpty && (
        <div className="card">
          {filter === '' ? (
            <Empty title="No devices yet">
              <span>Import a spreadsheet, a CMMS export or a network scan; you see what changes first.</span>
              <Link to="/imports">Import an inventory</Link>
            </Empty>
          ) : (
            <Empty title="No device matches this filter">
              <button type="button" className="link" onClick={() => change({ filter: undefined })}>
                Clear the filter
              </button>
            </Empty>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<DeviceRow>
          label="Devices"
          columns={DEVICE_COLUMNS}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => it.id}
          density={density}
          sort={sort}
          onSort={(it) => change({ sort: (it ?? undefined) as InventorySearch['sort'] })}
          onOpen={open}
          onNearEnd={more}
          card={(row) => <DeviceCard it={row} />}
        />
      )}
    </div>
  );
}
