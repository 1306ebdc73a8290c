import { TextInput } from '@mantine/core';
import { ActButton } from '../../ui/ActButton.tsx';

export interface HeaderDraft {
  readonly name: string;
  readonly value: string;
}

interface HeaderFieldsProps {
  /** Null: those that are kept stay as they are. */
  readonly headers: readonly HeaderDraft[] | null;
  /** Names of those that are kept; their values are never shown. */
  readonly keptNames: readonly string[];
  readonly disabled: boolean;
  readonly problem: string | null;
  readonly onChange: (it: readonly HeaderDraft[]) => void;
}

/** Headers that an address wants, such as credentials. */
export function HeaderFields({ headers, keptNames, disabled, problem, onChange }: HeaderFieldsProps) {
  const off = disabled ? 'Headers cannot be changed here' : null;
  if (headers === null)
    return (
      <div className="row-wrap">
        <span className="second">{`Sent along: ${keptNames.join(', ')}, kept encrypted`}</span>
        <ActButton
          variant="default"
          size="xs"
          disabledReason={off}
          onClick={() => onChange(keptNames.map((name) => ({ name, value: '' })))}
        >
          Give them again
        </ActButton>
      </div>
    );
  const set = (at: number, next: HeaderDraft) => onChange(headers.map((it, i) => (i === at ? next : it)));
  return (
    <fieldset className="stack repeated">
      <legend className="small second">Headers, such as credentials. They are kept encrypted.</legend>
      {headers.map((it, i) => (
        <div key={i} className="row-wrap">
          <TextInput
            label="Header"
            placeholder="Authorization"
            disabled={disabled}
            value={it.name}
            onChange={(event) => set(i, { ...it, name: event.currentTarget.value })}
          />
          <TextInput
            label="Value"
            type="password"
            autoComplete="off"
            disabled={disabled}
            value={it.value}
            onChange={(event) => set(i, { ...it, value: event.currentTarget.value })}
          />
          <ActButton
            variant="default"
            disabledReason={off}
            onClick={() => onChange(headers.filter((_, other) => other !== i))}
          >
            Remove
          </ActButton>
        </div>
      ))}
      {problem !== null && <span className="small state bad">{problem}</span>}
      <div>
        <ActButton
          icon="plus"
          variant="default"
          size="xs"
          disabledReason={off}
          onClick={() => onChange([...headers, { name: '', value: '' }])}
        >
          Add header
        </ActButton>
      </div>
    </fieldset>
  );
}
