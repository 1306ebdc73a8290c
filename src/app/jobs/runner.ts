import {
  beatJob,
  claimJob,
  endJob,
  isJobDue,
  type JobEnd,
  lockLostJob,
  listRunning,
  appendJobLog,
} from '#store/job-leases';
import { insertJob, type Job, lockJob } from '#store/jobs';
import type { Instance } from '../context.ts';
import {
  type Attempted,
  attemptOf,
  endOf,
  type Running,
  STOPPING,
  TAKEN_OVER,
  CANCELLED,
} from './attempt.ts';
import type { Tracer } from '../tracing/tracer.ts';
import type { JobCatalogue } from './kind.ts';

/** A node whose jobs have not been heard of for so long is taken for dead. */
export const LEASE_MS = 10_000;
/** A job that ends its node again and again is given up. */
const LOSSES_MAX = 10;

export interface RunnerOptions {
  readonly instance: Instance;
  readonly jobs: JobCatalogue;
  /** Name of this node, unlike any other's. */
  readonly node: string;
  /** How many jobs this node runs at the same time. */
  readonly slots: number;
  readonly onFault: (error: Error) => void;
  /** Traces jobs; left out: none are traced. */
  readonly tracer?: Tracer | null;
  /** Is told whenever a job has ended here: there is room again, and it may have started others. */
  readonly onEnded?: () => void;
}

/** Carries jobs out on one node. Each step is done when its promise is; `startRunner` does them again and again. */
export interface Runner {
  /** Queues the reconcilers this code knows. */
  prepare(): Promise<void>;
  /** Takes up as many jobs as there is room for. @returns how many */
  fill(): Promise<number>;
  /** Tells the other nodes that this one is alive and how far its jobs are; learns what is to stop. */
  beat(): Promise<void>;
  /** Puts jobs of lost nodes back in the queue. */
  takeOver(): Promise<void>;
  /** Waits until everything that runs here has ended. */
  settle(): Promise<void>;
  /** Asks everything that runs here to stop; it goes back to the queue. */
  interrupt(): void;
}

export function createRunner(options: RunnerOptions): Runner {
  const { instance, jobs, node, slots, onFault } = options;
  const { store, now } = instance;
  const limits = new Map<string, number>([
    ...jobs.kinds.map((it) => [it.name, it.limit ?? 1] as const),
    ...jobs.reconcilers.map((it) => [it.name, 1] as const),
  ]);
  const running = new Map<string, Running>();
  const seen = new Map<string, { readonly mark: string; readonly at: number }>();
  let stopped = false;

  async function carryOut(it: Running): Promise<void> {
    const outcome = await traced(options.tracer ?? null, it.job, () => attemptOf(instance, jobs, it));
    if (outcome.fault !== null) onFault(outcome.fault);
    await keepEnd(it, outcome);
  }

  async function keepEnd(it: Running, outcome: Attempted): Promise<void> {
    const { job, progress } = it;
    const at = now();
    await store.db.transaction().execute(async (tx) => {
      const counts = await endJob(tx, job, { at, progress, end: endOf(jobs, job, outcome, at) });
      if (counts) await appendJobLog(tx, job.id, it.unsaid.splice(0));
    });
  }

  async function beatOne(it: Running): Promise<void> {
    const heard = await beatJob(store.db, it.job, it.progress);
    if (heard === null) it.stop.abort(TAKEN_OVER);
    else if (heard.cancelAsked) it.stop.abort(CANCELLED);
    const lines = it.unsaid.splice(0);
    if (heard !== null && lines.length > 0)
      await store.db.transaction().execute((tx) => appendJobLog(tx, it.job.id, lines));
  }

  /** Whether the job was silent for so long that its node must be gone. Only this node's own clock is asked. */
  function isLost(job: Job): boolean {
    if (running.has(job.id)) return false;
    // The lock of the folder lets one process in: whatever ran before it is gone.
    if (store.engine === 'embedded') return true;
    const mark = `${job.attempt}.${job.beat}`;
    const before = seen.get(job.id);
    if (before?.mark === mark) return now().getTime() - before.at >= LEASE_MS;
    seen.set(job.id, { mark, at: now().getTime() });
    return false;
  }

  async function release(lost: Job): Promise<void> {
    const at = now();
    await store.db.transaction().execute(async (tx) => {
      if (!(await lockLostJob(tx, lost.id))) return;
      const job = await lockJob(tx, lost.id);
      if (job === null || job.attempt !== lost.attempt || job.beat !== lost.beat) return;
      const released = await endJob(tx, job, { at, progress: null, end: endOfLost(job, at) });
      if (released)
        await appendJobLog(tx, job.id, [{ at, text: `Node ${job.node ?? 'unknown'} was lost while it ran` }]);
    });
  }

  return {
    prepare: async () => {
      for (const { name, words } of jobs.reconcilers)
        await store.db.transaction().execute((tx) =>
          insertJob(tx, {
            id: instance.newId(),
            kind: name,
            key: null,
            periodic: true,
            title: words,
            input: {},
            createdAt: now(),
            createdBy: null,
            createdByName: 'Patchward',
            limitedTo: null,
            runAfter: now(),
          }),
        );
    },
    fill: async () => {
      let taken = 0;
      while (!stopped && running.size < slots && (await isJobDue(store.db, now()))) {
        const job = await store.db.transaction().execute((tx) => claimJob(tx, { limits, node, now: now() }));
        if (job === null) break;
        taken += 1;
        const it: Running = {
          job,
          stop: new AbortController(),
          progress: { step: null, done: 0, total: null },
          unsaid: [],
          ended: Promise.resolve(),
        };
        running.set(job.id, it);
        // A job whose end cannot be kept stays marked as running, and is taken over like that of a lost node.
        it.ended = carryOut(it)
          .catch(onFault)
          .finally(() => {
            running.delete(job.id);
            options.onEnded?.();
          });
        if (stopped) it.stop.abort(STOPPING);
      }
      return taken;
    },
    beat: async () => {
      for (const it of running.values()) await beatOne(it);
    },
    takeOver: async () => {
      const all = await listRunning(store.db);
      for (const id of seen.keys()) if (!all.some((it) => it.id === id)) seen.delete(id);
      for (const job of all) if (isLost(job)) await release(job);
    },
    settle: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map((it) => it.ended));
    },
    interrupt: () => {
      stopped = true;
      for (const it of running.values()) it.stop.abort(STOPPING);
    },
  };
}

async function traced(
  tracer: Tracer | null,
  job: Job,
  attempt: () => Promise<Attempted>,
): Promise<Attempted> {
  if (tracer === null) return attempt();
  const span = tracer.begin(`job ${job.kind}`, {
    kind: 'internal',
    attributes: {
      'patchward.job.kind': job.kind,
      'patchward.job.id': job.id,
      'patchward.job.attempt': job.attempt,
    },
  });
  const outcome = await span.within(attempt);
  span.note({ 'patchward.job.outcome': outcome.how });
  if (outcome.how === 'failed' || outcome.how === 'refused') span.fail(`It was ${outcome.how}`);
  span.end();
  return outcome;
}

function endOfLost({ cancelAsked, losses, failures, periodic }: Job, at: Date): JobEnd {
  if (cancelAsked) return { state: 'cancelled' };
  if (losses >= LOSSES_MAX && !periodic)
    return {
      state: 'failed',
      failures,
      failure: `Given up: the server ended ${losses + 1} times while it ran`,
    };
  return { state: 'waiting', runAfter: at, failures, losses: losses + 1, failure: null };
}
