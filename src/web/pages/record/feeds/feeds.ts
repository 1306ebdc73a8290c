import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/feeds/routes';

/** The ledger, which goes on while one looks at it. */
export function useFeeds() {
  return useQuery({
    queryKey: ['feeds', 'list'],
    queryFn: ({ signal }) => call(api.listFeeds, {}, { signal }),
    refetchInterval: 30_000,
    staleTime: 0,
  });
}
