import { useNavigate } from '@tanstack/react-router';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { useDemonstration } from '../demonstration/demonstration.ts';
import { DemonstrationStart } from '../demonstration/DemonstrationStart.tsx';
import { useReasonNot } from '../session.ts';

/** No devices yet: what to do about it. */
export function StartHere() {
  const navigate = useNavigate();
  const reasonNot = useReasonNot('inventory.import');
  const { data } = useDemonstration();
  return (
    <Card title="No devices yet">
      <div className="card-body stack">
        <p className="second">
          Bring in a spreadsheet, an export of your CMMS or a network scan. You see what would change before
          anything is written.
        </p>
        <div className="row-wrap">
          <ActButton icon="up" disabledReason={reasonNot} onClick={() => void navigate({ to: '/imports' })}>
            Import my own inventory
          </ActButton>
        </div>
        {data?.state === 'none' && <DemonstrationStart possible={data.possible} />}
        {data !== undefined && data.state !== 'none' && (
          <p className="second">
            The demonstration hospital is on its way: its first devices come in a moment.
          </p>
        )}
      </div>
    </Card>
  );
}
