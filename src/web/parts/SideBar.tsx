import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import type { AssessmentSummary } from '#contract/assessments/assessment';
import { call } from '#contract/client';
import { useAssessment } from '../data.ts';
import { useMe } from '../pages/record/session.ts';
import { Icon } from '../ui/Icon.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { whole } from '../ui/words.ts';
import { DemonstrationNote } from './DemonstrationNote.tsx';
import { RecordSteps } from './RecordSteps.tsx';
import { SideSection } from './SideSection.tsx';

interface SideBarProps {
  /** The assessment that is open; null: none. */
  readonly id: string | null;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SideBar({ id, open, onClose }: SideBarProps) {
  const narrow = useMediaQuery('(max-width: 859px)', false, { getInitialValueInEffect: false });
  const content = <Steps id={id} />;
  if (!narrow)
    return (
      <nav className="side" aria-label="Main">
        {content}
      </nav>
    );
  return (
    <Sheet label="Navigation" side="left" width={264} open={open} onClose={onClose}>
      <nav className="side" aria-label="Main">
        {content}
      </nav>
    </Sheet>
  );
}

function Steps({ id }: { readonly id: string | null }) {
  const kept = useMe() !== null;
  return (
    <>
      <Link className="brand" to="/">
        <Icon name="shield" size={18} />
        Patchward
      </Link>
      {kept && <RecordSteps />}
      <Link className="side-link" to={kept ? '/assessments' : '/'} activeOptions={{ exact: true }}>
        <Icon name="plus" />
        New assessment
      </Link>
      {id !== null && <AssessmentSteps id={id} />}
      {kept && <DemonstrationNote />}
    </>
  );
}

/** The steps of the product that an assessment has something to say about. */
function AssessmentSteps({ id }: { readonly id: string }) {
  const { data } = useAssessment(id);
  if (data === undefined) return null;
  const { summary } = data;
  return (
    <>
      <Link className="side-link" to="/assessments/$id" params={{ id }} activeOptions={{ exact: true }}>
        <Icon name="home" />
        Overview
      </Link>
      {summary !== null && <ResultSteps id={id} summary={summary} />}
      {data.sample && <SampleNote id={id} />}
    </>
  );
}

function ResultSteps({ id, summary }: { readonly id: string; readonly summary: AssessmentSummary }) {
  const params = { id };
  return (
    <>
      <SideSection title="Its inventory" icon="device">
        <Link className="side-link sub" to="/assessments/$id/devices" params={params}>
          Devices <Count of={summary.devices} />
        </Link>
        <Link className="side-link sub" to="/assessments/$id/columns" params={params}>
          Column mapping
        </Link>
        <Link className="side-link sub" to="/assessments/$id/rejects" params={params}>
          Rejected rows <Count of={summary.rejected} />
        </Link>
      </SideSection>
      <SideSection title="Its vulnerabilities" icon="bug">
        <Link className="side-link sub" to="/assessments/$id/actions" params={params}>
          Actions <Count of={summary.actions} />
        </Link>
        <Link className="side-link sub" to="/assessments/$id/findings" params={params}>
          Findings <Count of={summary.findingsAffected + summary.findingsUndetermined} />
        </Link>
      </SideSection>
    </>
  );
}

function Count({ of }: { readonly of: number }) {
  return <span className="side-count">{whole(of)}</span>;
}

function SampleNote({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = async () => {
    await call(api.dropAssessment, { params: { id } });
    client.removeQueries({ queryKey: ['assessment', id] });
    await navigate({ to: '/' });
  };
  return (
    <div className="side-note">
      <b>Sample hospital</b>
      <span>Invented devices, real weaknesses.</span>
      <button type="button" className="link" onClick={() => void remove()}>
        Remove
      </button>
    </div>
  );
}
