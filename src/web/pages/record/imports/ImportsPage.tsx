import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { ImportView } from '#contract/inventory/import';
import { cursor, paging } from '../../../data.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';
import { ImportDrop } from './ImportDrop.tsx';
import { ImportState } from './ImportState.tsx';
import { useReasonNot } from '../session.ts';

const PAGE_ROWS = 50;

/** Start an import, and see those there were. */
export function ImportsPage() {
  const reasonNot = useReasonNot('inventory.import');
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ signal, pageParam }) =>
      call(api.listImports, { query: { limit: PAGE_ROWS, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    enabled: reasonNot === null,
  });
  const imports = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  return (
    <div className="page">
      <title>Imports · Patchward</title>
      <div className="head">
        <div>
          <h1>Imports</h1>
          <p className="muted">File → columns → preview → apply → rejected rows</p>
        </div>
        <div className="head-acts">
          <Link className="button-link" to="/sources">
            Sources
          </Link>
        </div>
      </div>
      <div className="stack">
        <ImportDrop />
        <Card title="History" note={total === undefined ? undefined : countOf(total, 'import')}>
          {error !== null && <Empty title="The imports could not be read">{error.message}</Empty>}
          {reasonNot !== null && <Empty title="You have no permission to see imports">{reasonNot}</Empty>}
          {reasonNot === null && data === undefined && error === null && (
            <div className="card-body">
              <Waiting lines={4} label="Loading imports" />
            </div>
          )}
          {data !== undefined && imports.length === 0 && (
            <Empty title="Nothing imported yet">The first file makes the first devices.</Empty>
          )}
          {imports.length > 0 && <ImportsTable imports={imports} />}
          {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
        </Card>
      </div>
    </div>
  );
}

function ImportsTable({ imports }: { readonly imports: readonly ImportView[] }) {
  return (
    <TableScroll label="Imports">
      <table className="plain-table">
        <thead>
          <tr>
            <th>File</th>
            <th className="wide-only">Source</th>
            <th>State</th>
            <th className="right wide-only">Create</th>
            <th className="right wide-only">Change</th>
            <th className="right wide-only">Rejected</th>
            <th className="wide-only">By</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {imports.map((it) => (
            <tr key={it.id}>
              <td className="break">
                <Link to="/imports/$importId" params={{ importId: it.id }}>
                  {it.file}
                </Link>
              </td>
              <td className="second break wide-only">{it.source}</td>
              <td>
                <ImportState state={it.state} />
              </td>
              <td className="right wide-only">{whole(it.counts.create)}</td>
              <td className="right wide-only">{whole(it.counts.change)}</td>
              <td className="right wide-only">{whole(it.counts.rejected)}</td>
              <td className="second wide-only">{it.createdBy}</td>
              <td className="second">{moment(it.appliedAt ?? it.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
