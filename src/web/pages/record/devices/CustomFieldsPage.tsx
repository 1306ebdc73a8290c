import { Button, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/custom-field-routes';
import type { CustomFieldView } from '#contract/inventory/custom-field-routes';
import type { CustomFieldKind } from '#engine/custom-fields';
import { valueText } from '#engine/filter';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { type Acting, useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

const KIND_WORDS: Readonly<Record<CustomFieldKind, string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  flag: 'Yes or no',
  choice: 'Choice',
};

/** What a hospital adds to its devices: fields with a kind, tags, and the tags that are device groups. */
export function CustomFieldsPage() {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.structure');
  const act = (work: () => Promise<unknown>) =>
    acting.run(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['custom-fields'] });
      await client.invalidateQueries({ queryKey: ['tags'] });
    });
  return (
    <div className="page narrow">
      <title>Fields and tags · Patchward</title>
      <div className="head">
        <div>
          <h1>Custom fields, tags and device groups</h1>
          <p className="muted">What this hospital keeps of its devices beside what sources say</p>
        </div>
      </div>
      {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
      <div className="stack">
        <FieldsCard act={act} mayNot={mayNot} />
        <NewFieldCard act={act} acting={acting} mayNot={mayNot} />
        <TagsCard act={act} mayNot={mayNot} />
      </div>
    </div>
  );
}

interface PartProps {
  readonly act: (work: () => Promise<unknown>) => void;
  readonly mayNot: string | null;
}

function FieldsCard({ act, mayNot }: PartProps) {
  const { data, error } = useQuery({
    queryKey: ['custom-fields'],
    queryFn: ({ signal }) => call(api.listCustomFields, {}, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Fields" footer="Filters name a field as cf. and its key.">
      {error !== null && <Empty title="The fields could not be read">{error.message}</Empty>}
      {error === null && data === undefined && <Waiting lines={4} label="Loading fields" />}
      {data?.items.length === 0 && <Empty title="No fields yet">Add the first one below.</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <TableScroll label="Fields">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Name</th>
                <th>Kind</th>
                <th>Filter</th>
                <th>Devices</th>
                <th>Device group</th>
                <th>
                  <span className="visually-hidden">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <FieldRow key={it.id} it={it} act={act} mayNot={mayNot} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function FieldRow({ it, act, mayNot }: PartProps & { readonly it: CustomFieldView }) {
  return (
    <tr>
      <td className="strong">{it.name}</td>
      <td>
        {KIND_WORDS[it.kind]}
        {it.choices.length > 0 && <span className="muted small block">{it.choices.join(', ')}</span>}
      </td>
      <td className="mono">cf.{it.key}</td>
      <td>
        <Link to="/devices" search={{ filter: `-cf.${it.key}:none` }}>
          {it.devices}
        </Link>
      </td>
      <td>
        <RemoveButton
          what={`field ${it.name}`}
          warning={`Remove it from ${countOf(it.devices, 'device')}`}
          mayNot={mayNot}
          onRemove={() => act(() => call(api.dropCustomField, { params: { id: it.id } }))}
        />
      </td>
    </tr>
  );
}

interface RemoveButtonProps {
  readonly what: string;
  /** What removing does, said before it is done. */
  readonly warning: string;
  readonly mayNot: string | null;
  readonly onRemove: () => void;
}

function RemoveButton({ what, warning, mayNot, onRemove }: RemoveButtonProps) {
  const [isSure, setSure] = useState(false);
  if (isSure)
    return (
      <span className="row-wrap">
        <Button size="xs" color="red" onClick={onRemove}>
          {warning}
        </Button>
        <button type="button" className="link" onClick={() => setSure(false)}>
          Keep it
        </button>
      </span>
    );
  return (
    <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setSure(true)}>
      Remove<span className="visually-hidden"> {what}</span>
    </ActButton>
  );
}

function NewFieldCard({ act, acting, mayNot }: PartProps & { readonly acting: Acting }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<CustomFieldKind>('text');
  const [choices, setChoices] = useState<string[]>([]);
  const isChoice = kind === 'choice';
  const add = () =>
    act(async () => {
      await call(api.addCustomField, { body: { name, kind, choices: isChoice ? choices : [] } });
      setName('');
      setChoices([]);
    });
  const reason =
    name.trim() === ''
      ? 'Give it a name first'
      : isChoice && choices.length === 0
        ? 'Name what can be chosen'
        : null;
  return (
    <Card title="New field" footer="The kind stays as it is once the field is there.">
      <form
        className="card-body stack"
        aria-label="New field"
        onSubmit={(event) => {
          event.preventDefault();
          if ((mayNot ?? reason) === null) add();
        }}
      >
        <TextInput
          label="Name"
          maxLength={60}
          value={name}
          error={acting.field === 'name' ? acting.problem : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Kind"
          allowDeselect={false}
          data={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={(it) => setKind((it ?? 'text') as CustomFieldKind)}
        />
        {isChoice && <TagsInput label="Choices" value={choices} onChange={setChoices} />}
        <span>
          <ActButton icon="plus" loading={acting.busy} disabledReason={mayNot ?? reason} onClick={add}>
            Add field
          </ActButton>
        </span>
      </form>
    </Card>
  );
}

function TagsCard({ act, mayNot }: PartProps) {
  const { data } = useQuery({
    queryKey: ['tags'],
    queryFn: ({ signal }) => call(api.listTags, { query: {} }, { signal }),
    staleTime: 0,
  });
  const tags = data?.items ?? [];
  return (
    <Card
      title="Tags and device groups"
      note={countOf(tags.length, 'tag')}
      footer="Roles can be bound to a device group. Only those who manage the structure put devices into one, and no imported file does."
    >
      {tags.length === 0 ? (
        <Empty title="No tags yet">
          <Link to="/devices">Mark devices in the list and add a tag to them</Link>
        </Empty>
      ) : (
        <TableScroll label="Tags">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Tag</th>
                <th>Devices</th>
                <th>
                  <span className="visually-hidden">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tags.map((it) => (
                <tr key={it.id}>
                  <td>
                    <span className="tag">{it.name}</span>
                  </td>
                  <td>
                    <Link to="/devices" search={{ filter: `tag:=${valueText(it.name)}` }}>
                      {whole(it.devices)}
                    </Link>
                  </td>
                  <td>
                    <Switch
                      aria-label={`${it.name} is a device group`}
                      checked={it.isGroup}
                      disabled={mayNot !== null}
                      title={mayNot ?? undefined}
                      onChange={(event) => {
                        const isGroup = event.currentTarget.checked;
                        act(() => call(api.editTag, { params: { id: it.id }, body: { isGroup } }));
                      }}
                    />
                  </td>
                  <td>
                    <RemoveButton
                      what={`tag ${it.name}`}
                      warning={`Take it off ${countOf(it.devices, 'device')}`}
                      mayNot={mayNot}
                      onRemove={() => act(() => call(api.dropTag, { params: { id: it.id } }))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}
