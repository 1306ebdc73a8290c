import { useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';

/** A page that is left open shows the day as it goes on. */
const AGAIN_MS = 60_000;
const LIVE = { refetchInterval: AGAIN_MS, staleTime: 0 } as const;
/** What is being counted is asked for again until it is. */
const COUNTED_MS = 3_000;
const COUNTED = {
  refetchInterval: ({ state }: { state: { data: { countedAt: string | null } | undefined } }) =>
    state.data == null || state.data.countedAt === null ? AGAIN_MS : COUNTED_MS,
  staleTime: 0,
};

export function useToday() {
  return useQuery({
    queryKey: ['today'],
    queryFn: ({ signal }) => call(api.readToday, {}, { signal }),
    ...LIVE,
  });
}

export function useTodayWork(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'work'],
    queryFn: ({ signal }) => call(api.readTodayWork, {}, { signal }),
    enabled,
    ...COUNTED,
  });
}

export function usePatching(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'patching'],
    queryFn: ({ signal }) => call(api.readTodayPatching, {}, { signal }),
    enabled,
    ...COUNTED,
  });
}

export function useFindingSummary(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'summary'],
    queryFn: ({ signal }) => call(api.summarizeFindings, {}, { signal }),
    enabled,
    ...COUNTED,
  });
}

export function usePlaceRisks(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'places'],
    queryFn: ({ signal }) => call(api.listPlaceRisks, {}, { signal }),
    enabled,
    ...COUNTED,
  });
}

export function useTodayNeeds() {
  return useQuery({
    queryKey: ['today', 'needs'],
    queryFn: ({ signal }) => call(api.readTodayNeeds, {}, { signal }),
    ...LIVE,
  });
}

const SHOWN = 5;

export function useDecisionsIn(state: 'requested' | 'reopened') {
  return useQuery({
    queryKey: ['today', 'decisions', state],
    queryFn: ({ signal }) => call(api.listFindingDecisions, { query: { state, limit: SHOWN } }, { signal }),
    ...LIVE,
  });
}

/** Advisories first read here within seven days that touch a device. */
export const NEWS_FILTER = 'touches:yes known:<7d';

export function useNews(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'news'],
    queryFn: ({ signal }) =>
      call(api.listAdvisories, { query: { filter: NEWS_FILTER, limit: SHOWN } }, { signal }),
    enabled,
    ...LIVE,
  });
}
