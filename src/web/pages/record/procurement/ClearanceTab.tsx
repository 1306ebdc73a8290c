import { Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import type { ClearanceView, ModelClearanceView } from '#contract/inventory/procurement-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { day, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { ChecklistCard } from './ChecklistCard.tsx';
import { STANDING_LOOKS, STATE_LOOKS } from './clearance-words.ts';
import { DecideCard } from './DecideCard.tsx';

/** Whether a model may be bought and put in service: what is known of it, and what people decided. */
export function ClearanceTab({ modelId }: { readonly modelId: string }) {
  const { data, error } = useQuery({
    queryKey: ['model-clearance', modelId],
    queryFn: ({ signal }) => call(api.readModelClearance, { params: { id: modelId } }, { signal }),
    staleTime: 0,
  });
  if (error !== null)
    return (
      <Card title="Clearance">
        <Empty title="The clearance could not be read">{error.message}</Empty>
      </Card>
    );
  if (data === undefined)
    return (
      <Card title="Clearance">
        <div className="card-body">
          <Waiting lines={8} label="Loading clearance" />
        </div>
      </Card>
    );
  return (
    <div className="columns">
      <div className="stack">
        <ChecklistCard modelId={modelId} it={data} />
        <HistoryCard decided={data.decided} />
      </div>
      <div className="stack">
        <StandingCard modelId={modelId} it={data} />
        {data.open !== null && <DecideCard modelId={modelId} open={data.open} checks={data.checks} />}
      </div>
    </div>
  );
}

function StandingCard({ modelId, it }: { readonly modelId: string; readonly it: ModelClearanceView }) {
  const [shape, tone, words] = STANDING_LOOKS[it.standing];
  const [latest] = it.decided;
  return (
    <Card title="Where it stands">
      <div className="card-body stack">
        <StateText shape={shape} tone={tone}>
          {words}
        </StateText>
        {latest?.expiresOn != null && it.standing !== 'refused' && (
          <p className="small second">{`The clearance holds until ${day(latest.expiresOn)}.`}</p>
        )}
        {latest?.conditions != null && <p className="break">{`If: ${latest.conditions}`}</p>}
        {it.open === null && <Ask modelId={modelId} />}
      </div>
    </Card>
  );
}

function Ask({ modelId }: { readonly modelId: string }) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.structure');
  const [need, setNeed] = useState('');
  const missing = need.trim().length < 3 ? 'Say what it is wanted for' : null;
  const ask = () =>
    acting.run(async () => {
      await call(api.requestClearance, { body: { wanted: { modelId }, need } });
      await client.invalidateQueries({ queryKey: ['model-clearance', modelId] });
    });
  return (
    <>
      <Textarea
        label="What it is wanted for"
        autosize
        minRows={2}
        value={need}
        onChange={(event) => setNeed(event.currentTarget.value)}
      />
      {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
      <div>
        <ActButton loading={acting.busy} disabledReason={mayNot ?? missing} onClick={ask}>
          Request clearance
        </ActButton>
      </div>
    </>
  );
}

function HistoryCard({ decided }: { readonly decided: readonly ClearanceView[] }) {
  return (
    <Card title="Decisions" footer="Each keeps the checklist as it stood then.">
      {decided.length === 0 ? (
        <Empty title="Nothing was decided on this model yet" />
      ) : (
        <ul className="list">
          {decided.map((it) => (
            <DecisionRow key={it.id} it={it} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function DecisionRow({ it }: { readonly it: ClearanceView }) {
  const [shape, tone, words] = STATE_LOOKS[it.state];
  const open = it.checks?.filter((each) => each.met !== true).length ?? 0;
  return (
    <li>
      <div className="grow">
        <StateText shape={shape} tone={tone}>
          {it.expiresOn === null ? words : `${words} until ${day(it.expiresOn)}`}
        </StateText>
        <p>{it.reason}</p>
        {it.conditions !== null && <p>{`If: ${it.conditions}`}</p>}
        <p className="small second">
          {`${it.decidedBy ?? 'Nobody'}, ${moment(it.decidedAt ?? it.requestedAt)} · requested by ${it.requestedBy}`}
        </p>
        <p className="small muted">
          {open === 0 ? 'Every check was met' : `${open} of ${it.checks?.length ?? 0} checks were not met`}
        </p>
      </div>
    </li>
  );
}
