import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import type { Instance } from '#app/context';
import { readMeasures } from '#app/operation/measures';
import { api } from '#contract/api';
import type { JobCatalogue } from '#app/jobs/kind';
import type { IdentityProvider } from '#app/people/single-sign-on';
import { serveAudit } from './audit/handlers.ts';
import { serveDestinations } from './destinations/destination-handlers.ts';
import { serveTickets } from './destinations/ticket-handlers.ts';
import { serveTicketNews } from './destinations/ticket-news-handler.ts';
import { serveDemonstration } from './demonstration/demonstration-handlers.ts';
import { serveBulkEdits } from './inventory/bulk-edit-handlers.ts';
import { serveCustomFields } from './inventory/custom-field-handlers.ts';
import { serveDevices } from './inventory/device-handlers.ts';
import { serveIdentity } from './inventory/identity-handlers.ts';
import { serveExports } from './inventory/export-handlers.ts';
import { serveImports } from './inventory/import-handlers.ts';
import { serveJobs } from './jobs/job-handlers.ts';
import { serveViews } from './lists/view-handlers.ts';
import { serveFindingPolicy } from './vulnerabilities/policy-handlers.ts';
import { serveIdentifications } from './vulnerabilities/identification-handlers.ts';
import { serveScorings } from './vulnerabilities/scoring-handlers.ts';
import { serveNotices } from './vulnerabilities/notice-handlers.ts';
import { serveRecalls } from './vulnerabilities/recall-handlers.ts';
import { serveReadiness } from './vulnerabilities/readiness-handlers.ts';
import { servePatternRules } from './vulnerabilities/pattern-rule-handlers.ts';
import { serveAbsence } from './vulnerabilities/absence-handlers.ts';
import { serveBundles } from './feeds/bundle-handlers.ts';
import { serveFeeds } from './feeds/feed-handlers.ts';
import { serveDecisions } from './vulnerabilities/decision-handlers.ts';
import { serveFindings } from './vulnerabilities/finding-handlers.ts';
import { serveVulnerabilities } from './vulnerabilities/vulnerability-handlers.ts';
import { serveModelFiles } from './inventory/model-file-handlers.ts';
import { serveModels } from './inventory/model-handlers.ts';
import { servePickups } from './inventory/pickup-handlers.ts';
import { servePlaces } from './inventory/place-handlers.ts';
import { serveLifecycle } from './inventory/lifecycle-handlers.ts';
import { serveProcurement } from './inventory/procurement-handlers.ts';
import { serveReconciliations } from './inventory/reconciliation-handlers.ts';
import { serveVendors } from './inventory/vendor-handlers.ts';
import { type Meter } from './metrics.ts';
import { attend, contextOf } from './people/attend.ts';
import { limitPeople, type RateLimits } from './rate-limit.ts';
import { serveRoute } from './serve-route.ts';
import { servePasskeys } from './people/passkey-handlers.ts';
import { servePeople } from './people/people-handlers.ts';
import { servePolicy } from './people/policy-handlers.ts';
import { serveSelf } from './people/self-handlers.ts';
import { serveSession } from './people/session-handlers.ts';
import { decideCookies } from './people/session-cookie.ts';
import { serveSingleSignOn } from './people/single-sign-on-handlers.ts';
import { serveTokens } from './people/token-handlers.ts';
import { serveBackups } from './settings/backup-handlers.ts';
import { serveHospital } from './settings/hospital-handlers.ts';
import { serveOutgoing } from './settings/outgoing-handlers.ts';
import { serveToday } from './today/today-handlers.ts';

export interface RecordSettings {
  /** Address people reach this server at; null: whatever they typed. */
  readonly origin: string | null;
  /** The hospital's identity provider; null: none is set up. */
  readonly provider: IdentityProvider | null;
  /** Plain lines for the person who started the server. */
  readonly log: (line: string) => void;
  readonly jobs: JobCatalogue;
  /** Only this computer can reach the server. */
  readonly loopback: boolean;
  /** What Prometheus brings to read `/metrics`; null: only accounts may. */
  readonly metricsToken: string | null;
  readonly rateLimits: RateLimits;
  readonly meter: Meter;
}

/** The system of record: everything that needs a database and a person. */
export async function serveRecord(
  app: FastifyInstance,
  instance: Instance,
  { origin, provider, log, jobs, loopback, metricsToken, rateLimits, meter }: RecordSettings,
): Promise<void> {
  await app.register(cookie);
  const secure = origin?.startsWith('https:') === true;
  decideCookies(app, { secure });
  attend(app, instance, { loopback, metricsToken });
  limitPeople(app, rateLimits, instance.now);
  serveRoute(app, api.readMetrics, async (_, { request, reply }) => {
    void reply.type('text/plain; version=0.0.4; charset=utf-8');
    return meter.text(await readMeasures(contextOf(request)));
  });
  serveAudit(app);
  serveDevices(app);
  serveBulkEdits(app);
  serveExports(app);
  serveCustomFields(app);
  serveViews(app);
  serveModels(app);
  serveVendors(app);
  servePlaces(app);
  serveReconciliations(app);
  serveLifecycle(app);
  serveProcurement(app);
  serveModelFiles(app);
  serveImports(app);
  servePickups(app);
  serveIdentity(app);
  serveDestinations(app);
  serveTickets(app, origin);
  await serveTicketNews(app);
  serveJobs(app, log, jobs);
  serveFindings(app);
  serveFeeds(app);
  serveBundles(app);
  serveDecisions(app);
  serveAbsence(app);
  servePatternRules(app);
  serveReadiness(app);
  serveNotices(app);
  serveRecalls(app);
  serveScorings(app);
  serveIdentifications(app);
  serveFindingPolicy(app);
  serveVulnerabilities(app);
  servePeople(app);
  serveTokens(app);
  serveHospital(app);
  serveOutgoing(app);
  serveBackups(app);
  serveSelf(app);
  servePolicy(app, provider);
  serveSession(app, { secure });
  serveToday(app, log);
  serveDemonstration(app, { secure });
  servePasskeys(app, { origin, secure });
  serveSingleSignOn(app, { provider, origin, secure });
}
