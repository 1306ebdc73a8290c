import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import {
  listConflicts,
  listDoubts,
  listPatterns,
  previewPrecedence,
  readPrecedenceSettings,
  setPrecedence,
} from '#app/inventory/conflicts';
import {
  keepApart,
  listIdentityActs,
  mergeDevices,
  splitDevice,
  undoDecision,
} from '#app/inventory/identity';
import { isPrecedenceField } from '#app/inventory/precedence';
import { api } from '#contract/api';
import { Refused } from '../answer.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute } from '../serve-route.ts';
import { cursorAt, foreignCursor, placeIn } from './cursor.ts';

/** The routes of conflicts, precedence, doubtful merges and what people decided about them. */
export function serveIdentity(app: FastifyInstance): void {
  serveConflicts(app);
  servePrecedence(app);
  serveDecisions(app);
}

function serveConflicts(app: FastifyInstance): void {
  serveRoute(app, api.listConflicts, async ({ query }, { request }) => {
    const { cursor, limit, field = null, pattern = null, device = null } = query;
    const page = await listConflicts(contextOf(request), {
      field,
      pattern,
      deviceId: device,
      after: cursor === undefined ? null : conflictAt(cursor),
      limit,
    });
    return { ...page, next: page.next === null ? null : cursorAt([page.next.id, page.next.key]) };
  });
  serveRoute(app, api.listConflictPatterns, async (_, { request }) => ({
    items: (await listPatterns(contextOf(request))).map((it) => ({
      ...it,
      sources: it.pattern.split('\t').slice(1),
    })),
  }));
  serveRoute(app, api.listDoubtfulMerges, async ({ query: { cursor, limit } }, { request }) => {
    if (cursor !== undefined && !/^-?\d{1,19}$/.test(cursor)) throw foreignCursor();
    const page = await listDoubts(contextOf(request), { after: cursor ?? null, limit });
    return {
      items: page.items.map(({ hash, kind, value, because, foundAt, devices }) => ({
        id: hash,
        kind,
        value,
        because,
        foundAt: foundAt.toISOString(),
        devices: devices.map(({ sourceCount, ...it }) => ({
          ...it,
          fields: { ...it.fields },
          sources: sourceCount,
        })),
      })),
      next: page.next,
      total: page.total,
    };
  });
}

const ConflictPlace = z.tuple([z.uuid(), z.string().max(60)]);

function conflictAt(cursor: string): { readonly id: string; readonly key: string } {
  const [id, key] = placeIn(ConflictPlace, cursor);
  return { id, key };
}

function servePrecedence(app: FastifyInstance): void {
  serveRoute(app, api.readPrecedence, async (_, { request }) => {
    const { precedence, rules } = await readPrecedenceSettings(contextOf(request));
    return {
      items: Object.entries(precedence).map(([field, order]) => ({
        field,
        order,
        isOwn: Object.hasOwn(rules, field),
      })),
    };
  });
  serveRoute(app, api.setPrecedence, async ({ params: { field }, query, body }, { request }) => {
    if (!isPrecedenceField(field))
      throw new Refused(400, `Cannot set the order for "${field}": there is no such field`, {
        field: 'field',
      });
    const wish = { field, source: body.source };
    if (query.dryRun === 'yes')
      return { jobId: null, ...(await previewPrecedence(contextOf(request), wish)) };
    return { jobId: await setPrecedence(contextOf(request), wish), checked: null, changed: null };
  });
}

function serveDecisions(app: FastifyInstance): void {
  serveRoute(app, api.decideIdentity, async ({ body: { kind, devices, reason = null } }, { request }) => {
    const ctx = contextOf(request);
    return kind === 'merge' ? mergeDevices(ctx, devices, reason) : keepApart(ctx, devices, reason);
  });
  serveRoute(app, api.splitDevice, async ({ params, body: { observations, reason = null } }, { request }) =>
    splitDevice(contextOf(request), params.id, observations, reason),
  );
  serveRoute(app, api.listDecisions, async ({ query: { cursor, limit } }, { request }) => {
    const page = await listIdentityActs(contextOf(request), { before: cursor ?? null, limit });
    return {
      items: page.items.map((it) => ({
        actId: it.actId,
        kind: it.kind,
        at: it.at.toISOString(),
        by: it.byName,
        reason: it.reason,
        undoneAt: it.undoneAt?.toISOString() ?? null,
        pairs: it.pairs,
      })),
      next: page.next,
    };
  });
  serveRoute(app, api.undoDecision, async ({ params }, { request }) =>
    undoDecision(contextOf(request), params.id),
  );
}
