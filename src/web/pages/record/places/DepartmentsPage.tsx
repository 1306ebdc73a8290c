import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/place-routes';
import { call } from '#contract/client';
import type { DepartmentView } from '#contract/inventory/place';
import { FieldForm, type FormField } from '../../../parts/FieldForm.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { NounList } from '../NounList.tsx';
import { useReasonNot } from '../session.ts';

const NOT_SAID = <span className="muted">not stated</span>;

const FIELDS: readonly FormField[] = [
  { kind: 'text', key: 'name', label: 'Name of the department' },
  { kind: 'text', key: 'manager', label: 'Manager' },
  { kind: 'text', key: 'contact', label: 'Contact' },
  { kind: 'text', key: 'owner', label: 'Owner of its devices' },
  { kind: 'long', key: 'notes', label: 'Notes' },
];

function columnsFor(edit: (it: DepartmentView) => void): readonly GridColumn<DepartmentView>[] {
  return [
    {
      key: 'name',
      title: 'Department',
      track: 'minmax(160px, 1.2fr)',
      sort: ['name', '-name'],
      cell: (it) => (
        <button type="button" className="link" onClick={() => edit(it)}>
          <b>{it.name}</b>
        </button>
      ),
    },
    {
      key: 'devices',
      title: 'Devices',
      track: '84px',
      align: 'right',
      sort: ['-devices', 'devices'],
      cell: (it) => (
        <Link to="/devices" search={{ filter: `department:="${it.name}"` }}>
          {whole(it.devices)}
        </Link>
      ),
    },
    {
      key: 'manager',
      title: 'Manager',
      track: 'minmax(130px, 1fr)',
      cell: (it) => it.details.manager ?? NOT_SAID,
    },
    {
      key: 'contact',
      title: 'Contact',
      track: 'minmax(130px, 1fr)',
      from: 760,
      cell: (it) => it.details.contact ?? NOT_SAID,
    },
    {
      key: 'owner',
      title: 'Owner of its devices',
      track: 'minmax(130px, 1fr)',
      from: 900,
      cell: (it) => it.details.owner ?? NOT_SAID,
    },
  ];
}

/** Departments with the people who answer for them. */
export function DepartmentsPage() {
  const [open, setOpen] = useState<DepartmentView | 'new' | null>(null);
  const navigate = useNavigate();
  const reasonNot = useReasonNot('inventory.structure');
  return (
    <NounList<DepartmentView>
      title="Departments"
      one="department"
      many="departments"
      intro="they make themselves from what devices say"
      placeholder="Words, or manager:osei devices:>10"
      sort="name"
      read={(query, signal) => call(api.listDepartments, { query }, { signal })}
      columns={columnsFor(setOpen)}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/devices', search: { filter: `department:="${it.name}"` } })}
      card={(it) => (
        <div className="finding-card">
          <div className="row">
            <button type="button" className="link" onClick={() => setOpen(it)}>
              <b>{it.name}</b>
            </button>
            <span className="push small">{countOf(it.devices, 'device')}</span>
          </div>
          <div className="cut small muted">{it.details.manager ?? 'manager not stated'}</div>
        </div>
      )}
      acts={
        <ActButton icon="plus" variant="default" disabledReason={reasonNot} onClick={() => setOpen('new')}>
          New department
        </ActButton>
      }
      empty={<Empty title="No departments yet">No device names one; make the first here.</Empty>}
    >
      {open !== null && (
        <DepartmentCard key={open === 'new' ? 'new' : open.id} it={open} onDone={() => setOpen(null)} />
      )}
    </NounList>
  );
}

function DepartmentCard({
  it,
  onDone,
}: {
  readonly it: DepartmentView | 'new';
  readonly onDone: () => void;
}) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.structure');
  const save = ({ name, ...details }: Readonly<Record<string, string | number | boolean | null>>) =>
    acting.run(async () => {
      const given = details as Readonly<Record<string, string | null>>;
      if (it === 'new') {
        const said = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== null));
        await call(api.addDepartment, { body: { name: String(name ?? ''), details: said } });
      } else
        await call(api.editDepartment, {
          params: { id: it.id },
          body: { version: it.version, details: given, ...(typeof name === 'string' ? { name } : {}) },
        });
      await client.invalidateQueries({ queryKey: ['departments'] });
      onDone();
    });
  const remove = (id: string) =>
    acting.run(async () => {
      await call(api.dropDepartment, { params: { id } });
      await client.invalidateQueries({ queryKey: ['departments'] });
      onDone();
    });
  return (
    <Card
      className="below"
      title={it === 'new' ? 'New department' : it.name}
      acts={
        it === 'new' ? undefined : (
          <ActButton
            variant="default"
            size="xs"
            disabledReason={reasonNot ?? (it.devices > 0 ? 'Devices belong to it' : null)}
            onClick={() => remove(it.id)}
          >
            Remove
          </ActButton>
        )
      }
    >
      <div className="card-body">
        <FieldForm
          label="Department"
          fields={FIELDS}
          values={it === 'new' ? {} : { name: it.name, ...it.details }}
          busy={acting.busy}
          problem={acting.problem}
          field={acting.field}
          disabledReason={reasonNot}
          onSave={save}
          onCancel={onDone}
        />
      </div>
    </Card>
  );
}
