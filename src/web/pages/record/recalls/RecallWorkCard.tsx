import { Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { RecallView } from '#contract/vulnerabilities/recall';
import * as api from '#contract/vulnerabilities/recall-routes';
import * as triageApi from '#contract/vulnerabilities/vulnerability-routes';
import { DueText } from '../../../parts/states.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { day, moment, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { RecallStateText } from './recall-words.tsx';
import { refreshRecalls } from './SettleForm.tsx';

type Work = 'open' | 'in-work' | 'not-applicable';

const CHOICES: readonly { readonly value: Work; readonly label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'in-work', label: 'In progress' },
  { value: 'not-applicable', label: 'Does not apply here' },
];

/** How far work on a recall is, by when it is due, and who sees to it. */
export function RecallWorkCard({ it }: { readonly it: RecallView }) {
  const started: Work = it.state === 'done' ? 'in-work' : it.state;
  const [state, setState] = useState<Work>(started);
  const [reason, setReason] = useState(it.stateReason ?? '');
  const [ownerId, setOwnerId] = useState(it.owner?.id ?? null);
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['triage-owners'],
    queryFn: ({ signal }) => call(triageApi.listTriageOwners, {}, { signal }),
    enabled: mayNot === null,
    staleTime: 60_000,
  });
  const names = new Map(it.owner === null ? [] : [[it.owner.id, it.owner.name]]);
  for (const each of data?.items ?? []) names.set(each.id, each.name);
  const save = () =>
    acting.run(async () => {
      const body = { state, ownerId, reason: state === 'not-applicable' ? reason : null };
      await call(api.setRecallWork, { params: { id: it.id }, body });
      await refreshRecalls(client);
    });
  const isSame = state === started && ownerId === (it.owner?.id ?? null) && reason === (it.stateReason ?? '');
  const missing =
    state === 'not-applicable' && reason.trim().length < 10
      ? 'Say why, in a sentence'
      : isSame
        ? 'Nothing is changed yet'
        : null;
  return (
    <Card title="Work here">
      <div className="card-body stack">
        <dl className="facts">
          <div>
            <dt>State</dt>
            <dd>
              <RecallStateText it={it} />
            </dd>
          </div>
          <div>
            <dt>Resolved</dt>
            <dd>{`${whole(it.settled)} of ${whole(it.affected + it.undetermined)} devices`}</dd>
          </div>
          <div>
            <dt>Due</dt>
            <dd>
              <DueText due={it.due} none="no clock runs" />
            </dd>
          </div>
          {it.firstMetOn !== null && (
            <div>
              <dt>First met here</dt>
              <dd>{day(it.firstMetOn)}</dd>
            </div>
          )}
        </dl>
        <Select
          label="State"
          description="It is done by itself once every device is resolved"
          data={CHOICES}
          allowDeselect={false}
          value={state}
          disabled={mayNot !== null}
          onChange={(value) => setState(value as Work)}
        />
        {state === 'not-applicable' && (
          <Textarea
            label="Why it does not apply"
            autosize
            minRows={2}
            required
            value={reason}
            error={acting.field === 'reason' ? acting.problem : null}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Select
          label="Owner"
          placeholder="nobody yet"
          searchable
          clearable
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={ownerId}
          disabled={mayNot !== null}
          error={acting.field === 'ownerId' ? acting.problem : null}
          onChange={setOwnerId}
        />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="That could not be saved" urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={mayNot ?? missing}
            onClick={save}
          >
            Save
          </ActButton>
        </div>
        {it.stateAt !== null && (
          <p className="muted small">{`Last changed by ${it.stateBy ?? 'somebody'}, ${moment(it.stateAt)}`}</p>
        )}
      </div>
    </Card>
  );
}
