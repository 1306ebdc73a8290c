import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { call } from '#contract/client';
import type { RecallDetail } from '#contract/vulnerabilities/recall';
import * as api from '#contract/vulnerabilities/recall-routes';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf, day } from '../../../ui/words.ts';
import { Dossier, DossierHead } from '../Dossier.tsx';
import { HistoryCard } from '../vulnerabilities/HistoryCard.tsx';
import { useReasonNot } from '../session.ts';
import { WithdrawForm } from '../WithdrawForm.tsx';
import { RecallClassPill, RecallStateText } from './recall-words.tsx';
import { RecalledDevicesCard } from './RecalledDevicesCard.tsx';
import { refreshRecalls } from './SettleForm.tsx';
import { RecallWorkCard } from './RecallWorkCard.tsx';

/** One recall: what the report says, which devices it means and why, and what was done. */
export function RecallPage() {
  const { id } = useParams({ from: '/record/recalls/$id' });
  const { data, error } = useQuery({
    queryKey: ['recall', id],
    queryFn: ({ signal }) => call(api.readRecall, { params: { id } }, { signal }),
    staleTime: 0,
  });
  return (
    <Dossier<RecallDetail>
      id={id}
      noun="recall"
      list={{ to: '/recalls', label: 'All recalls' }}
      data={data}
      error={error}
      head={(it) => <Head it={it} />}
      main={(it) => <WhatItMeans it={it} />}
      side={(it) => (
        <>
          <RecallWorkCard key={`${it.state} ${it.owner?.id ?? ''} ${it.stateReason ?? ''}`} it={it} />
          {it.kind === 'communication' && it.goneAt === null && <TakeBackCard id={it.id} />}
          <HistoryCard events={it.history} />
        </>
      )}
    />
  );
}

function WhatItMeans({ it }: { readonly it: RecallDetail }) {
  return (
    <>
      {it.goneAt !== null && (
        <Notice tone="idle" title={it.kind === 'recall' ? 'The feeds have it no more' : 'It was withdrawn'}>
          It means no device any more; what was done stays here.
        </Notice>
      )}
      <RecalledDevicesCard recall={it.id} title="Affected devices" verdict="affected" total={it.affected} />
      <RecalledDevicesCard
        recall={it.id}
        title="Devices of which it can’t be told"
        verdict="undetermined"
        total={it.undetermined}
      />
      <RecalledDevicesCard
        recall={it.id}
        title="Named, and not affected"
        verdict="not-affected"
        total={it.notAffected}
      />
      <ReportCard it={it} />
    </>
  );
}

/** A communication that was entered by mistake, or does not hold any more. */
function TakeBackCard({ id }: { readonly id: string }) {
  const mayNot = useReasonNot('findings.triage');
  const client = useQueryClient();
  const withdraw = async (because: string) => {
    await call(api.withdrawCommunication, { params: { id }, body: { because } });
    await refreshRecalls(client);
  };
  return (
    <Card title="Withdraw">
      <div className="card-body stack">
        <WithdrawForm mayNot={mayNot} withdraw={withdraw} />
      </div>
    </Card>
  );
}

function Head({ it }: { readonly it: RecallDetail }) {
  return (
    <DossierHead
      title={it.id}
      facts={
        <>
          <RecallClassPill it={it.recallClass} />
          <RecallStateText it={it} />
          <span>{`${countOf(it.affected, 'device')} affected`}</span>
          {it.undetermined > 0 && <span>{`${countOf(it.undetermined, 'device')} can’t be told`}</span>}
          {it.firm !== null && <span>{it.firm}</span>}
          {it.initiatedOn !== null && <span className="muted">{`begun ${day(it.initiatedOn)}`}</span>}
        </>
      }
    >
      {it.title !== null && <p className="strong">{it.title}</p>}
      <p>{it.description ?? 'The report does not describe the product.'}</p>
    </DossierHead>
  );
}

function ReportCard({ it }: { readonly it: RecallDetail }) {
  const lines: readonly (readonly [string, string | null])[] = [
    ['Reason', it.reason],
    ['Action', it.action],
    ['Which units', it.codeInfo],
    ['Product code', it.productCode],
    ['Status at the agency', it.status],
    ['Ended', it.endedOn === null ? null : day(it.endedOn)],
    ['How many', it.quantity],
    ['Shipped to', it.distribution],
  ];
  return (
    <Card
      title={it.kind === 'recall' ? 'What the report says' : 'What the communication says'}
      note={it.kind === 'recall' ? 'of the FDA, in its words' : `entered by ${it.toldBy ?? 'somebody'}`}
      acts={
        it.url !== null && (
          <a href={it.url} target="_blank" rel="noreferrer">
            Read it
          </a>
        )
      }
    >
      <dl className="facts card-body">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={value === null ? 'muted' : 'break'}>{value ?? 'not stated'}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
