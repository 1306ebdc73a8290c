import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { DeviceRecall } from '#contract/vulnerabilities/recall';
import * as api from '#contract/vulnerabilities/recall-routes';
import { DueText, VerdictText } from '../../../parts/states.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { whole } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { Grounds } from './Grounds.tsx';
import { RecallClassPill } from './recall-words.tsx';
import { Settled } from './RecalledDevicesCard.tsx';
import { SettleForm } from './SettleForm.tsx';

/** Recalls that name the device, and what was done about them on it. */
export function DeviceRecallsCard({ deviceId }: { readonly deviceId: string }) {
  const { data, error } = useQuery({
    queryKey: ['device-recalls', deviceId],
    queryFn: ({ signal }) => call(api.listDeviceRecalls, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
  });
  const meant = data?.items.filter((it) => it.verdict !== 'not-affected') ?? [];
  const others = data?.items.filter((it) => it.verdict === 'not-affected') ?? [];
  return (
    <Card title="Recalls" note={data === undefined ? 'loading' : whole(meant.length)}>
      <Pending what="recalls" lines={2} data={data} error={error} />
      {data !== undefined && meant.length === 0 && (
        <p className="card-body muted">No recall that was read means this device.</p>
      )}
      {meant.length > 0 && (
        <ul className="lines card-body">
          {meant.map((it) => (
            <RecallLine key={it.recall.id} it={it} deviceId={deviceId} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <details className="card-body">
          <summary>{`${whole(others.length)} name it and do not mean it`}</summary>
          <ul className="lines">
            {others.map((it) => (
              <li key={it.recall.id}>
                <RecallLink it={it} />
                <Grounds grounds={it.grounds} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function RecallLink({ it }: { readonly it: DeviceRecall }) {
  return (
    <Link className="mono" to="/recalls/$id" params={{ id: it.recall.id }}>
      {it.recall.id}
    </Link>
  );
}

function RecallLine({ it, deviceId }: { readonly it: DeviceRecall; readonly deviceId: string }) {
  const [settling, setSettling] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  return (
    <li>
      <span className="row-wrap">
        <RecallClassPill it={it.recall.recallClass} />
        <RecallLink it={it} />
        <VerdictText verdict={it.verdict} />
        {it.settled === null && <DueText due={it.recall.due} none="" />}
      </span>
      <span className="block">{it.recall.reason ?? 'The report gives no reason.'}</span>
      <details>
        <summary>Grounds</summary>
        <Grounds grounds={it.grounds} />
      </details>
      <Settled it={it.settled} />
      {settling ? (
        <SettleForm
          recall={it.recall.id}
          deviceIds={[deviceId]}
          canOpen={it.settled !== null}
          onDone={() => setSettling(false)}
          onCancel={() => setSettling(false)}
        />
      ) : (
        <div>
          <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setSettling(true)}>
            Resolve
          </ActButton>
        </div>
      )}
    </li>
  );
}
