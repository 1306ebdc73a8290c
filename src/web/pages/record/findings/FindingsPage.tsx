import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import * as api from '#contract/vulnerabilities/routes';
import { call } from '#contract/client';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { Keys } from '../../../parts/Keys.tsx';
import { onFindings, StandingNotice, useStanding } from '../../../parts/standing.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { RowGrid } from '../../../ui/RowGrid.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';
import { OpenTicketForm } from '../destinations/OpenTicketForm.tsx';
import { FilterBox } from '../FilterBox.tsx';
import { RECORD_FINDING_COLUMNS, RecordFindingCard } from './finding-columns.tsx';
import { FindingExportMenu } from './FindingExportMenu.tsx';
import { FindingGroups, GroupBy } from './FindingGroups.tsx';
import { FINDING_QUESTIONS } from './finding-questions.ts';
import { QuickFilters } from '../QuickFilters.tsx';
import { RecordWhy } from './RecordWhy.tsx';
import type { FindingsSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';

/** Every finding of every device, the most urgent first; filter, order and count are the server's. */
export function FindingsPage() {
  const { filter = '', open, by } = useSearch({ from: '/record/findings' });
  const navigate = useNavigate({ from: '/findings' });
  const change = useCallback(
    (next: Partial<FindingsSearch>, replace = true) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace, resetScroll: false }),
    [navigate],
  );
  const close = useCallback(() => change({ open: undefined }), [change]);
  const wide = useMediaQuery('(min-width: 1240px)', true, { getInitialValueInEffect: false });
  useEscape(close, open !== undefined && wide);
  return (
    <div className={open !== undefined && wide ? 'page with-why' : 'page'}>
      <title>Findings · Patchward</title>
      <div className="list-side">
        {by === undefined ? (
          <FindingList filter={filter} open={open} onChange={change} />
        ) : (
          <FindingGroups by={by} filter={filter} onChange={change} />
        )}
      </div>
      {open !== undefined && wide && (
        <aside className="why-side" aria-label="Why this finding">
          <RecordWhy id={open} onClose={close} />
        </aside>
      )}
      {!wide && (
        <Sheet label="Why this finding" side="right" width={480} open={open !== undefined} onClose={close}>
          {open !== undefined && <RecordWhy id={open} onClose={close} />}
        </Sheet>
      )}
    </div>
  );
}

interface FindingListProps {
  readonly filter: string;
  readonly open: string | undefined;
  readonly onChange: (next: Partial<FindingsSearch>, replace?: boolean) => void;
}

function FindingList({ filter, open, onChange }: FindingListProps) {
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: ['record-findings', filter],
    queryFn: ({ signal, pageParam }) =>
      call(api.findFindings, { query: { filter, limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const [ticket, setTicket] = useState<'none' | 'asking' | 'asked'>('none');
  const mayNotTicket = useReasonNot('findings.triage');
  const [density, setDensity] = useDensity();
  const { data: found } = useStanding();
  const standing = found === undefined ? null : onFindings(found);
  const isDoubtful = standing !== null && standing.inDoubt.length > 0;
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const first = data?.pages[0];
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const filterBy = (it: string) => onChange({ filter: it === '' ? undefined : it, open: undefined });
  return (
    <>
      <div className="head">
        <div>
          <h1>Findings</h1>
          <p className="muted" role="status">
            {first === undefined
              ? 'Counting'
              : `${first.isCapped ? 'More than ' : ''}${countOf(first.total, 'finding')}`}
            , highest risk first; what can’t be told comes after
          </p>
        </div>
        <div className="head-acts">
          <ActButton
            variant="default"
            disabledReason={
              mayNotTicket ?? (filter === '' ? 'Filter first: a ticket is about some of them' : null)
            }
            onClick={() => setTicket('asking')}
          >
            Open a ticket
          </ActButton>
          <FindingExportMenu filter={filter} />
        </div>
      </div>
      {standing !== null && <StandingNotice standing={standing} />}
      {ticket === 'asked' && (
        <p className="small" role="status">
          A ticket is on its way. <Link to="/tickets">See the tickets</Link>
        </p>
      )}
      <Sheet
        label="Open a ticket"
        side="right"
        width={440}
        open={ticket === 'asking'}
        onClose={() => setTicket('none')}
      >
        <div className="card-body stack">
          <h2>Open a ticket</h2>
          <p className="muted small mono break">{filter}</p>
        </div>
        {ticket === 'asking' && (
          <OpenTicketForm
            filters={[filter]}
            onDone={() => setTicket('asked')}
            onCancel={() => setTicket('none')}
          />
        )}
      </Sheet>
      <search className="filters no-print" aria-label="Filter findings">
        <div className="filter-row">
          <FilterBox
            value={filter}
            problem={error?.message ?? null}
            placeholder="Words, or tier:critical due:<today site:north exploited:yes"
            onChange={filterBy}
          />
          <GroupBy value={undefined} onChange={(by) => onChange({ by, open: undefined })} />
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
        <QuickFilters questions={FINDING_QUESTIONS} filter={filter} onChange={filterBy} />
      </search>
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={14} label="Loading findings" />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className="card">
          <Empty title="The findings could not be read">{error.message}</Empty>
        </div>
      )}
      {data !== undefined && rows.length === 0 && !isPlaceholderData && error === null && (
        <div className="card">
          <NoFindings filter={filter} onClear={() => filterBy('')} />
        </div>
      )}
      {rows.length > 0 && (
        <div className={isDoubtful ? 'in-doubt' : ''}>
          <RowGrid<RecordFinding>
            label="Findings"
            columns={RECORD_FINDING_COLUMNS}
            rows={rows}
            total={first?.total ?? rows.length}
            keyOf={keyOf}
            density={density}
            onOpen={(row) => onChange({ open: row.id }, open !== undefined)}
            openKey={open}
            onNearEnd={more}
            card={(row) => <RecordFindingCard row={row} />}
          />
          <Keys />
        </div>
      )}
    </>
  );
}

function NoFindings({ filter, onClear }: { readonly filter: string; readonly onClear: () => void }) {
  if (filter !== '')
    return (
      <Empty title="No finding matches this filter">
        <button type="button" className="link" onClick={onClear}>
          Clear the filter
        </button>
      </Empty>
    );
  return (
    <Empty title="No findings yet">
      <span>
        Findings appear by themselves once an inventory and feeds have been read. No finding is no proof of
        safety: what no source names cannot be found.
      </span>
      <Link to="/devices">Look at the devices</Link>
    </Empty>
  );
}

const keyOf = (row: RecordFinding) => row.id;

function useEscape(act: () => void, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [act, enabled]);
}
