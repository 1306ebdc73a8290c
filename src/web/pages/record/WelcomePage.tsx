import { useNavigate } from '@tanstack/react-router';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { useDemonstration } from './demonstration.ts';
import { DemonstrationStart } from './DemonstrationStart.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';
import { useMe, useReasonNot } from './session.ts';

/** After the administrator is made: protect the account, then bring devices in. */
export function WelcomePage() {
  const me = useMe();
  const navigate = useNavigate();
  const { data: demonstration } = useDemonstration();
  const reasonNot = useReasonNot('inventory.import');
  return (
    <div className="page narrow">
      <title>Welcome · Patchward</title>
      <div className="head">
        <div>
          <h1>{`Welcome, ${me?.name ?? ''}`}</h1>
          <p className="second">Two steps to a list of your devices. Both can wait.</p>
        </div>
      </div>
      <div className="stack">
        <Card title="1 · Protect your account" note="recommended">
          <div className="card-body">
            <SecondFactorSetup />
          </div>
        </Card>
        <Card title="2 · Bring your devices in, or look around first">
          <div className="card-body stack">
            <p className="second">
              A spreadsheet, an export of your CMMS or a network scan. You see what would change before
              anything is written.
            </p>
            <div className="row-wrap">
              <ActButton
                icon="up"
                disabledReason={reasonNot}
                onClick={() => void navigate({ to: '/imports' })}
              >
                Import my own inventory
              </ActButton>
            </div>
            <DemonstrationStart possible={demonstration?.state === 'none' && demonstration.possible} />
          </div>
        </Card>
      </div>
    </div>
  );
}
