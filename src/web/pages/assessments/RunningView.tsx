import { Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import type { AssessmentView } from '#contract/assessments/assessment';
import { call } from '#contract/client';
import { titleOf } from '../../parts/title.ts';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { percent, size, whole } from '../../ui/words.ts';
import { STEPS } from '#contract/assessments/steps';

/** How far the assessment is. It goes on in the server: leaving the page loses nothing. */
export function RunningView({ it }: { readonly it: AssessmentView }) {
  const client = useQueryClient();
  const cancel = async () => {
    const view = await call(api.cancelAssessment, { params: { id: it.id } });
    client.setQueryData(['assessment', it.id], view);
  };
  const { step, done, total } = it.progress ?? { step: STEPS[0], done: 0, total: null };
  const at = STEPS.findIndex((name) => name === step);
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Assessing {titleOf(it)}</h1>
          <p className="muted">{it.files.map((file) => `${file.name}, ${size(file.bytes)}`).join(' · ')}</p>
        </div>
        <div className="head-acts">
          <ActButton variant="default" icon="close" onClick={() => void cancel()}>
            Cancel
          </ActButton>
        </div>
      </div>
      <Card
        title={step}
        note={amountOf(done, total)}
        footer="It goes on when you leave this page; the address brings you back to it."
      >
        <div className="card-body">
          <Progress
            value={(share ?? 1) * 100}
            animated={share === null}
            striped={share === null}
            aria-label={step}
          />
          <ol className="run-steps">
            {STEPS.map((name, index) => (
              <li key={name} className={index < at ? 'past' : index === at ? 'now' : ''}>
                <span className="step-number" aria-hidden="true">
                  {index < at ? <Tick /> : index + 1}
                </span>
                {name}
                {index < at && <span className="visually-hidden">, done</span>}
              </li>
            ))}
          </ol>
          <p className="visually-hidden" role="status">
            {step}
            {share === null ? '' : ` ${percent(Math.floor(share * 10) / 10)}`}
          </p>
        </div>
      </Card>
    </div>
  );
}

function Tick() {
  return <Icon name="shield" size={12} />;
}

function amountOf(done: number, total: number | null): string {
  if (total === null) return done === 0 ? '' : whole(done);
  return `${whole(done)} of ${whole(total)}`;
}
