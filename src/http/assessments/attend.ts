import type { MessagePort } from 'node:worker_threads';
import type { AssessmentSummary, Progress } from '#contract/assessments/assessment';
import { InputError } from '#app/input-error';
import type { Desk, Question } from './desk.ts';
import type { Failure, Job, Order, Refusal, Report } from './protocol.ts';

/** Input that cannot be assessed at all: an answer for the person who gave it, not a fault. */
export class Unusable extends Error {
  readonly failure: Failure;

  constructor(reason: string, place: Partial<Pick<Failure, 'file' | 'line' | 'field'>> = {}) {
    super(reason);
    this.failure = { reason, fault: false, file: null, line: null, field: null, ...place };
  }
}

export interface Made {
  readonly summary: AssessmentSummary;
  readonly desk: Desk;
}

export type Maker = (job: Job, progress: (it: Progress) => void) => Promise<Made>;

/** The life of an assessment's worker: make it, then answer questions about it until the server lets it go. */
export async function attend(port: MessagePort, job: Job, make: Maker): Promise<void> {
  const report = (it: Report) => port.postMessage(it);
  let desk: Desk | null = null;
  port.on('message', (order: Order) => {
    void answer(desk, order.call, order.question, report);
  });
  try {
    const made = await make(
      job,
      notTooOften((progress) => report({ kind: 'progress', progress })),
    );
    desk = made.desk;
    report({ kind: 'done', summary: made.summary });
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    report({ kind: 'failed', failure: error.failure });
  }
}

/** A reader may report every chunk; a person sees no more than this. */
const PROGRESS_EVERY_MILLIS = 50;

function notTooOften(tell: (it: Progress) => void): (it: Progress) => void {
  let lastAt = 0;
  let lastStep = '';
  return (it) => {
    const at = performance.now();
    if (it.step === lastStep && at - lastAt < PROGRESS_EVERY_MILLIS) return;
    lastAt = at;
    lastStep = it.step;
    tell(it);
  };
}

async function answer(
  desk: Desk | null,
  call: number,
  question: Question,
  report: (it: Report) => void,
): Promise<void> {
  if (desk === null) {
    report({ kind: 'unanswered', call, refusal: { reason: 'There is no result yet', asked: true } });
    return;
  }
  try {
    const ask = desk[question.name] as (...args: readonly unknown[]) => unknown;
    report({ kind: 'answered', call, value: await ask(...question.args) });
  } catch (error) {
    report({ kind: 'unanswered', call, refusal: refusalOf(error) });
  }
}

function refusalOf(error: unknown): Refusal {
  const asked = error instanceof RangeError || error instanceof InputError;
  if (error instanceof Error)
    return { reason: asked ? error.message : (error.stack ?? error.message), asked };
  return { reason: String(error), asked };
}
