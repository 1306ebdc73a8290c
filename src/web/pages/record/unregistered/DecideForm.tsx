import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type * as z from 'zod';
import type { decideStrangers } from '#contract/inventory/procurement-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ColleagueSelect } from '../ColleagueSelect.tsx';

type Decision = z.input<typeof decideStrangers.body>['decision'];
type Kind = Decision['kind'];

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'register', label: 'Register it' },
  { value: 'remove', label: 'Take it off the network' },
  { value: 'removed', label: 'It was taken off the network' },
  { value: 'ignore', label: 'Ignore it for a time' },
];

interface DecideFormProps {
  readonly count: number;
  readonly decide: (decision: Decision) => Promise<void>;
  readonly onClose: () => void;
}

/** What becomes of the marked devices: by whom, until when, and why. */
export function DecideForm({ count, decide, onClose }: DecideFormProps) {
  const [kind, setKind] = useState<Kind>('register');
  const [ownerId, setOwner] = useState<string | null>(null);
  const [on, setOn] = useState('');
  const [reason, setReason] = useState('');
  const acting = useActing();
  const decision = decisionOf(kind, { ownerId, on, reason });
  const save = () =>
    acting.run(async () => {
      if (typeof decision === 'string') return;
      await decide(decision);
      onClose();
    });
  return (
    <form
      className="sheet-form stack"
      aria-label="Decide on unregistered devices"
      onSubmit={(event) => {
        event.preventDefault();
        if (typeof decision !== 'string') save();
      }}
    >
      <h2>{`Decide on ${countOf(count, 'device')}`}</h2>
      <Select
        label="Decision"
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        data={[...KINDS]}
        value={kind}
        onChange={(it) => setKind((it ?? kind) as Kind)}
      />
      {(kind === 'register' || kind === 'remove') && (
        <ColleagueSelect label="Responsible" value={ownerId} onChange={setOwner} />
      )}
      {kind !== 'removed' && (
        <TextInput
          label={kind === 'ignore' ? 'Last day it may stay as it is' : 'Last day for it'}
          type="date"
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
      )}
      <Textarea
        label="Why"
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {acting.problem !== null && (
        <Notice tone="bad" title="Not decided." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          loading={acting.busy}
          disabledReason={typeof decision === 'string' ? decision : null}
          onClick={save}
        >
          Decide
        </ActButton>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface Draft {
  readonly ownerId: string | null;
  readonly on: string;
  readonly reason: string;
}

/** The decision, or what is missing of it. */
function decisionOf(kind: Kind, { ownerId, on, reason }: Draft): Decision | string {
  if (reason.trim().length < 3) return 'Say why';
  if (kind === 'removed') return { kind, reason };
  if (on === '') return 'Choose the last day';
  if (kind === 'ignore') return { kind, until: on, reason };
  return ownerId === null ? 'Choose who is responsible' : { kind, ownerId, dueOn: on, reason };
}
