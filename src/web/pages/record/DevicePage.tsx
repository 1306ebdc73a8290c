import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { DeviceDetail } from '#contract/inventory/device';
import { useTellCrumb } from '../../parts/crumb.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { capital, countOf, moment } from '../../ui/words.ts';
import { DeviceFindingsCard } from './DeviceFindingsCard.tsx';
import { nameOfField } from './field-names.ts';
import { ProvenanceCard } from './ProvenanceCard.tsx';
import { TimelineCard } from './TimelineCard.tsx';

/** One device: what is known of it, who says so, and how that came about. */
export function DevicePage() {
  const { deviceId } = useParams({ from: '/record/devices/$deviceId' });
  const { data, error } = useQuery({
    queryKey: ['inventory-device', deviceId],
    queryFn: ({ signal }) => call(api.inspectDevice, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.label ?? null);
  if (error !== null)
    return (
      <div className="page">
        <h1>Device</h1>
        <Empty title="The device could not be read">
          <span>{error.message}</span>
          <Link to="/devices">All devices</Link>
        </Empty>
      </div>
    );
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={14} label="Loading device" />
      </div>
    );
  return (
    <div className="page">
      <title>{`${data.label} · Patchward`}</title>
      <Head it={data} />
      <div className="columns">
        <div className="stack">
          <DeviceFindingsCard deviceId={data.id} />
          <ProvenanceCard it={data} />
          <ComponentsCard it={data} />
        </div>
        <div className="stack">
          <TimelineCard events={data.timeline} />
          <ExtraColumnsCard it={data} />
        </div>
      </div>
    </div>
  );
}

function Head({ it: { fields, label, conflicts, seenAt } }: { readonly it: DeviceDetail }) {
  const tag = fields.assetTag ?? fields.serial ?? fields.hostname;
  const words = [
    fields.deviceType,
    [fields.site, fields.department, fields.room].filter((it) => it !== undefined).join(' › ') || undefined,
    fields.criticality === undefined ? undefined : capital(fields.criticality),
  ].filter((it) => it !== undefined);
  return (
    <div className="head">
      <div>
        <h1>
          {tag === undefined || tag === label ? (
            label
          ) : (
            <>
              {tag} <span className="device-label">{label}</span>
            </>
          )}
        </h1>
        <p className="row-wrap second">
          {conflicts > 0 && (
            <StateText shape="diamond" tone="warn">
              {countOf(conflicts, 'conflict')}
            </StateText>
          )}
          {words.map((it) => (
            <span key={it}>{it}</span>
          ))}
          <span title={seenAt}>{`spoken of ${moment(seenAt)}`}</span>
        </p>
      </div>
    </div>
  );
}

function ComponentsCard({ it }: { readonly it: DeviceDetail }) {
  if (it.components.length === 0) return null;
  return (
    <Card
      title="Components"
      note={countOf(it.components.length, 'component')}
      footer={
        it.componentsComplete
          ? 'A source claims that this is the whole list.'
          : 'No source claims that this is the whole list.'
      }
    >
      <TableScroll label="Components">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Name</th>
              <th>Version</th>
              <th className="wide-only">Maker</th>
            </tr>
          </thead>
          <tbody>
            {it.components.map((part) => (
              <tr key={[part.vendor, part.name, part.version, part.purl].join(' ')}>
                <td className="strong break">{part.name}</td>
                <td className="mono">{part.version ?? 'not known'}</td>
                <td className="second wide-only">{part.vendor ?? 'not said'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

/** Columns of the sources that feed no field: kept beside the device, so that nothing is lost. */
function ExtraColumnsCard({ it }: { readonly it: DeviceDetail }) {
  const extras = it.observations.flatMap((each) =>
    Object.entries(each.unmapped).map(([column, value]) => ({ source: each.source, column, value })),
  );
  if (extras.length === 0) return null;
  return (
    <Card title="Other columns" note="kept as they came">
      <dl className="facts card-body">
        {extras.map(({ source, column, value }) => (
          <div key={`${source} ${column}`}>
            <dt title={source}>{nameOfField(column)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
