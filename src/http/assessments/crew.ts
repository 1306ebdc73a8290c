import { Worker } from 'node:worker_threads';
import type { AssessmentSummary, Progress } from '#contract/assessments/assessment';
import { Refused } from '../answer.ts';
import type { AnswerTo, Desk, Question } from './desk.ts';
import type { Failure, Job, Order, Report } from './protocol.ts';

/** One worker per assessment: a hostile file can exhaust its own memory, never the server's. */
export interface Crew {
  ask<K extends keyof Desk>(name: K, ...args: Parameters<Desk[K]>): Promise<AnswerTo<K>>;
  /** Ends the worker at once, whatever it is doing. */
  dismiss(): Promise<void>;
}

interface Hearing {
  readonly progress: (it: Progress) => void;
  readonly done: (summary: AssessmentSummary) => void;
  readonly failed: (failure: Failure) => void;
  /** The worker itself broke: out of memory, or a fault in the code. */
  readonly broken: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Enough for a million devices (measured peak below 1 GB) with room; Node's own default follows the machine. */
const HEAP_MEGABYTES_MAX = 4096;

export function hireCrew(workerFile: URL, job: Job, hear: Hearing): Crew {
  const worker = new Worker(workerFile, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX },
  });
  const calls = new Map<number, Waiting>();
  let lastCall = 0;
  let ended = false;

  worker.on('message', (it: Report) => {
    if (it.kind === 'progress') hear.progress(it.progress);
    else if (it.kind === 'done') hear.done(it.summary);
    else if (it.kind === 'failed') hear.failed(it.failure);
    else settle(calls, it);
  });
  worker.on('error', (error: Error) => {
    ended = true;
    hear.broken(error);
  });
  worker.on('exit', () => {
    for (const it of calls.values()) it.reject(new Error('Cannot answer: the assessment was let go'));
    calls.clear();
    if (!ended) hear.broken(new Error('Cannot go on: the worker of the assessment ended'));
  });

  return {
    ask: <K extends keyof Desk>(name: K, ...args: Parameters<Desk[K]>) =>
      new Promise<AnswerTo<K>>((resolve, reject) => {
        lastCall += 1;
        calls.set(lastCall, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage({ call: lastCall, question: { name, args } as Question } satisfies Order);
      }),
    dismiss: async () => {
      ended = true;
      await worker.terminate();
    },
  };
}

function settle(calls: Map<number, Waiting>, it: Extract<Report, { kind: 'answered' | 'unanswered' }>): void {
  const waiting = calls.get(it.call);
  calls.delete(it.call);
  if (it.kind === 'answered') waiting?.resolve(it.value);
  else waiting?.reject(it.refusal.asked ? new Refused(400, it.refusal.reason) : new Error(it.refusal.reason));
}
