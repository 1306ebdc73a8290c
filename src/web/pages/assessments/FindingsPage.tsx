import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { FindingRow } from '#contract/assessments/finding';
import { useFindings } from '../../data.ts';
import { useDensity } from '../../parts/density.ts';
import { DownloadMenu } from '../../parts/DownloadMenu.tsx';
import { FINDING_COLUMNS, FindingCard } from '../../parts/finding-columns.tsx';
import { FindingFilters } from '../../parts/FindingFilters.tsx';
import { Keys } from '../../parts/Keys.tsx';
import { Why } from '../../parts/Why.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { RowGrid } from '../../ui/RowGrid.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf } from '../../ui/words.ts';
import type { FindingsSearch } from '../../search.ts';
import { ActButton } from '../../ui/ActButton.tsx';

/** The ranked list. The address holds filters, order and the finding that is open. */
export function FindingsPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const search = useSearch({ from: '/assessments/$id/findings' });
  const navigate = useNavigate({ from: '/assessments/$id/findings' });
  const change = useCallback(
    (next: Partial<FindingsSearch>, replace = true) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace, resetScroll: false }),
    [navigate],
  );
  const { open, ...filter } = search;
  const close = useCallback(() => change({ open: undefined }), [change]);
  const wide = useMediaQuery('(min-width: 1240px)', true, { getInitialValueInEffect: false });
  useEscape(close, open !== undefined && wide);

  return (
    <div className={open !== undefined && wide ? 'page with-why' : 'page'}>
      <div className="list-side">
        <div className="head">
          <div>
            <h1>Findings</h1>
            <Count id={id} filter={filter} />
          </div>
          <div className="head-acts">
            <DownloadMenu id={id} />
          </div>
        </div>
        <FindingFilters id={id} search={search} onChange={change} />
        <FindingList id={id} search={search} onChange={change} />
      </div>
      {open !== undefined && wide && (
        <aside className="why-side" aria-label="Why this finding">
          <Why assessmentId={id} findingId={open} onClose={close} />
        </aside>
      )}
      {!wide && (
        <Sheet label="Why this finding" side="right" width={480} open={open !== undefined} onClose={close}>
          {open !== undefined && <Why assessmentId={id} findingId={open} onClose={close} />}
        </Sheet>
      )}
    </div>
  );
}

type Filter = Omit<FindingsSearch, 'open'>;

function Count({ id, filter }: { readonly id: string; readonly filter: Filter }) {
  const { data } = useFindings(id, filter);
  const total = data?.pages[0]?.total;
  return (
    <p className="muted" role="status">
      {total === undefined ? 'Counting' : countOf(total, 'finding')}
      {filter.sort === undefined ? ', highest risk first; what can’t be told comes after' : ''}
    </p>
  );
}

interface FindingListProps {
  readonly id: string;
  readonly search: FindingsSearch;
  readonly onChange: (next: Partial<FindingsSearch>, replace?: boolean) => void;
}

function FindingList({ id, search, onChange }: FindingListProps) {
  const { open, ...filter } = search;
  const { data, error, fetchNextPage, hasNextPage, isFetching, refetch } = useFindings(id, filter);
  const [density] = useDensity();
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  if (error !== null)
    return (
      <div className="card">
        <Empty title="The findings could not be read">
          <p>{error.message}</p>
          <ActButton variant="default" icon="again" onClick={() => void refetch()}>
            Try again
          </ActButton>
        </Empty>
      </div>
    );
  if (data === undefined)
    return (
      <div className="card card-body">
        <Waiting lines={14} label="Loading findings" />
      </div>
    );
  if (rows.length === 0)
    return (
      <div className="card">
        <Empty title="No finding matches these filters">
          <p>Remove one, or show all again.</p>
          <ActButton variant="default" onClick={() => onChange(NO_FILTER)}>
            Clear filters
          </ActButton>
        </Empty>
      </div>
    );
  return (
    <>
      <RowGrid<FindingRow>
        label="Findings"
        columns={FINDING_COLUMNS}
        rows={rows}
        total={data.pages[0]?.total ?? rows.length}
        keyOf={keyOf}
        density={density}
        sort={search.sort}
        onSort={(sort) => onChange({ sort: (sort ?? undefined) as FindingsSearch['sort'] })}
        onOpen={(row) => onChange({ open: row.id }, open !== undefined)}
        openKey={open}
        onNearEnd={more}
        card={(row) => <FindingCard row={row} />}
      />
      <Keys />
    </>
  );
}

const keyOf = (row: FindingRow) => row.id;

const NO_FILTER: FindingsSearch = {
  tier: undefined,
  verdict: undefined,
  site: undefined,
  department: undefined,
  action: undefined,
  due: undefined,
  disputed: undefined,
  q: undefined,
  open: undefined,
};

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
