import { Link } from '@tanstack/react-router';
import type { DeviceRow } from '#contract/inventory/device';
import type { GridColumn } from '../../ui/RowGrid.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { capital, countOf, moment } from '../../ui/words.ts';

const NOT_SAID = <span className="muted">not recorded</span>;

/** The name a device is known by on the ward. */
function tagOf({ fields, label }: DeviceRow): string {
  return fields.assetTag ?? fields.serial ?? fields.hostname ?? fields.mac ?? label;
}

export const DEVICE_COLUMNS: readonly GridColumn<DeviceRow>[] = [
  {
    key: 'tag',
    title: 'Asset',
    track: '132px',
    cell: (it) => (
      <Link className="mono" to="/devices/$deviceId" params={{ deviceId: it.id }}>
        {tagOf(it)}
      </Link>
    ),
  },
  {
    key: 'label',
    title: 'Model',
    track: 'minmax(160px, 1.4fr)',
    sort: ['label', '-label'],
    cell: (it) => <b title={it.label}>{it.label}</b>,
  },
  {
    key: 'serial',
    title: 'Serial',
    track: 'minmax(104px, 0.7fr)',
    from: 980,
    cell: (it) => <span className="second">{it.fields.serial ?? '–'}</span>,
  },
  {
    key: 'site',
    title: 'Site › department',
    track: 'minmax(130px, 1fr)',
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
    track: '116px',
    from: 880,
    sort: ['criticality', '-criticality'],
    cell: (it) => (it.fields.criticality === undefined ? NOT_SAID : capital(it.fields.criticality)),
  },
  { key: 'sources', title: 'Sources', track: '136px', cell: (it) => <Sources it={it} /> },
  {
    key: 'seen',
    title: 'Last spoken of',
    track: '148px',
    from: 1100,
    sort: ['-seen', 'seen'],
    cell: (it) => (
      <time className="second" dateTime={it.seenAt} title={it.seenAt}>
        {moment(it.seenAt)}
      </time>
    ),
  },
];

function placeOf({ fields }: DeviceRow): string | null {
  const parts = [fields.site, fields.department].filter((it) => it !== undefined);
  return parts.length === 0 ? null : parts.join(' › ');
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
          <Sources it={it} />
        </span>
      </div>
      <b className="cut">{it.label}</b>
      <div className="cut small muted">
        {[placeOf(it), it.fields.version].filter((part) => part != null).join(' · ') || 'place not recorded'}
      </div>
    </div>
  );
}
