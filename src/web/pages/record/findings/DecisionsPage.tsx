import { SegmentedControl, Textarea } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { call } from '#contract/client';
import type { DecisionView } from '#contract/vulnerabilities/decision';
import * as api from '#contract/vulnerabilities/decision-routes';
import { cursor, PAGE, paging } from '../../../data.ts';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { JUSTIFICATION_WORDS, SAYING_WORDS, STATE_LOOKS } from './decision-words.ts';
import type { DecisionsSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';

const TABS = [
  { value: 'requested', label: 'Waiting' },
  { value: 'approved', label: 'In force' },
  { value: 'reopened', label: 'Reopened' },
  { value: 'all', label: 'All' },
] as const;

/** What people decided about findings: who asked, who approved, what it covers, and until when. */
export function DecisionsPage() {
  const { state = 'requested' } = useSearch({ from: '/record/decisions' });
  const navigate = useNavigate({ from: '/decisions' });
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['decisions', state],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listFindingDecisions,
        { query: { ...(state === 'all' ? {} : { state }), limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  return (
    <div className="page">
      <title>Decisions · Patchward</title>
      <div className="head">
        <div>
          <h1>Decisions</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : countOf(data.pages[0]?.total ?? 0, 'decision')}, newest first
          </p>
        </div>
      </div>
      <div className="filters no-print">
        <div>
          <SegmentedControl
            aria-label="State"
            size="xs"
            data={[...TABS]}
            value={state}
            onChange={(it) =>
              void navigate({ search: { state: it as DecisionsSearch['state'] }, replace: true })
            }
          />
        </div>
      </div>
      {error !== null && (
        <div className="card">
          <Empty title="The decisions could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={6} label="Loading decisions" />
        </div>
      )}
      {data !== undefined && items.length === 0 && (
        <div className="card">
          <Empty title={state === 'requested' ? 'Nothing waits for approval' : 'No decision here'}>
            <span>Decisions are requested on a finding: open it, and choose Decide.</span>
            <Link to="/findings">All findings</Link>
          </Empty>
        </div>
      )}
      <div className="stack">
        {items.map((it) => (
          <DecisionCard
            key={it.id}
            it={it}
            together={items.filter((other) => other.batch === it.batch && other.state === 'requested').length}
          />
        ))}
      </div>
      {hasNextPage && (
        <ActButton variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          More
        </ActButton>
      )}
    </div>
  );
}

interface DecisionCardProps {
  readonly it: DecisionView;
  /** How many that were asked for with it still wait, itself among them. */
  readonly together: number;
}

function DecisionCard({ it, together }: DecisionCardProps) {
  const [shape, tone, word] = STATE_LOOKS[it.state];
  return (
    <Card
      title={`${it.vulnerability}: ${SAYING_WORDS[it.says]}`}
      acts={
        <Link to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
          Vulnerability
        </Link>
      }
      note={
        <StateText shape={shape} tone={tone}>
          {word}
        </StateText>
      }
    >
      <dl className="facts card-body">
        <div>
          <dt>Reason</dt>
          <dd>
            {it.justification !== null && `${JUSTIFICATION_WORDS[it.justification]}. `}
            {it.reason}
          </dd>
        </div>
        <div>
          <dt>On</dt>
          <dd>
            {it.filter === '' ? 'all devices' : <span className="mono break">{it.filter}</span>}
            {it.state === 'approved' && <span className="muted"> {countOf(it.devices, 'device')} now</span>}
          </dd>
        </div>
        <div>
          <dt>Until</dt>
          <dd>{day(it.expiresOn)}</dd>
        </div>
        <div>
          <dt>Requested by</dt>
          <dd>
            {it.requestedBy}, {moment(it.requestedAt)}
          </dd>
        </div>
        {it.decidedBy !== null && it.decidedAt !== null && (
          <div>
            <dt>{it.state === 'declined' ? 'Declined by' : 'Approved by'}</dt>
            <dd>
              {it.decidedBy}, {moment(it.decidedAt)}
            </dd>
          </div>
        )}
        {it.endedBecause !== null && it.endedAt !== null && (
          <div>
            <dt>Ended</dt>
            <dd>
              {it.endedBecause}, {moment(it.endedAt)}
            </dd>
          </div>
        )}
      </dl>
      {(it.state === 'requested' || it.state === 'approved') && <Acts it={it} together={together} />}
    </Card>
  );
}

function Acts({ it, together }: DecisionCardProps) {
  const mayNotApprove = useReasonNot('findings.approve');
  const mayNotTriage = useReasonNot('findings.triage');
  const [because, setBecause] = useState<string | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const acting = useActing();
  const client = useQueryClient();
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['decisions'] });
  }, [client]);
  const does = (act: () => Promise<unknown>) =>
    acting.run(async () => {
      await act();
      await client.invalidateQueries({ queryKey: ['decisions'] });
      await client.invalidateQueries({ queryKey: ['record-findings'] });
    });
  const params = { id: it.id };
  const reason = because ?? '';
  const short = reason.trim().length < 3 ? 'Say why first' : null;
  return (
    <div className="card-body stack">
      {because !== null && (
        <Textarea
          label="Why"
          autosize
          minRows={2}
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work">
          {acting.problem}
        </Notice>
      )}
      {jobId !== null && <JobProgress jobId={jobId} onEnd={refresh} />}
      <div className="row-wrap">
        {it.state === 'requested' && because === null && together > 1 && (
          <ActButton
            loading={acting.busy}
            disabledReason={
              mayNotApprove ?? (it.isMine ? 'The person who requested it cannot approve it' : null)
            }
            onClick={() =>
              does(async () => {
                const begun = await call(api.approveDecisions, { params: { id: it.batch } });
                setJobId(begun.jobId);
              })
            }
          >
            Approve all {together} requested together
          </ActButton>
        )}
        {it.state === 'requested' && because === null && (
          <ActButton
            {...(together > 1 ? { variant: 'default' as const } : {})}
            loading={acting.busy}
            disabledReason={
              mayNotApprove ?? (it.isMine ? 'The person who requested it cannot approve it' : null)
            }
            onClick={() => does(() => call(api.approveDecision, { params }))}
          >
            Approve
          </ActButton>
        )}
        {it.state === 'requested' && (
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={mayNotApprove ?? (because === null ? null : short)}
            onClick={() =>
              because === null
                ? setBecause('')
                : does(() => call(api.declineDecision, { params, body: { because: reason } }))
            }
          >
            Decline
          </ActButton>
        )}
        <ActButton
          variant="default"
          loading={acting.busy}
          disabledReason={mayNotTriage ?? (because === null ? null : short)}
          onClick={() =>
            because === null
              ? setBecause('')
              : does(() => call(api.withdrawDecision, { params, body: { because: reason } }))
          }
        >
          Withdraw
        </ActButton>
      </div>
    </div>
  );
}
