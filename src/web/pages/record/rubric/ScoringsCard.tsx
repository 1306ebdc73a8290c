import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as findingApi from '#contract/vulnerabilities/routes';
import type { ScoringView } from '#contract/vulnerabilities/scoring-routes';
import * as api from '#contract/vulnerabilities/scoring-routes';
import { type Answers, scoreRubric } from '#engine/rubric';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { filterFor } from '../findings/DecideForm.tsx';
import { useReasonNot } from '../session.ts';
import { RubricForm } from './RubricForm.tsx';
import { MetricLines } from './RubricResult.tsx';

const LOOKS: Readonly<Record<ScoringView['state'], readonly [Shape, Tone, string]>> = {
  requested: ['half', 'warn', 'Waits for approval'],
  approved: ['check', 'good', 'Counts'],
  declined: ['octagon', 'idle', 'Declined'],
  withdrawn: ['ring', 'idle', 'Withdrawn'],
  replaced: ['ring', 'idle', 'Replaced'],
};

/** What people scored a vulnerability by the rubric for medical devices, and the form to do so. */
export function ScoringsCard({ vulnerability }: { readonly vulnerability: string }) {
  const [scoring, setScoring] = useState<{ readonly filter: string; readonly answers: Answers } | null>(null);
  const mayNot = useReasonNot('findings.triage');
  const { data, error } = useQuery({
    queryKey: ['scorings', 'of', vulnerability],
    queryFn: ({ signal }) => call(api.listScorings, { params: { id: vulnerability } }, { signal }),
    staleTime: 0,
  });
  const { data: touched } = useQuery({
    queryKey: ['record-findings', 'one', vulnerability],
    queryFn: ({ signal }) =>
      call(
        findingApi.findFindings,
        { query: { filter: `vulnerability:=${vulnerability}`, limit: 1 } },
        { signal },
      ),
    staleTime: 60_000,
  });
  const [finding] = touched?.items ?? [];
  const begin = (answers: Answers, filter: string) => setScoring({ answers, filter });
  return (
    <Card
      title="Score by the rubric for medical devices"
      note="counts once somebody else approves it"
      acts={
        scoring === null && (
          <ActButton
            size="xs"
            variant="default"
            disabledReason={mayNot}
            onClick={() => begin({}, finding === undefined ? '' : filterFor(finding))}
          >
            Score it
          </ActButton>
        )
      }
    >
      <Pending what="scores" lines={2} data={data} error={error} />
      {scoring !== null && (
        <RubricForm
          vulnerability={vulnerability}
          filter={scoring.filter}
          answers={scoring.answers}
          onDone={() => setScoring(null)}
          onCancel={() => setScoring(null)}
        />
      )}
      {data?.items.length === 0 && scoring === null && (
        <p className="card-body muted">
          Nobody has scored it for a model. CVSS is made for office computers; the rubric asks what the
          weakness does to diagnosis, therapy and work on the ward.
        </p>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="lines card-body">
          {data.items.map((it) => (
            <ScoringLine key={it.id} it={it} onAgain={() => begin(it.answers, it.filter)} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ScoringLine({ it, onAgain }: { readonly it: ScoringView; readonly onAgain: () => void }) {
  const [shape, tone, word] = LOOKS[it.state];
  const score = it.environmentalScore ?? it.baseScore;
  return (
    <li>
      <span className="row-wrap">
        <b>{score.toFixed(1)}</b>
        <StateText shape={shape} tone={tone}>
          {word}
        </StateText>
        <span className="muted">
          {it.was === null
            ? 'nobody had scored it'
            : `sources said ${it.was.score.toFixed(1)}, by ${it.was.by}`}
        </span>
      </span>
      <span className="mono small block break">{it.vector}</span>
      <span className="mono small block break">{it.filter}</span>
      <span className="block">{it.rationale}</span>
      <span className="muted small block">
        {`${it.requestedBy}, ${moment(it.requestedAt)}`}
        {it.decidedBy !== null &&
          it.decidedAt !== null &&
          `; ${it.state === 'declined' ? 'declined' : 'approved'} by ${it.decidedBy}, ${moment(it.decidedAt)}`}
        {it.endedBecause !== null && `; ended: ${it.endedBecause}`}
      </span>
      <details>
        <summary>Which answers set it</summary>
        <MetricLines it={scoreRubric(it.answers)} />
      </details>
      <Acts it={it} onAgain={onAgain} />
    </li>
  );
}

function Acts({ it, onAgain }: { readonly it: ScoringView; readonly onAgain: () => void }) {
  const [because, setBecause] = useState<{
    readonly to: 'decline' | 'withdraw';
    readonly text: string;
  } | null>(null);
  const mayNotTriage = useReasonNot('findings.triage');
  const mayNotApprove = useReasonNot('findings.approve');
  const acting = useActing();
  const client = useQueryClient();
  const does = (act: () => Promise<unknown>) =>
    acting.run(async () => {
      await act();
      setBecause(null);
      await client.invalidateQueries({ queryKey: ['scorings'] });
    });
  const params = { id: it.id };
  const isWaiting = it.state === 'requested';
  if (because !== null) {
    const short = because.text.trim().length < 3 ? 'Say why' : null;
    const end = () =>
      does(() =>
        call(because.to === 'decline' ? api.declineScoring : api.withdrawScoring, {
          params,
          body: { because: because.text },
        }),
      );
    return (
      <form
        className="row-wrap"
        onSubmit={(event) => {
          event.preventDefault();
          if (short === null) end();
        }}
      >
        <TextInput
          aria-label="Why"
          placeholder="Why"
          size="xs"
          value={because.text}
          error={acting.problem}
          onChange={(event) => setBecause({ ...because, text: event.currentTarget.value })}
        />
        <ActButton size="xs" variant="default" loading={acting.busy} disabledReason={short} onClick={end}>
          {because.to === 'decline' ? 'Decline' : 'Withdraw'}
        </ActButton>
      </form>
    );
  }
  return (
    <span className="row-wrap">
      {isWaiting && (
        <ActButton
          size="xs"
          loading={acting.busy}
          disabledReason={mayNotApprove ?? (it.isMine ? 'You scored it: another person approves it' : null)}
          onClick={() => does(() => call(api.approveScoring, { params }))}
        >
          Approve
        </ActButton>
      )}
      {isWaiting && (
        <ActButton
          size="xs"
          variant="default"
          disabledReason={mayNotApprove}
          onClick={() => setBecause({ to: 'decline', text: '' })}
        >
          Decline
        </ActButton>
      )}
      {(isWaiting || it.state === 'approved') && (
        <ActButton
          size="xs"
          variant="default"
          disabledReason={mayNotTriage}
          onClick={() => setBecause({ to: 'withdraw', text: '' })}
        >
          Withdraw
        </ActButton>
      )}
      <ActButton size="xs" variant="default" disabledReason={mayNotTriage} onClick={onAgain}>
        Score anew from these
      </ActButton>
      {acting.problem !== null && <span className="problem small">{acting.problem}</span>}
    </span>
  );
}
