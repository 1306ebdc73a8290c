import { createRunner, type RunnerOptions } from './runner.ts';

const FILL_EVERY_MS = 250;
const BEAT_EVERY_MS = 1000;
const TAKE_OVER_EVERY_MS = 2000;
/** Jobs get so long to come to their next step when the server stops; those that don't are taken over by lease. */
const STOP_WITHIN_MS = 10_000;

/** Carries jobs out until it is stopped. @returns what stops it, once running jobs have let go */
export async function startRunner(options: RunnerOptions): Promise<() => Promise<void>> {
  const runner = createRunner(options);
  await runner.prepare();
  const loops = [
    repeat(FILL_EVERY_MS, () => runner.fill(), options.onFault),
    repeat(BEAT_EVERY_MS, () => runner.beat(), options.onFault),
    repeat(TAKE_OVER_EVERY_MS, () => runner.takeOver(), options.onFault),
  ];
  return async () => {
    runner.interrupt();
    const [filling, beating, watching] = loops;
    await Promise.all([filling?.(), watching?.()]);
    // Hearts beat on until the last job has let go.
    await within(STOP_WITHIN_MS, runner.settle());
    await beating?.();
  };
}

/** Does something again and again, never twice at once. @returns what ends it, once the last time is over */
function repeat(everyMs: number, act: () => Promise<unknown>, onFault: (error: Error) => void) {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const again = async (): Promise<void> => {
    await act().catch(onFault);
    if (!ended) timer = setTimeout(next, everyMs);
  };
  let last = Promise.resolve();
  const next = () => {
    last = again();
  };
  next();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await last;
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
