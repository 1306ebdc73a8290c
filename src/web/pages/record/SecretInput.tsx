import { TextInput } from '@mantine/core';
import { useState } from 'react';

interface SecretInputProps {
  readonly label: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: string | null;
}

/** A password, which can be looked at while it is typed: long ones are mistyped else. */
export function SecretInput({ label, autoComplete, value, onChange, error = null }: SecretInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      label={label}
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSectionWidth={56}
      rightSection={
        <button
          type="button"
          className="link small"
          aria-label={shown ? 'Hide password' : 'Show password'}
          onClick={() => setShown(!shown)}
        >
          {shown ? 'Hide' : 'Show'}
        </button>
      }
    />
  );
}
