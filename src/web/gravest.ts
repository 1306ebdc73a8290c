import { useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';

/** The explanation of the highest finding that an act clears; null: it clears none. */
export function useGravest(id: string, action: string | undefined) {
  return useQuery({
    queryKey: ['gravest', id, action],
    enabled: action !== undefined,
    queryFn: async ({ signal }) => {
      const params = { id };
      const page = await call(api.listFindings, { params, query: { action, limit: 1 } }, { signal });
      const findingId = page.items[0]?.id;
      if (findingId === undefined) return null;
      return call(api.explainFinding, { params: { id, findingId } }, { signal });
    },
  });
}
