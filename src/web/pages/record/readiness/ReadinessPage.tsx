import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/readiness-routes';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';
import { OverrideLine } from './OverrideLine.tsx';
import { ReadinessLines } from './ReadinessLines.tsx';

const SHOWN = 200;

/** How ready the fleet is to be patched, and everything people said against what is derived. */
export function ReadinessPage() {
  const { data, error } = useQuery({
    queryKey: ['readiness', 'overrides'],
    queryFn: ({ signal }) => call(api.listReadinessOverrides, { query: { limit: SHOWN } }, { signal }),
    staleTime: 0,
  });
  return (
    <div className="page">
      <title>Readiness · Patchward</title>
      <div className="head">
        <div>
          <h1>Readiness</h1>
          <p className="muted">
            Whether findings can be remedied now, why not, and what people have overridden
          </p>
        </div>
      </div>
      <div className="stack">
        <FleetCard />
        <Card
          title="Overrides"
          note={data === undefined ? 'newest first' : `${countOf(data.total, 'time')}, newest first`}
        >
          <Pending what="overrides" lines={4} data={data} error={error} />
          {data?.items.length === 0 && (
            <Empty title="No override is in force">
              A device’s page has “Override”, for it or all devices like it.
            </Empty>
          )}
          {data !== undefined && data.items.length > 0 && (
            <ul className="lines parted card-body">
              {data.items.map((it) => (
                <OverrideLine key={it.id} it={it} showsDevice />
              ))}
            </ul>
          )}
          {data !== undefined && data.total > data.items.length && (
            <p className="card-body muted">{`The newest ${data.items.length} of ${data.total}.`}</p>
          )}
        </Card>
      </div>
    </div>
  );
}

function FleetCard() {
  const { data, error } = useQuery({
    queryKey: ['readiness', 'of', ''],
    queryFn: ({ signal }) => call(api.readReadiness, { query: {} }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Findings by readiness" note="open and affected">
      {error !== null && <Empty title="Readiness could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={4} label="Loading readiness" />
        </div>
      )}
      {data?.counts.length === 0 && (
        <Empty title="No open finding is known to affect a device">
          That is no proof of safety: what no source names cannot be found.
        </Empty>
      )}
      {data !== undefined && data.counts.length > 0 && (
        <div className="card-body">
          <ReadinessLines it={data} filter="" />
        </div>
      )}
    </Card>
  );
}
