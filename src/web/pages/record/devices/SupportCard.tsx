import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import * as api from '#contract/inventory/model-file-routes';
import { call } from '#contract/client';
import type { DeviceDetail } from '#contract/inventory/device';
import type { DeviceSupportView } from '#contract/inventory/model-files';
import { PATCH_METHOD_WORDS } from '../../../parts/inherited.tsx';
import { PatchPathTable } from '../../../parts/PatchPathTable.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { capital, day, span } from '../../../ui/words.ts';

type Status = DeviceSupportView['status'];

const STATES: Readonly<Record<Status['state'], readonly [Shape, Tone, string]>> = {
  ended: ['octagon', 'bad', 'No longer supported'],
  'os-ended': ['triangle', 'warn', 'Operating system no longer supported'],
  ending: ['triangle', 'warn', 'Support ends soon'],
  supported: ['check', 'good', 'Supported'],
  unknown: ['dashed', 'warn', 'Support not known'],
};

export function useDeviceSupport(id: string) {
  return useQuery({
    queryKey: ['device-support', id],
    queryFn: ({ signal }) => call(api.readDeviceSupport, { params: { id } }, { signal }),
    staleTime: 0,
  });
}

/** Whether a device is supported, and who can patch it, with the answers that say so. */
export function SupportCards({ it }: { readonly it: DeviceDetail }) {
  const { data, error } = useDeviceSupport(it.id);
  if (error !== null)
    return (
      <Card title="Support and patch path">
        <Empty title="It could not be loaded">{error.message}</Empty>
      </Card>
    );
  if (data === undefined)
    return (
      <Card title="Support and patch path">
        <div className="card-body">
          <Waiting lines={5} label="Loading support" />
        </div>
      </Card>
    );
  return (
    <>
      <StatusCard it={data} fields={it.fields} />
      <PathCard it={data} modelId={it.belongs.modelId} />
      <UdiCard udi={data.udi} />
    </>
  );
}

function StatusCard({
  it: { status, supportTerms, activeScan, scanGuidance },
  fields,
}: {
  readonly it: DeviceSupportView;
  readonly fields: DeviceDetail['fields'];
}) {
  const [shape, tone, words] = STATES[status.state];
  return (
    <Card title="Support">
      <div className="card-body">
        <StateText shape={shape} tone={tone}>
          {words}
        </StateText>
        <p className="second">
          {status.because}
          {status.day !== null && `: ${day(status.day)}`}
          {status.daysLeft !== null &&
            (status.daysLeft < 0 ? ` (${span(-status.daysLeft)} ago)` : ` (in ${span(status.daysLeft)})`)}
        </p>
        <dl className="facts">
          <div>
            <dt>Support contract</dt>
            <dd>
              {contractWords(fields) ?? <span className="muted">not recorded</span>}
              {fields.contractConditions !== undefined && (
                <span className="muted small block">{`Patches: ${fields.contractConditions}`}</span>
              )}
            </dd>
          </div>
          {supportTerms !== null && (
            <div>
              <dt>Support terms of the model</dt>
              <dd>{supportTerms}</dd>
            </div>
          )}
          <div>
            <dt>Active network scans</dt>
            <dd>
              {activeScan === null ? (
                <span className="muted">not stated</span>
              ) : activeScan === 'allowed' ? (
                'Allowed'
              ) : (
                'Not allowed'
              )}
              {scanGuidance !== null && <span className="muted small block">{scanGuidance}</span>}
            </dd>
          </div>
        </dl>
      </div>
    </Card>
  );
}

/** Which, with whom, until when; null: nothing of it is recorded. */
function contractWords(fields: DeviceDetail['fields']): string | null {
  const { supportContract, contractProvider, contractEnd } = fields;
  const said = [
    supportContract,
    contractProvider === undefined ? undefined : `with ${contractProvider}`,
    contractEnd === undefined ? undefined : `until ${day(contractEnd)}`,
  ].filter((it) => it !== undefined);
  return said.length === 0 ? null : capital(said.join(', '));
}

function PathCard({ it, modelId }: { readonly it: DeviceSupportView; readonly modelId: string | null }) {
  const { path, form, setMethod } = it;
  return (
    <Card
      title="Patch path"
      note={
        form === null ? undefined : `MDS2 ${form.version === null ? 'of any version' : `of ${form.version}`}`
      }
      acts={
        modelId === null ? undefined : (
          <Link to="/models/$modelId" params={{ modelId }} search={{ tab: 'mds2' }}>
            The form
          </Link>
        )
      }
    >
      {setMethod !== null && (
        <p className="card-body">
          <b>{PATCH_METHOD_WORDS[setMethod]}</b>
          <span className="muted small block">set for the model by a person</span>
        </p>
      )}
      {path === null && setMethod === null && (
        <Empty title="Who can patch it cannot be told">
          {modelId === null ? (
            <span>No source names its model.</span>
          ) : (
            <Link to="/models/$modelId" params={{ modelId }} search={{ tab: 'mds2' }}>
              Upload the maker’s MDS2 form
            </Link>
          )}
        </Empty>
      )}
      {path !== null && (
        <>
          <div className="card-body">
            {path.path === null ? (
              <StateText shape="dashed" tone="warn">
                Cannot be told
              </StateText>
            ) : path.path === 'never' ? (
              <StateText shape="octagon" tone="bad">
                {PATCH_METHOD_WORDS.never}
              </StateText>
            ) : (
              <b>{PATCH_METHOD_WORDS[path.path]}</b>
            )}
            <p className="second">{path.because}</p>
          </div>
          <PatchPathTable path={path} />
        </>
      )}
    </Card>
  );
}

function UdiCard({ udi }: { readonly udi: DeviceSupportView['udi'] }) {
  if (udi === null) return null;
  if ('problem' in udi)
    return (
      <Card title="UDI">
        <div className="card-body">
          <StateText shape="diamond" tone="warn">
            {udi.problem}
          </StateText>
        </div>
      </Card>
    );
  const dayWords = (it: { readonly day: string; readonly isWholeMonth: boolean } | null) =>
    it === null ? null : it.isWholeMonth ? `end of ${day(it.day).slice(3)}` : day(it.day);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Device identifier', udi.di],
    ['Serial number', udi.serial],
    ['Lot', udi.lot],
    ['Made on', dayWords(udi.manufactured)],
    ['Expires', dayWords(udi.expiry)],
    ['Software version on the label', udi.version],
  ];
  return (
    <Card title="UDI" note={udi.agency}>
      <dl className="facts card-body">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="break">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {udi.problems.length > 0 && (
        <div className="card-body">
          {udi.problems.map((it) => (
            <StateText key={it} shape="diamond" tone="warn">
              {it}
            </StateText>
          ))}
        </div>
      )}
    </Card>
  );
}
