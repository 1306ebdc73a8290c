import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { DeviceDetail } from '#contract/inventory/device';
import { effectiveFields, type EffectiveFields, type Inherited } from '#engine/inherit';
import type { DeviceFields } from '#engine/words';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TabBar } from '../../../ui/TabBar.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { capital, countOf } from '../../../ui/words.ts';
import { AttachmentsCard } from '../AttachmentsCard.tsx';
import { ControlsCard } from './ControlsCard.tsx';
import { DeviceFindingsCard } from './DeviceFindingsCard.tsx';
import { ExtrasCard } from './ExtrasCard.tsx';
import { nameOfField } from '../field-names.ts';
import { Gravest } from './Gravest.tsx';
import { InheritedCard } from './InheritedCard.tsx';
import { ProvenanceCard } from './ProvenanceCard.tsx';
import { ReplacementCard } from './ReplacementCard.tsx';
import { StatementsCard } from './StatementsCard.tsx';
import type { DeviceTab } from '../search.ts';
import { SupportCards, useDeviceSupport } from './SupportCard.tsx';
import { DeviceRecallsCard } from '../recalls/DeviceRecallsCard.tsx';
import { DeviceReadinessCard } from '../readiness/DeviceReadinessCard.tsx';
import { TimelineCard } from './TimelineCard.tsx';

/** One device: what is known of it, who says so, and how that came about. */
export function DevicePage() {
  const { deviceId } = useParams({ from: '/record/devices/$deviceId' });
  const { tab = 'overview' } = useSearch({ from: '/record/devices/$deviceId' });
  const navigate = useNavigate({ from: '/devices/$deviceId' });
  const { data, error } = useQuery({
    queryKey: ['inventory-device', deviceId],
    queryFn: ({ signal }) => call(api.inspectDevice, { params: { id: deviceId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.label ?? null);
  if (error !== null || data === undefined)
    return (
      <PendingPage title="Device" what="device" error={error} back={<Link to="/devices">All devices</Link>} />
    );
  const open = (key: DeviceTab) =>
    void navigate({ search: key === 'overview' ? {} : { tab: key }, replace: true, resetScroll: false });
  return (
    <div className="page">
      <title>{`${data.label} · Patchward`}</title>
      <Head it={data} />
      <TabBar<DeviceTab>
        label="Parts of the device"
        value={tab}
        onChange={open}
        tabs={[
          { key: 'overview', title: 'Overview' },
          { key: 'components', title: 'Components', note: data.components.length || undefined },
          { key: 'files', title: 'Attachments' },
          { key: 'changes', title: 'All changes', note: data.timeline.length || undefined },
        ]}
      />
      {tab === 'overview' && <Overview it={data} onAllChanges={() => open('changes')} />}
      {tab === 'components' && (
        <div className="stack">
          <BillCard it={data} />
          <ComponentsCard it={data} />
        </div>
      )}
      {tab === 'files' && <AttachmentsCard of="device" id={data.id} />}
      {tab === 'changes' && <TimelineCard events={data.timeline} />}
    </div>
  );
}

const EVENTS_IN_OVERVIEW = 6;

function Overview({ it, onAllChanges }: { readonly it: DeviceDetail; readonly onAllChanges: () => void }) {
  return (
    <div className="columns">
      <div className="stack">
        <DeviceFindingsCard deviceId={it.id} isKnown={it.risk?.isKnown ?? null} />
        <ProvenanceCard it={it} />
        <InheritedCard it={it} />
        <ControlsCard it={it} />
        <TimelineCard events={it.timeline.slice(0, EVENTS_IN_OVERVIEW)} />
        {it.timeline.length > EVENTS_IN_OVERVIEW && (
          <button type="button" className="link" onClick={onAllChanges}>
            {`All ${it.timeline.length} changes`}
          </button>
        )}
      </div>
      <div className="stack">
        <DeviceReadinessCard device={wordsOf(it)} />
        <DeviceRecallsCard deviceId={it.id} />
        <SupportCards it={it} />
        <ReplacementCard deviceId={it.id} />
        <ExtrasCard it={it} />
        <StatementsCard it={it} />
        <ExtraColumnsCard it={it} />
      </div>
    </div>
  );
}

function wordsOf({ id, fields, inherited }: DeviceDetail) {
  const own = effectiveFields(fields as DeviceFields, inherited as Inherited);
  const { manufacturer = null, model = null, version = null } = own;
  return { id, manufacturer, model, version };
}

function Head({ it }: { readonly it: DeviceDetail }) {
  const { fields, label, conflicts, seenAt, belongs, risk } = it;
  const navigate = useNavigate();
  const tag = fields.assetTag ?? fields.serial ?? fields.hostname;
  const own: EffectiveFields = effectiveFields(fields as DeviceFields, it.inherited as Inherited);
  const place = [own.site, own.building, own.floor, own.room].filter((part) => part !== undefined);
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
          {risk !== null && risk.affected + risk.undetermined > 0 && <Gravest risk={risk} />}
          {conflicts > 0 && (
            <StateText shape="diamond" tone="warn">
              {countOf(conflicts, 'conflict')}
            </StateText>
          )}
          {own.criticality !== undefined && <b>{`${capital(own.criticality)} device`}</b>}
          {own.deviceType !== undefined && <span>{own.deviceType}</span>}
          {own.fdaClass !== undefined && (
            <span>{`FDA class ${own.fdaClass}${own.fdaProductCode === undefined ? '' : `, code ${own.fdaProductCode}`}`}</span>
          )}
          {belongs.modelId !== null && (
            <Link to="/models/$modelId" params={{ modelId: belongs.modelId }}>
              Model
            </Link>
          )}
          {place.length > 0 && <span>{place.join(' › ')}</span>}
          {own.department !== undefined && <span>{own.department}</span>}
          {own.segment !== undefined && (
            <span>{`${own.segment}, ${own.exposure ?? 'exposure not known'}`}</span>
          )}
          <span>
            {'last reported '}
            <Instant at={seenAt} />
          </span>
        </p>
      </div>
      <div className="head-acts">
        <ActButton
          variant="default"
          icon="tag"
          onClick={() => void navigate({ to: '/labels', search: { ids: it.id } })}
        >
          Label
        </ActButton>
      </div>
    </div>
  );
}

/** The bill of materials of its model, and whether the device has its components from there. */
function BillCard({ it }: { readonly it: DeviceDetail }) {
  const { data } = useDeviceSupport(it.id);
  const bill = data?.bill ?? null;
  const { modelId } = it.belongs;
  if (bill === null || modelId === null) return null;
  return (
    <Card title="Bill of materials of its model" note={bill.version === null ? 'any version' : bill.version}>
      <p className="card-body">
        {bill.isUsed
          ? `Its ${countOf(bill.count, 'component')} count for this device. `
          : 'A source of the device claims the whole list, so it does not count here. '}
        <Link to="/models/$modelId" params={{ modelId }} search={{ tab: 'sboms' }}>
          {bill.file}
        </Link>
      </p>
    </Card>
  );
}

function ComponentsCard({ it }: { readonly it: DeviceDetail }) {
  if (it.components.length === 0)
    return (
      <Card title="Components">
        <Empty title="No source lists a component of this device">
          What runs on it is not known, which is not the same as nothing.
        </Empty>
      </Card>
    );
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
                <td className="second wide-only">{part.vendor ?? 'not stated'}</td>
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
