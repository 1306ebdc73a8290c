import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/reconciliation-routes';
import type { ReconciliationView } from '#contract/inventory/reconciliation-routes';
import { DISCREPANCY_KINDS } from '#engine/reconciliation';
import { cursor, PAGE, paging } from '../../../data.ts';
import { ChartActs } from '../../../parts/ChartActs.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { downloadCsv } from '../../../ui/download-csv.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, midSentence, moment, percent, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import type { Line } from '../today/TrendChart.tsx';
import { ReportState } from './ReportState.tsx';

const TrendChart = lazy(async () => import('../today/TrendChart.tsx'));

/** Reports that hold the sources of the inventory against each other: made monthly and on demand, signed by two people. */
export function ReconciliationsPage() {
  const navigate = useNavigate();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.reconcile');
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['reconciliations'],
    queryFn: ({ signal, pageParam }) =>
      call(api.listReconciliations, { query: { limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  const make = () =>
    acting.run(async () => {
      const { id } = await call(api.startReconciliation, { body: {} });
      await navigate({ to: '/reconciliations/$reportId', params: { reportId: id } });
    });
  return (
    <div className="page">
      <title>Reconciliation · Patchward</title>
      <div className="head">
        <div>
          <h1>Reconciliation</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : countOf(data.pages[0]?.total ?? 0, 'report')}, newest first ·
            one makes itself each month
          </p>
        </div>
        <div className="head-acts">
          <ActButton icon="plus" loading={acting.busy} disabledReason={mayNot} onClick={make}>
            Make a report now
          </ActButton>
        </div>
      </div>
      {acting.problem !== null && (
        <Notice tone="bad" title="No report is being made." urgent>
          {acting.problem}
        </Notice>
      )}
      {error !== null && (
        <div className="card">
          <Empty title="The reports could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={8} label="Loading reports" />
        </div>
      )}
      {data !== undefined && items.length === 0 && (
        <div className="card">
          <Empty title="No report yet">
            <span>A report says who has which devices and who does not, and what has to be put right.</span>
          </Empty>
        </div>
      )}
      {items.length > 0 && (
        <div className="stack">
          <SharesCard reports={items} />
          <ReportsCard reports={items} />
        </div>
      )}
      {hasNextPage && (
        <ActButton variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          More
        </ActButton>
      )}
    </div>
  );
}

function ReportsCard({ reports }: { readonly reports: readonly ReconciliationView[] }) {
  return (
    <Card title="Reports" footer="Counts are of the devices you may see.">
      <TableScroll label="Reports">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Inventory as of</th>
              <th>State</th>
              <th className="right">Devices</th>
              {DISCREPANCY_KINDS.map((it) => (
                <th key={it} className="right">
                  {SHORT[it]}
                </th>
              ))}
              <th>Signed by</th>
            </tr>
          </thead>
          <tbody>
            {reports.map((it) => (
              <tr key={it.id}>
                <td className="nowrap">
                  <Link to="/reconciliations/$reportId" params={{ reportId: it.id }}>
                    {moment(it.asOf ?? it.madeAt)}
                  </Link>
                </td>
                <td>
                  <ReportState it={it} />
                </td>
                <td className="right">{it.state === 'making' ? '—' : whole(it.devices)}</td>
                {DISCREPANCY_KINDS.map((kind) => (
                  <td key={kind} className="right">
                    {it.state === 'making' ? '—' : whole(it.counts[kind] ?? 0)}
                  </td>
                ))}
                <td>
                  {it.signatures.length === 0 ? (
                    <span className="muted">nobody</span>
                  ) : (
                    it.signatures.map((by) => by.by).join(', ')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

const SHORT = {
  unregistered: 'In no register',
  unseen: 'Unseen',
  duplicate: 'Possible duplicate',
  conflicting: 'Disputed',
  incomplete: 'Incomplete',
} as const;

const DRAWN = ['unregistered', 'unseen', 'conflicting', 'incomplete'] as const;
const REPORTS_MIN = 2;

/** How much of the inventory is free of each discrepancy, report by report. */
function SharesCard({ reports }: { readonly reports: readonly ReconciliationView[] }) {
  const [asTable, setAsTable] = useState(false);
  const told = reports.filter((it) => it.asOf !== null && it.devices > 0).toReversed();
  if (told.length < REPORTS_MIN) return null;
  const lines = DRAWN.map(
    (kind): Line => ({
      title: `Without: ${midSentence(SHORT[kind])}`,
      points: told.map((it) => ({ on: it.asOf ?? '', value: 1 - (it.counts[kind] ?? 0) / it.devices })),
    }),
  );
  const save = () =>
    downloadCsv('reconciliation-trend.csv', [
      ['Report', ...lines.map((it) => it.title)],
      ...told.map((it, index) => [it.asOf, ...lines.map((line) => line.points[index]?.value ?? null)]),
    ]);
  return (
    <Card
      title="How well the sources fit"
      acts={<ChartActs asTable={asTable} onTable={setAsTable} onExport={save} />}
      footer="Share of devices without each discrepancy, report by report."
    >
      <div className="card-body">
        {asTable ? (
          <TableScroll label="Shares by report">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>Report</th>
                  {lines.map((it) => (
                    <th key={it.title} className="right">
                      {it.title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {told.map((it, index) => (
                  <tr key={it.id}>
                    <td className="nowrap">{moment(it.asOf ?? '')}</td>
                    {lines.map((line) => (
                      <td key={line.title} className="right">
                        {percent(line.points[index]?.value ?? 0)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        ) : (
          <Suspense fallback={<Waiting lines={8} label="Loading chart" />}>
            <TrendChart lines={lines} of="shares" />
          </Suspense>
        )}
      </div>
    </Card>
  );
}
