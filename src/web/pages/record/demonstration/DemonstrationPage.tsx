import { Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DemonstrationView } from '#contract/demonstration/routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { day } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useDemonstration } from './demonstration.ts';
import { DemonstrationStart } from './DemonstrationStart.tsx';
import { OtherEyes } from '../people/OtherEyes.tsx';
import { PatchTuesdayCard } from './PatchTuesdayCard.tsx';
import { useReasonNot } from '../session.ts';

/** What the demonstration is, whose eyes there are, and the way out of it. */
export function DemonstrationPage() {
  const { data, error } = useDemonstration();
  return (
    <div className="page narrow">
      <title>Demonstration hospital · Patchward</title>
      <div className="head">
        <div>
          <h1>Demonstration hospital</h1>
          <p className="muted">
            Six sites, 8,000 invented devices of real makers and models, and a year in which they were bought,
            moved, patched and retired.
          </p>
        </div>
      </div>
      {error !== null && <Empty title="The demonstration could not be read">{error.message}</Empty>}
      {data === undefined && error === null && <Waiting lines={5} label="Loading the demonstration" />}
      {data?.state === 'none' && (
        <Card title="Load the demonstration">
          <div className="card-body">
            <DemonstrationStart possible={data.possible} />
          </div>
        </Card>
      )}
      {data !== undefined && data.state !== 'none' && <Present it={data} />}
    </div>
  );
}

type There = Exclude<DemonstrationView, { readonly state: 'none' }>;

function Present({ it }: { readonly it: There }) {
  return (
    <div className="stack">
      {it.state === 'arriving' && (
        <Card title="Its history is loading" note={`${it.files} of about ${it.filesAbout} files`}>
          <div className="card-body stack">
            <Progress
              value={(it.files / it.filesAbout) * 100}
              aria-label="How much of the history is loaded"
              size="lg"
            />
            <p className="second small">
              What its sources said, file after file, as a person would import it. You can look around
              meanwhile.
            </p>
          </div>
        </Card>
      )}
      <PatchTuesdayCard it={it} />
      <Card title="Look around as another role" note={`history until ${day(it.asOf)}`}>
        <div className="card-body">
          <OtherEyes people={it.people} />
        </div>
      </Card>
      <Card title="Remove">
        <div className="card-body">
          <Removal />
        </div>
      </Card>
    </div>
  );
}

function Removal() {
  const acting = useActing();
  const client = useQueryClient();
  const reasonNot = useReasonNot('demonstration.manage');
  const [sure, setSure] = useState(false);
  const remove = () =>
    acting.run(async () => {
      await call(api.removeDemonstration, {});
      client.clear();
      window.location.assign('/');
    });
  return (
    <div className="stack">
      <p className="second">
        Takes all invented devices, people, imports and findings away, with everything anybody did to them.
        The inventory is empty then; the audit log, your own account and your settings stay.
      </p>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not removed." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        {sure ? (
          <>
            <ActButton loading={acting.busy} disabledReason={reasonNot} onClick={remove}>
              Remove it all
            </ActButton>
            <ActButton variant="default" onClick={() => setSure(false)}>
              Keep it
            </ActButton>
          </>
        ) : (
          <ActButton variant="default" disabledReason={reasonNot} onClick={() => setSure(true)}>
            Remove the demonstration
          </ActButton>
        )}
      </div>
    </div>
  );
}
