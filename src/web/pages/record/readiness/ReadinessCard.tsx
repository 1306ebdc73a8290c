import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/readiness-routes';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { ReadinessLines } from './ReadinessLines.tsx';

/** How ready the affected findings of a selection are. */
export function ReadinessCard({ filter }: { readonly filter: string }) {
  const { data, error } = useQuery({
    queryKey: ['readiness', 'of', filter],
    queryFn: ({ signal }) => call(api.readReadiness, { query: { filter } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Readiness" note="of affected devices">
      {error !== null && <Empty title="Readiness could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={2} label="Loading readiness" />
        </div>
      )}
      {data?.counts.length === 0 && (
        <p className="card-body muted">No open finding is known to affect a device.</p>
      )}
      {data !== undefined && data.counts.length > 0 && (
        <div className="card-body">
          <ReadinessLines it={data} filter={filter} />
        </div>
      )}
    </Card>
  );
}
