import { Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import type { StrangerView } from '#contract/inventory/procurement-routes';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import type { UnregisteredSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';
import { STRANGERS_KEY } from './counts.ts';
import { DecideForm } from './DecideForm.tsx';
import { STATE_LOOKS } from './stranger-words.ts';

const TABS = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'mine', label: 'Mine' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'closed', label: 'Closed' },
] as const;

const ASKS = {
  waiting: { state: ['open', 'registering', 'removing'] },
  mine: { state: ['open', 'registering', 'removing'], mine: 'yes' },
  ignored: { state: ['ignored'] },
  closed: { state: ['registered', 'removed'] },
} as const;

const ROWS = 100;

/** Devices that the network shows and no register knows: each an alert with an owner, a day and what becomes of it. */
export function UnregisteredPage() {
  const { show = 'waiting', q = '' } = useSearch({ from: '/record/unregistered' });
  const navigate = useNavigate({ from: '/unregistered' });
  const client = useQueryClient();
  const mayNot = useReasonNot('inventory.reconcile');
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [deciding, setDeciding] = useState(false);
  const [typed, setTyped] = useState(q);
  const [words] = useDebouncedValue(typed, 250);
  const change = (next: UnregisteredSearch) => {
    setMarked([]);
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  };
  useEffect(() => {
    if (words !== q) change({ q: words === '' ? undefined : words });
    // Only what is typed asks anew.
  }, [words]);
  const { state, ...ask } = ASKS[show];
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: [...STRANGERS_KEY, show, q],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listStrangers,
        {
          query: {
            ...ask,
            state: [...state],
            ...(q === '' ? {} : { text: q }),
            limit: ROWS,
            ...cursor(pageParam),
          },
        },
        { signal },
      ),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const chosen = rows.filter((it) => marked.includes(it.deviceId));
  return (
    <div className="page">
      <title>Unregistered devices · Patchward</title>
      <div className="head">
        <div>
          <h1>Unregistered devices</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : countOf(data.pages[0]?.total ?? 0, 'alert')} of devices that
            the network shows and no register knows, those due first
          </p>
        </div>
        <div className="head-acts">
          <ActButton
            disabledReason={mayNot ?? (chosen.length === 0 ? 'Mark the devices you decide on' : null)}
            onClick={() => setDeciding(true)}
          >
            {chosen.length === 0 ? 'Decide' : `Decide on ${chosen.length}`}
          </ActButton>
        </div>
      </div>
      <div className="filters no-print">
        <div className="filter-row">
          <SegmentedControl
            aria-label="State"
            size="xs"
            data={[...TABS]}
            value={show}
            onChange={(it) => change({ show: it as UnregisteredSearch['show'] })}
          />
          <TextInput
            aria-label="Address, maker, site"
            placeholder="Address, maker, site"
            size="xs"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      </div>
      <Card
        title="Alerts"
        footer="An alert closes by itself once a register has the device, and is raised again when the network still shows what was removed or ignored too long."
      >
        <Pending what="alerts" lines={8} data={data} error={error} />
        {data !== undefined && rows.length === 0 && (
          <Empty title="No device here">
            {show === 'waiting'
              ? 'No alert is open. The network is held against the registers every ten minutes.'
              : 'Nothing to show.'}
          </Empty>
        )}
        {rows.length > 0 && (
          <TableScroll label="Alerts">
            <table className="plain-table stacks">
              <thead>
                <tr>
                  <th className="no-print">
                    <span className="visually-hidden">Mark</span>
                  </th>
                  <th>Device</th>
                  <th>Seen by</th>
                  <th>State</th>
                  <th>Who and until when</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((it) => (
                  <Row
                    key={it.deviceId}
                    it={it}
                    isMarked={marked.includes(it.deviceId)}
                    onMark={(on) =>
                      setMarked((now) =>
                        on ? [...now, it.deviceId] : now.filter((id) => id !== it.deviceId),
                      )
                    }
                  />
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
        {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
      </Card>
      <Sheet
        label="Decide on unregistered devices"
        side="right"
        width={420}
        open={deciding}
        onClose={() => setDeciding(false)}
      >
        {deciding && (
          <DecideForm
            count={chosen.length}
            decide={async (decision) => {
              await call(api.decideStrangers, {
                body: { devices: chosen.map((it) => it.deviceId), decision },
              });
              setMarked([]);
              await client.invalidateQueries({ queryKey: STRANGERS_KEY });
            }}
            onClose={() => setDeciding(false)}
          />
        )}
      </Sheet>
    </div>
  );
}

interface RowProps {
  readonly it: StrangerView;
  readonly isMarked: boolean;
  readonly onMark: (on: boolean) => void;
}

function Row({ it, isMarked, onMark }: RowProps) {
  const [shape, tone, words] = STATE_LOOKS[it.state];
  const device = it.name === null || it.name === it.label ? it.label : `${it.name} · ${it.label}`;
  const where = [it.ip, it.mac, it.site, it.department].filter((part) => part !== null);
  return (
    <tr>
      <td className="no-print pick">
        <Checkbox
          aria-label={`Mark ${device}`}
          size="xs"
          checked={isMarked}
          disabled={it.state === 'registered'}
          onChange={(event) => onMark(event.currentTarget.checked)}
        />
      </td>
      <td className="break">
        <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
          {device}
        </Link>
        <span className="muted small block">{where.join(' · ')}</span>
      </td>
      <td className="break">
        {it.sources.length === 0 ? <span className="muted">nobody any more</span> : it.sources.join(', ')}
        {it.networkAt !== null && <span className="muted small block">{moment(it.networkAt)}</span>}
      </td>
      <td className="break">
        <StateText shape={shape} tone={tone}>
          {words}
        </StateText>
        <span className="small second block">{it.reason ?? it.because}</span>
        {it.ignoredUntil !== null && <span className="small block">{`until ${day(it.ignoredUntil)}`}</span>}
      </td>
      <td className="break">
        {it.owner?.name ?? <span className="muted">nobody yet</span>}
        {it.dueOn !== null && (
          <span className="small block">
            {it.isOverdue ? (
              <StateText shape="octagon" tone="bad">
                {`was due ${day(it.dueOn)}`}
              </StateText>
            ) : (
              `until ${day(it.dueOn)}`
            )}
          </span>
        )}
        {it.decidedBy !== null && <span className="muted small block">{`decided by ${it.decidedBy}`}</span>}
      </td>
    </tr>
  );
}
