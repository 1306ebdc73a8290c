import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FeedView } from '#contract/feeds/feed';
import { feedLook, StandingNotice, useStanding } from '../../../parts/standing.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { AddFeedCard } from './AddFeedCard.tsx';
import { BundlesCard } from './BundlesCard.tsx';
import { EditionsCard } from './EditionsCard.tsx';
import { FeedSheet } from './FeedSheet.tsx';
import { useFeeds } from './feeds.ts';

/** The ledger of feeds: how knowledge of vulnerabilities arrives, how fresh it is, and what is missing. */
export function FeedsPage() {
  const { open } = useSearch({ from: '/record/feeds' });
  const navigate = useNavigate({ from: '/feeds' });
  const { data, error } = useFeeds();
  const standing = useStanding();
  const show = (id: string | undefined) => void navigate({ search: { open: id }, replace: true });
  const feeds = data?.items ?? [];
  const chosen = feeds.find((it) => it.id === open);
  return (
    <div className="page">
      <title>Feeds · Patchward</title>
      <div className="head">
        <div>
          <h1>Feeds</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Loading' : sayHow(feeds)}
          </p>
        </div>
      </div>
      {standing.data !== undefined && <StandingNotice standing={standing.data} />}
      <div className="stack">
        <Card
          title="Ledger"
          note={data === undefined ? undefined : countOf(feeds.length, 'feed')}
          footer="A feed that is off is never asked; what it brought still counts, and ages. Nothing goes to the network unless a feed is switched on."
        >
          <Pending what="feeds" lines={8} data={data} error={error} />
          {data !== undefined && <FeedsTable feeds={feeds} onOpen={show} />}
        </Card>
        <EditionsCard />
        <AddFeedCard onAdded={show} />
        <BundlesCard />
      </div>
      <Sheet
        label={chosen === undefined ? 'Feed' : `Feed ${chosen.name}`}
        side="right"
        width={560}
        open={open !== undefined && data !== undefined}
        onClose={() => show(undefined)}
      >
        {chosen === undefined ? (
          <Empty title="There is no such feed">It may have been removed.</Empty>
        ) : (
          <FeedSheet key={chosen.id} it={chosen} onGone={() => show(undefined)} />
        )}
      </Sheet>
    </div>
  );
}

function sayHow(feeds: readonly FeedView[]): string {
  const used = feeds.filter((it) => it.state !== 'off');
  if (used.length === 0) return 'No feed is switched on, and none has brought anything';
  const fresh = used.filter((it) => it.state === 'fresh' && it.ageHoursMax !== null).length;
  const ageless = used.filter((it) => it.state === 'fresh' && it.ageHoursMax === null).length;
  const said = `${whole(fresh)} of ${whole(used.length)} in use are fresh`;
  return ageless === 0 ? said : `${said}; ${whole(ageless)} without an age limit`;
}

interface FeedsTableProps {
  readonly feeds: readonly FeedView[];
  readonly onOpen: (id: string) => void;
}

function FeedsTable({ feeds, onOpen }: FeedsTableProps) {
  return (
    <TableScroll label="Feeds">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Feed</th>
            <th>State</th>
            <th>As of</th>
            <th className="wide-only">Last attempt</th>
            <th className="wide-only">Next</th>
            <th className="wide-only right">Records</th>
            <th className="wide-only right">Quarantined</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((it) => (
            <FeedRow key={it.id} it={it} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function FeedRow({ it, onOpen }: { readonly it: FeedView; readonly onOpen: (id: string) => void }) {
  const { shape, tone, word } = feedLook(it);
  return (
    <tr className={it.state === 'stale' || it.state === 'off' ? 'dim' : ''}>
      <td>
        <button type="button" className="link-button" onClick={() => onOpen(it.id)}>
          {it.name}
        </button>
        {it.problem !== null && <span className="small second block break">{it.problem}</span>}
        {it.problem === null && it.gaps.length > 0 && (
          <span className="small second block">{countOf(it.gaps.length, 'gap')}</span>
        )}
      </td>
      <td className="nowrap">
        <StateText shape={shape} tone={tone}>
          {it.jobId === null ? word : 'Being read'}
        </StateText>
      </td>
      <td className="second nowrap">{it.asOf === null ? '–' : <Instant at={it.asOf} />}</td>
      <td className="second nowrap wide-only">
        {it.lastAttemptAt === null ? '–' : <Instant at={it.lastAttemptAt} />}
      </td>
      <td className="second nowrap wide-only">
        {it.nextRunAt === null ? it.isEnabled ? 'soon' : '–' : <Instant at={it.nextRunAt} />}
      </td>
      <td className="right wide-only nowrap">
        {it.files === 0 ? '–' : whole(it.loaded)}
        {it.expected !== null && it.expected !== it.loaded && (
          <span className="muted small"> of {whole(it.expected)}</span>
        )}
      </td>
      <td className="right wide-only">{it.files === 0 ? '–' : whole(it.quarantined)}</td>
    </tr>
  );
}
