import { Link, useParams } from '@tanstack/react-router';
import type { DeviceView } from '#contract/assessments/device';
import { useDevice } from '../../data.ts';
import { IdentifiedAs } from '../../parts/IdentifiedAs.tsx';
import { DueText, TierPill, VerdictText } from '../../parts/states.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { capital, countOf, whole } from '../../ui/words.ts';

/** Everything the assessment says of one device: also what it surely has not, and why. */
export function DevicePage() {
  const { id, deviceId } = useParams({ from: '/assessments/$id/devices/$deviceId' });
  const { data, error } = useDevice(id, deviceId);
  if (error !== null)
    return (
      <div className="page">
        <h1>{deviceId}</h1>
        <Empty title={error.message}>
          <Link to="/assessments/$id/devices" params={{ id }}>
            All devices
          </Link>
        </Empty>
      </div>
    );
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={12} label="Loading device" />
      </div>
    );
  return (
    <div className="page">
      <DeviceHead it={data} />
      <div className="columns">
        <div className="stack">
          <FindingsCard id={id} it={data} />
          <NotAffectedCard it={data} />
        </div>
        <div className="stack">
          <Card title="Recognised as">
            <div className="card-body">
              <IdentifiedAs links={data.identified} />
              {data.isNamedByPartsAlone && (
                <p>
                  <b>No feed names the device itself.</b> What is found is about its operating system and its
                  parts alone.
                </p>
              )}
            </div>
          </Card>
          <FactsCard it={data} />
        </div>
      </div>
    </div>
  );
}

function DeviceHead({ it: { device } }: { readonly it: DeviceView }) {
  const place = [device.site, device.department].filter((it) => it !== null).join(' › ');
  return (
    <div className="head">
      <div>
        <h1>
          {device.id} <span className="device-label">{device.label}</span>
        </h1>
        <p className="row-wrap second">
          {device.highestTier !== null && <TierPill tier={device.highestTier} />}
          {device.criticality !== null && <span>{capital(device.criticality)}</span>}
          {place !== '' && <span>{place}</span>}
          {device.due !== null && (
            <span>
              Earliest deadline <DueText due={device.due} />
            </span>
          )}
        </p>
      </div>
    </div>
  );
}

function FindingsCard({ id, it }: { readonly id: string; readonly it: DeviceView }) {
  const { device, findings } = it;
  const total = device.affected + device.undetermined;
  return (
    <Card
      title="Findings"
      note={`${whole(device.affected)} affected · ${whole(device.undetermined)} can’t be told`}
      footer={findings.length < total ? `The first ${whole(findings.length)} of ${whole(total)}.` : undefined}
    >
      {findings.length === 0 ? (
        <Empty title="No finding">
          {it.identified.length === 0
            ? 'No feed names this product, so nothing is known of it: that is no all-clear.'
            : 'None of the sources says that this version is affected.'}
        </Empty>
      ) : (
        <TableScroll label="Findings of this device">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Tier</th>
                <th className="right">Score</th>
                <th>Vulnerability</th>
                <th className="wide-only">Why</th>
                <th>Due</th>
              </tr>
            </thead>
            <tbody>
              {findings.map((row) => (
                <tr key={row.id}>
                  <td>
                    {row.verdict === 'affected' ? (
                      <TierPill tier={row.tier} />
                    ) : (
                      <VerdictText verdict="undetermined" />
                    )}
                  </td>
                  <td className="right strong">{whole(row.score)}</td>
                  <td>
                    <Link
                      className="mono nowrap"
                      to="/assessments/$id/findings"
                      params={{ id }}
                      search={{ q: device.id, open: row.id }}
                    >
                      {row.vulnerability}
                    </Link>
                  </td>
                  <td className="second small wide-only">{capital(row.why)}</td>
                  <td className="nowrap">
                    <DueText due={row.due} none={row.verdict === 'affected' ? 'routine' : 'find out'} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function NotAffectedCard({ it: { device, notAffected } }: { readonly it: DeviceView }) {
  if (notAffected.length === 0) return null;
  return (
    <Card
      title="Not affected, and why"
      note={countOf(device.notAffected, 'vulnerability', 'vulnerabilities')}
      footer={notAffected.length < device.notAffected ? `The first ${whole(notAffected.length)}.` : undefined}
    >
      <TableScroll label="Not affected">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Verdict</th>
              <th>Vulnerability</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {notAffected.map((row) => (
              <tr key={row.vulnerability}>
                <td>
                  <VerdictText verdict="not-affected" />
                </td>
                <td className="mono nowrap">{row.vulnerability}</td>
                <td className="second small">{capital(row.why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function FactsCard({ it }: { readonly it: DeviceView }) {
  return (
    <Card title="What the inventory says">
      {it.facts.length === 0 ? (
        <Empty title="Nothing beyond the model" />
      ) : (
        <dl className="facts card-body">
          {it.facts.map(({ field, value }) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
