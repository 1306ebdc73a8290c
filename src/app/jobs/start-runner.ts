import { createRunner, type RunnerOptions } from './runner.ts';

const FILL_EVERY_MS = 250;
const BEAT_EVERY_MS = 1000;
const TAKE_OVER_EVERY_MS = 2000;
/** Jobs get so long to come to their next step when the server stops; those that don't are taken over by lease. */
const STOP_WITHIN_MS = 10_000;

/** Carries jobs out until it is stopped. @returns what stops it, once running jobs have let go */
export async function startRunner(options: RunnerOptions): Promise<() => Promise<void>> {
  // What a job starts need not wait for the next look.
  const runner = createRunner({ ...options, onEnded: () => filling.now() });
  await runner.prepare();
  const filling = repeat(FILL_EVERY_MS, () => runner.fill(), options.onFault);
  const beating = repeat(BEAT_EVERY_MS, () => runner.beat(), options.onFault);
  const watching = repeat(TAKE_OVER_EVERY_MS, () => runner.takeOver(), options.onFault);
  return async () => {
    runner.interrupt();
    await Promise.all([filling.end(), watching.end()]);
    // Hearts beat on until the last job has let go.
    await within(STOP_WITHIN_MS, runner.settle());
    await beating.end();
  };
}

interface Repeating {
  /** Does it without waiting for its time; while it is being done, that is left to the next time. */
  now(): void;
  /** Ends it; done once the last time is over. */
  end(): Promise<void>;
}

/** Does something again and again, never twice at once. */
function repeat(everyMs: number, act: () => Promise<unknown>, onFault: (error: Error) => void): Repeating {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const again = async (): Promise<void> => {
    await act().catch(onFault);
    if (!ended) timer = setTimeout(next, everyMs);
  };
  let last = Promise.resolve();
  const next = () => {
    timer = undefined;
    last = again();
  };
  next();
  return {
    now: () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      next();
    },
    end: async () => {
      ended = true;
      clearTimeout(timer);
      timer = undefined;
      await last;
    },
  };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
