import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { call } from '#contract/client';
import type { AbsenceView } from '#contract/vulnerabilities/absence-routes';
import * as api from '#contract/vulnerabilities/absence-routes';
import type { Standing } from '#engine/absence';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { moment, whole } from '../../../ui/words.ts';
import { STANDING_LOOKS, StandingCounts, StatementFiles, standingsOf } from './StandingCounts.tsx';

const POLL_MILLIS = 1500;

/** One statement of absence as it was made: the paragraph to cite, and every device with its grounds. */
export function AbsencePage() {
  const { id } = useParams({ from: '/record/absence/$id' });
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['absence', id],
    queryFn: ({ signal }) => call(api.readStatement, { params: { id } }, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.madeAt === null ? POLL_MILLIS : false),
  });
  useTellCrumb(data?.about ?? null);
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['absence'] });
  }, [client]);
  if (error !== null || data === undefined)
    return (
      <PendingPage
        title="Statement of absence"
        what="statement"
        error={error}
        back={<Link to="/absence">All statements</Link>}
      />
    );
  return (
    <div className="page">
      <title>{`Where ${data.about} is not · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{`Where ${data.about} is, and is not`}</h1>
          <p className="row-wrap muted">
            <span>
              {data.madeAt === null ? 'In progress' : `Made ${moment(data.madeAt)}`} for {data.askedBy}
            </span>
            <About it={data} />
          </p>
        </div>
        {data.madeAt !== null && (
          <div className="head-acts row-wrap">
            <StatementFiles id={data.id} />
          </div>
        )}
      </div>
      {data.madeAt === null && data.jobId !== null && <JobProgress jobId={data.jobId} onEnd={refresh} />}
      {data.counts !== null && (
        <Card title="To cite" className="below">
          <div className="card-body stack">
            <blockquote>{data.text}</blockquote>
            <StandingCounts counts={data.counts} kind={data.kind} />
          </div>
        </Card>
      )}
      {data.counts !== null && <Rows it={data} counts={data.counts} />}
    </div>
  );
}

function About({ it }: { readonly it: AbsenceView }) {
  if (it.kind === 'product') return null;
  return it.kind === 'vulnerability' ? (
    <Link to="/vulnerabilities/$id" params={{ id: it.about }}>
      Open the vulnerability
    </Link>
  ) : (
    <Link to="/advisories/$id" params={{ id: it.about }}>
      Open the advisory
    </Link>
  );
}

interface RowsProps {
  readonly it: AbsenceView;
  readonly counts: NonNullable<AbsenceView['counts']>;
}

function Rows({ it, counts }: RowsProps) {
  const kinds = standingsOf(it.kind).filter(([standing]) => counts[standing] > 0);
  const [standing, setStanding] = useState<Standing>(kinds[0]?.[0] ?? 'absent');
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['absence-rows', it.id, standing],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listStatementRows,
        { params: { id: it.id }, query: { standing, limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
  });
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const [shape, tone] = STANDING_LOOKS[standing];
  return (
    <Card title="Devices">
      <div className="card-body">
        <SegmentedControl
          aria-label="How they stand"
          size="xs"
          data={kinds.map(([value, word]) => ({ value, label: `${word} ${whole(counts[value])}` }))}
          value={standing}
          onChange={(next) => setStanding(next as Standing)}
        />
      </div>
      <Pending what="devices" lines={8} data={data} error={error} />
      {data !== undefined && rows.length === 0 && <Empty title="No device" />}
      {rows.length > 0 && (
        <TableScroll label="Devices">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Device</th>
                <th>What it is</th>
                <th>Answer</th>
                <th>Grounds</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.deviceId}>
                  <td>
                    <Link className="mono" to="/devices/$deviceId" params={{ deviceId: row.deviceId }}>
                      {row.name ?? 'unnamed'}
                    </Link>
                  </td>
                  <td>{row.label}</td>
                  <td>
                    <StateText shape={shape} tone={tone}>
                      {standingsOf(it.kind).find(([key]) => key === row.standing)?.[1] ?? row.standing}
                    </StateText>
                  </td>
                  <td className="second">{row.because}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}
