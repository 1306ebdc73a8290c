import { Link } from '@tanstack/react-router';
import type { CustomFieldView } from '#contract/inventory/custom-field-routes';
import type { DeviceRow } from '#contract/inventory/device';
import { DueText } from '../../../parts/states.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { capital, countOf, day, moment, whole } from '../../../ui/words.ts';
import { Gravest } from './Gravest.tsx';

const NOT_SAID = <span className="muted">not recorded</span>;

/** The name a device is known by on the ward. */
function tagOf({ fields, label }: DeviceRow): string {
  return fields.assetTag ?? fields.serial ?? fields.hostname ?? fields.mac ?? label;
}

const OWN: readonly GridColumn<DeviceRow>[] = [
  {
    key: 'tag',
    title: 'Asset',
    track: '120px',
    sort: ['assetTag', '-assetTag'],
    cell: (it) => (
      <Link className="mono" to="/devices/$deviceId" params={{ deviceId: it.id }}>
        {tagOf(it)}
      </Link>
    ),
  },
  {
    key: 'label',
    title: 'Model',
    track: 'minmax(180px, 1.6fr)',
    sort: ['label', '-label'],
    cell: (it) => <b title={it.label}>{it.label}</b>,
  },
  {
    key: 'serial',
    title: 'Serial',
    track: 'minmax(96px, 0.7fr)',
    from: 1280,
    sort: ['serial', '-serial'],
    cell: (it) => <span className="second">{it.fields.serial ?? '–'}</span>,
  },
  {
    key: 'site',
    title: 'Site › department',
    track: 'minmax(168px, 1.6fr)',
    from: 760,
    sort: ['site', '-site'],
    cell: (it) => placeOf(it) ?? NOT_SAID,
  },
  {
    key: 'version',
    title: 'Version',
    track: '104px',
    from: 680,
    sort: ['version', '-version'],
    cell: (it) => it.fields.version ?? <i className="muted">not known</i>,
  },
  {
    key: 'criticality',
    title: 'Criticality',
    track: '108px',
    from: 880,
    sort: ['criticality', '-criticality'],
    cell: (it) => (it.fields.criticality === undefined ? NOT_SAID : capital(it.fields.criticality)),
  },
  {
    key: 'tier',
    title: 'Tier',
    track: '132px',
    from: 560,
    cell: (it) => <Gravest risk={it.risk} />,
  },
  {
    key: 'score',
    title: 'Score',
    track: '72px',
    align: 'right',
    from: 620,
    sort: ['-risk', 'risk'],
    cell: ({ risk }) =>
      risk === null || risk.affected === 0 ? <span className="muted">–</span> : <b>{risk.score}</b>,
  },
  {
    key: 'open',
    title: 'Open',
    track: '72px',
    align: 'right',
    from: 900,
    cell: ({ risk }) => (risk === null ? <span className="muted">–</span> : <OpenCount it={risk} />),
  },
  {
    key: 'due',
    title: 'Due',
    track: '124px',
    from: 940,
    cell: ({ risk }) =>
      risk === null || risk.affected === 0 ? (
        <span className="muted">–</span>
      ) : (
        <DueText due={risk.due} none="routine" />
      ),
  },
  {
    key: 'sources',
    title: 'Sources',
    track: '104px',
    from: 1240,
    sort: ['-conflicts', '-sources'],
    cell: (it) => <Sources it={it} />,
  },
  {
    key: 'seen',
    title: 'Last reported',
    track: '148px',
    from: 1300,
    sort: ['-seen', 'seen'],
    cell: (it) => (
      <time className="second" dateTime={it.seenAt} title={it.seenAt}>
        {day(it.seenAt)}
      </time>
    ),
  },
];

/** Columns of the list before a person chooses. */
export const USUAL_COLUMNS: readonly string[] = OWN.map((it) => it.key);

type PlainField = Exclude<keyof DeviceRow['fields'], 'controls'>;

/** A column with a field as it is; sorted by it where the server can. */
function plain(key: PlainField, title: string, isSorted = true): GridColumn<DeviceRow> {
  return {
    key,
    title,
    track: 'minmax(112px, 0.8fr)',
    ...(isSorted ? { sort: [key, `-${key}`] as const } : {}),
    cell: (it) => textOf(it.fields[key]) ?? <span className="muted">–</span>,
  };
}

function textOf(value: string | boolean | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value;
}

const MORE: readonly GridColumn<DeviceRow>[] = [
  {
    key: 'tags',
    title: 'Tags',
    track: 'minmax(120px, 1fr)',
    cell: ({ tags }) =>
      tags.length === 0 ? (
        <span className="muted">–</span>
      ) : (
        <span className="tags">
          {tags.map((it) => (
            <span key={it} className="tag">
              {it}
            </span>
          ))}
        </span>
      ),
  },
  { ...plain('deviceType', 'Type', false), sort: ['type', '-type'] },
  plain('manufacturer', 'Maker'),
  { ...plain('model', 'Model name'), key: 'modelName' },
  { ...plain('assetTag', 'Asset tag'), key: 'assetTagOnly' },
  plain('os', 'Operating system'),
  plain('osVersion', 'OS version', false),
  plain('ip', 'IP address'),
  plain('ipv6', 'IPv6 address', false),
  plain('mac', 'MAC address'),
  plain('hostname', 'Host name'),
  plain('vlan', 'VLAN'),
  plain('segment', 'Segment'),
  plain('exposure', 'Exposure'),
  plain('building', 'Building'),
  plain('floor', 'Floor'),
  plain('room', 'Room'),
  plain('department', 'Department'),
  plain('owner', 'Owner'),
  plain('clinicalUse', 'Clinical use'),
  plain('fdaClass', 'FDA class'),
  plain('fdaProductCode', 'FDA product code', false),
  plain('udi', 'UDI', false),
  plain('storesPhi', 'Stores PHI', false),
  plain('transmitsPhi', 'Transmits PHI', false),
  plain('installDate', 'Installed'),
  plain('warrantyEnd', 'Warranty ends'),
  plain('endOfSale', 'End of sale'),
  plain('eolDate', 'End of life'),
  plain('eosDate', 'End of support'),
  plain('lastPatchDate', 'Last patched'),
  plain('patchLevel', 'Patch level', false),
  plain('supportContract', 'Support contract', false),
  plain('contractProvider', 'Contract provider', false),
  plain('contractEnd', 'Contract ends', false),
  plain('contractConditions', 'Conditions for patches', false),
  {
    key: 'changed',
    title: 'Changed',
    track: '148px',
    sort: ['-changed', 'changed'],
    cell: (it) => (
      <time className="second" dateTime={it.changedAt} title={it.changedAt}>
        {moment(it.changedAt)}
      </time>
    ),
  },
];

/** Every column the list of devices can show, with one for each custom field. */
export function deviceColumns(custom: readonly CustomFieldView[]): readonly GridColumn<DeviceRow>[] {
  return [
    ...OWN,
    ...MORE,
    ...custom.map(
      ({ key, name }): GridColumn<DeviceRow> => ({
        key: `cf.${key}`,
        title: name,
        track: 'minmax(112px, 0.8fr)',
        cell: (it) => it.custom[key] ?? <span className="muted">–</span>,
      }),
    ),
  ];
}

function placeOf({ fields }: DeviceRow): string | null {
  const parts = [fields.site, fields.department].filter((it) => it !== undefined);
  return parts.length === 0 ? null : parts.join(' › ');
}

function OpenCount({ it: { affected, undetermined } }: { readonly it: NonNullable<DeviceRow['risk']> }) {
  return (
    <span title={`${countOf(affected, 'finding')} affect it, ${whole(undetermined)} cannot be told`}>
      {whole(affected)}
      {undetermined > 0 && <span className="muted">{` + ${whole(undetermined)} ?`}</span>}
    </span>
  );
}

function Sources({ it }: { readonly it: DeviceRow }) {
  if (it.conflicts === 0) return <span className="second">{countOf(it.sources, 'source')}</span>;
  return (
    <StateText shape="diamond" tone="warn">
      {countOf(it.conflicts, 'conflict')}
    </StateText>
  );
}

/** How a device reads where there is no room for columns. */
export function DeviceCard({ it }: { readonly it: DeviceRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <Link className="mono" to="/devices/$deviceId" params={{ deviceId: it.id }}>
          {tagOf(it)}
        </Link>
        <span className="push small">
          <Gravest risk={it.risk} />
        </span>
      </div>
      <b className="cut">{it.label}</b>
      <div className="cut small muted">
        {[placeOf(it), it.fields.version].filter((part) => part != null).join(' · ') || 'place not recorded'}
      </div>
    </div>
  );
}
