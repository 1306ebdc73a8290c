import type { Confidence, Truth, Verdict } from '#engine/words';

/**
 * Truth and confidence in one small ordered number, so that Kleene's "and" is the lesser and "or" the greater of two:
 * no < possible (candidate, probable, confirmed link) < yes (probable, confirmed link).
 * A candidate link never says yes: similarity alone proves nothing.
 */
export type Degree = number;

/** A finding is a verdict packed into a number: `vulnerability << 3 | degree`. */
export const DEGREE_BITS = 3;
export const DEGREE_MASK = (1 << DEGREE_BITS) - 1;

export const NO: Degree = 0;
const POSSIBLE = { candidate: 1, probable: 2, confirmed: 3 } as const satisfies Record<Confidence, Degree>;
const YES = { candidate: 1, probable: 4, confirmed: 5 } as const satisfies Record<Confidence, Degree>;
export const UNKNOWN: Degree = POSSIBLE.confirmed;
const CERTAIN: Degree = YES.confirmed;

/** A criterion's truth about a product, weakened by how sure it is that the device has the product. */
export function degreeOf(truth: Truth, confidence: Confidence): Degree {
  if (truth === false) return NO;
  return truth === null ? POSSIBLE[confidence] : YES[confidence];
}

export function notDegree(degree: Degree): Degree {
  if (degree === NO) return CERTAIN;
  return degree > UNKNOWN ? NO : UNKNOWN;
}

export function verdictOfDegree(degree: Degree): Verdict {
  if (degree === NO) return 'not-affected';
  return degree > UNKNOWN ? 'affected' : 'undetermined';
}

const CONFIDENCE: readonly Confidence[] = [
  'confirmed',
  'candidate',
  'probable',
  'confirmed',
  'probable',
  'confirmed',
];

export function confidenceOf(degree: Degree): Confidence {
  return CONFIDENCE[degree] as Confidence;
}
