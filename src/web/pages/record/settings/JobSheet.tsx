import { useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { JobView } from '#contract/jobs/routes';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { useJob } from '../../../parts/jobs.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { moment } from '../../../ui/words.ts';

/** One job: how far it is, what it said, and what can be done about it. */
export function JobSheet({ id }: { readonly id: string }) {
  const { data } = useJob(id);
  return (
    <div className="sheet-form stack">
      <h2>{data?.words ?? 'Job'}</h2>
      <JobProgress jobId={id} />
      {data !== undefined && <JobFacts it={data} />}
      <JobLog id={id} mark={data === undefined ? '' : `${data.state} ${data.progress.done}`} />
    </div>
  );
}

function JobFacts({ it }: { readonly it: JobView }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Requested', `${moment(it.createdAt)}, by ${it.createdBy}`],
    ['Runs next', it.state === 'waiting' ? moment(it.runAfter) : null],
    ['Started', it.startedAt === null ? null : moment(it.startedAt)],
    ['Ended', it.endedAt === null || it.state === 'running' ? null : moment(it.endedAt)],
    ['Failed so far', it.failures === 0 ? null : `${it.failures} times`],
  ];
  return (
    <dl className="plain-list">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function JobLog({ id, mark }: { readonly id: string; readonly mark: string }) {
  const { data, error } = useQuery({
    queryKey: ['job-log', id, mark],
    queryFn: ({ signal }) => call(api.readJobLog, { params: { id } }, { signal }),
    placeholderData: (before) => before,
  });
  return (
    <section>
      <h3>Log</h3>
      {error !== null && <p className="second">{error.message}</p>}
      {data === undefined && error === null && <Waiting lines={2} label="Loading log" />}
      {data?.items.length === 0 && <p className="muted">It has said nothing.</p>}
      {data !== undefined && data.items.length > 0 && (
        <ol className="job-log mono small">
          {data.items.map(({ seq, at, text }) => (
            <li key={seq}>
              <time className="muted" dateTime={at}>
                {moment(at)}
              </time>{' '}
              {text}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
