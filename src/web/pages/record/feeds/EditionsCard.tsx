import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '#contract/client';
import type { EditionView } from '#contract/feeds/feed';
import * as api from '#contract/feeds/routes';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';

const SHOWN = 8;
const NAMED = 5;

/** What each edition of the compiled feeds says that the one before did not. */
export function EditionsCard() {
  const { data, error } = useQuery({
    queryKey: ['feeds', 'editions'],
    queryFn: ({ signal }) => call(api.listEditions, { query: { limit: SHOWN } }, { signal }),
    refetchInterval: 60_000,
    staleTime: 0,
  });
  return (
    <Card
      title="Editions"
      note={data === undefined ? undefined : countOf(data.total, 'edition')}
      footer="All feeds together are compiled into an edition; devices are matched against the newest, and only those it can touch are matched anew."
    >
      <Pending what="editions" lines={3} data={data} error={error} />
      {data?.items.length === 0 && (
        <Empty title="No edition yet">The first one is made once a feed names a product.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && <EditionsTable editions={data.items} />}
    </Card>
  );
}

function EditionsTable({ editions }: { readonly editions: readonly EditionView[] }) {
  return (
    <TableScroll label="Editions">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Edition</th>
            <th>Created</th>
            <th className="right">New</th>
            <th className="right">Changed</th>
            <th className="right wide-only">Removed</th>
            <th className="right wide-only">Vulnerabilities</th>
            <th className="wide-only">Among the new ones</th>
          </tr>
        </thead>
        <tbody>
          {editions.map((it) => (
            <tr key={it.no}>
              <td>{it.no}</td>
              <td className="second nowrap">{moment(it.madeAt)}</td>
              <td className="right">{whole(it.added)}</td>
              <td className="right">{whole(it.changed)}</td>
              <td className="right wide-only">{whole(it.gone)}</td>
              <td className="right wide-only">{whole(it.vulnerabilities)}</td>
              <td className="wide-only">
                {it.names.added.slice(-NAMED).map((name) => (
                  <Link
                    key={name}
                    className="mono small nowrap block"
                    to="/findings"
                    search={{ filter: `vulnerability:="${name}"` }}
                  >
                    {name}
                  </Link>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
