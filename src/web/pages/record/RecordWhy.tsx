import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import * as api from '#contract/vulnerabilities/routes';
import { call } from '#contract/client';
import { WhyPanel } from '../../parts/Why.tsx';

/** Why a finding of the record is what it is. Its id is the device's and the vulnerability's, joined by `~`. */
export function RecordWhy({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [deviceId = '', vulnerability = ''] = id.split('~');
  const { data, error } = useQuery({
    queryKey: ['record-finding', id],
    queryFn: ({ signal }) => call(api.inspectFinding, { params: { deviceId, vulnerability } }, { signal }),
    staleTime: 0,
  });
  return (
    <WhyPanel
      data={data}
      error={error}
      onClose={onClose}
      device={
        <Link className="mono" to="/devices/$deviceId" params={{ deviceId }}>
          {data?.finding.deviceName ?? 'Open device'}
        </Link>
      }
    />
  );
}
