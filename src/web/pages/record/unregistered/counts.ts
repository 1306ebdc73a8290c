import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import { useMe } from '../session.ts';

/** Everything that shows alerts about unregistered devices stands under this key. */
export const STRANGERS_KEY = ['strangers'];

const EVERY_MS = 60_000;

/** How many alerts wait; undefined while it is not known, or may not be. */
export function useStrangerCounts() {
  const mayRead = useMe()?.permissions.includes('inventory.read') === true;
  const { data } = useQuery({
    queryKey: [...STRANGERS_KEY, 'counts'],
    queryFn: ({ signal }) => call(api.countStrangers, {}, { signal }),
    enabled: mayRead,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
  });
  return data;
}
