import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/decision-routes';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { DECISION_SAYINGS, type DecisionSaying, JUSTIFICATIONS, type Justification } from '#engine/decisions';
import { valueText } from '#engine/filter';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { JUSTIFICATION_WORDS, SAYING_HINTS, SAYING_WORDS } from './decision-words.ts';

interface DecideFormProps {
  readonly vulnerabilities: readonly string[];
  /** On which devices, to begin with. */
  readonly filter: string;
  /** Other devices it could be for, in words, with their filter. */
  readonly scopes?: readonly (readonly [string, string])[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

const PREVIEW_PAUSE_MILLIS = 400;

/** Asks for a decision on vulnerabilities. What it would cover shows before anybody is asked. */
export function DecideForm({
  vulnerabilities,
  filter: asked,
  scopes = [],
  onDone,
  onCancel,
}: DecideFormProps) {
  const [says, setSays] = useState<DecisionSaying>('not-affected');
  const [justification, setJustification] = useState<Justification | null>(null);
  const [reason, setReason] = useState('');
  const [filter, setFilter] = useState(asked);
  const [expiresOn, setExpiresOn] = useState('');
  const acting = useActing();
  const client = useQueryClient();
  const send = () =>
    acting.run(async () => {
      const body = {
        vulnerabilities: [...vulnerabilities],
        says,
        justification: says === 'not-affected' ? justification : null,
        reason,
        filter,
        expiresOn,
      };
      await call(api.requestDecision, { body });
      await client.invalidateQueries({ queryKey: ['decisions'] });
      onDone();
    });
  return (
    <form
      className="stack card-body"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Select
        label="Status"
        description={SAYING_HINTS[says]}
        data={DECISION_SAYINGS.map((it) => ({ value: it, label: SAYING_WORDS[it] }))}
        allowDeselect={false}
        value={says}
        onChange={(it) => setSays(it as DecisionSaying)}
      />
      {says === 'not-affected' && (
        <Select
          label="Justification"
          placeholder="Choose a reason"
          data={JUSTIFICATIONS.map((it) => ({ value: it, label: JUSTIFICATION_WORDS[it] }))}
          value={justification}
          error={acting.field === 'justification' ? acting.problem : null}
          onChange={(it) => setJustification(it as Justification | null)}
        />
      )}
      <Textarea
        label="Reason"
        description="For the approver, and for anyone who asks in a year"
        minRows={3}
        autosize
        required
        value={reason}
        error={acting.field === 'reason' ? acting.problem : null}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {scopes.length > 0 && (
        <fieldset className="quick-filters">
          <legend className="small muted">For</legend>
          {scopes.map(([word, its]) => (
            <button
              key={word}
              type="button"
              className="quick"
              aria-pressed={filter === its}
              onClick={() => setFilter(its)}
            >
              {word}
            </button>
          ))}
        </fieldset>
      )}
      <TextInput
        label="Which devices"
        description="In the filter grammar; empty means all. It also covers devices that come later."
        spellCheck={false}
        value={filter}
        error={acting.field === 'filter' ? acting.problem : null}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <Reach vulnerabilities={vulnerabilities} filter={filter} />
      <TextInput
        type="date"
        label="Until"
        description="The finding reopens that day, or sooner if it becomes exploited or its CVSS or EPSS score rises"
        required
        value={expiresOn}
        error={acting.field === 'expiresOn' ? acting.problem : null}
        onChange={(event) => setExpiresOn(event.currentTarget.value)}
      />
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="The decision could not be requested">
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={missing(reason, expiresOn)} onClick={send}>
          Request approval
        </ActButton>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function missing(reason: string, expiresOn: string): string | null {
  if (reason.trim().length < 10) return 'Say why, in a sentence';
  return expiresOn === '' ? 'Choose an end date' : null;
}

const equals = (field: string, value: string | null): string | null =>
  value === null ? null : `${field}:=${valueText(value)}`;

/** All devices like this one: the same maker and model. */
export function filterFor({ manufacturer, model }: RecordFinding): string {
  return [equals('manufacturer', manufacturer), equals('model', model)].filter((it) => it !== null).join(' ');
}

/** Devices a decision about a finding could be for, from this one alone to all there are. */
export function scopesFor(finding: RecordFinding): readonly (readonly [string, string])[] {
  const { deviceId, department, site } = finding;
  const place = [equals('site', site), equals('department', department)]
    .filter((it) => it !== null)
    .join(' ');
  return [
    ['This device', `device:=${deviceId}`],
    ...(filterFor(finding) === '' ? [] : [['This model', filterFor(finding)] as const]),
    ...(place === '' ? [] : [['This department', place] as const]),
    ['All devices', ''],
  ];
}

function Reach({
  vulnerabilities,
  filter,
}: {
  readonly vulnerabilities: readonly string[];
  readonly filter: string;
}) {
  const [asked] = useDebouncedValue(filter, PREVIEW_PAUSE_MILLIS);
  const { data, error } = useQuery({
    queryKey: ['decision-reach', vulnerabilities, asked],
    queryFn: ({ signal }) =>
      call(
        api.previewDecision,
        { body: { vulnerabilities: [...vulnerabilities], filter: asked } },
        { signal },
      ),
    staleTime: 0,
  });
  if (error !== null) return <p className="problem small">{error.message}</p>;
  if (data === undefined) return <p className="muted small">Counting what it covers</p>;
  return (
    <p className="small" role="status">
      Covers <b>{countOf(data.findings, 'finding')}</b> now
      {data.first.length > 0 && (
        <span className="muted">
          {': '}
          {data.first.map((it) => it.deviceName ?? it.deviceLabel).join(', ')}
          {data.findings > data.first.length && ' …'}
        </span>
      )}
    </p>
  );
}
