import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

type Decision = Answer<typeof api.listDecisions>['items'][number];

const SHOWN_MAX = 20;

/** What people decided about which devices are one; each can be taken back. */
export function DecisionsCard() {
  const reasonNot = useReasonNot('inventory.reconcile');
  const { data, error } = useQuery({
    queryKey: ['identity-decisions'],
    queryFn: ({ signal }) => call(api.listDecisions, { query: { limit: SHOWN_MAX } }, { signal }),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  return (
    <Card title="Decisions" note="newest first">
      {reasonNot !== null && <Empty title="You have no permission to see decisions">{reasonNot}</Empty>}
      {reasonNot === null && <Pending what="decisions" lines={3} data={data} error={error} />}
      {data?.items.length === 0 && <Empty title="Nothing has been decided yet" />}
      {data !== undefined && data.items.length > 0 && (
        <TableScroll label="Decisions">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Decision</th>
                <th>By</th>
                <th>When</th>
                <th className="wide-only">Why</th>
                <th>Withdraw</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <DecisionRow key={it.actId} it={it} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function DecisionRow({ it }: { readonly it: Decision }) {
  const client = useQueryClient();
  const acting = useActing();
  const undo = () =>
    acting.run(async () => {
      await call(api.undoDecision, { params: { id: it.actId } });
      await client.invalidateQueries({ queryKey: ['doubtful-merges'] });
      await client.invalidateQueries({ queryKey: ['identity-decisions'] });
    });
  return (
    <tr>
      <td className="strong">{it.kind === 'together' ? 'One device' : 'Kept apart'}</td>
      <td>{it.by}</td>
      <td className="second">{moment(it.at)}</td>
      <td className="second break wide-only">{it.reason ?? 'not stated'}</td>
      <td>
        <ActButton
          size="xs"
          variant="default"
          loading={acting.busy}
          disabledReason={it.undoneAt === null ? null : `Withdrawn ${moment(it.undoneAt)}`}
          onClick={undo}
        >
          Withdraw
        </ActButton>
        {acting.problem !== null && <span className="small">{acting.problem}</span>}
      </td>
    </tr>
  );
}
