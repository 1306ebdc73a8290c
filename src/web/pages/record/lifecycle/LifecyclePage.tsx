import { SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '#contract/client';
import * as api from '#contract/inventory/lifecycle-routes';
import type { LifecycleView } from '#contract/inventory/lifecycle-routes';
import { addressOf } from '#contract/kit';
import { HORIZON_FIELDS, type HorizonEnd, horizonFilter, type HorizonGroup } from '#engine/support';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { FileMenu } from '../../../ui/FileMenu.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, day, midSentence } from '../../../ui/words.ts';
import type { LifecycleSearch } from '../search.ts';
import { GroupsCard } from './GroupsCard.tsx';
import { END_WORDS, GROUP_WORDS } from './horizon-words.ts';
import { PeriodsCard } from './PeriodsCard.tsx';
import './lifecycle.css';

/** When support and life of devices end, what replacing them costs, and who has to plan for it. */
export function LifecyclePage() {
  const search = useSearch({ from: '/record/lifecycle' });
  const { end = 'support', by = 'department', step = 'quarter' } = search;
  const ask = { end, by, step, count: step === 'quarter' ? 8 : 6 } as const;
  const { data, error } = useQuery({
    queryKey: ['lifecycle', ask],
    queryFn: ({ signal }) => call(api.readLifecycle, { query: ask }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="page">
      <title>Lifecycle · Patchward</title>
      <div className="head">
        <div>
          <h1>Lifecycle horizon</h1>
          <p className="muted" role="status">
            {data === undefined
              ? 'Counting'
              : `${END_WORDS[end].title} of ${countOf(data.total.total.devices, 'device')} you may see, as of ${day(data.today)}`}
          </p>
        </div>
        <Acts ask={ask} />
      </div>
      <Controls end={end} by={by} step={step} />
      {error !== null && (
        <div className="card">
          <Empty title="The horizon could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={12} label="Counting devices" />
        </div>
      )}
      {data !== undefined && data.total.total.devices === 0 && (
        <div className="card">
          <Empty title="No device yet">
            <Link to="/imports">Import an inventory</Link>
          </Empty>
        </div>
      )}
      {data !== undefined && data.total.total.devices > 0 && <Horizon it={data} end={end} by={by} />}
    </div>
  );
}

function Horizon(props: { readonly it: LifecycleView; readonly end: HorizonEnd; readonly by: HorizonGroup }) {
  const { it, end, by } = props;
  const past = it.periods[0];
  return (
    <div className="stack">
      {it.uncovered > 0 && past !== undefined && (
        <Notice tone="warn" title={`${countOf(it.uncovered, 'device')} past their end, without any control.`}>
          <span className="second">
            {'Nothing stands in for the patches they no longer get. '}
            <Link to="/devices" search={{ filter: `${horizonFilter(end, past, null)} controls:none` }}>
              See these devices
            </Link>
          </span>
        </Notice>
      )}
      <PeriodsCard it={it} end={end} />
      <GroupsCard it={it} end={end} by={by} />
      <p className="second small">
        {`${END_WORDS[end].says} Costs count a device’s own figure, else that of its model. `}
        {it.currency === null ? (
          <>
            Nobody has said in which currency: <Link to="/hospital">set it</Link>.
          </>
        ) : (
          `In ${it.currency}.`
        )}
        {` Devices without a ${HORIZON_FIELDS[end] === 'eolDate' ? 'day of end of life' : 'day of end of support'} are undetermined, not safe.`}
      </p>
    </div>
  );
}

interface Ask {
  readonly end: HorizonEnd;
  readonly by: HorizonGroup;
  readonly step: 'quarter' | 'year';
}

function Controls({ end, by, step }: Ask) {
  const navigate = useNavigate({ from: '/lifecycle' });
  const change = (next: LifecycleSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  return (
    <div className="filters no-print">
      <div className="filter-row">
        <SegmentedControl
          aria-label="Kind of end date"
          size="xs"
          data={Object.entries(END_WORDS).map(([value, { title }]) => ({ value, label: title }))}
          value={end}
          onChange={(it) => change({ end: it as HorizonEnd })}
        />
        <SegmentedControl
          aria-label="Step"
          size="xs"
          data={[
            { value: 'quarter', label: 'By quarter' },
            { value: 'year', label: 'By year' },
          ]}
          value={step}
          onChange={(it) => change({ step: it as Ask['step'] })}
        />
        <Select
          aria-label="Group by"
          size="xs"
          allowDeselect={false}
          data={Object.entries(GROUP_WORDS).map(([value, words]) => ({
            value,
            label: `By ${midSentence(words)}`,
          }))}
          value={by}
          onChange={(it) => change({ by: (it ?? by) as HorizonGroup })}
        />
      </div>
    </div>
  );
}

function Acts({ ask }: { readonly ask: Ask & { readonly count: number } }) {
  const file = (format: 'csv' | 'xlsx', title: string) => ({
    title,
    note: 'one group and period a row, for the budget',
    href: addressOf(api.exportLifecycle, { query: { ...ask, format } }),
  });
  return (
    <div className="head-acts">
      <FileMenu label="Export" files={[file('xlsx', 'Excel workbook'), file('csv', 'CSV')]} />
      <ActButton variant="default" icon="file" onClick={() => window.print()}>
        Print
      </ActButton>
    </div>
  );
}
