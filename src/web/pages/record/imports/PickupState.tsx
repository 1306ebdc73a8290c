import { Link } from '@tanstack/react-router';
import type { PickupView } from '#contract/inventory/pickup';
import { StateText } from '../../../ui/StateShape.tsx';

/** How a pickup does, and what a person has to do about it. */
export function PickupState({ it }: { readonly it: PickupView }) {
  const { open, newest, problem } = it;
  if (open !== null && open.because.length > 0)
    return (
      <>
        <StateText shape="triangle" tone="warn">
          Waits for a person
        </StateText>
        <span className="second small block break">
          <Link to="/imports/$importId" params={{ importId: open.id }}>
            {open.file}
          </Link>
          {`: ${open.because.join('; ')}`}
        </span>
      </>
    );
  if (it.pausedAt !== null)
    return (
      <StateText shape="dashed" tone="idle">
        {`Paused by ${it.pausedBy ?? 'somebody'}`}
      </StateText>
    );
  if (open !== null)
    return (
      <StateText shape="half" tone="accent">
        {open.state === 'previewed' ? 'A preview is open' : 'At work'}
      </StateText>
    );
  if (problem !== null)
    return (
      <>
        <StateText shape="octagon" tone="bad">
          {it.failures === 1 ? 'Failed' : `Failed ${it.failures} times`}
        </StateText>
        <span className="second small block break">{problem}</span>
      </>
    );
  if (newest?.state === 'failed')
    return (
      <>
        <StateText shape="octagon" tone="bad">
          Last file could not be used
        </StateText>
        <span className="second small block break">
          <Link to="/imports/$importId" params={{ importId: newest.id }}>
            {newest.file}
          </Link>
          {newest.problem === null ? '' : `: ${newest.problem}`}
        </span>
      </>
    );
  if (it.lastSuccessAt === null)
    return (
      <StateText shape="ring" tone="idle">
        Not checked yet
      </StateText>
    );
  return (
    <StateText shape="check" tone="good">
      {newest === null ? 'Runs, no file yet' : 'Runs'}
    </StateText>
  );
}
