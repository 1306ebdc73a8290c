import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { ReadinessOverrideView } from '#contract/vulnerabilities/readiness';
import * as api from '#contract/vulnerabilities/readiness-routes';
import { READINESS_REASON_WORDS } from '#engine/triage';
import { ActButton } from '../../../ui/ActButton.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { refreshReadiness } from './ReadinessForm.tsx';
import { ReadinessState } from './ReadinessText.tsx';

interface OverrideLineProps {
  readonly it: ReadinessOverrideView;
  /** Outside the page of the device it speaks of. */
  readonly showsDevice?: boolean;
}

/** What somebody said, with who, why and until when; it can be taken back while it counts. */
export function OverrideLine({ it, showsDevice = false }: OverrideLineProps) {
  return (
    <li>
      <span className="row-wrap">
        <ReadinessState kind={it.says} />
        <span className="second">{READINESS_REASON_WORDS[it.reason]}</span>
        {showsDevice && it.deviceId !== null && (
          <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
            One device
          </Link>
        )}
        {it.endedAt === null && it.filter !== null && (
          <span className="muted">{`counts for ${countOf(it.devices, 'device')}`}</span>
        )}
      </span>
      <span className="block">{it.rationale}</span>
      {it.filter !== null && <span className="mono small block">{it.filter}</span>}
      <span className="muted small block">{`${it.madeBy}, ${moment(it.madeAt)}; owner ${it.owner}`}</span>
      {it.endedAt === null ? (
        <Revoke it={it} />
      ) : (
        <span className="muted small block">
          {`Ended ${moment(it.endedAt)}${it.endedBy === null ? '' : ` by ${it.endedBy}`}: ${it.endedBecause ?? ''}`}
        </span>
      )}
    </li>
  );
}

function Revoke({ it }: { readonly it: ReadinessOverrideView }) {
  const [because, setBecause] = useState<string | null>(null);
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const client = useQueryClient();
  const revoke = () =>
    acting.run(async () => {
      await call(api.revokeReadiness, { params: { id: it.id }, body: { because: because ?? '' } });
      await refreshReadiness(client);
    });
  if (because === null)
    return (
      <span className="row-wrap small">
        <span>{`until ${day(it.expiresOn)}`}</span>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setBecause('')}>
          Withdraw
        </ActButton>
      </span>
    );
  return (
    <form
      className="row-wrap"
      onSubmit={(event) => {
        event.preventDefault();
        if (because.trim().length >= 3) revoke();
      }}
    >
      <TextInput
        aria-label="Why it no longer applies"
        placeholder="Why it no longer applies"
        size="xs"
        data-autofocus
        value={because}
        error={acting.problem}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      <ActButton
        size="xs"
        variant="default"
        loading={acting.busy}
        disabledReason={because.trim().length < 3 ? 'Say why' : null}
        onClick={revoke}
      >
        Withdraw
      </ActButton>
    </form>
  );
}
