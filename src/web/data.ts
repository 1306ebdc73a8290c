import {
  QueryCache,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#contract/api';
import { AssessmentView } from '#contract/assessments/assessment';
import type { FindingSort } from '#contract/assessments/finding';
import { call } from '#contract/client';
import { addressOf } from '#contract/kit';
import { ProblemError } from '#contract/problem';

/** Who is signed in; "nobody" before that, "ended" once a session is over. */
export const ME_KEY = ['me'] as const;

/** A person whose session ended meets the sign-in page, whatever they were doing. */
export function noteSignedOut(error: Error): void {
  if (!(error instanceof ProblemError) || error.problem.status !== 401) return;
  queryClient.setQueryData(ME_KEY, (now: unknown) => (typeof now === 'object' ? 'ended' : now));
}

/** A finished assessment never changes, so what was read once stays good. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
    },
  },
});

export function useAbout() {
  return useQuery({ queryKey: ['about'], queryFn: ({ signal }) => call(api.readAbout, {}, { signal }) });
}

export function useAssessments() {
  return useQuery({
    queryKey: ['assessments'],
    queryFn: ({ signal }) => call(api.listAssessments, {}, { signal }),
    staleTime: 0,
  });
}

function assessmentOptions(id: string) {
  return queryOptions({
    queryKey: ['assessment', id],
    queryFn: ({ signal }) => call(api.readAssessment, { params: { id } }, { signal }),
  });
}

/** The state of one assessment, followed live while it runs. */
export function useAssessment(id: string) {
  const query = useQuery(assessmentOptions(id));
  const client = useQueryClient();
  const running = query.data?.state === 'running';
  useEffect(() => {
    if (!running) return;
    const events = new EventSource(addressOf(api.watchAssessment, { params: { id } }));
    events.addEventListener('assessment', (event) => {
      const view = AssessmentView.parse(JSON.parse(event.data as string));
      client.setQueryData(assessmentOptions(id).queryKey, view);
      if (view.state !== 'running') events.close();
    });
    return () => events.close();
  }, [id, running, client]);
  return query;
}

export function useColumns(id: string) {
  return useQuery({
    queryKey: ['columns', id],
    queryFn: ({ signal }) => call(api.readColumns, { params: { id } }, { signal }),
  });
}

export function usePlaces(id: string) {
  return useQuery({
    queryKey: ['places', id],
    queryFn: ({ signal }) => call(api.listPlaces, { params: { id } }, { signal }),
  });
}

export function useTopActions(id: string, limit: number) {
  return useQuery({
    queryKey: ['top-actions', id, limit],
    queryFn: ({ signal }) => call(api.listActions, { params: { id }, query: { limit } }, { signal }),
  });
}

export function useExplanation(id: string, findingId: string) {
  return useQuery({
    queryKey: ['explanation', id, findingId],
    queryFn: ({ signal }) => call(api.explainFinding, { params: { id, findingId } }, { signal }),
  });
}

export function useDevice(id: string, deviceId: string) {
  return useQuery({
    queryKey: ['device', id, deviceId],
    queryFn: ({ signal }) => call(api.readDevice, { params: { id, deviceId } }, { signal }),
  });
}

export interface FindingFilter {
  readonly tier?: readonly ('critical' | 'high' | 'unscored' | 'medium' | 'low')[] | undefined;
  readonly verdict?: 'affected' | 'undetermined' | undefined;
  readonly site?: string | undefined;
  readonly department?: string | undefined;
  readonly action?: string | undefined;
  readonly due?: 'overdue' | 'week' | 'month' | undefined;
  readonly disputed?: 'yes' | undefined;
  readonly q?: string | undefined;
  readonly sort?: FindingSort | undefined;
}

export const PAGE = 200;

export function useFindings(id: string, filter: FindingFilter) {
  const { tier, verdict, site, department, ...rest } = filter;
  const query = {
    ...rest,
    ...(tier === undefined ? {} : { tier: [...tier] }),
    ...(verdict === undefined ? {} : { verdict: [verdict] }),
    ...(site === undefined ? {} : { site: [site] }),
    ...(department === undefined ? {} : { department: [department] }),
  };
  return useInfiniteQuery({
    queryKey: ['findings', id, query],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listFindings,
        { params: { id }, query: { ...query, limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
  });
}

export interface DeviceFilter {
  readonly state?: 'affected' | 'undetermined' | 'unrecognised' | 'clear' | undefined;
  readonly q?: string | undefined;
}

export function useDevices(id: string, filter: DeviceFilter) {
  return useInfiniteQuery({
    queryKey: ['devices', id, filter],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listDevices,
        { params: { id }, query: { ...filter, limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
  });
}

export function useActions(id: string) {
  return useInfiniteQuery({
    queryKey: ['actions', id],
    queryFn: ({ signal, pageParam }) =>
      call(api.listActions, { params: { id }, query: { limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
  });
}

export function useRejects(id: string) {
  return useInfiniteQuery({
    queryKey: ['rejects', id],
    queryFn: ({ signal, pageParam }) =>
      call(api.listRejects, { params: { id }, query: { limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
  });
}

export const paging = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { readonly next: string | null }) => last.next,
};

export function cursor(next: string | null) {
  return next === null ? {} : { cursor: next };
}
