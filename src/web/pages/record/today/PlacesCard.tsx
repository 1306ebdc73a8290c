import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { NOT_RECORDED, type PlaceRow } from '#contract/assessments/lists';
import type { PlaceRisk } from '#contract/vulnerabilities/finding';
import { ChartActs } from '../../../parts/ChartActs.tsx';
import { countedWords } from '../../../parts/standing.tsx';
import { TIER_LOOKS } from '../../../parts/states.tsx';
import { Card } from '../../../ui/Card.tsx';
import { downloadCsv } from '../../../ui/download-csv.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { whole } from '../../../ui/words.ts';

import { usePlaceRisks } from './today-data.ts';

const RiskTreemap = lazy(async () => import('../../../parts/RiskTreemap.tsx'));

/** Where the open risk is, by site and department. */
export function PlacesCard() {
  const [asTable, setAsTable] = useState(false);
  const navigate = useNavigate();
  const { data, error } = usePlaceRisks(true);
  const places = data?.items ?? [];
  const risky = places.filter((it) => it.riskPoints > 0);
  const save = () =>
    downloadCsv('open-risk-by-department.csv', [
      ['Site', 'Department', 'Devices', 'Risk points', 'Affected', 'Critical', 'High'],
      ...places.map((it) => [
        it.site ?? NOT_RECORDED,
        it.department ?? NOT_RECORDED,
        it.devices,
        it.riskPoints,
        it.affected,
        it.critical,
        it.high,
      ]),
    ]);
  return (
    <Card
      title="Open risk by site › department"
      note={data === undefined || data.countedAt === null ? undefined : countedWords(data.countedAt)}
      acts={<ChartActs asTable={asTable} onTable={setAsTable} onExport={save} />}
      footer="Area: sum of the scores of affected findings. Shape: highest tier present. Stronger: more critical findings on each device. What can’t be told has no area."
    >
      <div className="card-body">
        {error !== null && <Empty title="The map could not be read">{error.message}</Empty>}
        {data === undefined && error === null && <Waiting lines={10} />}
        {data !== undefined && asTable && <PlacesTable places={places} />}
        {data !== undefined && !asTable && risky.length === 0 && (
          <Empty title="No open risk to draw">
            {data.countedAt === null
              ? 'No affected finding is known on the devices you may see. Without feeds this is not an all-clear.'
              : `${countedWords(data.countedAt)}. This is not an all-clear.`}
          </Empty>
        )}
        {!asTable && risky.length > 0 && (
          <>
            <Suspense fallback={<Waiting lines={10} label="Loading chart" />}>
              <RiskTreemap
                places={risky.map(areaOf)}
                onOpen={(it) => void navigate({ to: '/findings', search: { filter: filterOf(it) } })}
              />
            </Suspense>
            <p className="legend">
              {(['critical', 'high', 'medium'] as const).map((tier) => (
                <StateText key={tier} shape={TIER_LOOKS[tier].shape} tone={TIER_LOOKS[tier].tone}>
                  {tier === 'medium' ? 'Medium or low' : TIER_LOOKS[tier].word}
                </StateText>
              ))}
            </p>
          </>
        )}
      </div>
    </Card>
  );
}

function areaOf(it: PlaceRisk): PlaceRow {
  return {
    site: it.site ?? NOT_RECORDED,
    department: it.department ?? NOT_RECORDED,
    devices: it.devices,
    findings: it.affected,
    riskPoints: it.riskPoints,
    highestTier: it.critical > 0 ? 'critical' : it.high > 0 ? 'high' : 'medium',
    critical: it.critical,
  };
}

function filterOf({ site, department }: Pick<PlaceRow, 'site' | 'department'>): string {
  return `verdict:affected ${term('site', site)} ${term('department', department)}`;
}

function term(field: string, value: string): string {
  return value === NOT_RECORDED ? `${field}:none` : `${field}:="${value}"`;
}

function PlacesTable({ places }: { readonly places: readonly PlaceRisk[] }) {
  return (
    <TableScroll label="Open risk by site and department">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Site</th>
            <th>Department</th>
            <th className="right">Risk points</th>
            <th className="right">Critical</th>
            <th className="right">High</th>
            <th className="right">Affected</th>
            <th className="right">Devices</th>
          </tr>
        </thead>
        <tbody>
          {places.map((it) => {
            const [site, department] = [it.site ?? NOT_RECORDED, it.department ?? NOT_RECORDED];
            return (
              <tr key={`${site}›${department}`}>
                <td>{site}</td>
                <td>
                  <Link to="/findings" search={{ filter: filterOf({ site, department }) }}>
                    {department}
                  </Link>
                </td>
                <td className="right">{whole(it.riskPoints)}</td>
                <td className="right">{whole(it.critical)}</td>
                <td className="right">{whole(it.high)}</td>
                <td className="right">{whole(it.affected)}</td>
                <td className="right">{whole(it.devices)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
