import { TagsInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

/** Which servers inside the hospital Patchward may ask for feeds and inventories. */
export function OutgoingPage() {
  const reasonNot = useReasonNot('settings.read');
  const [saved, setSaved] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['outgoing-policy'],
    queryFn: ({ signal }) => call(api.readOutgoingPolicy, {}, { signal }),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  return (
    <div className="page narrow">
      <title>Outgoing · Patchward</title>
      <div className="head">
        <div>
          <h1>Outgoing connections</h1>
          <p className="muted">Where Patchward may fetch feeds and inventories from.</p>
        </div>
      </div>
      {reasonNot !== null ? (
        <div className="card">
          <Empty title="You have no permission to see outgoing connections">{reasonNot}</Empty>
        </div>
      ) : (
        <Card
          title="Allowed inside the hospital"
          footer="Public addresses are always reached. Link-local, multicast and cloud metadata addresses never are, and this server itself only where its block is listed."
        >
          <Pending what="allowed destinations" lines={4} data={data} error={error} />
          {data !== undefined && (
            <div className="card-body">
              <AllowedForm key={data.version} of={data} saved={saved} onSaved={() => setSaved(true)} />
            </div>
          )}
        </Card>
      )}
    </div>
  );
}

interface AllowedFormProps {
  readonly of: Answer<typeof api.readOutgoingPolicy>;
  readonly saved: boolean;
  readonly onSaved: () => void;
}

function AllowedForm({ of, saved, onSaved }: AllowedFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('settings.manage');
  const [allowed, setAllowed] = useState<string[]>([...of.allowed]);
  const same = JSON.stringify(allowed) === JSON.stringify(of.allowed);
  const unchanged = same ? 'Nothing is changed yet' : null;
  const save = () =>
    acting.run(async () => {
      const after = await call(api.editOutgoingPolicy, { body: { version: of.version, allowed } });
      onSaved();
      client.setQueryData(['outgoing-policy'], after);
    });
  return (
    <form
      className="stack"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (reasonNot === null && unchanged === null) save();
      }}
    >
      <TagsInput
        label="Servers and blocks of addresses"
        description="A name opens private addresses it stands for: cmms.hospital.example, *.hospital.example. A block opens what lies in it: 10.20.0.0/16."
        placeholder={allowed.length === 0 ? 'None: only public addresses' : ''}
        disabled={reasonNot !== null}
        value={allowed}
        error={acting.field === 'allowed' ? acting.problem : null}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        onChange={setAllowed}
      />
      {acting.problem !== null && acting.field !== 'allowed' && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={reasonNot ?? unchanged} onClick={save}>
          Save
        </ActButton>
        <span className="second small" role="status">
          {saved && unchanged !== null ? 'Saved' : ''}
        </span>
      </div>
      <ProofSheet of={acting} />
    </form>
  );
}
