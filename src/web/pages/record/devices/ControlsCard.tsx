import type { DeviceDetail } from '#contract/inventory/device';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { StateText } from '../../../ui/StateShape.tsx';

/** Controls that sources claim for a device. None of them counts before somebody has verified it. */
export function ControlsCard({ it: { fields } }: { readonly it: DeviceDetail }) {
  return (
    <Card title="Controls" footer="A control lowers a risk only once it is verified.">
      {fields.controls === undefined ? (
        <Empty title="No control is recorded">
          No source names a firewall rule, a filter or a procedure.
        </Empty>
      ) : (
        <div className="card-body">
          <StateText shape="dashed" tone="idle">
            Not verified
          </StateText>
          <p className="break">{fields.controls}</p>
        </div>
      )}
    </Card>
  );
}
