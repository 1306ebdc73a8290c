import { Link } from '@tanstack/react-router';
import type { LifecycleView } from '#contract/inventory/lifecycle-routes';
import { type HorizonEnd, horizonFilter, type HorizonGroup } from '#engine/support';
import { Card } from '../../../ui/Card.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, midSentence, whole } from '../../../ui/words.ts';
import { GROUP_WORDS, sayCost, sayPeriod } from './horizon-words.ts';

interface GroupsCardProps {
  readonly it: LifecycleView;
  readonly end: HorizonEnd;
  readonly by: HorizonGroup;
}

/** Who has devices that end, and when: every number leads to its devices. */
export function GroupsCard({ it, end, by }: GroupsCardProps) {
  return (
    <Card
      title={`By ${midSentence(GROUP_WORDS[by])}`}
      note={countOf(it.rows.length + it.more, 'row')}
      footer={
        it.more > 0
          ? `${countOf(it.more, 'row')} more are in the export.`
          : 'Those with most to replace soon come first.'
      }
    >
      <TableScroll label={`By ${midSentence(GROUP_WORDS[by])}`}>
        <table className="plain-table groups">
          <thead>
            <tr>
              <th>{GROUP_WORDS[by]}</th>
              {it.periods.map((period) => (
                <th key={period.key} className="right nowrap">
                  {sayPeriod(period)}
                </th>
              ))}
              <th className="right">Devices</th>
              <th className="right nowrap">Replacement</th>
            </tr>
          </thead>
          <tbody>
            {it.rows.map((row) => (
              <GroupRow key={`${row.modelId} ${row.group}`} it={it} row={row} end={end} by={by} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function GroupRow({ it, row, end, by }: GroupsCardProps & { readonly row: LifecycleView['rows'][number] }) {
  const group = { kind: by, group: row.group, modelId: row.modelId };
  return (
    <tr>
      <th scope="row" className="break">
        {row.modelId === null ? (
          (row.group ?? <span className="muted">not stated</span>)
        ) : (
          <Link to="/models/$modelId" params={{ modelId: row.modelId }}>
            {row.group}
          </Link>
        )}
      </th>
      {it.periods.map((period, index) => {
        const sum = row.sums[index];
        return (
          <td key={period.key} className="right">
            {sum === undefined || sum.devices === 0 ? (
              <span className="muted">–</span>
            ) : (
              <Link
                to="/devices"
                search={{ filter: horizonFilter(end, period, group) }}
                title={sayCost(sum) ?? 'replacement cost not known'}
              >
                {whole(sum.devices)}
              </Link>
            )}
          </td>
        );
      })}
      <td className="right">
        <Link to="/devices" search={{ filter: horizonFilter(end, null, group) }}>
          {whole(row.total.devices)}
        </Link>
      </td>
      <td className="right nowrap">{sayCost(row.total) ?? <span className="muted">not known</span>}</td>
    </tr>
  );
}
