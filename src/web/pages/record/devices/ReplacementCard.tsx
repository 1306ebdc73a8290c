import { NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/lifecycle-routes';
import type { Answer } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { moment, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

type Cost = Answer<typeof api.readReplacementCost>;

/** What replacing the device costs: its own figure, else that of its model. */
export function ReplacementCard({ deviceId }: { readonly deviceId: string }) {
  const { data, error } = useQuery({
    queryKey: ['replacement-cost', deviceId],
    queryFn: ({ signal }) => call(api.readReplacementCost, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Replacement">
      <Pending what="cost" lines={2} data={data} error={error} />
      {data !== undefined && <CostForm key={data.own?.cost ?? 'model'} deviceId={deviceId} it={data} />}
    </Card>
  );
}

function CostForm({ deviceId, it }: { readonly deviceId: string; readonly it: Cost }) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.edit');
  const [typed, setTyped] = useState<number | string>(it.own?.cost ?? '');
  const cost = typed === '' ? null : Number(typed);
  const unchanged = cost === (it.own?.cost ?? null) ? 'Nothing is changed yet' : null;
  const save = () =>
    acting.run(async () => {
      const after = await call(api.setReplacementCost, { params: { id: deviceId }, body: { cost } });
      client.setQueryData(['replacement-cost', deviceId], after);
    });
  return (
    <form
      className="card-body stack"
      aria-label="Replacement cost"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayNot === null && unchanged === null) save();
      }}
    >
      <NumberInput
        label={it.currency === null ? 'Cost' : `Cost, ${it.currency}`}
        description={
          it.ofModel === null
            ? 'Nothing is set for its model'
            : `Empty: that of its model, ${whole(it.ofModel)}`
        }
        min={0}
        max={1_000_000_000}
        allowDecimal={false}
        thousandSeparator=" "
        hideControls
        disabled={mayNot !== null}
        value={typed}
        onChange={setTyped}
      />
      {it.own !== null && (
        <p className="small second">{`Set for this device by ${it.own.by}, ${moment(it.own.at)}`}</p>
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div>
        <ActButton
          size="xs"
          variant="default"
          loading={acting.busy}
          disabledReason={mayNot ?? unchanged}
          onClick={save}
        >
          Save cost
        </ActButton>
      </div>
    </form>
  );
}
