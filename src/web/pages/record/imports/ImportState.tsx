import type { ImportView } from '#contract/inventory/import';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';

const STATES: Readonly<Record<ImportView['state'], readonly [string, Shape, Tone]>> = {
  uploaded: ['Waiting', 'ring', 'idle'],
  reading: ['Reading', 'half', 'accent'],
  previewed: ['Preview', 'half', 'idle'],
  applying: ['Applying', 'half', 'accent'],
  applied: ['Applied', 'check', 'good'],
  failed: ['Failed', 'octagon', 'bad'],
  undoing: ['Undoing', 'half', 'accent'],
  undone: ['Undone', 'dashed', 'idle'],
};

export function ImportState({ state }: Pick<ImportView, 'state'>) {
  const [words, shape, tone] = STATES[state];
  return (
    <StateText shape={shape} tone={tone}>
      {words}
    </StateText>
  );
}
