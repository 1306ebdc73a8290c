import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';

/** Who answers for the devices that a vulnerability touches, as their departments say. */
export function DeviceOwnersCard({ vulnerability }: { readonly vulnerability: string }) {
  const { data, error } = useQuery({
    queryKey: ['device-owners', vulnerability],
    queryFn: ({ signal }) => call(api.listDeviceOwners, { params: { id: vulnerability } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Who answers for the devices" note="by department">
      {error !== null && <Empty title="Owners could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading owners" />
        </div>
      )}
      {data?.items.length === 0 && <p className="card-body muted">No open finding touches a device.</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul className="card-body lines">
          {data.items.map((it) => (
            <li key={it.department ?? ''}>
              <span>
                <b>{it.department ?? 'No department known'}</b>{' '}
                <Link
                  className="small"
                  to="/findings"
                  search={{ filter: `vulnerability:=${vulnerability} department:${nameIn(it.department)}` }}
                >
                  {countOf(it.devices, 'device')}
                </Link>
              </span>
              <span className="second">
                {it.owner === null ? 'Owner not stated' : `Owner ${it.owner}`}
                {it.manager !== null && ` · manager ${it.manager}`}
                {it.contact !== null && ` · ${it.contact}`}
              </span>
            </li>
          ))}
          {data.total > data.items.length && (
            <li className="muted small">
              The first {data.items.length} of {data.total} departments.
            </li>
          )}
        </ul>
      )}
    </Card>
  );
}

function nameIn(department: string | null): string {
  return department === null ? 'none' : `="${department}"`;
}
