import { useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { api } from '#contract/api';
import type { RejectRow } from '#contract/assessments/lists';
import { addressOf } from '#contract/kit';
import { useRejects } from '../../data.ts';
import { FIELD_NAMES } from '../../parts/fields.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { type GridColumn, RowGrid } from '../../ui/RowGrid.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { capital, countOf, whole } from '../../ui/words.ts';

/** Nothing is lost in silence: what could not be taken stands here with its reason. */
export function RejectsPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useRejects(id);
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Rejected rows</h1>
          <p className="muted">
            {total === undefined
              ? 'Counting'
              : `${countOf(total, 'row or value', 'rows and values')} of the inventory and the feeds that could not be taken`}
          </p>
        </div>
        {rows.length > 0 && (
          <div className="head-acts">
            <a
              className="button-link"
              download
              href={addressOf(api.exportAssessment, { params: { id }, query: { format: 'rejects' } })}
            >
              <Icon name="down" size={14} />
              Download to repair
            </a>
          </div>
        )}
      </div>
      {error !== null && <Empty title="The rejected rows could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={8} />
        </div>
      )}
      {data !== undefined && rows.length === 0 && (
        <div className="card">
          <Empty title="Everything was taken">Every row and every value of the files was understood.</Empty>
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<RejectRow>
          label="Rejected rows"
          columns={COLUMNS}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => `${it.file} ${it.line ?? ''} ${it.field ?? ''} ${it.reason}`}
          density="roomy"
          onNearEnd={more}
          card={(row) => <RejectCard row={row} />}
        />
      )}
    </div>
  );
}

const COLUMNS: readonly GridColumn<RejectRow>[] = [
  {
    key: 'line',
    title: 'Line',
    track: '72px',
    align: 'right',
    cell: (it) => (it.line === null ? '–' : whole(it.line)),
  },
  {
    key: 'file',
    title: 'File',
    track: 'minmax(120px, 0.7fr)',
    from: 800,
    cell: (it) => <span className="second">{it.file}</span>,
  },
  {
    key: 'field',
    title: 'Field',
    track: '140px',
    cell: (it) => fieldName(it.field),
  },
  {
    key: 'reason',
    title: 'Reason',
    track: 'minmax(200px, 1.4fr)',
    cell: (it) => (
      <span className="two" title={it.reason}>
        {capital(it.reason)}
      </span>
    ),
  },
  {
    key: 'raw',
    title: 'As it stood',
    track: 'minmax(160px, 1fr)',
    from: 700,
    cell: (it) => (
      <span className="two mono muted" title={it.raw ?? ''}>
        {it.raw ?? ''}
      </span>
    ),
  },
];

const NAMES: Readonly<Record<string, string>> = FIELD_NAMES;

/** A column that feeds no field goes by its own name. */
function fieldName(field: string | null): string {
  return field === null ? 'Whole row' : (NAMES[field] ?? field);
}

function RejectCard({ row }: { readonly row: RejectRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <b>{fieldName(row.field)}</b>
        <span className="push small muted">{row.line === null ? '' : `line ${whole(row.line)}`}</span>
      </div>
      <div>{capital(row.reason)}</div>
      <div className="cut small muted mono">{row.raw ?? row.file}</div>
    </div>
  );
}
