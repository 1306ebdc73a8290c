import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { JobsEvent, JobView } from '#contract/jobs/routes';
import { addressOf } from '#contract/kit';

export type JobStates = readonly JobView['state'][];

function jobOptions(id: string) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: ({ signal }) => call(api.readJob, { params: { id } }, { signal }),
    staleTime: 0,
  });
}

export function hasEnded({ state }: JobView): boolean {
  return state !== 'waiting' && state !== 'running';
}

/** One job, followed live until it has ended. */
export function useJob(id: string) {
  const query = useQuery(jobOptions(id));
  const client = useQueryClient();
  const goesOn = query.data !== undefined && !hasEnded(query.data);
  useEffect(() => {
    if (!goesOn) return;
    const events = new EventSource(addressOf(api.watchJob, { params: { id } }));
    events.addEventListener('job', (event) => {
      const view = JobView.parse(JSON.parse(event.data as string));
      client.setQueryData(jobOptions(id).queryKey, view);
      if (hasEnded(view)) events.close();
    });
    return () => events.close();
  }, [id, goesOn, client]);
  return query;
}

/** The newest jobs in some states, followed live. */
export function useJobs(states: JobStates) {
  const client = useQueryClient();
  const wish = states.join(' ');
  const query = useQuery({
    queryKey: ['jobs', wish],
    queryFn: ({ signal }) => call(api.listJobs, { query: { limit: 50, state: statesIn(wish) } }, { signal }),
    staleTime: 0,
  });
  useEffect(() => {
    const events = new EventSource(addressOf(api.watchJobs, { query: { state: statesIn(wish) } }));
    events.addEventListener('jobs', (event) => {
      client.setQueryData(['jobs', wish], JobsEvent.parse(JSON.parse(event.data as string)));
    });
    return () => events.close();
  }, [wish, client]);
  return query;
}

function statesIn(wish: string): JobView['state'][] {
  return wish.split(' ') as JobView['state'][];
}
