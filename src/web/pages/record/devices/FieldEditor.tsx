import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { DeviceDetail } from '#contract/inventory/device';
import * as api from '#contract/inventory/routes';
import { EDITABLE_FIELDS, fieldOptions } from '../../../parts/device-fields.ts';
import { DeviceFieldInput } from '../../../parts/DeviceFieldInput.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { nameOfField } from '../field-names.ts';

const EVIDENCE = [
  { value: 'entered', label: 'I know it myself' },
  { value: 'label', label: 'Read from a label or photo' },
  { value: 'read-from-device', label: 'Read from the device' },
] as const;
type Evidence = (typeof EVIDENCE)[number]['value'];

interface FieldEditorProps {
  readonly it: DeviceDetail;
  /** Null: the field is chosen first, of those that nobody speaks of. */
  readonly field: string | null;
  readonly onClose: () => void;
}

/** A person says what a field is. It rules until they take it back; what the sources say stays beneath. */
export function FieldEditor({ it, field: given, onClose }: FieldEditorProps) {
  const client = useQueryClient();
  const acting = useActing();
  const spoken = it.provenance.find((each) => each.field === given);
  const ruling = spoken?.sayings.find((each) => each.rules)?.text ?? '';
  const isOwn = spoken?.sayings.some((each) => each.kind === 'person') === true;
  const [field, setField] = useState(given);
  const [value, setValue] = useState(ruling);
  const [evidence, setEvidence] = useState<Evidence>('entered');
  const missing =
    field === null
      ? 'Choose a field first'
      : value.trim() === ''
        ? 'Say what it is'
        : value === ruling && isOwn
          ? 'Nothing is changed yet'
          : null;
  const say = (said: string | null) =>
    acting.run(async () => {
      if (field === null) return;
      const after = await call(api.editDevice, {
        params: { id: it.id },
        body: { version: it.version, fields: { [field]: said }, evidence },
      });
      client.setQueryData(['inventory-device', it.id], after);
      await client.invalidateQueries({ queryKey: ['device-support', it.id] });
      onClose();
    });
  const unspoken = EDITABLE_FIELDS.filter((each) => !it.provenance.some((known) => known.field === each));
  return (
    <form
      className="field-form"
      aria-label={given === null ? 'Add a field' : `Edit ${nameOfField(given)}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) say(value);
      }}
    >
      <div className="field-grid">
        {given === null && (
          <Select
            label="Field"
            placeholder="Choose"
            searchable
            data={fieldOptions(unspoken)}
            value={field}
            onChange={(next) => {
              setField(next);
              setValue('');
            }}
          />
        )}
        {field !== null && (
          <DeviceFieldInput field={field} label={nameOfField(field)} value={value} onChange={setValue} />
        )}
        <Select
          label="How you know"
          allowDeselect={false}
          data={[...EVIDENCE]}
          value={evidence}
          onChange={(next) => setEvidence((next ?? 'entered') as Evidence)}
        />
      </div>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={missing} onClick={() => say(value)}>
          Save
        </ActButton>
        {isOwn && (
          <ActButton variant="default" loading={acting.busy} onClick={() => say(null)}>
            Remove what people entered
          </ActButton>
        )}
        <ActButton variant="default" onClick={onClose}>
          Cancel
        </ActButton>
      </div>
    </form>
  );
}
