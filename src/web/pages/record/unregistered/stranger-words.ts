import type { StrangerState } from '#engine/procurement';
import type { Shape, Tone } from '../../../ui/StateShape.tsx';

export const STATE_LOOKS: Readonly<Record<StrangerState, readonly [Shape, Tone, string]>> = {
  open: ['octagon', 'bad', 'Nobody has decided'],
  registering: ['half', 'accent', 'To be registered'],
  removing: ['half', 'warn', 'To be taken off the network'],
  ignored: ['dashed', 'idle', 'Ignored'],
  removed: ['check', 'good', 'Taken off the network'],
  registered: ['check', 'good', 'Registered'],
};
