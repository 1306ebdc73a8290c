import { SegmentedControl, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { ImportChange, ImportView } from '#contract/inventory/import';
import { whyJunk } from '#engine/reconcile';
import type { DeviceFields } from '#engine/words';
import { cursor, paging } from '../../../data.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { nameOfField } from '../field-names.ts';

const PAGE_ROWS = 50;

type Show = 'all' | 'create' | 'change' | 'conflict';

const ASKS: Readonly<Record<Show, { readonly kind?: 'create' | 'change'; readonly conflicts?: 'yes' }>> = {
  all: {},
  create: { kind: 'create' },
  change: { kind: 'change' },
  conflict: { conflicts: 'yes' },
};

/** Devices that the import makes or changes, or that taking it back does, field by field. */
export function ImportChangesCard({
  it,
  phase,
}: {
  readonly it: ImportView;
  readonly phase: 'apply' | 'undo';
}) {
  const [show, setShow] = useState<Show>('all');
  const [text, setText] = useState('');
  const query = { phase, text: text.trim(), ...ASKS[show] };
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['import-changes', it.id, it.state, query],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listImportChanges,
        { params: { id: it.id }, query: { ...query, limit: PAGE_ROWS, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    placeholderData: (before) => before,
  });
  const changes = data?.pages.flatMap((page) => page.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <Card
      title={phase === 'undo' ? 'What undoing it does' : 'Before and after'}
      note={data === undefined ? undefined : `${whole(changes.length)} of ${countOf(total, 'device')}`}
      footer={
        phase === 'undo'
          ? 'Devices return to what the other sources and people say of them. Later imports stay.'
          : 'Applied in batches, each of them whole or not at all. What does not hold is kept as what its source says.'
      }
    >
      <div className="card-body row-wrap">
        <SegmentedControl
          aria-label="Which devices"
          value={show}
          onChange={(value) => setShow(value as Show)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'create', label: 'Create' },
            { value: 'change', label: 'Change' },
            { value: 'conflict', label: 'Conflicts' },
          ]}
        />
        <TextInput
          aria-label="Find a device or value"
          placeholder="Find a device or value"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Pending what="changes" lines={6} data={data} error={error} />
      {data !== undefined && changes.length === 0 && (
        <Empty title={show === 'all' && text === '' ? 'No device changes' : 'No device fits'}>
          {show === 'all' && text === '' && 'What the file says was known already.'}
        </Empty>
      )}
      {changes.length > 0 && <ChangesTable changes={changes} />}
      {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}

function ChangesTable({ changes }: { readonly changes: readonly ImportChange[] }) {
  return (
    <TableScroll label="Before and after">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Device</th>
            <th>Field</th>
            <th className="wide-only">Before</th>
            <th>After</th>
            <th>Result</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((each, index) => (
            <ChangeRows key={`${each.deviceId ?? each.label} ${index}`} it={each} />
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function ChangeRows({ it }: { readonly it: ImportChange }) {
  if (it.kind === 'create')
    return (
      <tr>
        <td className="break">
          <DeviceName it={it} />
        </td>
        <td className="second">{countOf(it.changes.length, 'field')}</td>
        <td className="wide-only muted">not there yet</td>
        <td className="small break">{summaryOf(it)}</td>
        <td>
          <StateText shape="diamond" tone="accent">
            Create
          </StateText>
        </td>
      </tr>
    );
  if (it.kind === 'remove')
    return (
      <tr>
        <td className="break">
          <DeviceName it={it} />
        </td>
        <td className="second">whole device</td>
        <td className="wide-only muted">in the inventory</td>
        <td className="small">no source reports it any more, or it is merged into another device</td>
        <td>
          <StateText shape="octagon" tone="bad">
            Remove
          </StateText>
        </td>
      </tr>
    );
  if (it.kind === 'conflict')
    return it.changes.map((change, index) => (
      <tr key={change.field}>
        <td className="break">{index === 0 && <DeviceName it={it} />}</td>
        <td>{nameOfField(change.field)}</td>
        <td className="wide-only strong break">{change.before ?? 'not known'}</td>
        <td className="second break">{`${change.after ?? 'not known'}, kept and not taken`}</td>
        <td>
          <StateText shape="triangle" tone="warn">
            Conflict
          </StateText>
        </td>
      </tr>
    ));
  return it.changes.map((change, index) => (
    <tr key={change.field}>
      <td className="break">{index === 0 && <DeviceName it={it} />}</td>
      <td>{nameOfField(change.field)}</td>
      <td className="wide-only">
        <del className="second">{change.before ?? 'not known'}</del>
      </td>
      <td className="strong break">
        {change.after ?? 'not known'}
        <Placeholder {...change} />
      </td>
      <td>
        <StateText shape="half" tone="idle">
          Change
        </StateText>
      </td>
    </tr>
  ));
}

/** What a value is that identifies nothing and rules over nothing; nothing for others. */
function Placeholder({ field, after }: Pick<ImportChange['changes'][number], 'field' | 'after'>) {
  const why = whyJunk(field as keyof DeviceFields, after);
  return why === null ? null : <span className="muted small block">{why}</span>;
}

function DeviceName({ it: { deviceId, label } }: { readonly it: ImportChange }) {
  if (deviceId === null) return <b>{label}</b>;
  return (
    <Link to="/devices/$deviceId" params={{ deviceId }}>
      {label}
    </Link>
  );
}

/** Fields that tell one device from the next, where there is room for a line only. */
const TELLING = ['assetTag', 'serial', 'version', 'site', 'department', 'room', 'ip', 'mac'] as const;

function summaryOf({ changes }: ImportChange): string {
  return TELLING.flatMap((field) => {
    const found = changes.find((it) => it.field === field);
    if (found?.after == null) return [];
    const isPlaceholder = whyJunk(field, found.after) !== null;
    return [
      `${nameOfField(field)} ${found.after}${isPlaceholder ? ' (a placeholder, identifies nothing)' : ''}`,
    ];
  })
    .slice(0, 4)
    .join(' · ');
}
