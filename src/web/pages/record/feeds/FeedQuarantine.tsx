import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/feeds/routes';
import { addressOf } from '#contract/kit';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';

const PAGE = 20;

/** Records of a feed that could not be taken, each with its reason. `mark` changes when they may have. */
export function FeedQuarantine({ feedId, mark }: { readonly feedId: string; readonly mark: string | null }) {
  const params = { id: feedId };
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['feed-quarantine', feedId, mark],
    queryFn: ({ signal, pageParam }) =>
      call(api.listQuarantine, { params, query: { limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <section>
      <h3>Quarantined records</h3>
      {error !== null && <p className="second">{error.message}</p>}
      {data === undefined && error === null && <Waiting lines={2} label="Loading quarantined records" />}
      {data !== undefined && total === 0 && (
        <p className="muted">None: everything it brought could be read.</p>
      )}
      {total > 0 && (
        <>
          <p className="small">{countOf(total, 'record')} could not be taken; the rest was.</p>
          <p className="small">
            <a href={addressOf(api.downloadQuarantine, { params })} download>
              Download the list
            </a>
          </p>
          <ul className="lines">
            {items.map((it, index) => (
              <li key={`${it.file} ${it.line} ${index}`}>
                <span className="mono small break">
                  {it.file}
                  {it.line === null ? '' : `:${it.line}`}
                </span>
                <span className="second break">
                  {it.field === null ? '' : `${it.field}: `}
                  {it.reason}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {hasNextPage && (
        <ActButton variant="default" size="xs" loading={isFetching} onClick={() => void fetchNextPage()}>
          More
        </ActButton>
      )}
    </section>
  );
}
