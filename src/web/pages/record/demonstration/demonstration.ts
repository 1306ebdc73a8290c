import { useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { useAbout } from '../../../data.ts';

export const DEMONSTRATION_KEY = ['demonstration'] as const;
/** How often the page looks while the history comes in, or a day is played. */
const LOOK_MS = 1500;

/** Whether all that is shown is invented. */
export function useDemonstration() {
  const kept = useAbout().data?.record === true;
  return useQuery({
    queryKey: DEMONSTRATION_KEY,
    queryFn: ({ signal }) => call(api.readDemonstration, {}, { signal }),
    enabled: kept,
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'arriving' || (data?.state === 'ready' && data.jobId !== null) ? LOOK_MS : false,
  });
}
