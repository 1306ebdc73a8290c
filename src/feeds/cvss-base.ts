import { baseScore3 } from '#engine/cvss';
import type { CvssVector } from '#engine/words';

/** Value of each base metric of a valid vector, by the metric's name. */
export type BaseMetrics = ReadonlyMap<string, string>;

/**
 * The base score of a vector, to one decimal. Feeds need no other of ten thousand vectors, and the equations take a
 * thousandth of the time of the calculator, which does all groups of metrics. Sources: first.org/cvss, the
 * specifications of v2 (3.2.1), v3.0 and v3.1 (7.1) and v4.0 (8).
 */
export function baseScoreOf(version: CvssVector['version'], metrics: BaseMetrics): number {
  const value = (name: string): string => metrics.get(name) ?? '';
  if (version === '4.0') return baseOfVersion4(value);
  return version === '2.0' ? baseOfVersion2(value) : baseScore3(value, version);
}

type ValueOf = (metric: string) => string;
type Weights = Readonly<Record<string, number>>;

function weigh(weights: Weights, value: string): number {
  const weight = weights[value];
  if (weight === undefined)
    throw new Error(`Cannot score a CVSS metric of value "${value}": it has no weight`);
  return weight;
}

const ACCESS_2: Weights = { L: 0.395, A: 0.646, N: 1 };
const COMPLEXITY_2: Weights = { H: 0.35, M: 0.61, L: 0.71 };
const AUTHENTICATION_2: Weights = { M: 0.45, S: 0.56, N: 0.704 };
const IMPACT_2: Weights = { N: 0, P: 0.275, C: 0.66 };

function baseOfVersion2(value: ValueOf): number {
  const spared = ['C', 'I', 'A'].reduce((share, it) => share * (1 - weigh(IMPACT_2, value(it))), 1);
  if (spared === 1) return 0;
  const impact = 10.41 * (1 - spared);
  const exploitability =
    20 *
    weigh(ACCESS_2, value('AV')) *
    weigh(COMPLEXITY_2, value('AC')) *
    weigh(AUTHENTICATION_2, value('Au'));
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176 * 10) / 10;
}

/**
 * Scores of v4.0's macro vectors (8.3) as far as base metrics reach: no exploit maturity stated (EQ5 = 0), all
 * requirements high. A row for EQ1 and EQ2; in it, for EQ3 with EQ6 of 00, 01, 10, 11 and 21, those of EQ4 = 1 and 2.
 */
const MACRO_SCORES_4: readonly (readonly number[])[] = [
  [10, 9.3, 9.6, 9, 9.3, 8.8, 9.2, 8, 7.9, 6.9],
  [9.5, 9.2, 9.1, 8.1, 9.2, 8.4, 8.2, 7, 7.1, 6.3],
  [9.4, 8.7, 8.9, 7.5, 8.6, 7.2, 7.6, 5.7, 6.5, 5.3],
  [9, 7.7, 7.7, 6.6, 7.4, 6.1, 5.9, 5.2, 5.8, 2.3],
  [8.6, 7, 7.4, 5.4, 7.2, 5.3, 5.7, 3.6, 4.7, 2.4],
  [7.3, 5.4, 5.5, 4.3, 6.1, 4.6, 5.1, 1.8, 2.4, 1],
];
const IMPACTS_4 = ['00', '01', '10', '11', '21'];
/** Where the score can still fall when the impact gets less: of two ways the one that keeps more. */
const LOWER_IMPACTS_4: Readonly<Record<string, readonly string[]>> = {
  '00': ['01', '10'],
  '10': ['11'],
  '21': [],
};

function macroScore4(
  exposure: number,
  complexity: number,
  impact: string,
  subsequent: number,
): number | null {
  if (exposure > 2 || complexity > 1 || subsequent > 2) return null;
  return MACRO_SCORES_4[exposure * 2 + complexity]?.[IMPACTS_4.indexOf(impact) * 2 + subsequent - 1] ?? null;
}

/** How far below the worst each value lies, in tenths. */
const STEPS_4: Readonly<Record<string, string>> = {
  AV: 'NALP',
  PR: 'NLH',
  UI: 'NPA',
  AC: 'LH',
  AT: 'NP',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'HLN',
  SI: 'HLN',
  SA: 'HLN',
};

/** The worst vectors of each level (8.4), and how many steps lie between it and the next (8.5). */
interface Level {
  readonly worst: readonly string[];
  readonly depth: number;
}

const EXPOSURE_4: readonly Level[] = [
  { worst: ['AV:N/PR:N/UI:N'], depth: 1 },
  { worst: ['AV:A/PR:N/UI:N', 'AV:N/PR:L/UI:N', 'AV:N/PR:N/UI:P'], depth: 4 },
  { worst: ['AV:P/PR:N/UI:N', 'AV:A/PR:L/UI:P'], depth: 5 },
];
const COMPLEXITY_4: readonly Level[] = [
  { worst: ['AC:L/AT:N'], depth: 1 },
  { worst: ['AC:H/AT:N', 'AC:L/AT:P'], depth: 2 },
];
const IMPACT_4: Readonly<Record<string, Level>> = {
  '00': { worst: ['VC:H/VI:H/VA:H'], depth: 7 },
  '10': { worst: ['VC:L/VI:H/VA:H', 'VC:H/VI:L/VA:H'], depth: 8 },
  '21': { worst: ['VC:L/VI:L/VA:L'], depth: 10 },
};
const SUBSEQUENT_4: readonly Level[] = [
  { worst: [], depth: 6 },
  { worst: ['SC:H/SI:H/SA:H'], depth: 5 },
  { worst: ['SC:L/SI:L/SA:L'], depth: 4 },
];

function baseOfVersion4(value: ValueOf): number {
  const any = (names: readonly string[], wanted: string) => names.some((it) => value(it) === wanted);
  const impacts = ['VC', 'VI', 'VA'];
  if (!['H', 'L'].some((it) => any([...impacts, 'SC', 'SI', 'SA'], it))) return 0;
  const exposed = [value('AV') === 'N', value('PR') === 'N', value('UI') === 'N'];
  const exposure = exposed.every(Boolean) ? 0 : value('AV') === 'P' || !exposed.some(Boolean) ? 2 : 1;
  const complexity = value('AC') === 'L' && value('AT') === 'N' ? 0 : 1;
  const impact = value('VC') === 'H' && value('VI') === 'H' ? '00' : any(impacts, 'H') ? '10' : '21';
  const subsequent = any(['SC', 'SI', 'SA'], 'H') ? 1 : 2;
  const macro = macroScore4(exposure, complexity, impact, subsequent) ?? 0;
  const lowerImpacts = (LOWER_IMPACTS_4[impact] ?? []).map(
    (it) => macroScore4(exposure, complexity, it, subsequent) ?? 0,
  );
  const falls: [Level | undefined, number | null][] = [
    [EXPOSURE_4[exposure], macroScore4(exposure + 1, complexity, impact, subsequent)],
    [COMPLEXITY_4[complexity], macroScore4(exposure, complexity + 1, impact, subsequent)],
    [IMPACT_4[impact], lowerImpacts.length === 0 ? null : Math.max(...lowerImpacts)],
    [SUBSEQUENT_4[subsequent], macroScore4(exposure, complexity, impact, subsequent + 1)],
  ];
  const possible = falls.flatMap(([level, lower]) =>
    level === undefined || lower === null ? [] : [((macro - lower) * stepsBelow(level, value)) / level.depth],
  );
  // A less mature exploit would lower the score too, so it counts, though there is no way towards it.
  const fall = possible.reduce((sum, it) => sum + it, 0) / (possible.length + 1);
  return Math.round((Math.min(10, Math.max(0, macro - fall)) + TIE) * 10) / 10;
}

/** Ties such as 5.65 round up, also where floating point holds a little less. */
const TIE = 1e-6;

/** Steps between a vector and the first worst one of its level that is nowhere better than it. */
function stepsBelow({ worst }: Level, value: ValueOf): number {
  for (const it of worst) {
    const steps = it.split('/').map((metric) => {
      const [name = '', its = ''] = metric.split(':');
      const order = STEPS_4[name] ?? '';
      return order.indexOf(value(name)) - order.indexOf(its);
    });
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0);
  }
  return 0;
}
