import { SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import type { ModelClearanceView } from '#contract/inventory/procurement-routes';
import { CHECK_WORDS } from '#engine/procurement';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

type Check = ModelClearanceView['checks'][number];

/** What has to be known of a model, as the product can tell it, or as a person says. */
export function ChecklistCard({
  modelId,
  it,
}: {
  readonly modelId: string;
  readonly it: ModelClearanceView;
}) {
  const [answering, setAnswering] = useState<Check['check'] | null>(null);
  const met = it.checks.filter((each) => each.met === true).length;
  const mayNot = useReasonNot('inventory.structure');
  return (
    <Card
      title="Checklist"
      note={`${met} of ${it.checks.length} met`}
      footer={
        it.open === null
          ? 'Told from what is on file today. Once somebody asks for clearance, people can answer what cannot be told.'
          : 'What cannot be told is not met. A person’s word stands beside who gave it.'
      }
    >
      <ul className="list">
        {it.checks.map((each) => (
          <li key={each.check}>
            <div className="grow stack">
              <div className="row-wrap">
                <span className="grow">
                  {CHECK_WORDS[each.check]}
                  <span className="small second block break">
                    {each.because}
                    {each.by !== null && ` (${each.by} says so)`}
                  </span>
                </span>
                <Met of={each} />
                {it.open !== null && (
                  <ActButton
                    size="xs"
                    variant="default"
                    disabledReason={mayNot}
                    onClick={() => setAnswering(answering === each.check ? null : each.check)}
                  >
                    {each.by === null ? 'Answer' : 'Answer again'}
                  </ActButton>
                )}
              </div>
              {answering === each.check && it.open !== null && (
                <AnswerForm modelId={modelId} open={it.open} of={each} onClose={() => setAnswering(null)} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Met({ of: { met } }: { readonly of: Check }) {
  if (met === null)
    return (
      <StateText shape="dashed" tone="warn">
        Cannot be told
      </StateText>
    );
  return met ? (
    <StateText shape="check" tone="good">
      Met
    </StateText>
  ) : (
    <StateText shape="octagon" tone="bad">
      Not met
    </StateText>
  );
}

interface AnswerFormProps {
  readonly modelId: string;
  readonly open: NonNullable<ModelClearanceView['open']>;
  readonly of: Check;
  readonly onClose: () => void;
}

function AnswerForm({ modelId, open, of, onClose }: AnswerFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const [met, setMet] = useState('yes');
  const [note, setNote] = useState('');
  const missing = note.trim().length < 3 ? 'Say how you know it' : null;
  const save = (answer: { readonly met: boolean; readonly note: string } | null) =>
    acting.run(async () => {
      await call(api.answerClearanceCheck, {
        params: { id: open.id, check: of.check },
        body: { version: open.version, answer },
      });
      await client.invalidateQueries({ queryKey: ['model-clearance', modelId] });
      onClose();
    });
  return (
    <form
      className="row-wrap"
      aria-label={`Answer: ${CHECK_WORDS[of.check]}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) save({ met: met === 'yes', note });
      }}
    >
      <SegmentedControl
        aria-label="Answer"
        size="xs"
        data={[
          { value: 'yes', label: 'Met' },
          { value: 'no', label: 'Not met' },
        ]}
        value={met}
        onChange={setMet}
      />
      <TextInput
        className="grow"
        aria-label="How you know"
        placeholder="How you know"
        size="xs"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <ActButton
        size="xs"
        loading={acting.busy}
        disabledReason={missing}
        onClick={() => save({ met: met === 'yes', note })}
      >
        Save answer
      </ActButton>
      {of.by !== null && (
        <ActButton size="xs" variant="default" loading={acting.busy} onClick={() => save(null)}>
          Use the automatic answer
        </ActButton>
      )}
      {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
    </form>
  );
}
