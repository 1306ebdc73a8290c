import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/vulnerabilities/routes';
import { call } from '#contract/client';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { StandingNotice } from '../../parts/standing.tsx';
import { WhyPanel } from '../../parts/Why.tsx';
import { ActButton } from '../../ui/ActButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { day } from '../../ui/words.ts';
import { DecideForm, filterFor, scopesFor } from './DecideForm.tsx';
import { SAYING_WORDS } from './decision-words.ts';
import { useReasonNot } from './session.ts';

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
      acts={data !== undefined && <Deciding key={id} finding={data.finding} />}
    />
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
