import { deleteJobsEndedBefore } from '#store/jobs';
import { deleteAnswersBefore } from '#store/kept-answers';
import { deliverDue, forgetDeliveries } from '../destinations/deliver.ts';
import { tellWhatIsDue } from '../destinations/due-digest.ts';
import { watchFeeds } from '../destinations/watch-feeds.ts';
import { followTickets } from '../destinations/follow-tickets.ts';
import { makeCheckpoint } from '../audit/checkpoints.ts';
import { keepBackups } from '../backup/keep-backup.ts';
import { lookForFiles } from '../inventory/pickup-run.ts';
import { resumeImports } from '../inventory/resume-imports.ts';
import { makeMonthlyReconciliation } from '../inventory/reconciliation-job.ts';
import { tidyDatabase } from '../operation/tidy-database.ts';
import { watchStrangers } from '../inventory/strangers.ts';
import { forgetFixedFindings } from '../vulnerabilities/fixed-findings.ts';
import { foldCatalogue } from '../vulnerabilities/fold-catalogue.ts';
import { endWhatRanOut } from '../vulnerabilities/end-what-ran-out.ts';
import { recheckFleet } from '../vulnerabilities/recheck-fleet.ts';
import { keepTodaysFigures, recountDevices } from '../today/keep-figures.ts';
import { FEED_RECONCILERS } from '../feeds/feed-jobs.ts';
import type { Reconciler } from './kind.ts';

const DAY_MS = 86_400_000;
const DONE_KEPT_DAYS = 30;
const FAILED_KEPT_DAYS = 90;

/** What the product sees to by itself. */
export const RECONCILERS: readonly Reconciler[] = [
  ...FEED_RECONCILERS,
  {
    name: 'audit.sign',
    words: 'Sign the audit log',
    everyMinutes: 60,
    run: async (ctx) => {
      const size = await makeCheckpoint(ctx);
      return size === 0 ? null : `${size} entries are under the newest signature`;
    },
  },
  resumeImports,
  tidyDatabase,
  lookForFiles,
  keepBackups,
  deliverDue,
  followTickets,
  tellWhatIsDue,
  watchFeeds,
  forgetDeliveries,
  {
    name: 'fleet.recheck',
    words: 'Judge every device anew, for what the passing of days changes',
    everyMinutes: 24 * 60,
    run: async (ctx, { signal, progress }) => recheckFleet(ctx, { signal, progress }),
  },
  {
    name: 'decision.end',
    words: 'End verdicts and words on readiness whose last day has passed',
    everyMinutes: 15,
    run: endWhatRanOut,
  },
  {
    name: 'catalogue.fold',
    words: 'Compile anew what changes of feeds were laid over',
    everyMinutes: 60,
    run: async (ctx, { signal, progress }) => foldCatalogue(ctx, { signal, progress }),
  },
  {
    name: 'answer.forget',
    words: 'Forget answers to requests with an Idempotency-Key',
    everyMinutes: 60,
    run: async ({ store, now }) => {
      const before = new Date(now().getTime() - DAY_MS);
      const forgotten = await store.db.transaction().execute((tx) => deleteAnswersBefore(tx, before));
      return forgotten === 0 ? null : `${forgotten} answers forgotten`;
    },
  },
  {
    name: 'figures.keep',
    words: 'Keep the day’s figures for trends',
    everyMinutes: 6 * 60,
    run: async (ctx) => {
      const places = await keepTodaysFigures(ctx);
      return places === 0 ? null : `${places} departments counted`;
    },
  },
  {
    name: 'figures.recount',
    words: 'Count devices anew, to prove what is counted as they change',
    everyMinutes: 24 * 60,
    run: recountDevices,
  },
  {
    name: 'finding.forget',
    words: 'Forget fixed findings that no trend asks for any more',
    everyMinutes: 24 * 60,
    run: async (ctx) => {
      const forgotten = await forgetFixedFindings(ctx);
      return forgotten === 0 ? null : `${forgotten} fixed findings forgotten`;
    },
  },
  {
    name: 'stranger.watch',
    words: 'Watch for devices on the network that no register knows',
    everyMinutes: 10,
    run: watchStrangers,
  },
  {
    name: 'reconciliation.monthly',
    words: 'Make the reconciliation report of the month',
    everyMinutes: 24 * 60,
    run: makeMonthlyReconciliation,
  },
  {
    name: 'job.forget',
    words: 'Forget jobs that ended long ago',
    everyMinutes: 24 * 60,
    run: async ({ store, now }) => {
      const daysAgo = (days: number) => new Date(now().getTime() - days * DAY_MS);
      const before = { done: daysAgo(DONE_KEPT_DAYS), failed: daysAgo(FAILED_KEPT_DAYS) };
      const forgotten = await store.db.transaction().execute((tx) => deleteJobsEndedBefore(tx, before));
      return forgotten === 0 ? null : `${forgotten} jobs forgotten`;
    },
  },
];
