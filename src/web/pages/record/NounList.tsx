import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import type { Page } from '#contract/page';
import { cursor, PAGE, paging } from '../../data.ts';
import { useDensity } from '../../parts/density.ts';
import { Empty } from '../../ui/Empty.tsx';
import { type GridColumn, RowGrid } from '../../ui/RowGrid.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf } from '../../ui/words.ts';
import { FilterBox } from './FilterBox.tsx';
import { QuickFilters } from './QuickFilters.tsx';

/** What a list of nouns asks the server for. */
export interface NounAsk {
  readonly filter: string;
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string;
}

interface NounListProps<T> {
  readonly title: string;
  /** "model", "models". */
  readonly one: string;
  readonly many: string;
  readonly intro: string;
  readonly placeholder: string;
  /** What is often asked of these, and its term. */
  readonly questions?: readonly (readonly [string, string])[];
  readonly sort: string;
  readonly read: (ask: NounAsk, signal: AbortSignal) => Promise<Page<T>>;
  readonly columns: readonly GridColumn<T>[];
  readonly keyOf: (row: T) => string;
  readonly onOpen: (row: T) => void;
  readonly card: (row: T) => ReactNode;
  readonly acts?: ReactNode;
  /** Above the list: a form that was opened. */
  readonly children?: ReactNode;
  readonly empty: ReactNode;
}

/** A list of vendors, models, departments or segments; filter, order and count are the server's. */
export function NounList<T>(props: NounListProps<T>) {
  const { title, one, many, read, keyOf } = props;
  const search: { readonly filter?: string; readonly sort?: string } = useSearch({ strict: false });
  const { filter = '', sort = props.sort } = search;
  const navigate = useNavigate();
  const [density] = useDensity();
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: [many, filter, sort],
    queryFn: ({ signal, pageParam }) => read({ filter, sort, limit: PAGE, ...cursor(pageParam) }, signal),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const change = (next: { readonly filter?: string | undefined; readonly sort?: string | undefined }) =>
    void navigate({
      to: '.',
      search: (now: object) => ({ ...now, ...next }),
      replace: true,
      resetScroll: false,
    });
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const isEmpty = data !== undefined && rows.length === 0 && !isPlaceholderData && error === null;
  return (
    <div className="page">
      <title>{`${title} · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{title}</h1>
          <p className="muted" role="status">
            {total === undefined
              ? 'Counting'
              : `${countOf(total, one, many)}${filter === '' ? '' : total === 1 ? ' matches' : ' match'} · ${props.intro}`}
          </p>
        </div>
        {props.acts !== undefined && <div className="head-acts">{props.acts}</div>}
      </div>
      {props.children}
      <search className="filters no-print" aria-label={`Filter ${many}`}>
        <div className="filter-row">
          <FilterBox
            value={filter}
            placeholder={props.placeholder}
            problem={error?.message ?? null}
            onChange={(it) => change({ filter: it === '' ? undefined : it })}
          />
        </div>
        {props.questions !== undefined && (
          <QuickFilters
            questions={props.questions}
            filter={filter}
            onChange={(it) => change({ filter: it === '' ? undefined : it })}
          />
        )}
      </search>
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={12} label={`Loading ${many}`} />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className="card">
          <Empty title={`The ${many} could not be read`}>{error.message}</Empty>
        </div>
      )}
      {isEmpty && (
        <div className="card">
          {filter === '' ? (
            props.empty
          ) : (
            <Empty title={`No ${one} matches this filter`}>
              <button type="button" className="link" onClick={() => change({ filter: undefined })}>
                Clear the filter
              </button>
            </Empty>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<T>
          label={title}
          columns={props.columns}
          rows={rows}
          total={total ?? rows.length}
          keyOf={keyOf}
          density={density}
          sort={sort}
          onSort={(it) => change({ sort: it ?? undefined })}
          onOpen={props.onOpen}
          onNearEnd={more}
          card={props.card}
        />
      )}
    </div>
  );
}
