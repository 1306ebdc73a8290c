import { Button, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/scoring-routes';
import { type Answers, type Question, QUESTIONS, scoreRubric } from '#engine/rubric';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf, midSentence } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import './rubric.css';
import { RubricQuestion } from './RubricQuestion.tsx';
import { RubricResult } from './RubricResult.tsx';

interface RubricFormProps {
  readonly vulnerability: string;
  /** Devices to begin with. */
  readonly filter: string;
  /** Answers of an earlier score to begin with. */
  readonly answers: Answers;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

const PREVIEW_PAUSE_MILLIS = 400;
/** Not set, until somebody says otherwise. */
const START: Answers = { CR: 'X', IR: 'X', AR: 'X' };

/** Asks the questions of the rubric; the vector and its score build as one answers. */
export function RubricForm({
  vulnerability,
  filter: asked,
  answers: given,
  onDone,
  onCancel,
}: RubricFormProps) {
  const [answers, setAnswers] = useState<Answers>({ ...START, ...given });
  const [filter, setFilter] = useState(asked);
  const [rationale, setRationale] = useState('');
  const acting = useActing();
  const client = useQueryClient();
  const score = scoreRubric(answers);
  const parts = Map.groupBy(
    QUESTIONS.filter((it) => it.isAsked(answers)),
    (it) => it.part,
  );
  const missing =
    score.open.length > 0
      ? `${countOf(score.open.length, 'question')} still to answer, ${score.open[0] ?? ''} first`
      : filter.trim() === ''
        ? 'Say which devices'
        : rationale.trim().length < 10
          ? 'Say why, in a sentence'
          : null;
  const send = () =>
    acting.run(async () => {
      await call(api.requestScoring, { body: { vulnerability, filter, answers: { ...answers }, rationale } });
      await client.invalidateQueries({ queryKey: ['scorings'] });
      onDone();
    });
  return (
    <form
      className="card-body"
      aria-label="Score by the rubric"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) send();
      }}
    >
      <div className="rubric">
        <div>
          <TextInput
            label="Which devices"
            description="By maker, model, version, operating system or component; also those that come later"
            spellCheck={false}
            value={filter}
            error={acting.field === 'filter' ? acting.problem : null}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <Reach filter={filter} />
          {[...parts].map(([part, questions]) => (
            <Part
              key={part}
              title={part}
              questions={questions}
              answers={answers}
              onAnswer={(more) => setAnswers((now) => ({ ...now, ...more }))}
            />
          ))}
          <Textarea
            label="Rationale"
            description="For the approver, and for anyone who asks in a year"
            autosize
            minRows={2}
            required
            value={rationale}
            error={acting.field === 'rationale' ? acting.problem : null}
            onChange={(event) => setRationale(event.currentTarget.value)}
          />
          {acting.problem !== null && acting.field !== 'filter' && acting.field !== 'rationale' && (
            <Notice tone="bad" title="The score could not be requested" urgent>
              {acting.problem}
            </Notice>
          )}
          <div className="row-wrap rubric-acts">
            <ActButton loading={acting.busy} disabledReason={missing} onClick={send}>
              Request approval
            </ActButton>
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        </div>
        <aside className="rubric-result" aria-label="What the answers come to">
          <RubricResult it={score} />
        </aside>
      </div>
    </form>
  );
}

interface PartProps {
  readonly title: string;
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly onAnswer: (answers: Answers) => void;
}

function Part({ title, questions, answers, onAnswer }: PartProps) {
  const harms = questions.filter((it) => it.choices.some((choice) => choice.value === 'none'));
  return (
    <fieldset className="rubric-part">
      <legend>{title}</legend>
      {harms.length > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          mb="sm"
          onClick={() => onAnswer(Object.fromEntries(harms.map((it) => [it.id, 'none'])))}
        >
          {`None of these: ${midSentence(title)}`}
        </Button>
      )}
      {questions.map((it) => (
        <RubricQuestion
          key={it.id}
          it={it}
          value={answers[it.id]}
          onChange={(value) => onAnswer({ [it.id]: value })}
        />
      ))}
    </fieldset>
  );
}

function Reach({ filter }: { readonly filter: string }) {
  const [asked] = useDebouncedValue(filter, PREVIEW_PAUSE_MILLIS);
  const { data, error } = useQuery({
    queryKey: ['scorings', 'reach', asked],
    queryFn: ({ signal }) => call(api.previewScoring, { body: { filter: asked } }, { signal }),
    enabled: asked.trim() !== '',
    staleTime: 0,
  });
  if (error !== null) return <p className="problem small">{error.message}</p>;
  if (data === undefined) return <p className="muted small">How many it holds for shows here</p>;
  return (
    <p className="small" role="status">
      Holds for <b>{countOf(data.devices, 'device')}</b> now
    </p>
  );
}
