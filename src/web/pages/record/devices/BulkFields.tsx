import { Select } from '@mantine/core';
import { BULK_FIELDS, type BulkField } from '#engine/words';
import { fieldOptions } from '../../../parts/device-fields.ts';
import { DeviceFieldInput } from '../../../parts/DeviceFieldInput.tsx';
import { nameOfField } from '../field-names.ts';

type Said = Partial<Record<BulkField, string | null>>;

interface BulkFieldsProps {
  /** A text to set, empty while it is typed; null: take back what people said. */
  readonly said: Said;
  readonly onChange: (said: Said) => void;
}

/** Device fields to set on many devices, chosen one by one. */
export function BulkFields({ said, onChange }: BulkFieldsProps) {
  const chosen = Object.keys(said) as BulkField[];
  const without = (field: BulkField): Said =>
    Object.fromEntries(Object.entries(said).filter(([each]) => each !== field));
  return (
    <fieldset className="stack plain-list">
      <legend className="strong">Device fields</legend>
      {chosen.map((field) => (
        <div key={field}>
          {said[field] === null ? (
            <p>{`${nameOfField(field)}: what people entered is removed, so that the sources count again`}</p>
          ) : (
            <DeviceFieldInput
              field={field}
              label={nameOfField(field)}
              value={said[field] ?? ''}
              onChange={(value) => onChange({ ...said, [field]: value })}
            />
          )}
          <span className="row-wrap">
            {said[field] !== null && (
              <button
                type="button"
                className="link small"
                onClick={() => onChange({ ...said, [field]: null })}
              >
                Remove what people entered
              </button>
            )}
            <button type="button" className="link small" onClick={() => onChange(without(field))}>
              Leave as it is
            </button>
          </span>
        </div>
      ))}
      <Select
        label="Set a field"
        placeholder="Choose a field"
        searchable
        comboboxProps={{ withinPortal: false }}
        data={fieldOptions(BULK_FIELDS.filter((it) => !chosen.includes(it)))}
        value={null}
        onChange={(field) => {
          if (field !== null) onChange({ ...said, [field]: '' });
        }}
      />
    </fieldset>
  );
}
