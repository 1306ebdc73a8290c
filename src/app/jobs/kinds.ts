import { keepBackupJob } from '../backup/keep-backup.ts';
import { DEMONSTRATION_JOB } from '../demonstration/job.ts';
import { PLAY_JOB } from '../demonstration/play.ts';
import { BULK_EDIT_JOB } from '../inventory/bulk-edits.ts';
import { applyPrecedenceJob } from '../inventory/conflicts.ts';
import { IMPORT_JOBS } from '../inventory/import-jobs.ts';
import { pickupJob } from '../inventory/pickup-run.ts';
import { RECONCILE_JOB } from '../inventory/reconciliation-job.ts';
import { REFRESH_JOB } from '../inventory/refresh.ts';
import { resolveAnewJob } from '../inventory/resolve-anew.ts';
import { STATE_ABSENCE_JOB } from '../vulnerabilities/absence-statements.ts';
import { APPROVE_DECISIONS_JOB } from '../vulnerabilities/decisions.ts';
import { matchFleetJob } from '../vulnerabilities/match-job.ts';
import { syncFeedJob } from '../feeds/feed-jobs.ts';
import { importBundleJob } from '../feeds/import-bundle.ts';
import { rebuildCatalogueJob } from '../vulnerabilities/rebuild-catalogue.ts';
import type { JobCatalogue } from './kind.ts';
import { RECONCILERS } from './reconcilers.ts';

/** Every kind of job the product knows. */
export const JOBS: JobCatalogue = {
  kinds: [
    ...IMPORT_JOBS,
    keepBackupJob,
    pickupJob,
    applyPrecedenceJob,
    BULK_EDIT_JOB,
    RECONCILE_JOB,
    REFRESH_JOB,
    resolveAnewJob,
    matchFleetJob,
    STATE_ABSENCE_JOB,
    APPROVE_DECISIONS_JOB,
    syncFeedJob,
    importBundleJob,
    rebuildCatalogueJob,
    DEMONSTRATION_JOB,
    PLAY_JOB,
  ],
  reconcilers: RECONCILERS,
};
