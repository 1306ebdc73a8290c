import type { Assessment, Finding } from '#app/vulnerabilities/assessment';
import { NOT_RECORDED, type PlaceRow } from '#contract/assessments/lists';
import { highestTier } from './views.ts';

/** Open risk by site and department, most first. Only what is affected counts. */
export function placesOf({ findings }: Assessment): PlaceRow[] {
  const affected = findings.filter((it) => it.judgement.verdict === 'affected');
  const groups = Map.groupBy(affected, keyOf);
  return [...groups.values()].map(placeOf).sort((a, b) => b.riskPoints - a.riskPoints);
}

function keyOf({ device: { device } }: Finding): string {
  return `${device.site ?? NOT_RECORDED}\u0001${device.department ?? NOT_RECORDED}`;
}

function placeOf(group: readonly Finding[]): PlaceRow {
  const { device } = (group[0] as Finding).device;
  const judgements = group.map((it) => it.judgement);
  return {
    site: device.site ?? NOT_RECORDED,
    department: device.department ?? NOT_RECORDED,
    devices: new Set(group.map((it) => it.device)).size,
    findings: group.length,
    riskPoints: judgements.reduce((sum, it) => sum + it.score, 0),
    highestTier: highestTier(judgements) ?? 'low',
    critical: judgements.filter((it) => it.tier === 'critical').length,
  };
}
