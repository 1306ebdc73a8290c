/** Value of a metric, by its name. */
export type Metrics3 = (metric: string) => string;

type Weights = Readonly<Record<string, number>>;

const ATTACK: Weights = { N: 0.85, A: 0.62, L: 0.55, P: 0.2 };
const COMPLEXITY: Weights = { L: 0.77, H: 0.44 };
const PRIVILEGES: Weights = { N: 0.85, L: 0.62, H: 0.27 };
const PRIVILEGES_CHANGED: Weights = { N: 0.85, L: 0.68, H: 0.5 };
const INTERACTION: Weights = { N: 0.85, R: 0.62 };
const IMPACT: Weights = { H: 0.56, L: 0.22, N: 0 };
const REQUIREMENT: Weights = { X: 1, L: 0.5, M: 1, H: 1.5 };
const ASPECTS = ['C', 'I', 'A'] as const;

/** The base score of a CVSS v3 vector, to one decimal. Source: first.org/cvss, specification of v3.1, 7.1. */
export function baseScore3(value: Metrics3, version: '3.0' | '3.1'): number {
  const isChanged = value('S') === 'C';
  const spared = ASPECTS.reduce((share, it) => share * (1 - weigh(IMPACT, value(it))), 1);
  const share = 1 - spared;
  const impact = isChanged ? 7.52 * (share - 0.029) - 3.25 * (share - 0.02) ** 15 : 6.42 * share;
  const score = together(impact, value);
  return version === '3.0' ? Math.ceil(score * 10) / 10 : roundUp(score);
}

/**
 * The environmental score of a v3.1 vector by its security requirements `CR`, `IR` and `AR`; "X": not set. Metrics are not
 * modified, and nothing is said of exploits. Source: the same, 7.3.
 */
export function environmentalScore3(value: Metrics3): number {
  const isChanged = value('S') === 'C';
  const spared = ASPECTS.reduce(
    (share, it) => share * (1 - weigh(REQUIREMENT, value(`${it}R`)) * weigh(IMPACT, value(it))),
    1,
  );
  const share = Math.min(1 - spared, 0.915);
  const impact = isChanged ? 7.52 * (share - 0.029) - 3.25 * (share * 0.9731 - 0.02) ** 13 : 6.42 * share;
  return roundUp(together(impact, value));
}

function together(impact: number, value: Metrics3): number {
  if (impact <= 0) return 0;
  const isChanged = value('S') === 'C';
  const exploitability =
    8.22 *
    weigh(ATTACK, value('AV')) *
    weigh(COMPLEXITY, value('AC')) *
    weigh(isChanged ? PRIVILEGES_CHANGED : PRIVILEGES, value('PR')) *
    weigh(INTERACTION, value('UI'));
  return Math.min(isChanged ? 1.08 * (impact + exploitability) : impact + exploitability, 10);
}

function weigh(weights: Weights, value: string): number {
  const weight = weights[value];
  if (weight === undefined)
    throw new Error(`Cannot score a CVSS metric of value "${value}": it has no weight`);
  return weight;
}

/** To the next tenth, safe from what floating point adds (v3.1, appendix A). */
function roundUp(score: number): number {
  const hundredThousandths = Math.round(score * 100_000);
  return hundredThousandths % 10_000 === 0
    ? hundredThousandths / 100_000
    : (Math.floor(hundredThousandths / 10_000) + 1) / 10;
}
