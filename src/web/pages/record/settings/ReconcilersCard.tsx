import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import type { Answer } from '#contract/kit';
import { useReasonNot } from '../session.ts';

type Reconciler = Answer<typeof api.listReconcilers>['items'][number];

const LOOK_EVERY_MS = 5000;

/** What the product sees to by itself: when it did last, what went wrong, when it does next. */
export function ReconcilersCard({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const reasonNot = useReasonNot('jobs.read');
  const client = useQueryClient();
  const acting = useActing();
  const { data, error } = useQuery({
    queryKey: ['reconcilers'],
    queryFn: ({ signal }) => call(api.listReconcilers, {}, { signal }),
    enabled: reasonNot === null,
    refetchInterval: LOOK_EVERY_MS,
  });
  const runNow = (id: string) =>
    acting.run(async () => {
      await call(api.retryJob, { params: { id } });
      await client.invalidateQueries({ queryKey: ['reconcilers'] });
    });
  return (
    <Card title="Recurring tasks" note="by one node at a time">
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      {reasonNot !== null && <Empty title="No permission">{reasonNot}</Empty>}
      {error !== null && <Empty title="This could not be loaded">{error.message}</Empty>}
      {reasonNot === null && data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading what is done again and again" />
        </div>
      )}
      {data !== undefined && (
        <TableScroll label="Recurring tasks">
          <table className="plain-table">
            <thead>
              <tr>
                <th>What</th>
                <th>Last</th>
                <th className="wide-only">Every</th>
                <th className="wide-only">Next</th>
                <th>
                  <span className="visually-hidden">Run now</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <tr key={it.id}>
                  <td className="break">
                    <button type="button" className="link-button" onClick={() => onOpen(it.id)}>
                      {it.title}
                    </button>
                  </td>
                  <td>
                    <Last it={it} />
                  </td>
                  <td className="second wide-only">{everyWords(it.everyMinutes)}</td>
                  <td className="second wide-only nowrap">
                    {it.state === 'running' ? 'now' : moment(it.runAfter)}
                  </td>
                  <td className="right">
                    <ActButton
                      variant="default"
                      size="xs"
                      disabledReason={it.cannotRetry}
                      onClick={() => runNow(it.id)}
                    >
                      Run now
                    </ActButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function Last({ it }: { readonly it: Reconciler }) {
  if (it.state === 'running')
    return (
      <StateText shape="half" tone="accent">
        Running
      </StateText>
    );
  if (it.endedAt === null)
    return (
      <StateText shape="ring" tone="idle">
        Not yet
      </StateText>
    );
  if (it.failure !== null)
    return (
      <StateText shape="octagon" tone="bad">
        {`Failed: ${it.failure}`}
      </StateText>
    );
  return (
    <StateText shape="check" tone="good">
      {moment(it.endedAt)}
    </StateText>
  );
}

function everyWords(minutes: number): string {
  if (minutes % 1440 === 0) return countOf(minutes / 1440, 'day');
  return minutes % 60 === 0 ? countOf(minutes / 60, 'hour') : countOf(minutes, 'minute');
}
