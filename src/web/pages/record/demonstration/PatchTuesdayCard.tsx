import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DemonstrationView } from '#contract/demonstration/routes';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { DEMONSTRATION_KEY } from './demonstration.ts';
import { useReasonNot } from '../session.ts';

type There = Exclude<DemonstrationView, { readonly state: 'none' }>;

/** Days of invented advisories that can be played: they arrive as feeds bring them, and open pages follow. */
export function PatchTuesdayCard({ it }: { readonly it: There }) {
  const { run, problem, busy, jobId, following, onEnd } = usePlaying(it);
  const reasonNot = useReasonNot('demonstration.manage');
  const playing = it.jobId !== null ? 'A day is being played' : null;
  const arriving = it.state === 'arriving' ? 'Its history is still loading' : null;
  const allPlayed = it.played >= it.days ? 'Every day was played' : null;
  return (
    <Card title="Patch Tuesday" note={`${it.played} of ${it.days} days played`}>
      <div className="card-body stack">
        <p className="second">
          A day of new advisories arrives, and what it touches is found while you look on: open Today, the
          findings or a device in another window.
        </p>
        {it.next.length > 0 && (
          <>
            <p className="small">{`Day ${it.played + 1} brings ${countOf(it.next.length, 'advisory', 'advisories')}, invented like the hospital:`}</p>
            <ul className="small second">
              {it.next.map((title) => (
                <li key={title}>{title}</li>
              ))}
            </ul>
          </>
        )}
        {problem !== null && (
          <Notice tone="bad" title="Not played." urgent>
            {problem}
          </Notice>
        )}
        {following !== null && <JobProgress jobId={following} onEnd={onEnd} />}
        {jobId === null && it.played > 0 && (
          <p className="small">
            {'See what came: '}
            <Link to="/">Today</Link>
            {' · '}
            <Link to="/advisories" search={{ filter: 'touches:yes known:<7d' }}>
              new advisories that touch us
            </Link>
            {' · '}
            <Link to="/findings" search={{ filter: 'detected:>=today-1d' }}>
              new findings
            </Link>
          </p>
        )}
        <div className="row-wrap">
          <ActButton
            loading={busy}
            disabledReason={reasonNot ?? arriving ?? playing ?? allPlayed}
            onClick={() => run(api.playDemonstrationDay)}
          >
            {it.played === 0 ? 'Play a Patch Tuesday' : 'Play the next day'}
          </ActButton>
          {it.played > 0 && (
            <ActButton
              variant="default"
              disabledReason={reasonNot ?? playing}
              onClick={() => run(api.startDemonstrationOver)}
            >
              Start over
            </ActButton>
          )}
        </div>
      </div>
    </Card>
  );
}

/** Plays a day, and follows the job that does, also when somebody else began it. */
function usePlaying(it: There) {
  const { run, problem, busy } = useActing();
  const client = useQueryClient();
  const [last, setLast] = useState<string | null>(null);
  const begin = (route: typeof api.playDemonstrationDay | typeof api.startDemonstrationOver) =>
    run(async () => {
      const view = await call(route, {});
      client.setQueryData(DEMONSTRATION_KEY, view);
      if (view.state !== 'none') setLast(view.jobId);
    });
  const onEnd = useCallback(() => {
    void client.invalidateQueries({ queryKey: DEMONSTRATION_KEY });
    void client.invalidateQueries({ queryKey: ['today'] });
  }, [client]);
  return { run: begin, problem, busy, jobId: it.jobId, following: it.jobId ?? last, onEnd };
}
