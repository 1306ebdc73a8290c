import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { exportRecalls, type RecallFormat } from '#app/vulnerabilities/export-recalls';
import type { FindingDay } from '#app/vulnerabilities/findings';
import {
  listDeviceRecalls,
  listDevicesOfRecall,
  listRecalls,
  type RecallDossier,
  readRecall,
  settleRecall,
  setWorkOnRecall,
  tellCommunication,
  withdrawSafetyCommunication,
} from '#app/vulnerabilities/recalls';
import { api } from '#contract/api';
import type { RecalledDevice, RecallView } from '#contract/vulnerabilities/recall';
import { clockDue } from '../assessments/views.ts';
import { cursorAt, placeIn, readCursor, writeCursor } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

type Recall = RecallDossier['recall'];
type Recalled = Awaited<ReturnType<typeof listDevicesOfRecall>>['items'][number];

const EXPORT_FILES = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  json: ['application/json', 'json'],
} as const satisfies Record<RecallFormat, readonly [string, string]>;

/** The routes under `/api/v1/recalls`. */
export function serveRecalls(app: FastifyInstance): void {
  serveRoute(app, api.listRecalls, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor, 'integer');
    const page = await listRecalls(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.items.map((it) => recallView(it, page)),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
    };
  });
  serveStream(app, api.exportRecalls, async ({ query }, reply) => {
    const ctx = contextOf(reply.request);
    const chunks = await exportRecalls(ctx, query);
    const [type, ending] = EXPORT_FILES[query.format];
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="recalls-${day}.${ending}"`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.tellCommunication, async ({ body }, { request }) => ({
    id: await tellCommunication(contextOf(request), body),
  }));
  serveRoute(app, api.withdrawCommunication, async ({ params, body }, { request }) => {
    await withdrawSafetyCommunication(contextOf(request), params.id, body.because);
    return undefined;
  });
  serveRoute(app, api.readRecall, async ({ params }, { request }) => {
    const it = await readRecall(contextOf(request), params.id);
    return {
      ...recallView(it.recall, it),
      history: it.changes.map(({ at, what }) => ({ at: at.toISOString(), what })),
    };
  });
  serveRoute(app, api.listRecalledDevices, async ({ params, query }, { request }) => {
    const { verdict = null, cursor, limit } = query;
    const after = cursor === undefined ? null : recalledPlaceIn(cursor);
    const page = await listDevicesOfRecall(contextOf(request), params.id, { verdict, after, limit });
    return {
      items: page.items.map(recalledView),
      next: page.next === null ? null : cursorAt([page.next.verdict, page.next.deviceId]),
    };
  });
  serveRoute(app, api.setRecallWork, async ({ params, body }, { request }) => {
    await setWorkOnRecall(contextOf(request), params.id, body);
    return undefined;
  });
  serveRoute(app, api.settleRecall, async ({ params, body }, { request }) => ({
    devices: await settleRecall(contextOf(request), params.id, body),
  }));
  serveRoute(app, api.listDeviceRecalls, async ({ params }, { request }) => {
    const { items, ...day } = await listDeviceRecalls(contextOf(request), params.id);
    return { items: items.map((it) => ({ recall: recallView(it.recall, day), ...standingView(it) })) };
  });
}

function recallView(it: Recall, today: FindingDay): RecallView {
  const isRunning = it.state === 'open' || it.state === 'in-work';
  return {
    id: it.id,
    kind: it.kind,
    title: it.title,
    url: it.url,
    toldBy: it.toldByName,
    firm: it.firm,
    description: it.description,
    productCode: it.productCode,
    recallClass: it.recallClass,
    status: it.status,
    reason: it.reason,
    action: it.action,
    initiatedOn: it.initiatedOn,
    endedOn: it.endedOn,
    codeInfo: it.codeInfo,
    distribution: it.distribution,
    quantity: it.quantity,
    knownSince: it.knownSince.toISOString(),
    goneAt: it.goneAt?.toISOString() ?? null,
    firstMetOn: it.firstMetOn,
    due: isRunning ? clockDue({ dueBy: it.dueOn, name: 'Recall' }, today) : null,
    state: it.state,
    stateReason: it.stateReason,
    stateAt: it.stateAt?.toISOString() ?? null,
    stateBy: it.stateByName,
    owner: it.ownerId === null || it.ownerName === null ? null : { id: it.ownerId, name: it.ownerName },
    affected: it.affected,
    undetermined: it.undetermined,
    notAffected: it.notAffected,
    settled: it.settled,
  };
}

function standingView({ verdict, grounds, since, settled }: Recalled) {
  return {
    verdict,
    grounds,
    since: since.toISOString(),
    settled:
      settled === null
        ? null
        : {
            state: settled.state,
            evidence: settled.evidence,
            at: settled.at.toISOString(),
            by: settled.byName,
          },
  };
}

function recalledView(it: Recalled): RecalledDevice {
  return {
    ...standingView(it),
    deviceId: it.deviceId,
    deviceName: it.deviceName,
    deviceLabel: it.label,
    serial: it.fields.serial ?? null,
    site: it.fields.site ?? null,
    department: it.fields.department ?? null,
  };
}

function recalledPlaceIn(cursor: string) {
  const [verdict, deviceId] = placeIn(z.tuple([z.number().int().min(0).max(2), z.uuid()]), cursor);
  return { verdict, deviceId };
}
