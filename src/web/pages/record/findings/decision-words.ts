import { type DecisionSaying, type DecisionState, type Justification, SAYING_WORDS } from '#engine/decisions';
import type { Shape, Tone } from '../../../ui/StateShape.tsx';

export { SAYING_WORDS };

export const SAYING_HINTS = {
  'not-affected': 'The devices have the product, but the vulnerability cannot be exploited on them',
  'false-match': 'The devices were identified as a product that they are not',
  mitigated: 'Something stands in the way of the attack',
  accepted: 'The risk is accepted until the date below',
} as const satisfies Record<DecisionSaying, string>;

export const JUSTIFICATION_WORDS = {
  component_not_present: 'The component is not there',
  vulnerable_code_not_present: 'The vulnerable code is not there',
  vulnerable_code_not_in_execute_path: 'The vulnerable code never runs',
  vulnerable_code_cannot_be_controlled_by_adversary: 'An attacker cannot reach the vulnerable code',
  inline_mitigations_already_exist: 'The product has its own protection',
} as const satisfies Record<Justification, string>;

export const STATE_LOOKS: Readonly<Record<DecisionState, readonly [Shape, Tone, string]>> = {
  requested: ['half', 'warn', 'Waits for approval'],
  approved: ['check', 'good', 'In force'],
  declined: ['octagon', 'idle', 'Declined'],
  withdrawn: ['ring', 'idle', 'Withdrawn'],
  expired: ['ring', 'idle', 'Expired'],
  reopened: ['triangle', 'bad', 'Reopened'],
};
