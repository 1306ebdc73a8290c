import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/scoring-routes';

/** What was scored by the rubric and counts or waits, to stand beside the scores of sources. */
export function RubricScores({ vulnerability }: { readonly vulnerability: string }) {
  const { data } = useQuery({
    queryKey: ['scorings', 'of', vulnerability],
    queryFn: ({ signal }) => call(api.listScorings, { params: { id: vulnerability } }, { signal }),
    staleTime: 0,
  });
  const standing = data?.items.filter((it) => it.state === 'approved' || it.state === 'requested') ?? [];
  if (standing.length === 0) return null;
  return (
    <ul className="lines" aria-label="Scores by the rubric for medical devices">
      {standing.map((it) => (
        <li key={it.id}>
          <b>{(it.environmentalScore ?? it.baseScore).toFixed(1)}</b> CVSS 3.1{' '}
          <span className="second">{`by the rubric: ${it.requestedBy}`}</span>{' '}
          <span className="tag">{it.state === 'approved' ? 'counts there' : 'waits for approval'}</span>
          <span className="mono small muted block break">{it.filter}</span>
        </li>
      ))}
    </ul>
  );
}
