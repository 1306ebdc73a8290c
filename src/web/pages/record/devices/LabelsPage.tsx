import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { DeviceRow } from '#contract/inventory/device';
import { QrCode } from '../../../parts/QrCode.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';
import { LABEL_SHEETS, type LabelSheet } from '../search.ts';

const SHEETS: Readonly<Record<LabelSheet, { readonly words: string; readonly perPage: number }>> = {
  'a4-24': { words: 'A4, 24 labels of 70 × 37 mm', perPage: 24 },
  'a4-14': { words: 'A4, 14 labels of 99 × 38 mm', perPage: 14 },
  'letter-30': { words: 'Letter, 30 labels of 2⅝ × 1 in', perPage: 30 },
  'letter-10': { words: 'Letter, 10 labels of 4 × 2 in', perPage: 10 },
};

/** More at once nobody prints; the filter narrows them down. */
const LABELS_MAX = 480;

/** Labels for devices, a sheet of them: name, asset tag, serial number, and a code that leads to the device. */
export function LabelsPage() {
  const { ids = '', filter = '', sheet = 'a4-24' } = useSearch({ from: '/record/labels' });
  const navigate = useNavigate({ from: '/labels' });
  const { data, error } = useQuery({
    queryKey: ['labels', ids, filter],
    queryFn: ({ signal }) => devicesFor(ids, filter, signal),
    staleTime: 0,
  });
  return (
    <div className="page">
      <title>Labels · Patchward</title>
      <div className="head no-print">
        <div>
          <h1>Labels</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Loading' : countOf(data.devices.length, 'label')}
          </p>
        </div>
        <div className="head-acts">
          <Select
            aria-label="Sheet"
            allowDeselect={false}
            data={LABEL_SHEETS.map((value) => ({ value, label: SHEETS[value].words }))}
            value={sheet}
            onChange={(it) =>
              void navigate({
                search: (now) => ({ ...now, sheet: (it ?? 'a4-24') as LabelSheet }),
                replace: true,
              })
            }
          />
          <ActButton
            disabledReason={
              data === undefined || data.devices.length === 0 ? 'There is nothing to print' : null
            }
            onClick={() => window.print()}
          >
            Print
          </ActButton>
        </div>
      </div>
      {error !== null && (
        <div className="card">
          <Empty title="The devices could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && <Waiting lines={8} label="Loading labels" />}
      {data?.devices.length === 0 && (
        <div className="card">
          <Empty title="No device to print a label for">
            <Link to="/devices">Choose devices</Link>
          </Empty>
        </div>
      )}
      {data !== undefined && data.total > data.devices.length && (
        <Notice tone="warn" title={`The first ${data.devices.length} of ${data.total} devices.`}>
          Narrow the filter down for the others.
        </Notice>
      )}
      {data !== undefined && data.devices.length > 0 && <Sheets devices={data.devices} sheet={sheet} />}
    </div>
  );
}

interface Chosen {
  readonly devices: readonly LabelDevice[];
  readonly total: number;
}

type LabelDevice = Pick<DeviceRow, 'id' | 'label' | 'name' | 'fields' | 'inherited'>;

async function devicesFor(ids: string, filter: string, signal: AbortSignal): Promise<Chosen> {
  if (ids !== '') {
    const chosen = ids.split(',').slice(0, LABELS_MAX);
    const devices: LabelDevice[] = [];
    for (const id of chosen) devices.push(await call(api.inspectDevice, { params: { id } }, { signal }));
    return { devices, total: ids.split(',').length };
  }
  const page = await call(api.findDevices, { query: { filter, limit: LABELS_MAX } }, { signal });
  return { devices: page.items, total: page.total };
}

function Sheets({
  devices,
  sheet,
}: {
  readonly devices: readonly LabelDevice[];
  readonly sheet: LabelSheet;
}) {
  const { perPage } = SHEETS[sheet];
  const pages = Array.from({ length: Math.ceil(devices.length / perPage) }, (_, index) =>
    devices.slice(index * perPage, (index + 1) * perPage),
  );
  return (
    // Wider than a telephone: scrolled with the keyboard, too.
    <section className="label-sheets" tabIndex={0} aria-label="Sheets of labels">
      {pages.map((page) => (
        <ol key={page[0]?.id} className={`label-sheet ${sheet}`} aria-label="Sheet of labels">
          {page.map((it) => (
            <Label key={it.id} it={it} />
          ))}
        </ol>
      ))}
    </section>
  );
}

function Label({ it: { id, label, name, fields, inherited } }: { readonly it: LabelDevice }) {
  const serial = fields.serial ?? inherited['serial']?.value;
  const tag = fields.assetTag ?? name ?? fields.hostname ?? '';
  return (
    <li className="label">
      <QrCode text={`${window.location.origin}/devices/${id}`} label={`Code that leads to ${tag || label}`} />
      <div>
        <b className="label-tag">{tag}</b>
        <span className="label-name">{label}</span>
        {serial !== undefined && <span className="label-serial">{`SN ${String(serial)}`}</span>}
        {fields.department !== undefined && <span className="label-serial">{fields.department}</span>}
      </div>
    </li>
  );
}
