import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { ME_KEY } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { moment, tellTimeIn } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** What the hospital is called, and the zone in which its times are told. */
export function HospitalPage() {
  const [saved, setSaved] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['hospital'],
    queryFn: ({ signal }) => call(api.readHospital, {}, { signal }),
    staleTime: 0,
  });
  return (
    <div className="page narrow">
      <title>Hospital · Patchward</title>
      <div className="head">
        <div>
          <h1>Hospital</h1>
          <p className="muted">
            Its name stands on every page; times are shown in its zone, costs in its currency.
          </p>
        </div>
      </div>
      <Card title="Name, time zone and currency">
        <Pending what="settings" lines={4} data={data} error={error} />
        {data !== undefined && (
          <div className="card-body">
            <HospitalForm key={data.version} of={data} saved={saved} onSaved={() => setSaved(true)} />
          </div>
        )}
      </Card>
    </div>
  );
}

const ZONES = Intl.supportedValuesOf('timeZone');

const CURRENCIES = Intl.supportedValuesOf('currency');

interface HospitalFormProps {
  readonly of: Answer<typeof api.readHospital>;
  readonly saved: boolean;
  readonly onSaved: () => void;
}

function HospitalForm({ of, saved, onSaved }: HospitalFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('settings.manage');
  const [name, setName] = useState(of.name);
  const [zone, setZone] = useState(of.zone);
  const [currency, setCurrency] = useState(of.currency);
  const unchanged =
    name === of.name && zone === of.zone && currency === of.currency ? 'Nothing is changed yet' : null;
  const save = () =>
    acting.run(async () => {
      const after = await call(api.editHospital, { body: { version: of.version, name, zone, currency } });
      tellTimeIn(after.zone);
      onSaved();
      client.setQueryData(['hospital'], after);
      await client.invalidateQueries({ queryKey: ME_KEY });
    });
  return (
    <form
      className="stack"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (reasonNot === null && unchanged === null) save();
      }}
    >
      <TextInput
        label="Name of the hospital"
        disabled={reasonNot !== null}
        value={name}
        error={acting.field === 'name' ? acting.problem : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Time zone"
        searchable
        allowDeselect={false}
        limit={60}
        disabled={reasonNot !== null}
        data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
        value={zone}
        error={acting.field === 'zone' ? acting.problem : null}
        onChange={(it) => setZone(it ?? of.zone)}
      />
      <Select
        label="Currency"
        description="Replacement costs are given in it"
        placeholder="Not stated"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear currency' }}
        limit={60}
        disabled={reasonNot !== null}
        data={CURRENCIES}
        value={currency}
        error={acting.field === 'currency' ? acting.problem : null}
        onChange={setCurrency}
      />
      <p className="second small">{`Now it is ${moment(new Date().toISOString())}.`}</p>
      {acting.problem !== null && acting.field === null && (
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
    </form>
  );
}
