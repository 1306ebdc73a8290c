import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/readiness-routes';
import * as triageApi from '#contract/vulnerabilities/vulnerability-routes';
import { valueText } from '#engine/filter';
import {
  READINESS_KINDS,
  READINESS_REASON_WORDS,
  READINESS_WORDS,
  type ReadinessKind,
  type ReadinessReason,
  SAID_REASONS,
} from '#engine/triage';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { capital, countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';

interface ReadinessFormProps {
  readonly device: DeviceWords;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export interface DeviceWords {
  readonly id: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

const PREVIEW_PAUSE_MILLIS = 400;

/** Says how ready a device, or all like it, is. What it would speak of shows before anybody says it. */
export function ReadinessForm({ device, onDone, onCancel }: ReadinessFormProps) {
  const [says, setSays] = useState<ReadinessKind>('temporarily-unpatchable');
  const [reason, setReason] = useState<ReadinessReason | null>(null);
  const [rationale, setRationale] = useState('');
  const [alone, setAlone] = useState(true);
  const [filter, setFilter] = useState(likeFilter(device));
  const [expiresOn, setExpiresOn] = useState('');
  const [ownerId, setOwnerId] = useState<string | null>(null);
  const acting = useActing();
  const client = useQueryClient();
  const scope = alone ? { deviceId: device.id, filter: '' } : { deviceId: null, filter };
  const send = () =>
    acting.run(async () => {
      if (reason === null) return;
      await call(api.sayReadiness, { body: { ...scope, says, reason, rationale, expiresOn, ownerId } });
      await refreshReadiness(client);
      onDone();
    });
  return (
    <form
      className="stack card-body"
      aria-label="Override readiness"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing({ reason, rationale, expiresOn }) === null) send();
      }}
    >
      <Select
        label="Status"
        data={READINESS_KINDS.map((it) => ({ value: it, label: READINESS_WORDS[it] }))}
        allowDeselect={false}
        value={says}
        onChange={(it) => {
          setSays(it as ReadinessKind);
          setReason(null);
        }}
      />
      <Select
        label="Because"
        placeholder="Choose a reason"
        data={SAID_REASONS[says].map((it) => ({ value: it, label: capital(READINESS_REASON_WORDS[it]) }))}
        value={reason}
        error={acting.field === 'reason' ? acting.problem : null}
        onChange={(it) => setReason(it as ReadinessReason | null)}
      />
      <Textarea
        label="Rationale"
        description="For anyone who asks in a year"
        minRows={2}
        autosize
        required
        value={rationale}
        error={acting.field === 'rationale' ? acting.problem : null}
        onChange={(event) => setRationale(event.currentTarget.value)}
      />
      <fieldset className="quick-filters">
        <legend className="small muted">For</legend>
        <button type="button" className="quick" aria-pressed={alone} onClick={() => setAlone(true)}>
          This device
        </button>
        <button type="button" className="quick" aria-pressed={!alone} onClick={() => setAlone(false)}>
          Like devices
        </button>
      </fieldset>
      {!alone && (
        <TextInput
          label="Which devices"
          description="The same maker, model and version to begin with. It also covers devices that come later."
          spellCheck={false}
          value={filter}
          error={acting.field === 'filter' ? acting.problem : null}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <Reach {...scope} says={says} />
      <TextInput
        type="date"
        label="Until"
        description="From the day after, the derived readiness applies again"
        required
        value={expiresOn}
        error={acting.field === 'expiresOn' ? acting.problem : null}
        onChange={(event) => setExpiresOn(event.currentTarget.value)}
      />
      <OwnerOf
        value={ownerId}
        onChange={setOwnerId}
        problem={acting.field === 'ownerId' ? acting.problem : null}
      />
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="The override could not be saved" urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          loading={acting.busy}
          disabledReason={missing({ reason, rationale, expiresOn })}
          onClick={send}
        >
          Save override
        </ActButton>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Pages that show readiness ask anew. */
export async function refreshReadiness(client: ReturnType<typeof useQueryClient>): Promise<void> {
  for (const key of ['readiness', 'record-finding', 'record-findings', 'device-findings'])
    await client.invalidateQueries({ queryKey: [key] });
}

function missing(it: {
  readonly reason: ReadinessReason | null;
  readonly rationale: string;
  readonly expiresOn: string;
}): string | null {
  if (it.reason === null) return 'Choose a reason first';
  if (it.rationale.trim().length < 10) return 'Say why, in a sentence';
  return it.expiresOn === '' ? 'Choose an end date' : null;
}

/** Devices of the same maker, model and version. */
function likeFilter({ manufacturer, model, version }: DeviceWords): string {
  const term = (field: string, value: string | null) =>
    value === null ? `${field}:none` : `${field}:=${valueText(value)}`;
  return [term('manufacturer', manufacturer), term('model', model), term('version', version)].join(' ');
}

interface ReachProps {
  readonly deviceId: string | null;
  readonly filter: string;
  readonly says: ReadinessKind;
}

function Reach({ deviceId, filter, says }: ReachProps) {
  const [asked] = useDebouncedValue(filter, PREVIEW_PAUSE_MILLIS);
  const { data, error } = useQuery({
    queryKey: ['readiness', 'reach', deviceId, asked],
    queryFn: ({ signal }) => call(api.previewReadiness, { body: { deviceId, filter: asked } }, { signal }),
    staleTime: 0,
  });
  if (error !== null) return <p className="problem small">{error.message}</p>;
  if (data === undefined) return <p className="muted small">Counting what it covers</p>;
  return (
    <p className="small" role="status">
      Speaks of <b>{countOf(data.devices, 'device')}</b> with {countOf(data.findings, 'affected finding')} now
      {says === 'patchable' && data.withoutFix > 0 && (
        <span className="muted">
          {`; ${countOf(data.withoutFix, 'of these has', 'of these have')} no fix, and will go on saying so`}
        </span>
      )}
    </p>
  );
}

interface OwnerOfProps {
  readonly value: string | null;
  readonly problem: string | null;
  readonly onChange: (id: string | null) => void;
}

function OwnerOf({ value, problem, onChange }: OwnerOfProps) {
  const { data } = useQuery({
    queryKey: ['triage-owners'],
    queryFn: ({ signal }) => call(triageApi.listTriageOwners, {}, { signal }),
    staleTime: 60_000,
  });
  return (
    <Select
      label="Owner"
      placeholder="whoever says it"
      searchable
      clearable
      comboboxProps={{ withinPortal: false }}
      data={(data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))}
      value={value}
      error={problem}
      onChange={onChange}
    />
  );
}
