import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import * as api from '#contract/vulnerabilities/routes';
import { DueText, TierPill, VerdictText } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { capital, countOf, whole } from '../../../ui/words.ts';
import { RecordWhy } from '../findings/RecordWhy.tsx';

interface TouchedDevicesProps {
  readonly title: string;
  /** Which findings, in the filter grammar; the list of all of them has the same. */
  readonly filter: string;
  readonly empty: string;
  /** Whether several vulnerabilities stand among them. */
  readonly several?: boolean;
}

const SHOWN = 25;

/** The most urgent findings of a selection, each with its grounds; the rest one press away. */
export function TouchedDevicesCard({ title, filter, empty, several = false }: TouchedDevicesProps) {
  const [why, setWhy] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['record-findings', 'first', filter],
    queryFn: ({ signal }) => call(api.findFindings, { query: { filter, limit: SHOWN } }, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <Card
        title={title}
        note={data === undefined ? 'loading' : countOf(data.total, 'finding')}
        acts={
          <Link to="/findings" search={{ filter }}>
            All in the list
          </Link>
        }
      >
        <Pending what="findings" lines={5} data={data} error={error} />
        {data?.items.length === 0 && <p className="card-body muted">{empty}</p>}
        {data !== undefined && data.items.length > 0 && (
          <TableScroll label={title}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>Tier</th>
                  <th>Device</th>
                  {several && <th>Vulnerability</th>}
                  <th className="wide-only">Grounds</th>
                  <th>Due</th>
                  <th className="wide-only">Fix</th>
                  <th>
                    <span className="visually-hidden">Explanation</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((row) => (
                  <TouchedLine key={row.id} row={row} several={several} onWhy={setWhy} />
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
        {data !== undefined && data.total > data.items.length && (
          <p className="card-body muted">
            The {whole(data.items.length)} most urgent of {countOf(data.total, 'finding')}.
          </p>
        )}
      </Card>
      <Sheet
        label="Why this finding"
        side="right"
        width={480}
        open={why !== null}
        onClose={() => setWhy(null)}
      >
        {why !== null && <RecordWhy id={why} onClose={() => setWhy(null)} />}
      </Sheet>
    </>
  );
}

/** In place of the devices, where there is none. */
export function TouchesNothing() {
  return (
    <Notice tone="idle" title="It touches no device here, as far as can be told">
      “Where it is not” states on what grounds, and for which devices nobody can tell.
    </Notice>
  );
}

interface TouchedLineProps {
  readonly row: RecordFinding;
  readonly several: boolean;
  readonly onWhy: (id: string) => void;
}

function TouchedLine({ row, several, onWhy }: TouchedLineProps) {
  const name = row.deviceName ?? 'unnamed';
  return (
    <tr>
      <td>
        {row.verdict === 'affected' ? <TierPill tier={row.tier} /> : <VerdictText verdict={row.verdict} />}
      </td>
      <td>
        <Link className="mono" to="/devices/$deviceId" params={{ deviceId: row.deviceId }}>
          {name}
        </Link>{' '}
        <span className="second">{row.deviceLabel}</span>
      </td>
      {several && <td className="mono nowrap">{row.vulnerability}</td>}
      <td className="second wide-only">{row.why}</td>
      <td className="nowrap">
        <DueText due={row.due} none={row.verdict === 'undetermined' ? 'find out' : 'routine'} />
      </td>
      <td className="second wide-only">{capital(row.fix)}</td>
      <td>
        <button
          type="button"
          className="link"
          aria-label={`Why ${row.vulnerability} on ${name}`}
          onClick={() => onWhy(row.id)}
        >
          Why
        </button>
      </td>
    </tr>
  );
}
