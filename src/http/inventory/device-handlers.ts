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
import { api } from '#contract/api';
import type { DeviceDetail, DeviceRow } from '#contract/inventory/device';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** The routes under `/api/v1/devices`. */
export function serveDevices(app: FastifyInstance): void {
  serveRoute(app, api.findDevices, async ({ query }, { request }) => {
    const { filter, sort, cursor, limit } = query;
    const after = cursor === undefined ? null : readCursor(sort, cursor);
    const page = await findDevices(contextOf(request), { filter, sort, after, limit });
    return {
      items: page.devices.map(rowOf),
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
    return detailOf(await readDevice(ctx, id));
  });
  serveRoute(app, api.editExtras, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    await editExtras(ctx, params.id, body);
    return detailOf(await readDevice(ctx, params.id));
  });
  serveRoute(app, api.inspectDevice, async ({ params }, { request }) =>
    detailOf(await readDevice(contextOf(request), params.id)),
  );
}

function rowOf(it: ListedDevice): DeviceRow {
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
  };
}

function detailOf({ device, provenance, observations, timeline, unproven }: DeviceDossier): DeviceDetail {
  return {
    ...rowOf(device),
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
  };
}
