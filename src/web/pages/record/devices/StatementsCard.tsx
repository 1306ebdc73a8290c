import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { DeviceDetail } from '#contract/inventory/device';
import * as api from '#contract/inventory/identity-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { nameOfField } from '../field-names.ts';
import { useReasonNot } from '../session.ts';

type Statement = DeviceDetail['observations'][number];

/** What each source says of the device, whole; where one speaks of another device, it is split off. */
export function StatementsCard({ it }: { readonly it: DeviceDetail }) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.reconcile');
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const [split, setSplit] = useState<{ readonly actId: string; readonly others: readonly string[] } | null>(
    null,
  );
  // What people entered goes where the statements go that it amends.
  const splittable = it.observations.filter((each) => each.kind !== 'person');
  const missing =
    marked.length === 0
      ? 'Mark the statements that speak of another device'
      : marked.length === splittable.length
        ? 'One statement at least has to stay'
        : null;
  const again = async () => {
    await client.invalidateQueries({ queryKey: ['inventory-device', it.id] });
    setMarked([]);
  };
  const doSplit = () =>
    acting.run(async () => {
      const { actId, deviceIds } = await call(api.splitDevice, {
        params: { id: it.id },
        body: { observations: [...marked], ...(reason.trim() === '' ? {} : { reason }) },
      });
      setSplit({ actId, others: deviceIds.filter((id) => id !== it.id) });
      await again();
    });
  const undo = (actId: string) =>
    acting.run(async () => {
      await call(api.undoDecision, { params: { id: actId } });
      setSplit(null);
      await again();
    });
  return (
    <Card
      title="Statements"
      note={countOf(it.observations.length, 'statement')}
      footer="A split holds for all later imports, until it is undone."
    >
      <ul className="list">
        {it.observations.map((each) => (
          <li key={each.id}>
            {each.kind !== 'person' && splittable.length > 1 && (
              <Checkbox
                aria-label={`Mark the statement of ${each.source}`}
                size="xs"
                checked={marked.includes(each.id)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setMarked((now) => (on ? [...now, each.id] : now.filter((id) => id !== each.id)));
                }}
              />
            )}
            <StatementWords it={each} />
          </li>
        ))}
      </ul>
      {splittable.length > 1 && (
        <div className="card-body stack">
          {marked.length > 0 && (
            <TextInput
              label="Why they are another device"
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <div>
            <ActButton
              size="xs"
              variant="default"
              loading={acting.busy}
              disabledReason={mayNot ?? missing}
              onClick={doSplit}
            >
              {marked.length === 0 ? 'Split off' : `Split off ${countOf(marked.length, 'statement')}`}
            </ActButton>
          </div>
        </div>
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      {split !== null && (
        <div className="card-body stack">
          <Notice tone="idle" title="Split.">
            <span className="second">
              {'They are now '}
              {split.others.map((id, index) => (
                <Link key={id} to="/devices/$deviceId" params={{ deviceId: id }}>
                  {index === 0 ? 'another device' : 'one more'}
                </Link>
              ))}
              {'.'}
            </span>
          </Notice>
          <div>
            <ActButton size="xs" variant="default" loading={acting.busy} onClick={() => undo(split.actId)}>
              Undo split
            </ActButton>
          </div>
        </div>
      )}
    </Card>
  );
}

const FIELDS_SHOWN = 4;

function StatementWords({ it }: { readonly it: Statement }) {
  const fields = Object.entries(it.fields)
    .filter(([, value]) => typeof value === 'string')
    .map(([field, value]) => `${nameOfField(field)} ${String(value)}`);
  const more = fields.length - FIELDS_SHOWN;
  return (
    <span className="grow break">
      {it.by === null ? it.source : `${it.by}, by hand`}
      <span className="muted small block">
        {`${moment(it.at)}${it.line === null ? '' : ` · line ${it.line}`}`}
      </span>
      <span className="second small block">
        {fields.slice(0, FIELDS_SHOWN).join(' · ')}
        {more > 0 && ` and ${more} more`}
      </span>
    </span>
  );
}
