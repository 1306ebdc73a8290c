import { Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import type { ClearanceView, ModelClearanceView } from '#contract/inventory/procurement-routes';
import type { ClearanceDecision } from '#engine/procurement';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

const CHOICES = [
  { value: 'cleared', label: 'Clear it' },
  { value: 'conditional', label: 'Clear it with conditions' },
  { value: 'refused', label: 'Refuse it' },
] as const;

interface DecideCardProps {
  readonly modelId: string;
  readonly open: ClearanceView;
  readonly checks: ModelClearanceView['checks'];
}

/** Lets the model through, with conditions or not, or refuses it; whoever asked cannot. */
export function DecideCard({ modelId, open, checks }: DecideCardProps) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.sign-off');
  const mayNotWithdraw = useReasonNot('inventory.structure');
  const [decision, setDecision] = useState<ClearanceDecision | null>(null);
  const [conditions, setConditions] = useState('');
  const [reason, setReason] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const notMet = checks.filter((it) => it.met !== true).length;
  const missing =
    decision === null
      ? 'Choose what you decide'
      : decision === 'cleared' && notMet > 0
        ? `${notMet} checks are not met: clear it with conditions, or refuse it`
        : decision === 'conditional' && conditions.trim() === ''
          ? 'Say which conditions it is bound to'
          : reason.trim().length < 3
            ? 'Say why'
            : expiresOn === ''
              ? 'Choose the last day it holds'
              : null;
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['model-clearance', modelId] });
    await client.invalidateQueries({ queryKey: ['clearances'] });
  };
  const decide = () =>
    acting.run(async () => {
      if (decision === null) return;
      await call(api.decideOnClearance, {
        params: { id: open.id },
        body: { decision, reason, expiresOn, conditions: decision === 'conditional' ? conditions : null },
      });
      await done();
    });
  const withdraw = () =>
    acting.run(async () => {
      await call(api.withdrawClearance, { params: { id: open.id } });
      await done();
    });
  return (
    <Card title="Decide" footer="The person who asked cannot decide. A clearance holds three years at most.">
      <div className="card-body stack">
        <p>
          {open.need}
          <span className="small second block">{`${open.requestedBy}, ${moment(open.requestedAt)}`}</span>
        </p>
        <Select
          label="Decision"
          placeholder="Not decided"
          data={[...CHOICES]}
          value={decision}
          onChange={(it) => setDecision(it as ClearanceDecision | null)}
        />
        {decision === 'conditional' && (
          <Textarea
            label="Conditions"
            autosize
            minRows={2}
            value={conditions}
            onChange={(event) => setConditions(event.currentTarget.value)}
          />
        )}
        <Textarea
          label="Why"
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          label="Last day it holds"
          type="date"
          value={expiresOn}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        {acting.problem !== null && (
          <Notice tone="bad" title="Not decided." urgent>
            {acting.problem}
          </Notice>
        )}
        <div className="row-wrap">
          <ActButton
            loading={acting.busy}
            disabledReason={
              mayNot ?? (open.isMine ? 'The person who requested it cannot decide it' : missing)
            }
            onClick={decide}
          >
            Decide
          </ActButton>
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={mayNotWithdraw}
            onClick={withdraw}
          >
            Withdraw the request
          </ActButton>
        </div>
      </div>
    </Card>
  );
}
