import { Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { JobView } from '#contract/jobs/routes';
import { ActButton } from '../ui/ActButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { percent, whole } from '../ui/words.ts';
import { hasEnded, useJob } from './jobs.ts';
import { JobState } from './JobState.tsx';

interface JobProgressProps {
  readonly jobId: string;
  /** Told once, when the job has ended while it was watched. */
  readonly onEnd?: (it: JobView) => void;
}

/** How far a job is, what is wrong with it, and what can be done about it; it goes on when one leaves the page. */
export function JobProgress({ jobId, onEnd }: JobProgressProps) {
  const { data, error } = useJob(jobId);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (data === undefined) return;
    if (!hasEnded(data)) wasRunning.current = true;
    else if (wasRunning.current) {
      wasRunning.current = false;
      onEnd?.(data);
    }
  }, [data, onEnd]);
  if (error !== null)
    return (
      <Notice tone="bad" title="The job cannot be followed.">
        {error.message}
      </Notice>
    );
  if (data === undefined) return null;
  return (
    <div className="stack job-progress">
      <div className="row-wrap">
        <JobState it={data} />
        <span className="second">{data.title}</span>
        <span className="push small muted">{amountOf(data)}</span>
      </div>
      {!hasEnded(data) && <JobBar it={data} />}
      {data.failure !== null && (
        <Notice tone={data.state === 'failed' ? 'bad' : 'warn'} title="It failed.">
          {data.failure}
        </Notice>
      )}
      <JobActs it={data} />
    </div>
  );
}

export function JobBar({ it }: { readonly it: JobView }) {
  const share = shareOf(it);
  const label = it.progress.step ?? it.title;
  const idle = it.state === 'waiting';
  return (
    <div>
      <Progress
        value={idle ? 0 : (share ?? 1) * 100}
        animated={!idle && share === null}
        striped={!idle && share === null}
        aria-label={label}
      />
      <p className="visually-hidden" role="status">
        {label}
        {share === null ? '' : ` ${percent(Math.floor(share * 10) / 10)}`}
      </p>
    </div>
  );
}

/** Cancel, retry, and the way to what came of it; what cannot be done says why. */
function JobActs({ it }: { readonly it: JobView }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const run = (route: typeof api.cancelJob | typeof api.retryJob) => {
    call(route, { params: { id: it.id } }).then(
      (view) => {
        setProblem(null);
        client.setQueryData(['job', it.id], view);
        void client.invalidateQueries({ queryKey: ['reconcilers'] });
      },
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <>
      {problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {problem}
        </Notice>
      )}
      <div className="row-wrap">
        {hasEnded(it) ? (
          <ActButton
            variant="default"
            size="xs"
            icon="again"
            disabledReason={it.cannotRetry}
            onClick={() => run(api.retryJob)}
          >
            Run again
          </ActButton>
        ) : (
          <ActButton
            variant="default"
            size="xs"
            icon="close"
            disabledReason={it.cannotCancel}
            onClick={() => run(api.cancelJob)}
          >
            Cancel
          </ActButton>
        )}
        {it.page !== null && <Link to={it.page}>Open what it is about</Link>}
      </div>
    </>
  );
}

function shareOf({ progress: { done, total } }: JobView): number | null {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** "Saving devices, 1,200 of 8,000". */
export function amountOf({ progress: { step, done, total } }: JobView): string {
  const amount = total !== null ? `${whole(done)} of ${whole(total)}` : done === 0 ? null : whole(done);
  return [step, amount].filter((it) => it !== null).join(', ');
}
