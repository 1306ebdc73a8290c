import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { DeviceReadiness } from '#contract/vulnerabilities/readiness';
import * as api from '#contract/vulnerabilities/readiness-routes';
import { READINESS_WORDS } from '#engine/triage';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { whole } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { OverrideLine } from './OverrideLine.tsx';
import { type DeviceWords, ReadinessForm } from './ReadinessForm.tsx';
import { ReadinessLines } from './ReadinessLines.tsx';
import { ReadinessState } from './ReadinessText.tsx';

/** How ready a device is to be patched: as derived, and as people said. */
export function DeviceReadinessCard({ device }: { readonly device: DeviceWords }) {
  const [saying, setSaying] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  const { data, error } = useQuery({
    queryKey: ['readiness', 'device', device.id],
    queryFn: ({ signal }) => call(api.readDeviceReadiness, { params: { id: device.id } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Readiness" note="as its least ready finding">
      {error !== null && <Empty title="Readiness could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading readiness" />
        </div>
      )}
      {data !== undefined && <Standing it={data} deviceId={device.id} />}
      {data !== undefined && saying && (
        <ReadinessForm device={device} onDone={() => setSaying(false)} onCancel={() => setSaying(false)} />
      )}
      {data !== undefined && !saying && (
        <div className="card-body">
          <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setSaying(true)}>
            Override
          </ActButton>
        </div>
      )}
    </Card>
  );
}

function Standing({ it, deviceId }: { readonly it: DeviceReadiness; readonly deviceId: string }) {
  const inForce = it.overrides.filter((each) => each.endedAt === null);
  const ended = it.overrides.filter((each) => each.endedAt !== null);
  return (
    <div className="card-body stack">
      {it.kind === null ? (
        <p className="muted">No open finding is known to affect it, so there is nothing to be ready for.</p>
      ) : (
        <p>
          <ReadinessState kind={it.kind} />
          {it.derivedKind !== null && it.derivedKind !== it.kind && (
            <span className="second">{` set by a person; derived: ${READINESS_WORDS[it.derivedKind]}`}</span>
          )}
        </p>
      )}
      {it.counts.length > 0 && <ReadinessLines it={it} filter={`device:=${deviceId}`} />}
      {inForce.length > 0 && (
        <ul className="lines parted" aria-label="Overrides">
          {inForce.map((each) => (
            <OverrideLine key={each.id} it={each} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <details>
          <summary>{`${whole(ended.length)} said before`}</summary>
          <ul className="lines">
            {ended.map((each) => (
              <OverrideLine key={each.id} it={each} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
