import { type DecisionSaying, type DecisionState, type Justification, SAYING_WORDS } from '#engine/decisions';
import type { Shape, Tone } from '../../../ui/StateShape.tsx';

export { SAYING_WORDS };

export const SAYING_HINTS = {
  'not-affected': 'The devices have the product, and the weakness cannot be used on them',
  'false-match': 'The devices were recognised as a product that they are not',
  mitigated: 'Something stands in the way of the attack',
  accepted: 'The risk is known and borne until the date below',
} as const satisfies Record<DecisionSaying, string>;

export const JUSTIFICATION_WORDS = {
  component_not_present: 'The component is not there',
  vulnerable_code_not_present: 'The weak code is not there',
  vulnerable_code_not_in_execute_path: 'The weak code never runs',
  vulnerable_code_cannot_be_controlled_by_adversary: 'An attacker cannot reach the weak code',
  inline_mitigations_already_exist: 'The product has its own protection',
} as const satisfies Record<Justification, string>;

export const STATE_LOOKS: Readonly<Record<DecisionState, readonly [Shape, Tone, string]>> = {
  requested: ['half', 'warn', 'Waits for approval'],
  approved: ['check', 'good', 'In force'],
  declined: ['octagon', 'idle', 'Declined'],
  withdrawn: ['ring', 'idle', 'Taken back'],
  expired: ['ring', 'idle', 'Run out'],
  reopened: ['triangle', 'bad', 'Reopened'],
};
