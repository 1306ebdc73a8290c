import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/recall-routes';
import { RECALL_CLASSES, type RecallClass } from '#engine/recalls';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { refreshRecalls } from './SettleForm.tsx';

const EMPTY = {
  title: '',
  firm: '',
  product: '',
  reason: '',
  action: '',
  codes: '',
  url: '',
  publishedOn: '',
};
type Typed = typeof EMPTY;

/** Texts of a safety communication: what each is, and whether it may be left out. */
const FIELDS = [
  ['title', 'Title', null, true],
  ['firm', 'Maker', 'As it names it', true],
  ['product', 'Product', 'Models as it names them: they are looked for in the names of devices', true],
  ['reason', 'What is wrong', null, true],
  ['action', 'What to do', null, false],
  [
    'codes',
    'Which units',
    'Serial numbers, lots, UDI or versions in its words; empty: it does not say',
    false,
  ],
  ['url', 'Address', 'Where it can be read', false],
] as const satisfies readonly (readonly [keyof Typed, string, string | null, boolean])[];

/** Enters a safety communication; it is held against devices as recalls are. */
export function CommunicationForm({ onCancel }: { readonly onCancel: () => void }) {
  const [it, setIt] = useState<Typed>(EMPTY);
  const [recallClass, setRecallClass] = useState<RecallClass | null>(null);
  const acting = useActing();
  const client = useQueryClient();
  const navigate = useNavigate();
  const missing = FIELDS.find(([key, , , isNeeded]) => isNeeded && it[key].trim().length < 2);
  const reasonNot =
    missing === undefined
      ? it.publishedOn === ''
        ? 'Say when it was published'
        : null
      : `${missing[1]} is not filled in`;
  const send = () =>
    acting.run(async () => {
      const orNull = (text: string) => (text.trim() === '' ? null : text);
      const body = {
        ...it,
        recallClass,
        action: orNull(it.action),
        codes: orNull(it.codes),
        url: orNull(it.url),
      };
      const { id } = await call(api.tellCommunication, { body });
      await refreshRecalls(client);
      await navigate({ to: '/recalls/$id', params: { id } });
    });
  return (
    <Card title="Safety communication" note="of an agency or a maker, that no feed brings">
      <form
        className="card-body stack"
        aria-label="Safety communication"
        onSubmit={(event) => {
          event.preventDefault();
          if (reasonNot === null) send();
        }}
      >
        {FIELDS.map(([key, label, description, isNeeded]) => {
          const Input = key === 'title' || key === 'firm' || key === 'url' ? TextInput : Textarea;
          return (
            <Input
              key={key}
              label={label}
              description={description}
              required={isNeeded}
              value={it[key]}
              error={acting.field === key ? acting.problem : null}
              onChange={(event: { readonly currentTarget: { readonly value: string } }) =>
                setIt({ ...it, [key]: event.currentTarget.value })
              }
            />
          );
        })}
        <TextInput
          type="date"
          label="Published"
          required
          value={it.publishedOn}
          error={acting.field === 'publishedOn' ? acting.problem : null}
          onChange={(event) => setIt({ ...it, publishedOn: event.currentTarget.value })}
        />
        <Select
          label="Class"
          description="Sets by when it is due; no class counts like class II"
          placeholder="no class"
          clearable
          data={RECALL_CLASSES.map((value) => ({ value, label: `Class ${value}` }))}
          value={recallClass}
          onChange={(value) => setRecallClass(value as RecallClass | null)}
        />
        {acting.problem !== null && (
          <Notice tone="bad" title="It could not be entered" urgent>
            {acting.problem}
          </Notice>
        )}
        <div className="row-wrap">
          <ActButton loading={acting.busy} disabledReason={reasonNot} onClick={send}>
            Enter
          </ActButton>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </form>
    </Card>
  );
}
