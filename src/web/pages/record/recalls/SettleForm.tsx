import { Button, Select, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/recall-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';

interface SettleFormProps {
  readonly recall: string;
  readonly deviceIds: readonly string[];
  /** Some of them are dealt with already, and can be opened again. */
  readonly canOpen: boolean;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

type State = 'done' | 'not-applicable' | 'open';

const CHOICES: readonly { readonly value: State; readonly label: string }[] = [
  { value: 'done', label: 'Done' },
  { value: 'not-applicable', label: 'Does not apply' },
  { value: 'open', label: 'Open again' },
];

/** Notes what was done about a recall on some devices. */
export function SettleForm({ recall, deviceIds, canOpen, onDone, onCancel }: SettleFormProps) {
  const [state, setState] = useState<State>('done');
  const [evidence, setEvidence] = useState('');
  const acting = useActing();
  const client = useQueryClient();
  const missing = evidence.trim().length < 5 ? 'Say what was done, or why' : null;
  const send = () =>
    acting.run(async () => {
      await call(api.settleRecall, {
        params: { id: recall },
        body: { deviceIds: [...deviceIds], state, evidence },
      });
      await refreshRecalls(client);
      onDone();
    });
  return (
    <form
      className="stack card-body"
      aria-label="Resolve the recall"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) send();
      }}
    >
      <Select
        label={`On ${countOf(deviceIds.length, 'device')}`}
        data={CHOICES.filter((it) => canOpen || it.value !== 'open')}
        allowDeselect={false}
        value={state}
        onChange={(it) => setState(it as State)}
      />
      <Textarea
        label={state === 'done' ? 'What was done' : 'Why'}
        description="With what shows it: work order, letter, version"
        autosize
        minRows={2}
        required
        value={evidence}
        error={acting.field === 'evidence' ? acting.problem : null}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="That could not be saved" urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={missing} onClick={send}>
          Save resolution
        </ActButton>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Pages that show recalls ask anew. */
export async function refreshRecalls(client: ReturnType<typeof useQueryClient>): Promise<void> {
  for (const key of ['recall', 'recalls', 'device-recalls'])
    await client.invalidateQueries({ queryKey: [key] });
}
