import { useState } from 'react';
import { ProblemError } from '#contract/problem';
import { noteSignedOut } from '../../data.ts';
import { PasskeyRefused } from './account/passkey.ts';

export interface Acting {
  readonly busy: boolean;
  /** What went wrong last, fit to be shown. */
  readonly problem: string | null;
  /** Part of the form at fault, where the server names one. */
  readonly field: string | null;
  /** The server wants to know once more who it is: ask, then run `again`. */
  readonly again: (() => void) | null;
  readonly run: (act: () => Promise<void>) => void;
  readonly forget: () => void;
}

interface State {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly field: string | null;
  readonly again: (() => void) | null;
}

const CALM: State = { busy: false, problem: null, field: null, again: null };

/** Runs one act at a time and keeps what came of it. */
export function useActing(): Acting {
  const [state, setState] = useState<State>(CALM);
  const run = (act: () => Promise<void>) => {
    setState({ ...CALM, busy: true });
    act().then(
      () => setState(CALM),
      (error: unknown) => setState(stateAfter(error, () => run(act))),
    );
  };
  return { ...state, run, forget: () => setState(CALM) };
}

function stateAfter(error: unknown, again: () => void): State {
  if (error instanceof PasskeyRefused) return { ...CALM, problem: error.message };
  if (!(error instanceof ProblemError))
    return { ...CALM, problem: 'The server does not answer: is it still running?' };
  noteSignedOut(error);
  const { code, field = null } = error.problem;
  return code === 'step-up' ? { ...CALM, again } : { ...CALM, problem: error.message, field };
}
