import type { ReconciliationView } from '#contract/inventory/reconciliation-routes';
import { SIGNATURES_NEEDED } from '#engine/reconciliation';
import { StateText } from '../../../ui/StateShape.tsx';

/** Where a report stands, by shape and word. */
export function ReportState({ it }: { readonly it: Pick<ReconciliationView, 'state' | 'signatures'> }) {
  switch (it.state) {
    case 'making':
      return (
        <StateText shape="half" tone="accent">
          In progress
        </StateText>
      );
    case 'signed':
      return (
        <StateText shape="check" tone="good">
          Signed off
        </StateText>
      );
    case 'open':
      return it.signatures.length === 0 ? (
        <StateText shape="ring" tone="idle">
          Open
        </StateText>
      ) : (
        <StateText shape="half" tone="warn">
          {`${it.signatures.length} of ${SIGNATURES_NEEDED} signatures`}
        </StateText>
      );
  }
}
