import type { FeedConcern } from './feed-weight.ts';
import { BEYOND_DAYS, FIXED_DAYS, type PatchFigures } from './patch-figures.ts';

export const PATCH_MEASURES = ['compliance', 'timeToFix', 'criticalBeyond', 'riskUnknown'] as const;
export type PatchMeasure = (typeof PATCH_MEASURES)[number];

/** A number that tells how well devices are patched, and what it says. */
export interface PatchMeasureDescription {
  readonly title: string;
  readonly unit: '%' | 'days' | 'findings' | 'devices';
  /** How it is worked out, in words that stand under the number. */
  readonly formula: string;
  /** Null: there is nothing to count. */
  readonly value: (it: PatchFigures) => number | null;
  /** What a hospital should reach, and beyond what it is bad and not only short of that. */
  readonly target: number;
  readonly limit: number;
  readonly better: 'more' | 'less';
  /** What of a finding it rests on: grey while a feed is in doubt that can change that. */
  readonly concerns: readonly FeedConcern[];
  /** The list with the rows behind it, and the filter that shows no others. */
  readonly rows: {
    readonly list: 'findings' | 'devices' | 'fixed-findings';
    readonly filter: string;
  };
}

/** Tiers follow from verdicts, exploitation and scores alike. */
const TIERED: readonly FeedConcern[] = ['verdicts', 'exploitation', 'scores'];

export const PATCH_MEASURE_DESCRIPTIONS: Readonly<Record<PatchMeasure, PatchMeasureDescription>> = {
  compliance: {
    title: 'Patch compliance',
    unit: '%',
    formula: 'Devices that lack no fix their maker has published ÷ devices in scope',
    value: ({ patched, unpatched }) =>
      patched + unpatched === 0 ? null : (patched / (patched + unpatched)) * 100,
    target: 90,
    limit: 75,
    better: 'more',
    concerns: ['verdicts'],
    rows: { list: 'devices', filter: 'patching:unpatched' },
  },
  timeToFix: {
    title: 'Mean time to fix, critical',
    unit: 'days',
    formula: `From the day a critical finding was first seen on a device to the day the device had changed, over those that ended within ${FIXED_DAYS} days`,
    value: ({ criticalFixed, criticalFixedDays }) =>
      criticalFixed === 0 ? null : criticalFixedDays / criticalFixed,
    target: BEYOND_DAYS,
    limit: 2 * BEYOND_DAYS,
    better: 'less',
    concerns: TIERED,
    rows: { list: 'fixed-findings', filter: `tier:critical fixed:>=today-${FIXED_DAYS}d` },
  },
  criticalBeyond: {
    title: `Critical open beyond ${BEYOND_DAYS} days`,
    unit: 'findings',
    formula: `Affected findings in tier Critical that were first seen more than ${BEYOND_DAYS} days ago`,
    value: ({ criticalBeyond }) => criticalBeyond,
    target: 0,
    limit: 0,
    better: 'less',
    concerns: TIERED,
    rows: { list: 'findings', filter: `tier:critical verdict:affected detected:<today-${BEYOND_DAYS}d` },
  },
  riskUnknown: {
    title: 'Risk unknown',
    unit: 'devices',
    formula:
      'Devices that no feed names, and those that lack no published fix but of which something cannot be told',
    value: ({ unnamed, untold }) => unnamed + untold,
    target: 0,
    limit: Number.POSITIVE_INFINITY,
    better: 'less',
    concerns: ['verdicts'],
    rows: { list: 'devices', filter: 'patching:unnamed or patching:untold' },
  },
};

/** How a value stands to its target. */
export function standingOf(
  value: number,
  { target, limit, better }: Pick<PatchMeasureDescription, 'target' | 'limit' | 'better'>,
): 'met' | 'near' | 'missed' {
  const reaches = (bound: number) => (better === 'more' ? value >= bound : value <= bound);
  return reaches(target) ? 'met' : reaches(limit) ? 'near' : 'missed';
}
