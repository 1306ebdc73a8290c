import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as customApi from '#contract/inventory/custom-field-routes';
import type { CustomFieldView } from '#contract/inventory/custom-field-routes';
import type { DeviceDetail } from '#contract/inventory/device';
import * as api from '#contract/inventory/routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { useCustomFields } from './device-words.ts';
import { useReasonNot } from '../session.ts';

/** What people put on the device beside what it is: tags, and the fields the hospital added. */
export function ExtrasCard({ it }: { readonly it: DeviceDetail }) {
  const fields = useCustomFields();
  const [editing, setEditing] = useState(false);
  const mayNot = useReasonNot('inventory.edit');
  return (
    <Card
      title="Tags and custom fields"
      acts={
        !editing && (
          <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setEditing(true)}>
            Edit
          </ActButton>
        )
      }
      footer="Imports feed these too: a column called like a field, and a column called Tags."
    >
      {editing ? (
        <ExtrasForm it={it} fields={fields} onClose={() => setEditing(false)} />
      ) : (
        <dl className="facts card-body">
          <div>
            <dt>Tags</dt>
            <dd>
              {it.tags.length === 0 ? (
                <span className="muted">none</span>
              ) : (
                <span className="chips">
                  {it.tags.map((tag) => (
                    <Link key={tag} className="tag" to="/devices" search={{ filter: `tag:="${tag}"` }}>
                      {tag}
                    </Link>
                  ))}
                </span>
              )}
            </dd>
          </div>
          {fields.map((field) => (
            <div key={field.id}>
              <dt>{field.name}</dt>
              <dd>{it.custom[field.key] ?? <span className="muted">not stated</span>}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

interface ExtrasFormProps {
  readonly it: DeviceDetail;
  readonly fields: readonly CustomFieldView[];
  readonly onClose: () => void;
}

function ExtrasForm({ it, fields, onClose }: ExtrasFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const [tags, setTags] = useState<readonly string[]>(it.tags);
  const [custom, setCustom] = useState<Readonly<Record<string, string>>>(it.custom);
  const { data } = useQuery({
    queryKey: ['tags'],
    queryFn: ({ signal }) => call(customApi.listTags, { query: {} }, { signal }),
    staleTime: 30_000,
  });
  const changed = Object.fromEntries(
    fields
      .filter((field) => (custom[field.key] ?? '') !== (it.custom[field.key] ?? ''))
      .map((field) => [field.key, custom[field.key] === '' ? null : (custom[field.key] ?? null)]),
  );
  const addTags = tags.filter((tag) => !it.tags.includes(tag));
  const removeTags = it.tags.filter((tag) => !tags.includes(tag));
  const unchanged =
    addTags.length + removeTags.length + Object.keys(changed).length === 0 ? 'Nothing is changed yet' : null;
  const save = () =>
    acting.run(async () => {
      const body = { addTags, removeTags, custom: changed };
      const after = await call(api.editExtras, { params: { id: it.id }, body });
      client.setQueryData(['inventory-device', it.id], after);
      onClose();
    });
  return (
    <form
      className="card-body stack"
      aria-label="Tags and custom fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (unchanged === null) save();
      }}
    >
      <TagsInput
        label="Tags"
        data={data?.items.map((tag) => tag.name) ?? []}
        value={[...tags]}
        onChange={setTags}
      />
      {fields.map((field) => (
        <CustomInput
          key={field.id}
          field={field}
          value={custom[field.key] ?? ''}
          onChange={(value) => setCustom((now) => ({ ...now, [field.key]: value }))}
        />
      ))}
      {acting.problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={unchanged} onClick={save}>
          Save
        </ActButton>
        <ActButton variant="default" onClick={onClose}>
          Cancel
        </ActButton>
      </div>
    </form>
  );
}

interface CustomInputProps {
  readonly field: CustomFieldView;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CustomInput({ field: { kind, name, choices }, value, onChange }: CustomInputProps) {
  switch (kind) {
    case 'choice':
    case 'flag':
      return (
        <Select
          label={name}
          placeholder="Not stated"
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${name}` }}
          data={kind === 'flag' ? ['yes', 'no'] : [...choices]}
          value={value === '' ? null : value}
          onChange={(it) => onChange(it ?? '')}
        />
      );
    case 'number':
      return <NumberInput label={name} hideControls value={value} onChange={(it) => onChange(String(it))} />;
    case 'date':
    case 'text':
      return (
        <TextInput
          label={name}
          type={kind === 'date' ? 'date' : 'text'}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
