import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/vulnerabilities/routes';
import { call } from '#contract/client';
import type { DeviceFindings, RecordFinding } from '#contract/vulnerabilities/finding';
import { DueText, TierPill, VerdictText } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { capital, countOf, moment, whole } from '../../../ui/words.ts';
import { RecordWhy } from '../findings/RecordWhy.tsx';

interface DeviceFindingsCardProps {
  readonly deviceId: string;
  /** Whether a feed names the device itself; null: it is not matched yet. */
  readonly isKnown: boolean | null;
}

/** What the device has, had, and is known not to have. */
export function DeviceFindingsCard({ deviceId, isKnown }: DeviceFindingsCardProps) {
  const [why, setWhy] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['device-findings', deviceId],
    queryFn: ({ signal }) => call(api.listDeviceFindings, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <Card title="Findings" note={data === undefined ? 'loading' : noteOf(data)}>
        {error !== null && <Empty title="The findings could not be read">{error.message}</Empty>}
        {data === undefined && error === null && <Waiting lines={5} label="Loading findings" />}
        {data?.doubts.map((it) => (
          <DoubtNotice key={it.kind} it={it} />
        ))}
        {data?.matched === true && isKnown === false && data.doubts.every((it) => it.kind !== 'device') && (
          <Notice tone="warn" title="No feed names this device itself.">
            At most its operating system and its parts can be compared. Of its own software nothing is known,
            which does not mean that it is safe.
          </Notice>
        )}
        {data !== undefined && <Open it={data} onWhy={setWhy} />}
        {data !== undefined && data.closed.length > 0 && <Closed closed={data.closed} />}
        <NotAffected deviceId={deviceId} />
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

/** Candidates open no finding: that nothing is shown must not look like safety. */
function DoubtNotice({ it }: { readonly it: DeviceFindings['doubts'][number] }) {
  const words = [it.manufacturer, it.model].filter((word) => word !== '').join(' ');
  const what = it.kind === 'os' ? 'its operating system' : 'this device';
  return (
    <Notice
      tone="warn"
      title={
        it.confidence === 'candidate'
          ? `It is not certain what ${what} is.`
          : `It is probable, but not certain, what ${what} is.`
      }
    >
      {it.confidence === 'candidate'
        ? `${countOf(it.findings, 'finding')} would open if the match is right. `
        : `${countOf(it.findings, 'finding')} depend on it, counting those that may still open. `}
      <Link to="/identifications" search={{ text: words }}>
        Say what {words} is
      </Link>
    </Notice>
  );
}

function noteOf({ total, closed, matched }: DeviceFindings): string {
  const counts = `${whole(total)} open · ${whole(closed.length)} closed`;
  return matched ? counts : `${counts} · being matched`;
}

function Open({ it, onWhy }: { readonly it: DeviceFindings; readonly onWhy: (id: string) => void }) {
  if (it.items.length === 0)
    return (
      <p className="card-body muted">
        {it.matched
          ? 'No source names this device as affected. That is no proof of safety: what no source names cannot be found.'
          : 'The device is new or has changed; it is being matched against the feeds.'}
      </p>
    );
  return (
    <>
      <TableScroll label="Findings">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Tier</th>
              <th>Vulnerability</th>
              <th className="wide-only">Why</th>
              <th>Due</th>
              <th className="wide-only">Fix</th>
            </tr>
          </thead>
          <tbody>
            {it.items.map((row) => (
              <FindingLine key={row.id} row={row} onWhy={onWhy} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {it.total > it.items.length && (
        <p className="card-body muted">
          The {whole(it.items.length)} most urgent of {countOf(it.total, 'finding')}.
        </p>
      )}
    </>
  );
}

function FindingLine({ row, onWhy }: { readonly row: RecordFinding; readonly onWhy: (id: string) => void }) {
  return (
    <tr>
      <td>
        {row.verdict === 'affected' ? <TierPill tier={row.tier} /> : <VerdictText verdict={row.verdict} />}
      </td>
      <td>
        <button type="button" className="link mono" onClick={() => onWhy(row.id)}>
          {row.vulnerability}
        </button>
      </td>
      <td className="second wide-only">{row.why}</td>
      <td>
        <DueText due={row.due} none={row.verdict === 'undetermined' ? 'find out' : 'routine'} />
      </td>
      <td className="second wide-only">{capital(row.fix)}</td>
    </tr>
  );
}

function Closed({ closed }: { readonly closed: DeviceFindings['closed'] }) {
  return (
    <details className="card-body">
      <summary>{whole(closed.length)} closed</summary>
      <ul className="lines">
        {closed.map((it) => (
          <li key={it.vulnerability}>
            <span>
              <span className="mono">{it.vulnerability}</span>{' '}
              <span className="muted">{moment(it.closedAt)}</span>
            </span>
            <span className="second">{it.because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Worked out when somebody asks: it can be long. */
function NotAffected({ deviceId }: { readonly deviceId: string }) {
  const [asked, setAsked] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['not-affected', deviceId],
    queryFn: ({ signal }) => call(api.listNotAffected, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
    enabled: asked,
  });
  return (
    <div className="card-body">
      {!asked && (
        <Button variant="default" size="xs" onClick={() => setAsked(true)}>
          Not affected, and why
        </Button>
      )}
      {asked && data === undefined && error === null && <Waiting lines={3} label="Working it out" />}
      {error !== null && <p className="muted">{error.message}</p>}
      {data !== undefined && (
        <details open>
          <summary>{countOf(data.items.length, 'vulnerability', 'vulnerabilities')} not affected</summary>
          <ul className="lines">
            {data.items.map((it) => (
              <li key={it.vulnerability}>
                <span className="mono">{it.vulnerability}</span>
                <span className="second">{it.why}</span>
                {it.contradiction !== null && (
                  <StateText shape="triangle" tone="warn">
                    {`Sources disagree. ${it.contradiction}`}
                  </StateText>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
