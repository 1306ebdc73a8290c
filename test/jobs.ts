import type { Instance } from '../src/app/context.ts';
import type { JobCatalogue } from '../src/app/jobs/kind.ts';
import { createRunner } from '../src/app/jobs/runner.ts';

/** Carries out every job that waits, and those they start, as a server would. Throws what a server would log as a fault. */
export async function runJobs(instance: Instance, jobs: JobCatalogue): Promise<void> {
  const faults: Error[] = [];
  const runner = createRunner({
    instance,
    jobs: { ...jobs, reconcilers: [] },
    node: 'test',
    slots: 4,
    onFault: (error) => faults.push(error),
  });
  while ((await runner.fill()) > 0) await runner.settle();
  if (faults.length > 0) throw new AggregateError(faults, faults.map((it) => it.message).join('; '));
}
