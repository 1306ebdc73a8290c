import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DeliveryView, DestinationView } from '#contract/destinations/destination';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { deliveryLook } from './destination-words.ts';

const PAGE = 50;
const LOOK_EVERY_MS = 5000;

type Shown = 'all' | 'failed' | 'given-up';

/** What was put into the outbox of a destination, with every attempt. */
export function DeliveriesCard({ destination }: { readonly destination: DestinationView }) {
  const [shown, setShown] = useState<Shown>('all');
  const state = shown === 'all' ? {} : { state: shown };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['destinations', destination.id, 'deliveries', shown],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listDeliveries,
        { params: { id: destination.id }, query: { limit: PAGE, ...state, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
    refetchInterval: LOOK_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <Card
      title="Outbox"
      note={data === undefined ? undefined : countOf(total, 'delivery', 'deliveries')}
      footer="What was delivered or could not be is kept for 90 days."
    >
      <div className="card-body stack">
        <div>
          <SegmentedControl
            aria-label="Which deliveries"
            size="xs"
            data={[
              { value: 'all', label: 'All' },
              { value: 'failed', label: 'Failed, retrying' },
              { value: 'given-up', label: 'Undeliverable' },
            ]}
            value={shown}
            onChange={(it) => setShown(it as Shown)}
          />
        </div>
        {items.length > 0 && (
          <ul className="lines parted">
            {items.map((it) => (
              <DeliveryLine key={it.id} it={it} />
            ))}
          </ul>
        )}
      </div>
      <Pending what="deliveries" lines={4} data={data} error={error} />
      {data !== undefined && items.length === 0 && (
        <Empty title={shown === 'all' ? 'Nothing was put into the outbox yet' : 'None of these'} />
      )}
      {hasNextPage && (
        <MoreRows
          words={`Show more of ${whole(total)}`}
          busy={isFetchingNextPage}
          onMore={() => void fetchNextPage()}
        />
      )}
    </Card>
  );
}

function DeliveryLine({ it }: { readonly it: DeliveryView }) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('settings.manage');
  const retry = () =>
    acting.run(async () => {
      await call(api.retryDelivery, { params: { id: it.id } });
      await client.invalidateQueries({ queryKey: ['destinations'] });
    });
  const canRetry = it.state !== 'delivered' && it.event !== 'test';
  return (
    <li>
      <DeliveryOutcome it={it} />
      <details className="small">
        <summary>
          {it.attempts.length === 0
            ? 'What it says'
            : `What it says, and ${countOf(it.attempts.length, 'attempt')}`}
        </summary>
        <pre className="detail small">{it.lines.join('\n')}</pre>
        <Attempts it={it} />
      </details>
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      {canRetry && (
        <div>
          <ActButton
            variant="default"
            size="xs"
            loading={acting.busy}
            disabledReason={mayNot}
            onClick={retry}
          >
            Try again now
          </ActButton>
        </div>
      )}
    </li>
  );
}

/** What became of a delivery, in a line or two. */
export function DeliveryOutcome({ it }: { readonly it: DeliveryView }) {
  const [shape, tone, word] = deliveryLook(it);
  const last = it.attempts.at(-1);
  return (
    <>
      <span className="row-wrap">
        <StateText shape={shape} tone={tone}>
          {word}
        </StateText>
        <span className="break">{it.title}</span>
        <span className="muted small">{moment(it.createdAt)}</span>
      </span>
      {it.event === 'ticket.open' && it.ticketId !== null && (
        <Link className="small" to="/tickets">
          See tickets
        </Link>
      )}
      {last !== undefined && (
        <span className="second small break">
          {[
            last.problem ?? (last.status === null ? 'Taken' : `It answered ${last.status}`),
            last.answer === null || last.answer === '' ? null : `“${last.answer.slice(0, 200)}”`,
            `after ${whole(last.tookMs)} ms`,
            it.nextAttemptAt === null ? null : `next attempt ${moment(it.nextAttemptAt)}`,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      )}
    </>
  );
}

function Attempts({ it: { attempts } }: { readonly it: DeliveryView }) {
  if (attempts.length === 0) return null;
  return (
    <ol className="attempts">
      {attempts.map((it) => (
        <li key={it.no} value={it.no}>
          <span>{moment(it.at)}</span>{' '}
          <span className="second break">
            {it.problem ?? (it.status === null ? 'taken' : `answered ${it.status}`)}
            {it.answer !== null && it.answer !== '' && `: ${it.answer}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
