import { useQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import type { FeedRunView } from '#contract/feeds/feed';
import * as api from '#contract/feeds/routes';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, size, whole } from '../../../ui/words.ts';

const LOOKS: Readonly<Record<FeedRunView['state'], readonly [Shape, Tone, string]>> = {
  running: ['half', 'accent', 'Running'],
  loaded: ['check', 'good', 'Brought news'],
  unchanged: ['check', 'good', 'Nothing new'],
  failed: ['octagon', 'bad', 'Failed'],
  interrupted: ['dashed', 'idle', 'Cut off'],
};
const SHOWN = 10;

/** The latest attempts to read a feed. `mark` changes when there is a new one. */
export function FeedRuns({ feedId, mark }: { readonly feedId: string; readonly mark: string | null }) {
  const { data, error } = useQuery({
    queryKey: ['feed-runs', feedId, mark],
    queryFn: ({ signal }) =>
      call(api.listFeedRuns, { params: { id: feedId }, query: { limit: SHOWN } }, { signal }),
    placeholderData: (before) => before,
    staleTime: 0,
  });
  return (
    <section>
      <h3>Runs</h3>
      {error !== null && <p className="second">{error.message}</p>}
      {data === undefined && error === null && <Waiting lines={3} label="Loading runs" />}
      {data?.items.length === 0 && <p className="muted">It was never read.</p>}
      {data !== undefined && data.items.length > 0 && (
        <ul className="lines">
          {data.items.map((it) => (
            <RunLine key={it.id} it={it} />
          ))}
        </ul>
      )}
      {data !== undefined && data.total > data.items.length && (
        <p className="muted small">
          The latest {whole(data.items.length)} of {countOf(data.total, 'run')}.
        </p>
      )}
    </section>
  );
}

function RunLine({ it }: { readonly it: FeedRunView }) {
  const [shape, tone, word] = LOOKS[it.state];
  return (
    <li>
      <span>
        <StateText shape={shape} tone={tone}>
          {word}
        </StateText>{' '}
        <span className="muted">{moment(it.startedAt)}</span>
      </span>
      <span className="second break">{it.problem ?? sayWhat(it)}</span>
    </li>
  );
}

function sayWhat({ files, requests, bytes, loaded, quarantined, askedBy }: FeedRunView): string {
  return [
    files > 0 ? countOf(files, 'file') : null,
    requests > 0 ? `${countOf(requests, 'request')}, ${size(bytes)}` : null,
    loaded === null ? null : `${countOf(loaded, 'record')} in all`,
    quarantined === null || quarantined === 0 ? null : `${whole(quarantined)} quarantined`,
    `by ${askedBy}`,
  ]
    .filter((it) => it !== null)
    .join(' · ');
}
