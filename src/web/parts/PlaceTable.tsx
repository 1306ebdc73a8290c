import { Link } from '@tanstack/react-router';
import type { PlaceRow } from '#contract/assessments/lists';
import { TableScroll } from '../ui/TableScroll.tsx';
import { whole } from '../ui/words.ts';
import { TierPill } from './states.tsx';

export function PlaceTable({ id, places }: { readonly id: string; readonly places: readonly PlaceRow[] }) {
  return (
    <TableScroll label="Open risk by site and department">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Site</th>
            <th>Department</th>
            <th>Highest tier</th>
            <th className="right">Risk points</th>
            <th className="right">Findings</th>
            <th className="right">Devices</th>
          </tr>
        </thead>
        <tbody>
          {places.map((it) => (
            <tr key={`${it.site}›${it.department}`}>
              <td>{it.site}</td>
              <td>
                <Link
                  to="/assessments/$id/findings"
                  params={{ id }}
                  search={{ site: it.site, department: it.department }}
                >
                  {it.department}
                </Link>
              </td>
              <td>
                <TierPill tier={it.highestTier} />
              </td>
              <td className="right">{whole(it.riskPoints)}</td>
              <td className="right">{whole(it.findings)}</td>
              <td className="right">{whole(it.devices)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
