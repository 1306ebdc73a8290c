import type { FastifyInstance } from 'fastify';
import {
  type DeviceDossier,
  findDevices,
  type ListedDevice,
  listValues,
  type Observed,
  readDevice,
} from '#app/inventory/devices';
import { editDevice } from '#app/inventory/edit-device';
import { editExtras } from '#app/inventory/edit-extras';
import type { Context } from '#app/context';
import { type FindingDay, readDay } from '#app/vulnerabilities/findings';
import { api } from '#contract/api';
import type { DeviceDetail, DeviceRow } from '#contract/inventory/device';
import { clockDue } from '../assessments/views.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** The routes under `/api/v1/devices`. */
export function serveDevices(app: FastifyInstance): void {
  serveRoute(app, api.findDevices, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const ctx = contextOf(request);
    const page = await findDevices(ctx, { filter, sort, after, limit });
    const today = await readDay(ctx);
    return {
      items: page.devices.map((it) => rowOf(it, today)),
      next: page.next === null ? null : writeCursor(sort, page.next),
      total: page.total,
      isCapped: page.isCapped,
    };
  });
  serveRoute(app, api.listDeviceValues, async ({ query }, { request }) => ({
    items: await listValues(contextOf(request), query),
  }));
  serveRoute(app, api.editDevice, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    const id = await editDevice(ctx, params.id, {
      fields: body.fields,
      version: body.version ?? null,
      reason: body.reason ?? null,
      evidence: body.evidence,
    });
    return detailOf(ctx, await readDevice(ctx, id));
  });
  serveRoute(app, api.editExtras, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    await editExtras(ctx, params.id, body);
    return detailOf(ctx, await readDevice(ctx, params.id));
  });
  serveRoute(app, api.inspectDevice, async ({ params }, { request }) => {
    const ctx = contextOf(request);
    return detailOf(ctx, await readDevice(ctx, params.id));
  });
}

function rowOf(it: ListedDevice, today: FindingDay): DeviceRow {
  const { components: _, componentsComplete: __, ...fields } = it.fields;
  return {
    id: it.id,
    name: it.name,
    label: it.label,
    fields,
    inherited: { ...it.inherited },
    sources: it.sourceCount,
    conflicts: it.conflictCount,
    seenAt: it.seenAt.toISOString(),
    changedAt: it.changedAt.toISOString(),
    tags: it.tags,
    custom: it.custom,
    risk: it.risk === null ? null : riskView(it.risk, today),
  };
}

function riskView({ dueOn, ...it }: NonNullable<ListedDevice['risk']>, today: FindingDay) {
  return { ...it, due: clockDue({ dueBy: dueOn, name: 'Strictest clock' }, today) };
}

async function detailOf(
  ctx: Context,
  { device, provenance, observations, timeline, unproven }: DeviceDossier,
): Promise<DeviceDetail> {
  return {
    ...rowOf(device, await readDay(ctx)),
    version: device.version,
    createdAt: device.createdAt.toISOString(),
    belongs: device.belongs,
    components: device.fields.components ?? [],
    componentsComplete: device.fields.componentsComplete ?? false,
    provenance: provenance.map(({ field, isConflict, sayings }) => ({
      field,
      isConflict,
      sayings: sayings.map(sayingOf),
    })),
    observations: observations.map((it) => ({
      id: it.id,
      source: it.source,
      kind: it.kind,
      at: it.at.toISOString(),
      importId: it.importId,
      by: it.byName,
      reason: it.reason,
      line: it.line,
      fields: { ...it.fields },
      unmapped: it.unmapped,
      reported: it.reported,
    })),
    unproven,
    timeline: timeline.map((it) => ({
      id: it.id,
      at: it.at.toISOString(),
      kind: it.kind,
      by: it.byName,
      importId: it.importId,
      source: it.source,
      changes: it.changes,
      note: it.note,
    })),
  };
}

function sayingOf({
  value,
  word,
  grade,
  rules,
  junk,
}: DeviceDossier['provenance'][number]['sayings'][number] & { readonly word: Observed }) {
  return {
    value,
    text: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
    source: word.source,
    kind: word.kind,
    by: word.observation.byName,
    at: word.at,
    grade,
    rules,
    junk,
  };
}
