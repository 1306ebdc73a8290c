import { Autocomplete, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ROLE_DESCRIPTIONS, type Role, ROLES, type Scope } from '#engine/access';
import { ActButton } from '../../../ui/ActButton.tsx';
import { type GrantShown, mayWords, SCOPE_WORDS } from './grant-words.ts';
import { midSentence } from '../../../ui/words.ts';

interface GrantsEditorProps {
  readonly grants: readonly GrantShown[];
  readonly onChange: (grants: readonly GrantShown[]) => void;
  /** Roles that may be given; all unless told. */
  readonly roles?: readonly Role[];
  /** Why they cannot be changed; null: they can. */
  readonly reasonNot: string | null;
}

/** Roles, each bound to one part of the hospital, with what it lets a person do in plain words. */
export function GrantsEditor({ grants, onChange, roles = ROLES, reasonNot }: GrantsEditorProps) {
  const change = (at: number, next: GrantShown) => onChange(grants.map((it, i) => (i === at ? next : it)));
  const add = () =>
    onChange([...grants, { role: roles.at(-1) ?? 'technician', scope: { kind: 'hospital' } }]);
  return (
    <div className="stack">
      {grants.length === 0 && <p className="second">No role: may sign in, and do nothing.</p>}
      {grants.map((it, i) => (
        <GrantRow
          key={i}
          grant={it}
          roles={roles}
          number={i + 1}
          locked={reasonNot !== null}
          onChange={(next) => change(i, next)}
          onRemove={() => onChange(grants.filter((_, other) => other !== i))}
        />
      ))}
      <div>
        <ActButton icon="plus" variant="default" disabledReason={reasonNot} onClick={add}>
          Add role
        </ActButton>
      </div>
    </div>
  );
}

interface GrantRowProps {
  readonly grant: GrantShown;
  readonly roles: readonly Role[];
  readonly number: number;
  readonly locked: boolean;
  readonly onChange: (next: GrantShown) => void;
  readonly onRemove: () => void;
}

function GrantRow({ grant, roles, number, locked, onChange, onRemove }: GrantRowProps) {
  return (
    <fieldset className="grant">
      <legend className="visually-hidden">{`Role ${number}`}</legend>
      <div className="row-wrap grant-row">
        <Select
          label="Role"
          disabled={locked}
          allowDeselect={false}
          data={roles.map((it) => ({ value: it, label: ROLE_DESCRIPTIONS[it].title }))}
          value={grant.role}
          onChange={(it) => onChange({ ...grant, role: it as Role })}
        />
        <ScopeFields
          scope={grant.scope}
          disabled={locked}
          onChange={(scope) => onChange({ ...grant, scope })}
        />
        <ActButton
          variant="default"
          disabledReason={locked ? 'You have no permission to change roles' : null}
          onClick={onRemove}
        >
          Remove
        </ActButton>
      </div>
      <p className="second small">{mayWords(grant)}</p>
    </fieldset>
  );
}

const KINDS = (['hospital', 'site', 'department', 'group', 'vendor'] as const).map((value) => ({
  value,
  label: SCOPE_WORDS[value],
}));

interface ScopeFieldsProps {
  readonly scope: Scope;
  readonly disabled: boolean;
  readonly onChange: (scope: Scope) => void;
}

/** A part of the hospital: its kind, and which one, as devices name it. */
export function ScopeFields({ scope, disabled, onChange }: ScopeFieldsProps) {
  return (
    <>
      <Select
        label="Where"
        disabled={disabled}
        allowDeselect={false}
        data={KINDS}
        value={scope.kind}
        onChange={(it) =>
          onChange(it === 'hospital' || it === null ? { kind: 'hospital' } : { kind: it as 'site', id: '' })
        }
      />
      {scope.kind !== 'hospital' && (
        <ScopeName kind={scope.kind} id={scope.id} disabled={disabled} onChange={onChange} />
      )}
    </>
  );
}

const UNKNOWN: Partial<Record<Scope['kind'], string>> = {
  group: 'There is no such group: make a tag one under Fields and tags',
};

interface ScopeNameProps {
  readonly kind: Exclude<Scope['kind'], 'hospital'>;
  readonly id: string;
  readonly disabled: boolean;
  readonly onChange: (scope: Scope) => void;
}

function ScopeName({ kind, id, disabled, onChange }: ScopeNameProps) {
  const [text] = useDebouncedValue(id, 200);
  const { data } = useQuery({
    queryKey: ['scopes', kind, text],
    queryFn: ({ signal }) => call(api.listScopes, { query: { kind, q: text } }, { signal }),
    placeholderData: keepPreviousData,
    enabled: !disabled,
  });
  const known = data?.items.some((it) => it.id === id) === true;
  const word = midSentence(SCOPE_WORDS[kind]);
  return (
    <Autocomplete
      label={SCOPE_WORDS[kind]}
      disabled={disabled}
      data={(data?.items ?? []).map((it) => it.id)}
      filter={({ options }) => options}
      value={id}
      error={id === '' ? `Name the ${word}` : null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      description={
        data === undefined || known || id === ''
          ? null
          : (UNKNOWN[kind] ?? `No device names this ${word} yet`)
      }
      onChange={(next) => onChange({ kind, id: next })}
    />
  );
}

/** Whether every scope is named; an unnamed one would be refused. */
export function areNamed(grants: readonly GrantShown[]): boolean {
  return grants.every(({ scope }) => scope.kind === 'hospital' || scope.id.trim() !== '');
}
