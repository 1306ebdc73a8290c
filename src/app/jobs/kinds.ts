import { BULK_EDIT_JOB } from '../inventory/bulk-edits.ts';
import { matchFleetJob } from '../vulnerabilities/match-job.ts';
import { DEMONSTRATION_JOB } from '../demonstration/job.ts';
import type { JobCatalogue } from './kind.ts';
import { RECONCILERS } from './reconcilers.ts';

/** Every kind of job the product knows. */
export const JOBS: JobCatalogue = {
  kinds: [matchFleetJob, DEMONSTRATION_JOB, BULK_EDIT_JOB],
  reconcilers: RECONCILERS,
};
