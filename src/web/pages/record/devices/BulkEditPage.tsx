import { Progress } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/bulk-edit-routes';
import type { BulkEditRowView, BulkEditView } from '#contract/inventory/bulk-edit-routes';
import { cursor, paging, queryClient } from '../../../data.ts';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { nameOfField } from '../field-names.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** One bulk edit: how far it is, what came of each device, and the way back. */
export function BulkEditPage() {
  const { editId } = useParams({ from: '/record/devices/edits/$editId' });
  const { data, error } = useQuery({
    queryKey: ['bulk-edit', editId],
    queryFn: ({ signal }) => call(api.readBulkEdit, { params: { id: editId } }, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : 1000),
  });
  useTellCrumb(data === undefined ? null : data.undoes === null ? 'Edit' : 'Undo of an edit');
  const isDone = data?.state === 'done';
  useEffect(() => {
    if (isDone) void queryClient.invalidateQueries({ queryKey: ['inventory'] });
  }, [isDone]);
  return (
    <div className="page narrow">
      <title>Edit of devices · Patchward</title>
      {error !== null && <Empty title="The edit could not be read">{error.message}</Empty>}
      {error === null && data === undefined && <Waiting lines={8} label="Loading edit" />}
      {data !== undefined && <Edit it={data} />}
    </div>
  );
}

function Edit({ it }: { readonly it: BulkEditView }) {
  const { waiting, changed, unchanged, refused } = it.counts;
  const all = waiting + changed + unchanged + refused;
  return (
    <>
      <div className="head">
        <div>
          <h1>{it.undoes === null ? 'Edit of devices' : 'Undo of an edit'}</h1>
          <p className="muted">
            {saidOf(it)} · {it.createdBy}, {moment(it.createdAt)}
          </p>
        </div>
        <div className="head-acts">
          <UndoButton it={it} />
        </div>
      </div>
      {it.state === 'waiting' ? (
        <div className="card card-body stack" role="status">
          <b>
            {all - waiting} of {countOf(all, 'device')}
          </b>
          <Progress value={all === 0 ? 0 : (100 * (all - waiting)) / all} aria-label="Devices done" />
          <span className="muted">
            It goes on when you leave this page. <Link to="/devices">Back to the devices</Link>
          </span>
        </div>
      ) : (
        <Notice
          tone={refused > 0 ? 'warn' : 'idle'}
          title={`${countOf(changed, 'device')} changed, ${unchanged} as they were, ${refused} refused`}
        >
          <Link to="/devices">Back to the devices</Link>
        </Notice>
      )}
      <RowsCard id={it.id} outcome="refused" title="Refused" count={refused} />
      <RowsCard id={it.id} outcome="changed" title="Changed" count={changed} />
    </>
  );
}

function saidOf({ change }: BulkEditView): string {
  const parts = [
    ...change.addTags.map((tag) => `add tag “${tag}”`),
    ...change.removeTags.map((tag) => `remove tag “${tag}”`),
    ...Object.entries(change.fields).map(([field, value]) =>
      value === null
        ? `remove what people entered for ${nameOfField(field)}`
        : `set ${nameOfField(field)} to “${value}”`,
    ),
    ...Object.entries(change.custom).map(([key, value]) =>
      value === null ? `clear ${key}` : `set ${key} to “${value}”`,
    ),
  ];
  return parts.join(', ');
}

function UndoButton({ it }: { readonly it: BulkEditView }) {
  const navigate = useNavigate();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.edit');
  const reason =
    mayNot ??
    (it.state === 'waiting'
      ? 'It has not ended yet'
      : it.undoneBy !== null
        ? 'It was undone already'
        : it.counts.changed === 0
          ? 'It changed nothing'
          : null);
  return (
    <>
      {acting.problem !== null && <span className="bad small">{acting.problem}</span>}
      <ActButton
        icon="again"
        variant="default"
        loading={acting.busy}
        disabledReason={reason}
        onClick={() =>
          acting.run(async () => {
            const { id } = await call(api.undoBulkEdit, { params: { id: it.id } });
            await navigate({ to: '/devices/edits/$editId', params: { editId: id } });
          })
        }
      >
        {it.undoes === null ? 'Undo' : 'Do it again'}
      </ActButton>
    </>
  );
}

interface RowsCardProps {
  readonly id: string;
  readonly outcome: 'changed' | 'refused';
  readonly title: string;
  readonly count: number;
}

function RowsCard({ id, outcome, title, count }: RowsCardProps) {
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['bulk-edit-rows', id, outcome, count],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listBulkEditRows,
        { params: { id }, query: { outcome, limit: 50, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    enabled: count > 0,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  if (count === 0 || rows.length === 0) return null;
  return (
    <Card title={title} note={countOf(count, 'device')}>
      <TableScroll label={title}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>Device</th>
              <th>{outcome === 'refused' ? 'Why' : 'Before → after'}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((it) => (
              <tr key={it.deviceId}>
                <td>
                  <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
                    {it.label}
                  </Link>
                </td>
                <td>{outcome === 'refused' ? <Refusal it={it} /> : <Change it={it} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {hasNextPage && (
        <div className="card-body">
          <button type="button" className="link" onClick={() => void fetchNextPage()}>
            More rows
          </button>
        </div>
      )}
    </Card>
  );
}

function Refusal({ it }: { readonly it: BulkEditRowView }) {
  return (
    <StateText shape="triangle" tone="warn">
      {it.reason ?? ''}
    </StateText>
  );
}

function Change({ it: { before, after } }: { readonly it: BulkEditRowView }) {
  const lines = [
    ...(after?.tags === undefined
      ? []
      : [['Tags', before?.tags?.join(', ') ?? '', after.tags.join(', ')] as const]),
    ...Object.entries(after?.fields ?? {}).map(
      ([field, value]) => [nameOfField(field), before?.fields?.[field] ?? '', value ?? ''] as const,
    ),
    ...Object.entries(after?.custom ?? {}).map(
      ([key, value]) => [key, before?.custom?.[key] ?? '', value ?? ''] as const,
    ),
  ];
  return lines.map(([name, from, to]) => (
    <div key={name}>
      {name}: <span className="muted">{from || 'none'}</span> → <b>{to || 'none'}</b>
    </div>
  ));
}
