import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { ProblemError } from '#contract/problem';
import { useAssessment } from '../../data.ts';
import { titleOf } from '../../parts/title.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { StoppedView } from './StoppedView.tsx';
import { RunningView } from './RunningView.tsx';

/** Every page of one assessment: while it runs its progress stands here, and so does the reason if it failed. */
export function AssessmentLayout() {
  const { id } = useParams({ from: '/assessments/$id' });
  const navigate = useNavigate();
  const { data, error } = useAssessment(id);
  if (error !== null) return <Gone error={error} />;
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={8} label="Loading assessment" />
      </div>
    );
  const title = <title>{`${titleOf(data)} · Patchward`}</title>;
  if (data.state === 'running')
    return (
      <>
        {title}
        <RunningView it={data} />
      </>
    );
  if (data.state !== 'done')
    return (
      <>
        {title}
        <StoppedView
          it={data}
          onStarted={(next) => void navigate({ to: '/assessments/$id', params: { id: next.id } })}
        />
      </>
    );
  return (
    <>
      {title}
      <Outlet />
    </>
  );
}

function Gone({ error }: { readonly error: Error }) {
  const known = error instanceof ProblemError;
  return (
    <div className="page">
      <h1>{known ? 'This assessment is not here' : 'The server does not answer'}</h1>
      <Empty title={error.message}>
        <Link to="/">Start a new assessment</Link>
      </Empty>
    </div>
  );
}
