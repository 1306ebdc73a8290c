import { Checkbox } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { RecalledDevice } from '#contract/vulnerabilities/recall';
import * as api from '#contract/vulnerabilities/recall-routes';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { Grounds } from './Grounds.tsx';
import { SettleForm } from './SettleForm.tsx';

interface RecalledDevicesProps {
  readonly recall: string;
  readonly title: string;
  readonly verdict: RecalledDevice['verdict'];
  readonly total: number;
}

const SHOWN = 50;

/** Devices that stand to a recall in one way, each with its grounds and what was done. */
export function RecalledDevicesCard({ recall, title, verdict, total }: RecalledDevicesProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [settling, setSettling] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['recall', recall, 'devices', verdict],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listRecalledDevices,
        { params: { id: recall }, query: { verdict, limit: SHOWN, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const picked = rows.filter((it) => chosen.has(it.deviceId));
  const toggle = (ids: readonly string[], isOn: boolean) =>
    setChosen((now) => new Set(isOn ? [...now, ...ids] : [...now].filter((it) => !ids.includes(it))));
  const all = rows.map((it) => it.deviceId);
  const canSettle = verdict !== 'not-affected';
  return (
    <Card
      title={title}
      note={countOf(total, 'device')}
      acts={
        canSettle &&
        total > 0 && (
          <ActButton
            size="xs"
            variant="default"
            disabledReason={mayNot ?? (picked.length === 0 ? 'Mark devices first' : null)}
            onClick={() => setSettling(true)}
          >
            Resolve
          </ActButton>
        )
      }
    >
      <Pending what="devices" lines={4} data={data} error={error} />
      {settling && picked.length > 0 && (
        <SettleForm
          recall={recall}
          deviceIds={picked.map((it) => it.deviceId)}
          canOpen={picked.some((it) => it.settled !== null)}
          onDone={() => {
            setSettling(false);
            setChosen(new Set());
          }}
          onCancel={() => setSettling(false)}
        />
      )}
      {data !== undefined && rows.length === 0 && <p className="card-body muted">None.</p>}
      {rows.length > 0 && (
        <TableScroll label={title}>
          <table className="plain-table">
            <thead>
              <tr>
                {canSettle && (
                  <th>
                    <Checkbox
                      aria-label={`Mark all shown of: ${title}`}
                      checked={picked.length === rows.length}
                      indeterminate={picked.length > 0 && picked.length < rows.length}
                      onChange={(event) => toggle(all, event.currentTarget.checked)}
                    />
                  </th>
                )}
                <th>Device</th>
                <th>Grounds</th>
                {canSettle && <th>Resolved</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.deviceId}>
                  {canSettle && (
                    <td>
                      <Checkbox
                        aria-label={`Mark ${row.deviceName ?? row.deviceLabel}`}
                        checked={chosen.has(row.deviceId)}
                        onChange={(event) => toggle([row.deviceId], event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  <td>
                    <Link className="mono" to="/devices/$deviceId" params={{ deviceId: row.deviceId }}>
                      {row.deviceName ?? 'unnamed'}
                    </Link>
                    <span className="second block">{row.deviceLabel}</span>
                    <span className="muted small block">
                      {[
                        row.serial === null ? 'no serial number' : `S/N ${row.serial}`,
                        row.site,
                        row.department,
                      ]
                        .filter((it) => it !== null)
                        .join(' · ')}
                    </span>
                  </td>
                  <td>
                    <Grounds grounds={row.grounds} />
                  </td>
                  {canSettle && (
                    <td>
                      <Settled it={row.settled} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {hasNextPage && <MoreRows words="More devices" busy={isFetching} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}

/** What was done about a recall on a device, by whom and when. */
export function Settled({ it }: { readonly it: RecalledDevice['settled'] }) {
  if (it === null)
    return (
      <StateText shape="ring" tone="warn">
        Open
      </StateText>
    );
  return (
    <>
      <StateText shape="check" tone={it.state === 'done' ? 'good' : 'idle'}>
        {it.state === 'done' ? 'Done' : 'Does not apply'}
      </StateText>
      <span className="block">{it.evidence}</span>
      <span className="muted small block">{`${it.by}, ${moment(it.at)}`}</span>
    </>
  );
}
