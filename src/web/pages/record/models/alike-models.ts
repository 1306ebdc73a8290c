import { useQuery } from '@tanstack/react-query';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';

/** Models whose names look like one model. */
export function useAlikeModels() {
  return useQuery({
    queryKey: ['models', 'alike'],
    queryFn: ({ signal }) => call(api.listAlikeModels, {}, { signal }),
    staleTime: 0,
  });
}
