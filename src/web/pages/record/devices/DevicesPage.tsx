import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { DeviceRow } from '#contract/inventory/device';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { RowGrid } from '../../../ui/RowGrid.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { BulkBar } from './BulkBar.tsx';
import { ColumnMenu } from './ColumnMenu.tsx';
import { DeviceCard, deviceColumns, USUAL_COLUMNS } from './device-columns.tsx';
import { useCustomFields, useDeviceWords } from './device-words.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { FilterBox } from '../FilterBox.tsx';
import { ListKeys } from '../ListKeys.tsx';
import { QuickFilters } from '../QuickFilters.tsx';
import { chosenOf, useMarked } from '../list-state.ts';
import type { InventorySearch } from '../search.ts';
import { useReasonNot } from '../session.ts';
import { useViews, type ViewState, ViewTabs } from '../ViewTabs.tsx';

/** What is often asked of devices, and its term. */
const QUESTIONS = [
  ['Critical', 'gravest:critical'],
  ['Something open', 'openFindings:>0'],
  ['A fix is missing', 'patching:unpatched'],
  ['Can’t be told', 'patching:untold'],
  ['Version not known', 'version:none'],
  ['Sources disagree', 'conflict:yes'],
  ['Support ended', 'eosDate:<today'],
] as const;

/** Every device that the hospital's sources speak of; filter, order and count are the server's. */
export function DevicesPage() {
  const { filter = '', sort = '', columns: chosen } = useSearch({ from: '/record/devices' });
  const navigate = useNavigate({ from: '/devices' });
  const mayNotImport = useReasonNot('inventory.import');
  const words = useDeviceWords();
  const custom = useCustomFields();
  const change = useCallback(
    (next: Partial<InventorySearch>) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false }),
    [navigate],
  );
  const openView = useCallback(
    (query: ViewState) =>
      change({
        filter: query.filter || undefined,
        sort: query.sort || undefined,
        columns: query.columns.join(',') || undefined,
      }),
    [change],
  );
  useDefaultView(filter === '' && sort === '' && chosen === undefined, openView);
  // What is most urgent comes first, for whoever may see what is urgent.
  const usual = useReasonNot('findings.read') === null ? '-risk' : 'label';
  const order = sort === '' ? usual : sort;
  const list = useDeviceList(filter, order);
  const marked = useMarked(filter);
  const all = deviceColumns(custom);
  const shown = chosenOf(all, USUAL_COLUMNS, chosen);
  const state = { filter, sort, columns: chosen === undefined ? [] : chosen.split(',') };
  return (
    <div className="page">
      <title>Devices · Patchward</title>
      <div className="head">
        <div>
          <h1>Devices</h1>
          <p className="muted" role="status">
            {list.counted}
          </p>
        </div>
        <div className="head-acts">
          <ExportMenu filter={filter} sort={order} columns={shown.map((it) => it.key)} total={list.total} />
          <ActButton
            icon="up"
            variant="default"
            disabledReason={mayNotImport}
            onClick={() => void navigate({ to: '/imports' })}
          >
            Import
          </ActButton>
          <ActButton
            icon="plus"
            variant="default"
            disabledReason={mayNotImport}
            onClick={() => void navigate({ to: '/devices/register' })}
          >
            Register
          </ActButton>
        </div>
      </div>
      <ViewTabs page="devices" state={state} onOpen={openView} />
      <search className="filters no-print" aria-label="Filter devices">
        <div className="filter-row">
          <FilterBox
            value={filter}
            problem={list.error?.message ?? null}
            words={words}
            onChange={(it) => change({ filter: it === '' ? undefined : it })}
          />
          <span className="filter-row push wide-only">
            <DensityChoice />
            <ColumnMenu
              all={all}
              shown={shown.map((it) => it.key)}
              onChange={(keys) => change({ columns: keys?.join(',') })}
            />
          </span>
        </div>
        <QuickFilters
          questions={QUESTIONS}
          filter={filter}
          onChange={(it) => change({ filter: it === '' ? undefined : it })}
        />
      </search>
      <BulkBar marked={marked} filter={filter} total={list.total} counted={list.matching} />
      <Rows list={list} filter={filter} sort={order} columns={shown} marked={marked} onChange={change} />
      <ListKeys />
    </div>
  );
}

function DensityChoice() {
  const [density, setDensity] = useDensity();
  return (
    <SegmentedControl
      aria-label="Density"
      size="xs"
      data={[
        { value: 'roomy', label: 'Roomy' },
        { value: 'dense', label: 'Dense' },
      ]}
      value={density}
      onChange={(it) => setDensity(it === 'roomy' ? 'roomy' : 'dense')}
    />
  );
}

/** Opens the list with the person's default view, once, where the address asks for nothing else. */
function useDefaultView(isPlain: boolean, onOpen: (query: ViewState) => void): void {
  const views = useViews('devices').data?.items;
  const isDone = useRef(false);
  useEffect(() => {
    if (views === undefined || isDone.current) return;
    isDone.current = true;
    const own = views.find((it) => it.isDefault);
    if (isPlain && own !== undefined) onOpen(own.query);
  }, [views, isPlain, onOpen]);
}

interface DeviceList {
  readonly rows: readonly DeviceRow[] | undefined;
  readonly total: number | undefined;
  /** "214 devices match". */
  readonly counted: string;
  /** "214", "more than 10 000". */
  readonly matching: string;
  readonly error: Error | null;
  readonly isStale: boolean;
  readonly more: () => void;
}

function useDeviceList(filter: string, sort: string): DeviceList {
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: ['inventory', filter, sort],
    queryFn: ({ signal, pageParam }) =>
      call(api.findDevices, { query: { filter, sort, limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const first = data?.pages[0];
  const matching = first === undefined ? '' : `${first.isCapped ? 'more than ' : ''}${whole(first.total)}`;
  const verb = filter === '' ? '' : first?.total === 1 ? ' matches' : ' match';
  return {
    rows: data?.pages.flatMap((it) => it.items),
    total: first?.total,
    matching,
    counted:
      first === undefined
        ? 'Counting'
        : `${first.isCapped ? `More than ${countOf(first.total, 'device')}` : countOf(first.total, 'device')}${verb}`,
    error,
    isStale: isPlaceholderData,
    more,
  };
}

interface RowsProps {
  readonly list: DeviceList;
  readonly filter: string;
  readonly sort: string;
  readonly columns: ReturnType<typeof deviceColumns>;
  readonly marked: ReturnType<typeof useMarked>;
  readonly onChange: (next: Partial<InventorySearch>) => void;
}

function Rows({ list, filter, sort, columns, marked, onChange }: RowsProps) {
  const navigate = useNavigate();
  const [density] = useDensity();
  const { rows, error } = list;
  if (rows === undefined)
    return error === null ? (
      <div className="card card-body">
        <Waiting lines={14} label="Loading devices" />
      </div>
    ) : (
      <div className="card">
        <Empty title="The devices could not be read">{error.message}</Empty>
      </div>
    );
  if (rows.length === 0)
    return list.isStale || error !== null ? null : (
      <div className="card">
        <NoRows filter={filter} onClear={() => onChange({ filter: undefined })} />
      </div>
    );
  return (
    <RowGrid<DeviceRow>
      label="Devices"
      columns={columns}
      rows={rows}
      total={list.total ?? rows.length}
      keyOf={(it) => it.id}
      density={density}
      sort={sort}
      onSort={(it) => onChange({ sort: it ?? undefined })}
      onOpen={(row) => void navigate({ to: '/devices/$deviceId', params: { deviceId: row.id } })}
      onNearEnd={list.more}
      selection={marked}
      card={(row) => <DeviceCard it={row} />}
    />
  );
}

function NoRows({ filter, onClear }: { readonly filter: string; readonly onClear: () => void }) {
  if (filter === '')
    return (
      <Empty title="No devices yet">
        <span>Import a spreadsheet, a CMMS export or a network scan; you see what changes first.</span>
        <Link to="/imports">Import an inventory</Link>
      </Empty>
    );
  return (
    <Empty title="No device matches this filter">
      <button type="button" className="link" onClick={onClear}>
        Clear the filter
      </button>
    </Empty>
  );
}
