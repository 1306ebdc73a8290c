import { Link, useNavigate } from '@tanstack/react-router';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { useDemonstration } from '../demonstration/demonstration.ts';
import { DemonstrationStart } from '../demonstration/DemonstrationStart.tsx';
import { SecondFactorSetup } from '../account/SecondFactorSetup.tsx';
import { useMe, useReasonNot } from '../session.ts';

/** After the administrator is made: whose devices to look at; then protect the account. */
export function WelcomePage() {
  const me = useMe();
  const navigate = useNavigate();
  const { data: demonstration } = useDemonstration();
  const mayNotImport = useReasonNot('inventory.import');
  const mayNotAssess = useReasonNot('assessments.make');
  return (
    <div className="page">
      <title>Welcome · Patchward</title>
      <div className="head">
        <div>
          <h1>{`Welcome, ${me?.name ?? ''}`}</h1>
          <p className="second">
            Which devices would you like to start with? You can come back to this page and choose again.
          </p>
        </div>
      </div>
      <div className="choices">
        <Card title="My own inventory">
          <div className="card-body stack choice">
            <p className="second">
              A spreadsheet, an export of your CMMS or a network scan. You see what would change before
              anything is written, and can undo it after.
            </p>
            <div className="row-wrap">
              <ActButton
                icon="up"
                disabledReason={mayNotImport}
                onClick={() => void navigate({ to: '/imports' })}
              >
                Import my own inventory
              </ActButton>
            </div>
          </div>
        </Card>
        <Card title="Demonstration hospital">
          <div className="card-body choice">
            <DemonstrationStart possible={demonstration?.state === 'none' && demonstration.possible} />
          </div>
        </Card>
        <Card title="Only a quick look">
          <div className="card-body stack choice">
            <p className="second">
              Assess one file, or the sample hospital of some hundred devices. You get the ranked list at
              once; nothing of it enters the inventory.
            </p>
            <div className="row-wrap">
              <ActButton
                variant="default"
                disabledReason={mayNotAssess}
                onClick={() => void navigate({ to: '/assessments' })}
              >
                Assess a file
              </ActButton>
            </div>
          </div>
        </Card>
      </div>
      <div className="stack narrow">
        <Card title="Protect your account" note="recommended">
          <div className="card-body">
            <SecondFactorSetup />
          </div>
        </Card>
        <p className="second">
          Then: <Link to="/people">add colleagues</Link>, or{' '}
          <Link to="/sign-in">require a second factor</Link>.
        </p>
      </div>
    </div>
  );
}
