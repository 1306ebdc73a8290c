import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { ActButton } from '../ui/ActButton.tsx';
import { Notice } from '../ui/Notice.tsx';

/** A field of a form, by what can be said in it. */
export type FormField =
  | {
      readonly kind: 'text' | 'day' | 'number' | 'long' | 'flag';
      readonly key: string;
      readonly label: string;
      readonly hint?: string;
    }
  | {
      readonly kind: 'choice';
      readonly key: string;
      readonly label: string;
      readonly hint?: string;
      readonly choices: readonly { readonly value: string; readonly label: string }[];
    };

type Value = string | number | boolean | null | undefined;
export type FormValues = Readonly<Record<string, Value>>;

interface FieldFormProps {
  readonly label: string;
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly busy: boolean;
  /** What went wrong last, and with which field. */
  readonly problem: string | null;
  readonly field: string | null;
  /** Why nothing can be saved; null: it can. */
  readonly disabledReason: string | null;
  /** Only what changed; null takes a value away. */
  readonly onSave: (changes: Readonly<Record<string, string | number | boolean | null>>) => void;
  readonly onCancel: () => void;
}

/** A form over a few named fields. An empty one says nothing, which is not the same as "no". */
export function FieldForm(props: FieldFormProps) {
  const { label, fields, values, busy, problem, field, disabledReason, onSave, onCancel } = props;
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(fields.map((it) => [it.key, textOf(values[it.key])])),
  );
  const changes = changesIn(fields, values, drafts);
  const because = disabledReason ?? (Object.keys(changes).length === 0 ? 'Nothing is changed yet' : null);
  return (
    <form
      className="field-form"
      aria-label={label}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (because === null) onSave(changes);
      }}
    >
      <div className="field-grid">
        {fields.map((it) => (
          <FieldInput
            key={it.key}
            field={it}
            value={drafts[it.key] ?? ''}
            error={field?.split('.').at(-1) === it.key ? problem : null}
            onChange={(text) => setDrafts((now) => ({ ...now, [it.key]: text }))}
          />
        ))}
      </div>
      {problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {problem}
        </Notice>
      )}
      <div className="row">
        <ActButton loading={busy} disabledReason={because} onClick={() => onSave(changes)}>
          Save
        </ActButton>
        <ActButton variant="default" onClick={onCancel}>
          Cancel
        </ActButton>
      </div>
    </form>
  );
}

interface FieldInputProps {
  readonly field: FormField;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (text: string) => void;
}

const FLAG = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

function FieldInput({ field, value, error, onChange }: FieldInputProps) {
  const shared = { label: field.label, description: field.hint, error, value };
  switch (field.kind) {
    case 'choice':
    case 'flag':
      return (
        <Select
          {...shared}
          data={field.kind === 'choice' ? [...field.choices] : FLAG}
          placeholder="Not stated"
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${field.label}` }}
          value={value === '' ? null : value}
          onChange={(it) => onChange(it ?? '')}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          min={0}
          allowDecimal={false}
          thousandSeparator=" "
          hideControls
          onChange={(it) => onChange(String(it))}
        />
      );
    case 'long':
      return (
        <Textarea
          {...shared}
          className="field-wide"
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'day':
    case 'text':
      return (
        <TextInput
          {...shared}
          type={field.kind === 'day' ? 'date' : 'text'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function textOf(value: Value): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function changesIn(
  fields: readonly FormField[],
  values: FormValues,
  drafts: Readonly<Record<string, string>>,
): Readonly<Record<string, string | number | boolean | null>> {
  const changed = fields.filter((it) => (drafts[it.key] ?? '').trim() !== textOf(values[it.key]));
  return Object.fromEntries(changed.map((it) => [it.key, valueOf(it, (drafts[it.key] ?? '').trim())]));
}

function valueOf({ kind }: FormField, text: string): string | number | boolean | null {
  if (text === '') return null;
  if (kind === 'flag') return text === 'yes';
  return kind === 'number' ? Number(text) : text;
}
