import { Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/reconciliation-routes';
import type { DiscrepancyView, ReconciliationDetail } from '#contract/inventory/reconciliation-routes';
import { DISCREPANCY_DESCRIPTIONS, DISCREPANCY_KINDS, whyNotChange } from '#engine/reconciliation';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, day } from '../../../ui/words.ts';
import type { ReconciliationSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';
import { AssignForm } from './AssignForm.tsx';

const ROWS = 50;

/** What the report found, who has taken it on, and what of it is put right by now. */
export function DiscrepanciesCard({ report }: { readonly report: ReconciliationDetail }) {
  const search = useSearch({ from: '/record/reconciliations/$reportId' });
  const client = useQueryClient();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [assigning, setAssigning] = useState(false);
  const mayNot = useReasonNot('inventory.reconcile');
  const ask = askOf(search);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['discrepancies', report.id, ask],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listDiscrepancies,
        { params: { id: report.id }, query: { ...ask, limit: ROWS, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const chosen = rows.filter((it) => marked.includes(keyOf(it)));
  const fixed = whyNotChange({
    state: report.state,
    signerIds: report.signatures.map((it) => it.personId),
  });
  const count = marked.length > 0 ? chosen.length : (total ?? 0);
  const { fresh: _, ...which } = ask;
  return (
    <Card
      title="Discrepancies"
      note={total === undefined ? undefined : `${countOf(total, 'discrepancy', 'discrepancies')} shown`}
      acts={
        <ActButton
          size="xs"
          disabledReason={
            mayNot ??
            fixed ??
            (count === 0
              ? 'Nothing is selected'
              : marked.length === 0 && ask.fresh !== undefined
                ? 'Mark those to assign, or show all of them'
                : null)
          }
          onClick={() => setAssigning(true)}
        >
          {marked.length > 0 ? `Assign ${chosen.length} marked` : `Assign all ${count}`}
        </ActButton>
      }
      footer="The report keeps what stood on its day. “Put right” says that the inventory of now has it no more."
    >
      <Filters search={search} onChange={() => setMarked([])} />
      <Pending what="discrepancies" lines={8} data={data} error={error} />
      {data !== undefined && rows.length === 0 && (
        <Empty title="No discrepancy here">
          {Object.keys(ask).length === 0
            ? 'The sources agree, and nothing critical is missing.'
            : 'No discrepancy fits what you ask for.'}
        </Empty>
      )}
      {rows.length > 0 && (
        <TableScroll label="Discrepancies">
          <table className="plain-table">
            <thead>
              <tr>
                <th className="no-print">
                  <span className="visually-hidden">Mark</span>
                </th>
                <th>Device</th>
                <th>Discrepancy</th>
                <th>Assigned to</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((it) => (
                <Row
                  key={keyOf(it)}
                  it={it}
                  isMarked={marked.includes(keyOf(it))}
                  onMark={(on) =>
                    setMarked((now) => (on ? [...now, keyOf(it)] : now.filter((key) => key !== keyOf(it))))
                  }
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {hasNextPage && (
        <div className="card-body no-print">
          <ActButton variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            Show more
          </ActButton>
        </div>
      )}
      <Sheet
        label="Assign discrepancies"
        side="right"
        width={420}
        open={assigning}
        onClose={() => setAssigning(false)}
      >
        {assigning && (
          <AssignForm
            count={count}
            assign={async (assignee) => {
              const groups =
                marked.length === 0
                  ? [which]
                  : [...Map.groupBy(chosen, (it) => it.kind)].map(([kind, its]) => ({
                      kind,
                      devices: its.map((it) => it.deviceId),
                    }));
              for (const each of groups)
                await call(api.assignDiscrepancies, {
                  params: { id: report.id },
                  body: { which: each, assignee },
                });
              setMarked([]);
              await client.invalidateQueries({ queryKey: ['discrepancies', report.id] });
              await client.invalidateQueries({ queryKey: ['reconciliation', report.id] });
            }}
            onClose={() => setAssigning(false)}
          />
        )}
      </Sheet>
    </Card>
  );
}

function keyOf({ kind, deviceId }: DiscrepancyView): string {
  return `${kind} ${deviceId}`;
}

function askOf({ kind, assignee, q, fresh }: ReconciliationSearch) {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(q === undefined || q === '' ? {} : { text: q }),
    ...(fresh === undefined ? {} : { fresh }),
  };
}

interface FiltersProps {
  readonly search: ReconciliationSearch;
  readonly onChange: () => void;
}

function Filters({ search, onChange }: FiltersProps) {
  const navigate = useNavigate({ from: '/reconciliations/$reportId' });
  const [typed, setTyped] = useState(search.q ?? '');
  const [words] = useDebouncedValue(typed, 250);
  const change = (next: ReconciliationSearch) => {
    onChange();
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  };
  useEffect(() => {
    if (words !== (search.q ?? '')) change({ q: words === '' ? undefined : words });
    // Only what is typed asks anew.
  }, [words]);
  return (
    <search className="card-body row-wrap no-print" aria-label="Filter discrepancies">
      <Select
        aria-label="Discrepancies"
        placeholder="Everything amiss"
        size="xs"
        clearable
        clearButtonProps={{ 'aria-label': 'Show everything amiss' }}
        data={DISCREPANCY_KINDS.map((it) => ({ value: it, label: DISCREPANCY_DESCRIPTIONS[it].title }))}
        value={search.kind ?? null}
        onChange={(it) => change({ kind: (it as ReconciliationSearch['kind']) ?? undefined })}
      />
      <Select
        aria-label="Assigned to"
        placeholder="Assigned to anybody"
        size="xs"
        clearable
        clearButtonProps={{ 'aria-label': 'Show whoever has it' }}
        data={[
          { value: 'nobody', label: 'By nobody yet' },
          { value: 'me', label: 'By me' },
        ]}
        value={search.assignee ?? null}
        onChange={(it) => change({ assignee: (it as ReconciliationSearch['assignee']) ?? undefined })}
      />
      <TextInput
        aria-label="Device, site or department"
        placeholder="Device, site or department"
        size="xs"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Checkbox
        label="New since the last signed report"
        size="xs"
        checked={search.fresh === 'yes'}
        onChange={(event) => change({ fresh: event.currentTarget.checked ? 'yes' : undefined })}
      />
    </search>
  );
}

interface RowProps {
  readonly it: DiscrepancyView;
  readonly isMarked: boolean;
  readonly onMark: (on: boolean) => void;
}

function Row({ it, isMarked, onMark }: RowProps) {
  const device = it.name === null || it.name === it.label ? it.label : `${it.name} · ${it.label}`;
  const place = [it.site, it.department].filter((part) => part !== null).join(' › ');
  return (
    <tr>
      <td className="no-print">
        <Checkbox
          aria-label={`Mark ${device}, ${DISCREPANCY_DESCRIPTIONS[it.kind].title}`}
          size="xs"
          checked={isMarked}
          onChange={(event) => onMark(event.currentTarget.checked)}
        />
      </td>
      <td className="break">
        <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
          {device}
        </Link>
        <span className="muted small block">{place === '' ? 'place not known' : place}</span>
      </td>
      <td className="break">
        {DISCREPANCY_DESCRIPTIONS[it.kind].title}
        <span className="second small block">{it.detail}</span>
        <span className="row-wrap small">
          <span className="muted">{it.isNew ? 'new' : `since ${day(it.since)}`}</span>
          {!it.stands && (
            <StateText shape="check" tone="good">
              Put right since
            </StateText>
          )}
        </span>
      </td>
      <td className="break">
        {it.assignee === null ? (
          <span className="muted">nobody yet</span>
        ) : (
          <>
            {it.assignee.name}
            {it.dueOn !== null && <span className="small block">{`until ${day(it.dueOn)}`}</span>}
            <span className="second small block">{it.reason}</span>
          </>
        )}
      </td>
    </tr>
  );
}
