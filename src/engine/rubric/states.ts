export const SCORING_STATES = ['requested', 'approved', 'declined', 'withdrawn', 'replaced'] as const;
/** Of what a person scored: it counts while it is approved. */
export type ScoringState = (typeof SCORING_STATES)[number];
