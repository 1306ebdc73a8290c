import type { ImportView } from '#contract/inventory/import';
import { StateText } from '../../ui/StateShape.tsx';

export function ImportState({ state }: Pick<ImportView, 'state'>) {
  return state === 'applied' ? (
    <StateText shape="check" tone="good">
      Applied
    </StateText>
  ) : (
    <StateText shape="half" tone="idle">
      Preview
    </StateText>
  );
}
