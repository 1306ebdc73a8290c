import { Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/bulk-edit-routes';
import * as customApi from '#contract/inventory/custom-field-routes';
import type { CustomFieldView } from '#contract/inventory/custom-field-routes';
import type { BulkField } from '#engine/words';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { BulkFields } from './BulkFields.tsx';
import { useCustomFields } from './device-words.ts';

interface BulkEditFormProps {
  readonly selection: { readonly filter: string; readonly ids: string[] | null };
  readonly words: string;
  readonly onClose: () => void;
}

/** What to change on the marked devices. First what it would meet, then the change as a job. */
export function BulkEditForm({ selection, words, onClose }: BulkEditFormProps) {
  const [addTags, setAdd] = useState<string[]>([]);
  const [removeTags, setRemove] = useState<string[]>([]);
  const [custom, setCustom] = useState<Record<string, string | null>>({});
  const [said, setSaid] = useState<Partial<Record<BulkField, string | null>>>({});
  const [preview, setPreview] = useState<{ matching: number; refused: number } | null>(null);
  const fields = useCustomFields();
  const tags = useTagNames();
  const acting = useActing();
  const navigate = useNavigate();
  const body = { selection, change: { addTags, removeTags, custom, fields: said } };
  const isEmpty =
    addTags.length === 0 &&
    removeTags.length === 0 &&
    Object.keys(custom).length === 0 &&
    Object.keys(said).length === 0;
  const missing = isEmpty
    ? 'Choose something to change first'
    : Object.values(said).includes('')
      ? 'Say what the fields you chose are'
      : null;
  const touched = <T,>(set: (it: T) => void) => {
    return (it: T) => {
      setPreview(null);
      set(it);
    };
  };
  const start = () =>
    acting.run(async () => {
      const { id } = await call(api.startBulkEdit, { body });
      onClose();
      await navigate({ to: '/devices/edits/$editId', params: { editId: id } });
    });
  return (
    <form
      className="sheet-form stack"
      aria-label="Edit marked devices"
      onSubmit={(event) => {
        event.preventDefault();
        if (preview === null) acting.run(async () => setPreview(await call(api.previewBulkEdit, { body })));
        else start();
      }}
    >
      <h2>Edit devices</h2>
      <p className="muted">{words}. You see what it would meet first; afterwards it can be undone.</p>
      <TagsInput label="Add tags" data={tags} value={addTags} onChange={touched(setAdd)} />
      <TagsInput label="Remove tags" data={tags} value={removeTags} onChange={touched(setRemove)} />
      <BulkFields said={said} onChange={touched(setSaid)} />
      {fields.map((it) => (
        <CustomInput
          key={it.id}
          field={it}
          value={custom[it.key]}
          onChange={touched((value: string | null | undefined) =>
            setCustom(({ [it.key]: _, ...rest }) =>
              value === undefined ? rest : { ...rest, [it.key]: value },
            ),
          )}
        />
      ))}
      {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
      {preview !== null && <PreviewNote {...preview} />}
      <div className="row-wrap">
        {preview === null ? (
          <ActButton
            loading={acting.busy}
            disabledReason={missing}
            onClick={() => acting.run(async () => setPreview(await call(api.previewBulkEdit, { body })))}
          >
            Preview
          </ActButton>
        ) : (
          <ActButton
            loading={acting.busy}
            disabledReason={
              preview.matching === preview.refused ? 'None of these can be edited by you' : null
            }
            onClick={start}
          >
            {`Edit ${countOf(preview.matching - preview.refused, 'device')}`}
          </ActButton>
        )}
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function PreviewNote({ matching, refused }: { readonly matching: number; readonly refused: number }) {
  const tone = refused > 0 ? 'warn' : 'idle';
  return (
    <Notice tone={tone} title={`${countOf(matching, 'device')} will be looked at`}>
      {refused === 0
        ? 'You may edit all of them. Those that are so already stay as they are.'
        : `${refused === 1 ? 'One lies' : `${countOf(refused, 'device')} lie`} outside the part of the hospital you may edit, and will be refused.`}
    </Notice>
  );
}

function useTagNames(): string[] {
  const { data } = useQuery({
    queryKey: ['tags'],
    queryFn: ({ signal }) => call(customApi.listTags, { query: {} }, { signal }),
    staleTime: 30_000,
  });
  return data?.items.map((it) => it.name) ?? [];
}

interface CustomInputProps {
  readonly field: CustomFieldView;
  /** Undefined: it stays as it is; null: it is cleared. */
  readonly value: string | null | undefined;
  readonly onChange: (value: string | null | undefined) => void;
}

function CustomInput({ field, value, onChange }: CustomInputProps) {
  return (
    <div>
      {value === null ? (
        <TextInput label={field.name} value="Will be cleared" readOnly />
      ) : (
        <ValueInput
          field={field}
          value={value ?? ''}
          onChange={(it) => onChange(it === '' ? undefined : it)}
        />
      )}
      <button
        type="button"
        className="link small"
        onClick={() => onChange(value === null ? undefined : null)}
      >
        {value === null ? 'Leave as it is' : 'Clear on every device'}
      </button>
    </div>
  );
}

function ValueInput({
  field: { kind, name, choices },
  value,
  onChange,
}: {
  readonly field: CustomFieldView;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  if (kind === 'choice' || kind === 'flag')
    return (
      <Select
        label={name}
        placeholder="Leave as it is"
        clearable
        comboboxProps={{ withinPortal: false }}
        data={kind === 'flag' ? ['yes', 'no'] : [...choices]}
        value={value === '' ? null : value}
        onChange={(it) => onChange(it ?? '')}
      />
    );
  if (kind === 'number')
    return (
      <NumberInput
        label={name}
        placeholder="Leave as it is"
        value={value}
        onChange={(it) => onChange(String(it))}
      />
    );
  return (
    <TextInput
      label={name}
      type={kind === 'date' ? 'date' : 'text'}
      placeholder="Leave as it is"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
