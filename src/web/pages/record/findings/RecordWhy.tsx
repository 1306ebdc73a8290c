import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/vulnerabilities/routes';
import { call } from '#contract/client';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { valueText } from '#engine/filter';
import { StandingNotice } from '../../../parts/standing.tsx';
import { WhyPanel } from '../../../parts/Why.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { day } from '../../../ui/words.ts';
import { DecideForm, filterFor, scopesFor } from './DecideForm.tsx';
import { SAYING_WORDS } from './decision-words.ts';
import { ReadinessForm } from '../readiness/ReadinessForm.tsx';
import { besideWords, ReadinessState, reasonWords } from '../readiness/ReadinessText.tsx';
import { TicketsCard } from '../destinations/TicketsCard.tsx';
import { useReasonNot } from '../session.ts';

/** Why a finding of the record is what it is. Its id is the device's and the vulnerability's, joined by `~`. */
export function RecordWhy({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [deviceId = '', vulnerability = ''] = id.split('~');
  const { data, error } = useQuery({
    queryKey: ['record-finding', id],
    queryFn: ({ signal }) => call(api.inspectFinding, { params: { deviceId, vulnerability } }, { signal }),
    staleTime: 0,
  });
  return (
    <WhyPanel
      data={data}
      error={error}
      onClose={onClose}
      device={
        <Link className="mono" to="/devices/$deviceId" params={{ deviceId }}>
          {data?.finding.deviceName ?? 'Open device'}
        </Link>
      }
      isDoubtful={data !== undefined && data.standing.inDoubt.length > 0}
      above={data !== undefined && <StandingNotice standing={data.standing} />}
      acts={
        data !== undefined && (
          <>
            <Readiness key={`ready ${id}`} finding={data.finding} />
            <Deciding key={id} finding={data.finding} />
            <TicketsCard
              key={`tickets ${id}`}
              of={{ device: deviceId, vulnerability }}
              filter={`vulnerability:=${valueText(vulnerability)} device:=${deviceId}`}
            />
          </>
        )
      }
    />
  );
}

/** How ready it is, what a person said of that, and the way to say otherwise. */
function Readiness({ finding }: { readonly finding: RecordFinding }) {
  const [saying, setSaying] = useState(false);
  const mayNot = useReasonNot('findings.triage');
  const { readiness, override, deviceId, manufacturer, model, version } = finding;
  if (saying)
    return (
      <ReadinessForm
        device={{ id: deviceId, manufacturer, model, version }}
        onDone={() => setSaying(false)}
        onCancel={() => setSaying(false)}
      />
    );
  return (
    <section className="why-more" aria-label="Readiness">
      <h3>Readiness</h3>
      <p>
        <ReadinessState kind={readiness.counts.kind} />{' '}
        <span className="second">{reasonWords(readiness.counts)}</span>
      </p>
      {readiness.said !== 'nothing' && <p className="muted small">{besideWords(readiness)}</p>}
      {override !== null && (
        <p className="small">{`${override.by}, until ${day(override.expiresOn)}: ${override.rationale}`}</p>
      )}
      <div>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setSaying(true)}>
          Override
        </ActButton>
      </div>
    </section>
  );
}

/** What a person decided about it, or can. */
function Deciding({ finding }: { readonly finding: RecordFinding }) {
  const [state, setState] = useState<'idle' | 'asking' | 'asked'>('idle');
  const mayNot = useReasonNot('findings.triage');
  const { decision } = finding;
  if (decision !== null)
    return (
      <div className="card-body">
        <Notice
          tone="idle"
          title={`Decided: ${SAYING_WORDS[decision.says]}, until ${day(decision.expiresOn)}`}
        >
          {decision.reason}
        </Notice>
      </div>
    );
  if (state === 'asking')
    return (
      <DecideForm
        vulnerabilities={[finding.vulnerability]}
        filter={filterFor(finding)}
        scopes={scopesFor(finding)}
        onDone={() => setState('asked')}
        onCancel={() => setState('idle')}
      />
    );
  return (
    <div className="card-body row-wrap">
      <ActButton variant="default" disabledReason={mayNot} onClick={() => setState('asking')}>
        Decide
      </ActButton>
      {state === 'asked' && (
        <span role="status">
          <Link to="/decisions">See what waits for approval</Link>
        </span>
      )}
    </div>
  );
}
