import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { call } from '#contract/client';
import { addressOf } from '#contract/kit';
import * as api from '#contract/inventory/reconciliation-routes';
import type { ReconciliationDetail } from '#contract/inventory/reconciliation-routes';
import { whyNotChange } from '#engine/reconciliation';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { FileMenu } from '../../../ui/FileMenu.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { MissingCard, PairsCard, PlacesCard, SourcesCard } from './ComparisonCards.tsx';
import { DiscrepanciesCard } from './DiscrepanciesCard.tsx';
import { ReportState } from './ReportState.tsx';
import { SignCard } from './SignCard.tsx';
import { TrendTiles } from './TrendTiles.tsx';
import './reconciliation.css';

/** One report: who has which devices, what is amiss and who sees to it, and who answers for it. */
export function ReconciliationPage() {
  const { reportId } = useParams({ from: '/record/reconciliations/$reportId' });
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['reconciliation', reportId],
    queryFn: ({ signal }) => call(api.readReconciliation, { params: { id: reportId } }, { signal }),
    staleTime: 0,
    // The job may have ended between its state being read and being watched.
    refetchInterval: ({ state }) => (state.data?.state === 'making' ? 2000 : false),
  });
  useTellCrumb(data === undefined ? null : moment(data.asOf ?? data.madeAt));
  if (error !== null || data === undefined)
    return (
      <PendingPage
        title="Reconciliation report"
        what="report"
        error={error}
        back={<Link to="/reconciliations">All reports</Link>}
      />
    );
  return (
    <div className="page">
      <title>Reconciliation report · Patchward</title>
      <Head it={data} />
      {data.state === 'making' ? (
        data.jobId !== null && (
          <div className="card card-body">
            <JobProgress
              jobId={data.jobId}
              onEnd={() => void client.invalidateQueries({ queryKey: ['reconciliation', reportId] })}
            />
          </div>
        )
      ) : (
        <>
          <TrendTiles it={data} />
          <div className="columns">
            <div className="stack">
              <SourcesCard it={data} />
              <DiscrepanciesCard report={data} />
              <PairsCard it={data} />
            </div>
            <div className="stack">
              <SignCard it={data} />
              <MissingCard it={data} />
              <PlacesCard it={data} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function Head({ it }: { readonly it: ReconciliationDetail }) {
  return (
    <div className="head">
      <div>
        <h1>Reconciliation report</h1>
        <p className="row-wrap second">
          <ReportState it={it} />
          <span>{it.asOf === null ? 'being made' : `inventory as of ${moment(it.asOf)}`}</span>
          {it.asOf !== null && <span>{countOf(it.devices, 'device')} you may see</span>}
          <span>{`requested by ${it.madeBy}`}</span>
          <span>{`unseen means ${it.unseenDays} days without a word from the network`}</span>
        </p>
      </div>
      <Acts it={it} />
    </div>
  );
}

function Acts({ it }: { readonly it: ReconciliationDetail }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.reconcile');
  const fixed = it.state === 'making' ? null : whyNotChange(changed(it));
  const drop = () =>
    acting.run(async () => {
      await call(api.dropReconciliation, { params: { id: it.id } });
      await client.invalidateQueries({ queryKey: ['reconciliations'] });
      await navigate({ to: '/reconciliations' });
    });
  const file = (format: 'csv' | 'xlsx', title: string, note: string) => ({
    title,
    note,
    href: addressOf(api.exportReconciliation, { params: { id: it.id }, query: { format } }),
  });
  return (
    <div className="head-acts">
      {it.state !== 'making' && (
        <>
          <FileMenu
            label="Export"
            files={[
              file('xlsx', 'Excel workbook', 'figures, signatures, discrepancies'),
              file('csv', 'CSV', 'the discrepancies'),
            ]}
          />
          <ActButton variant="default" icon="file" onClick={() => window.print()}>
            Print
          </ActButton>
        </>
      )}
      {it.state !== 'signed' && (
        <ActButton variant="default" loading={acting.busy} disabledReason={mayNot ?? fixed} onClick={drop}>
          Discard
        </ActButton>
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
    </div>
  );
}

function changed({ state, signatures }: ReconciliationDetail) {
  return { state, signerIds: signatures.map((it) => it.personId) };
}
