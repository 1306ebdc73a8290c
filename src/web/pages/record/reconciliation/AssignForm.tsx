import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ColleagueSelect } from '../ColleagueSelect.tsx';

interface Assignee {
  readonly id: string;
  readonly reason: string;
  readonly dueOn: string;
}

interface AssignFormProps {
  readonly count: number;
  /** Null: nobody has it any more. */
  readonly assign: (to: Assignee | null) => Promise<void>;
  readonly onClose: () => void;
}

/** To whom, why, and until when. */
export function AssignForm({ count, assign, onClose }: AssignFormProps) {
  const [id, setId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [dueOn, setDueOn] = useState('');
  const acting = useActing();
  const missing =
    id === null
      ? 'Choose a person first'
      : reason.trim().length < 3
        ? 'Say what is to be done, or why it is so'
        : dueOn === ''
          ? 'Choose the last day for it'
          : null;
  const give = (to: Assignee | null) =>
    acting.run(async () => {
      await assign(to);
      onClose();
    });
  return (
    <form
      className="sheet-form stack"
      aria-label="Assign discrepancies"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null && id !== null) give({ id, reason, dueOn });
      }}
    >
      <h2>{`Assign ${countOf(count, 'discrepancy', 'discrepancies')}`}</h2>
      <ColleagueSelect label="Assign to" value={id} onChange={setId} />
      <Textarea
        label="What is to be done, or why it is so"
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label="Last day for it"
        type="date"
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
      {acting.problem !== null && (
        <Notice tone="bad" title="Not assigned." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          loading={acting.busy}
          disabledReason={missing}
          onClick={() => {
            if (id !== null) give({ id, reason, dueOn });
          }}
        >
          Assign
        </ActButton>
        <ActButton variant="default" loading={acting.busy} onClick={() => give(null)}>
          Unassign
        </ActButton>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
