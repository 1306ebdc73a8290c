import { useQuery } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';

/** A page that is left open shows the day as it goes on. */
const AGAIN_MS = 60_000;
const LIVE = { refetchInterval: AGAIN_MS, staleTime: 0 } as const;

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
    ...LIVE,
  });
}

export function useFindingSummary(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'summary'],
    queryFn: ({ signal }) => call(api.summarizeFindings, {}, { signal }),
    enabled,
    ...LIVE,
  });
}

export function usePlaceRisks(enabled: boolean) {
  return useQuery({
    queryKey: ['today', 'places'],
    queryFn: ({ signal }) => call(api.listPlaceRisks, {}, { signal }),
    enabled,
    ...LIVE,
  });
}

export function useTodayNeeds() {
  return useQuery({
    queryKey: ['today', 'needs'],
    queryFn: ({ signal }) => call(api.readTodayNeeds, {}, { signal }),
    ...LIVE,
  });
}
