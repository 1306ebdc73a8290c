import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import type { DeviceFields } from '#engine/words';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { DeviceFieldInput } from '../../../parts/DeviceFieldInput.tsx';
import { FIELD_NAMES } from '../../../parts/fields.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { sendImport } from '../imports/import-file.ts';
import { useReasonNot } from '../session.ts';
import '../nouns.css';
import { registration, SOURCE, whyNot } from './registration.ts';

const GROUPS: readonly { readonly title: string; readonly fields: readonly (keyof DeviceFields)[] }[] = [
  { title: 'What it is', fields: ['manufacturer', 'model', 'deviceType', 'version', 'os', 'osVersion'] },
  { title: 'Which one it is', fields: ['assetTag', 'serial', 'udi', 'hostname', 'mac', 'ip'] },
  { title: 'Where it is', fields: ['site', 'building', 'floor', 'room', 'department', 'owner'] },
  {
    title: 'What depends on it',
    fields: ['criticality', 'clinicalUse', 'storesPhi', 'transmitsPhi', 'installDate', 'eosDate'],
  },
];

/** One device entered by hand. It goes the way of every import: looked at first, and undone as a whole. */
export function RegisterPage() {
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const navigate = useNavigate();
  const acting = useActing();
  const because = useReasonNot('inventory.import') ?? whyNot(drafts);
  useTellCrumb('Register a device');
  const look = () =>
    acting.run(async () => {
      const view = await sendImport(registration(drafts), { source: SOURCE });
      await navigate({ to: '/imports/$importId', params: { importId: view.id } });
    });
  return (
    <div className="page narrow">
      <title>Register a device · Patchward</title>
      <div className="head">
        <div>
          <h1>Register a device</h1>
          <p className="muted">
            What is left empty says nothing. The next page shows whether the device is known already; nothing
            is written before you apply it.
          </p>
        </div>
      </div>
      <form
        className="stack"
        aria-label="Register a device"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          if (because === null) look();
        }}
      >
        {GROUPS.map(({ title, fields }) => (
          <Card key={title} title={title}>
            <div className="card-body field-grid">
              {fields.map((it) => (
                <DeviceFieldInput
                  key={it}
                  field={it}
                  label={FIELD_NAMES[it]}
                  value={drafts[it] ?? ''}
                  onChange={(text) => setDrafts((now) => ({ ...now, [it]: text }))}
                />
              ))}
            </div>
          </Card>
        ))}
        {acting.problem !== null && (
          <Notice tone="bad" title="Not taken." urgent>
            {acting.problem}
          </Notice>
        )}
        <div className="row">
          <ActButton loading={acting.busy} disabledReason={because} onClick={look}>
            Preview
          </ActButton>
          <ActButton variant="default" onClick={() => void navigate({ to: '/devices' })}>
            Cancel
          </ActButton>
        </div>
      </form>
    </div>
  );
}
