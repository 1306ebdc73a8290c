import type { FastifyInstance } from 'fastify';
import { type DeviceReadiness, readDeviceReadiness, readReadiness } from '#app/vulnerabilities/readiness';
import {
  listReadinessOverrides,
  previewReadiness,
  revokeReadiness,
  sayReadiness,
} from '#app/vulnerabilities/readiness-overrides';
import { api } from '#contract/api';
import type { ReadinessOverrideView } from '#contract/vulnerabilities/readiness';
import { idIn } from '../inventory/cursor.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';

/** The routes of how ready findings and devices are to be patched. */
export function serveReadiness(app: FastifyInstance): void {
  serveRoute(app, api.readReadiness, async ({ query }, { request }) =>
    readReadiness(contextOf(request), query.filter),
  );
  serveRoute(app, api.readDeviceReadiness, async ({ params }, { request }) => {
    const { overrides, ...it } = await readDeviceReadiness(contextOf(request), params.id);
    return { ...it, overrides: overrides.map(overrideView) };
  });
  serveRoute(app, api.listReadinessOverrides, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listReadinessOverrides(contextOf(request), { before: idIn(cursor), limit });
    return { ...page, items: page.items.map(overrideView) };
  });
  serveRoute(app, api.previewReadiness, async ({ body }, { request }) =>
    previewReadiness(contextOf(request), body),
  );
  serveRoute(app, api.sayReadiness, async ({ body }, { request }) => ({
    id: await sayReadiness(contextOf(request), body),
  }));
  serveRoute(app, api.revokeReadiness, async ({ params, body }, { request }) => {
    await revokeReadiness(contextOf(request), params.id, body.because);
    return undefined;
  });
}

function overrideView(it: DeviceReadiness['overrides'][number]): ReadinessOverrideView {
  return {
    id: it.id,
    deviceId: it.deviceId,
    filter: it.filter,
    says: it.says,
    reason: it.reason,
    rationale: it.rationale,
    expiresOn: it.expiresOn,
    owner: it.ownerName,
    madeAt: it.madeAt.toISOString(),
    madeBy: it.madeByName,
    endedAt: it.endedAt?.toISOString() ?? null,
    endedBecause: it.endedBecause,
    endedBy: it.endedByName,
    devices: it.devices,
  };
}
