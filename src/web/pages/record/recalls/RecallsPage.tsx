import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { RecallView } from '#contract/vulnerabilities/recall';
import * as api from '#contract/vulnerabilities/recall-routes';
import { DueText } from '../../../parts/states.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { day } from '../../../ui/words.ts';
import { NounList } from '../NounList.tsx';
import { useReasonNot } from '../session.ts';
import { CommunicationForm } from './CommunicationForm.tsx';
import { RecallExportMenu } from './RecallExportMenu.tsx';
import { RecallClassPill, RecallReach, RecallStateText } from './recall-words.tsx';

const COLUMNS: readonly GridColumn<RecallView>[] = [
  {
    key: 'class',
    title: 'Class',
    track: '124px',
    sort: ['class', '-class'],
    cell: (it) => <RecallClassPill it={it.recallClass} />,
  },
  {
    key: 'id',
    title: 'Recall',
    track: '124px',
    sort: ['recall', '-recall'],
    cell: (it) => <RecallLink id={it.id} />,
  },
  {
    key: 'product',
    title: 'Product',
    track: 'minmax(180px, 2fr)',
    cell: (it) => <b className="two">{it.title ?? it.description ?? 'not described'}</b>,
  },
  {
    key: 'firm',
    title: 'Firm',
    track: 'minmax(110px, 0.9fr)',
    from: 1080,
    cell: (it) => <span className="two second">{it.firm ?? 'not stated'}</span>,
  },
  {
    key: 'devices',
    title: 'Devices',
    track: '92px',
    align: 'right',
    sort: ['-devices', 'devices'],
    cell: (it) => <RecallReach it={it} />,
  },
  { key: 'state', title: 'State', track: '120px', from: 760, cell: (it) => <RecallStateText it={it} /> },
  {
    key: 'due',
    title: 'Due',
    track: '112px',
    sort: ['due', '-due'],
    cell: (it) => <DueText due={it.due} none="—" />,
  },
  {
    key: 'initiated',
    title: 'Begun',
    track: '112px',
    from: 900,
    sort: ['-initiated', 'initiated'],
    cell: (it) => <BegunText it={it} />,
  },
];

const QUESTIONS = [
  ['To be resolved', 'waits:yes'],
  ['Overdue', 'due:<today'],
  ['Due within 7 days', 'due:today..today+7d'],
  ['Class I', 'class:I'],
  ['Can’t be told', 'undetermined:>0'],
  ['Unassigned', 'owner:none'],
  ['Safety communications', 'kind:communication'],
  ['New this week', 'known:<7d'],
] as const;

function RecallLink({ id }: { readonly id: string }) {
  return (
    <Link className="mono two" to="/recalls/$id" params={{ id }}>
      {id}
    </Link>
  );
}

function BegunText({ it }: { readonly it: RecallView }) {
  return it.initiatedOn === null ? <span className="muted">not stated</span> : day(it.initiatedOn);
}

/** Every recall and correction that feeds brought, with what it comes to here. */
export function RecallsPage() {
  const navigate = useNavigate();
  const { filter = '' } = useSearch({ from: '/record/recalls' });
  const [telling, setTelling] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  return (
    <NounList<RecallView>
      title="Recalls"
      one="recall"
      many="recalls"
      intro="and safety communications, also those that mean no device here"
      placeholder="Words, or waits:yes class:I due:<=today firm:philips"
      questions={QUESTIONS}
      sort="-devices,-initiated"
      read={(query, signal) => call(api.listRecalls, { query }, { signal })}
      columns={COLUMNS}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/recalls/$id', params: { id: it.id } })}
      card={(it) => <RecallCard it={it} />}
      acts={
        <>
          <ActButton
            size="xs"
            variant="default"
            icon="plus"
            disabledReason={mayNot}
            onClick={() => setTelling(true)}
          >
            Safety communication
          </ActButton>
          <RecallExportMenu filter={filter} />
        </>
      }
      empty={
        <Empty title="No recalls yet">
          <span>
            They come with the openFDA feed, once it has been read. No recall is no proof of safety.
          </span>
          <Link to="/feeds">Look at the feeds</Link>
        </Empty>
      }
    >
      {telling && <CommunicationForm onCancel={() => setTelling(false)} />}
    </NounList>
  );
}

function RecallCard({ it }: { readonly it: RecallView }) {
  return (
    <div className="finding-card">
      <div className="row">
        <RecallClassPill it={it.recallClass} />
        <RecallLink id={it.id} />
        <span className="push small">
          <RecallReach it={it} />
        </span>
      </div>
      <div className="cut">
        <b>{it.title ?? it.description ?? 'not described'}</b>
      </div>
      <div className="row small">
        <RecallStateText it={it} />
        <span className="push">
          <DueText due={it.due} none="" />
        </span>
      </div>
    </div>
  );
}
