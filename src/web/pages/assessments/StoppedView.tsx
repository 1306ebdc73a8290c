import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AssessmentView } from '#contract/assessments/assessment';
import { titleOf } from '../../parts/title.ts';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { assessAgain } from '../../upload.ts';

interface StoppedViewProps {
  readonly it: AssessmentView;
  readonly onStarted: (assessment: AssessmentView) => void;
}

/** There is no result: what happened, where in the file, and what to do next. */
export function StoppedView({ it, onStarted }: StoppedViewProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const again = () => {
    assessAgain(it.id, it.mapping, it.preset).then(onStarted, (error: Error) => setProblem(error.message));
  };
  const cancelled = it.state === 'cancelled';
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>{titleOf(it)}</h1>
          <p className="muted">{cancelled ? 'Cancelled before it was done' : 'Could not be assessed'}</p>
        </div>
        <div className="head-acts">
          <ActButton variant="default" icon="again" onClick={again}>
            Run again
          </ActButton>
          <Link to="/" className="button-link">
            Choose another file
          </Link>
        </div>
      </div>
      {problem !== null && (
        <Notice tone="bad" title="Not started." urgent>
          {problem}
        </Notice>
      )}
      {it.failure === null ? (
        <Notice tone="idle" title="Nothing was kept.">
          The file is still here, so it can be run again.
        </Notice>
      ) : (
        <Failure failure={it.failure} />
      )}
    </div>
  );
}

const FAULT_ADVICE =
  'This is a fault of Patchward, not of the file. The terminal that runs the server shows the details; running it again after an update is worth a try.';

const FILE_ADVICE =
  'An inventory needs a row per device and a column for at least the model or the operating system. CSV, Excel, JSON, FHIR, Nmap, Nessus, CycloneDX and SPDX files are read; the kind is told by the content, not by the name.';

function Failure({ failure }: { readonly failure: NonNullable<AssessmentView['failure']> }) {
  const places = [
    ['File', failure.file],
    ['Line', failure.line],
    ['Field', failure.field],
  ].filter(([, value]) => value !== null);
  return (
    <>
      <Notice tone="bad" title="What is wrong:" urgent>
        {failure.reason}
      </Notice>
      <Card title="What to do">
        <div className="card-body stack">
          {places.length > 0 && (
            <dl className="plain-list">
              {places.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="mono">{value}</dd>
                </div>
              ))}
            </dl>
          )}
          <p className="second">{failure.fault ? FAULT_ADVICE : FILE_ADVICE}</p>
        </div>
      </Card>
    </>
  );
}
