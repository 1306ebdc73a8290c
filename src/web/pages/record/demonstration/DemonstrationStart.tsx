import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ME_KEY } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { DEMONSTRATION_KEY } from './demonstration.ts';
import { useReasonNot } from '../session.ts';

/** One click to a hospital with a year of history. */
export function DemonstrationStart({ possible }: { readonly possible: boolean }) {
  const acting = useActing();
  const client = useQueryClient();
  const navigate = useNavigate();
  const reasonNot = useReasonNot('demonstration.manage');
  const taken = possible
    ? null
    : 'There is an inventory already: invented devices must not stand among real ones';
  const begin = () =>
    acting.run(async () => {
      client.setQueryData(DEMONSTRATION_KEY, await call(api.beginDemonstration, { body: { size: 'full' } }));
      await client.invalidateQueries({ queryKey: ME_KEY });
      await navigate({ to: '/demonstration' });
    });
  return (
    <div className="stack">
      <p className="second">
        Six sites with 8,000 devices and a year of history, all invented and marked as such, to look around
        in. It loads in a few minutes, and is removed in one step.
      </p>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not started." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          variant="default"
          loading={acting.busy}
          disabledReason={reasonNot ?? taken}
          onClick={begin}
        >
          Try the demonstration hospital
        </ActButton>
      </div>
    </div>
  );
}
