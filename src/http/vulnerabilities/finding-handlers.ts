import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { listPlacePatching } from '#app/today/patching';
import { type FindingOverview, summarizeFindings } from '#app/vulnerabilities/finding-summary';
import {
  type DeviceFindings,
  listDeviceFindings,
  listNotAffected,
} from '#app/vulnerabilities/device-findings';
import {
  explainFinding,
  type FindingDay,
  type FindingPage,
  listFindings,
} from '#app/vulnerabilities/findings';
import { exportFindings, type FindingFormat } from '#app/vulnerabilities/export-findings';
import { listFixedFindings } from '#app/vulnerabilities/fixed-findings';
import { groupFindings } from '#app/vulnerabilities/finding-groups';
import { api } from '#contract/api';
import type { RecordFinding } from '#contract/vulnerabilities/finding';
import { clockDue, explanationOf, fixWords } from '../assessments/views.ts';
import { standingView } from '../feeds/feed-handlers.ts';
import {
  cursorAt,
  placeIn,
  readCursor as readSortedCursor,
  writeCursor as writeSortedCursor,
} from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

type Found = FindingPage['items'][number];
type Place = Found['place'];

const EXPORT_FILES = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  json: ['application/json', 'json'],
  'csaf-vex': ['application/json', 'csaf.json'],
  'cyclonedx-vex': ['application/vnd.cyclonedx+json', 'cdx.json'],
  openvex: ['application/json', 'openvex.json'],
} as const satisfies Record<FindingFormat, readonly [string, string]>;

/** The routes of findings in the system of record. */
export function serveFindings(app: FastifyInstance): void {
  serveRoute(app, api.findFindings, async ({ query }, { request }) => {
    const { filter, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(cursor);
    const page = await listFindings(contextOf(request), { filter, after, limit });
    return {
      items: page.items.map((it) => findingView(it, page)),
      next: page.next === null ? null : writeCursor(page.next),
      total: page.total,
      isCapped: page.isCapped,
    };
  });
  serveStream(app, api.exportFindings, async ({ query }, reply) => {
    const ctx = contextOf(reply.request);
    const chunks = await exportFindings(ctx, query);
    const day = ctx.now().toISOString().slice(0, 10);
    const [type, ending] = EXPORT_FILES[query.format];
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="findings-${day}.${ending}"`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.groupFindings, async ({ query }, { request }) => {
    const { by, filter, cursor, limit } = query;
    const after = cursor === undefined ? null : groupPlaceIn(cursor);
    const page = await groupFindings(contextOf(request), { by, filter, after, limit });
    const share = (points: number) => (page.points === 0 ? 0 : points / page.points);
    return {
      items: page.items.map((it) => ({ ...it, share: share(it.riskPoints) })),
      next: page.next === null ? null : cursorAt([page.next.points, page.next.findings, page.next.key]),
      total: page.total,
    };
  });
  serveRoute(app, api.listFixedFindings, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readSortedCursor(sort, cursor, 'integer');
    const page = await listFixedFindings(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.items.map(({ fields, ...it }) => ({
        ...it,
        site: fields.site ?? null,
        department: fields.department ?? null,
      })),
      next: page.next === null ? null : writeSortedCursor(sort, page.next),
      total: page.total,
      meanDays: page.meanDays,
    };
  });
  serveRoute(app, api.summarizeFindings, async (_, { request }) => {
    const { catalogue, standing, countedAt, ...it } = await summarizeFindings(contextOf(request));
    return {
      ...it,
      countedAt: countedAt?.toISOString() ?? null,
      standing: standingView(standing),
      catalogue: catalogue === null ? null : catalogueView(catalogue),
    };
  });
  serveRoute(app, api.listPlaceRisks, async (_, { request }) => {
    const { places, countedAt } = await listPlacePatching(contextOf(request));
    return {
      countedAt: countedAt?.toISOString() ?? null,
      items: places.map(({ site, department, figures }) => ({
        site,
        department,
        devices: figures.matched,
        affected: figures.affected,
        critical: figures.critical,
        high: figures.high,
        riskPoints: figures.riskPoints,
        patched: figures.patched,
        unpatched: figures.unpatched,
      })),
    };
  });
  serveRoute(app, api.listDeviceFindings, async ({ params }, { request }) => {
    const it = await listDeviceFindings(contextOf(request), params.id);
    return {
      items: it.items.map((each) => findingView(each, it)),
      total: it.total,
      matched: it.isMatched,
      closed: it.closed.map(closedView),
      doubts: it.doubts,
    };
  });
  serveRoute(app, api.listNotAffected, async ({ params }, { request }) => ({
    items: await listNotAffected(contextOf(request), params.id),
  }));
  serveRoute(app, api.inspectFinding, async ({ params }, { request }) => {
    const { finding, found, standing, ...today } = await explainFinding(contextOf(request), params);
    return {
      ...explanationOf(finding, today),
      finding: findingView(found, today),
      standing: standingView(standing),
    };
  });
}

function closedView({ vulnerability, openedAt, closedAt, because }: DeviceFindings['closed'][number]) {
  return {
    vulnerability,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt.toISOString(),
    because,
  };
}

function catalogueView({
  name,
  madeAt,
  vulnerabilities,
  rejected,
  feeds,
}: NonNullable<FindingOverview['catalogue']>) {
  return { name, madeAt: madeAt.toISOString(), vulnerabilities, rejected, feeds: [...feeds] };
}

/** A finding as the API shows it. */
export function findingView(it: Found, today: FindingDay): RecordFinding {
  const { fields } = it;
  return {
    id: `${it.deviceId}~${it.vulnerability}`,
    tier: it.tier,
    verdict: it.verdict,
    confidence: it.confidence,
    score: it.score,
    deviceId: it.deviceId,
    deviceName: it.deviceName,
    manufacturer: fields.manufacturer ?? null,
    model: fields.model ?? null,
    deviceLabel: it.label,
    version: fields.version ?? fields.osVersion ?? null,
    site: fields.site ?? null,
    department: fields.department ?? null,
    vulnerability: it.vulnerability,
    summary: it.summary,
    cvss: it.cvss,
    exploited: it.isExploited,
    contradicted: it.isContradicted,
    why: it.why,
    due: clockDue({ dueBy: it.dueOn, name: 'Strictest clock' }, today),
    fix: fixWords({ fix: { kind: it.fix, version: it.fixVersion }, readiness: it.readiness }),
    detectedOn: it.detectedOn,
    readiness: readinessView(it),
    override: it.override === null ? null : overrideView(it.override),
    decision:
      it.decision === null
        ? null
        : { says: it.decision.says, reason: it.decision.reason, expiresOn: it.decision.expiresOn },
  };
}

function readinessView({ readiness: { said, ...counts }, derivedReadiness }: Found) {
  return { counts, derived: derivedReadiness, said };
}

function overrideView({ byName, ownerName, ...it }: NonNullable<Found['override']>) {
  return { ...it, by: byName, owner: ownerName };
}

const PlaceText = z.tuple([z.number().int(), z.number().int(), z.number().int(), z.uuid()]);

function writeCursor({ rank, cohort, vulnerability, device }: Place): string {
  return cursorAt([rank, cohort, vulnerability, device]);
}

function readCursor(cursor: string): Place {
  const [rank, cohort, vulnerability, device] = placeIn(PlaceText, cursor);
  return { rank, cohort, vulnerability, device };
}

const GroupPlaceText = z.tuple([z.number(), z.number().int(), z.string().max(300)]);

function groupPlaceIn(cursor: string) {
  const [points, findings, key] = placeIn(GroupPlaceText, cursor);
  return { points, findings, key };
}
