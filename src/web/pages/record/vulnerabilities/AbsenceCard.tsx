import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call } from '#contract/client';
import type { AbsenceView } from '#contract/vulnerabilities/absence-routes';
import * as api from '#contract/vulnerabilities/absence-routes';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { StandingCounts, StatementFiles } from './StandingCounts.tsx';

const POLL_MILLIS = 1500;

/** The newest statement of where it is and where it is known not to be, and the button that makes one now. */
export function AbsenceCard({ kind, about }: Pick<AbsenceView, 'kind' | 'about'>) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('findings.triage');
  const key = ['absence', kind, about];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(api.listStatements, { query: { kind, about, limit: 5 } }, { signal }),
    staleTime: 0,
    // A small one is made before anybody could follow its job.
    refetchInterval: ({ state }) => (state.data?.items[0]?.madeAt === null ? POLL_MILLIS : false),
  });
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['absence'] });
  }, [client]);
  const ask = () =>
    acting.run(async () => {
      await call(api.askForStatement, { body: { kind, about } });
      await client.invalidateQueries({ queryKey: ['absence'] });
    });
  const newest = data?.items[0];
  const isWorking = newest?.madeAt === null;
  return (
    <Card
      title="Where it is not"
      acts={
        <ActButton
          variant="default"
          size="xs"
          loading={acting.busy}
          disabledReason={mayNot ?? (isWorking ? 'One is being made' : null)}
          onClick={ask}
        >
          State it now
        </ActButton>
      }
    >
      <div className="card-body stack">
        {error !== null && <Empty title="The statements could not be read">{error.message}</Empty>}
        {acting.problem !== null && (
          <Notice tone="bad" title="It could not be stated">
            {acting.problem}
          </Notice>
        )}
        {data === undefined && error === null && <Waiting lines={3} label="Loading statements" />}
        {data !== undefined && newest === undefined && (
          <p className="muted">
            Nobody has stated yet which devices are known not to be touched, and which cannot be told.
          </p>
        )}
        {isWorking && newest.jobId !== null && <JobProgress jobId={newest.jobId} onEnd={refresh} />}
        {newest !== undefined && newest.madeAt !== null && <Statement it={newest} />}
        {data !== undefined && data.items.length > 1 && (
          <details>
            <summary>Earlier statements</summary>
            <ul className="lines">
              {data.items.slice(1).map((it) => (
                <li key={it.id}>
                  <Link to="/absence/$id" params={{ id: it.id }}>
                    {moment(it.askedAt)}
                  </Link>{' '}
                  <span className="muted">{it.askedBy}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}

function Statement({ it }: { readonly it: AbsenceView }) {
  return (
    <>
      {it.counts !== null && <StandingCounts counts={it.counts} kind={it.kind} />}
      <blockquote className="second">{it.text}</blockquote>
      <p className="row-wrap small">
        <Link to="/absence/$id" params={{ id: it.id }}>
          Every device and its grounds
        </Link>
        <StatementFiles id={it.id} />
        {it.madeAt !== null && <span className="muted">made {moment(it.madeAt)}</span>}
      </p>
    </>
  );
}
