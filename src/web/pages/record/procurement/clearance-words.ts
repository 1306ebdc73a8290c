import type { ClearanceView, ModelClearanceView } from '#contract/inventory/procurement-routes';
import type { Shape, Tone } from '../../../ui/StateShape.tsx';

type Standing = ModelClearanceView['standing'];
type Look = readonly [Shape, Tone, string];

export const STANDING_LOOKS: Readonly<Record<Standing, Look>> = {
  cleared: ['check', 'good', 'Cleared'],
  conditional: ['half', 'warn', 'Cleared with conditions'],
  expired: ['triangle', 'warn', 'Clearance ran out'],
  refused: ['octagon', 'bad', 'Refused'],
  none: ['dashed', 'warn', 'Never passed the gate'],
};

export const STATE_LOOKS: Readonly<Record<ClearanceView['state'], Look>> = {
  ...STANDING_LOOKS,
  open: ['ring', 'accent', 'Waits for a decision'],
  withdrawn: ['dashed', 'idle', 'Withdrawn'],
};

/** Models, or devices of them, behind a standing, in the grammar of lists. */
export const STANDING_FILTERS: Readonly<Record<Standing, string>> = {
  cleared: 'clearance:cleared clearanceEnds:>=today',
  conditional: 'clearance:conditional clearanceEnds:>=today',
  expired: '(clearance:cleared or clearance:conditional) clearanceEnds:<today',
  refused: 'clearance:refused',
  none: 'clearance:none',
};
