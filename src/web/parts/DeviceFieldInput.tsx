import { Select, TextInput } from '@mantine/core';
import { kindOfField } from './device-fields.ts';

interface DeviceFieldInputProps {
  readonly field: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Where a person says what a field of a device is, as that field can be said. */
export function DeviceFieldInput({ field, label, value, onChange }: DeviceFieldInputProps) {
  const it = kindOfField(field);
  if (it.kind === 'choice')
    return (
      <Select
        label={label}
        placeholder="Choose"
        comboboxProps={{ withinPortal: false }}
        data={[...it.choices]}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  return (
    <TextInput
      label={label}
      type={it.kind === 'day' ? 'date' : 'text'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
