/** What people can decide about a finding that the product cannot know. */
export const DECISION_SAYINGS = ['not-affected', 'false-match', 'mitigated', 'accepted'] as const;
export type DecisionSaying = (typeof DECISION_SAYINGS)[number];

export const DECISION_STATES = [
  'requested',
  'approved',
  'declined',
  'withdrawn',
  'expired',
  'reopened',
] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** Why a product is not affected, as VEX has it (CSAF 2.0, OpenVEX). */
export const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type Justification = (typeof JUSTIFICATIONS)[number];

/** What people call them. */
export const SAYING_WORDS = {
  'not-affected': 'Not affected',
  'false-match': 'Not this product',
  mitigated: 'Mitigated',
  accepted: 'Risk accepted',
} as const satisfies Record<DecisionSaying, string>;
