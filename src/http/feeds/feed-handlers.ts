import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { bringFile } from '#app/feeds/bring-file';
import { dropBroughtFile, listBroughtFiles } from '#app/feeds/brought-files';
import { startSync } from '#app/feeds/feed-jobs';
import { addFeed, editFeed, removeFeed } from '#app/feeds/feed-settings';
import {
  activeJobs,
  type LedgerFeed,
  listCatalogueEditions,
  listFeeds,
  listQuarantine,
  listRuns,
  readFeed,
} from '#app/feeds/ledger';
import { readQuarantineFile } from '#app/feeds/quarantine-file';
import { readStanding, type Standing } from '#app/feeds/standing';
import type { Context } from '#app/context';
import { api } from '#contract/api';
import type { FeedRunView, FeedStanding, FeedView } from '#contract/feeds/feed';
import { FEED_KINDS } from '#engine/words';
import { cursorAt, idIn, placeIn } from '../inventory/cursor.ts';
import { withUpload } from '../inventory/upload.ts';
import { acceptedJob } from '../jobs/job-view.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

/** The routes under `/api/v1/feeds`. */
export function serveFeeds(app: FastifyInstance): void {
  serveRoute(app, api.listFeeds, async (_, { request }) => {
    const ctx = contextOf(request);
    const feeds = await listFeeds(ctx);
    const jobs = await activeJobs(ctx, feeds);
    return { items: feeds.map((it) => feedView(it, jobs.get(it.id) ?? null)) };
  });
  serveRoute(app, api.readFeedStanding, async (_, { request }) =>
    standingView(await readStanding(contextOf(request))),
  );
  serveRoute(app, api.readFeed, async ({ params }, { request }) => viewOf(contextOf(request), params.id));
  serveRoute(app, api.addFeed, async ({ body }, { request, reply }) => {
    const ctx = contextOf(request);
    const id = await addFeed(ctx, { address: null, ...body });
    void reply.header('location', `/api/v1/feeds/${id}`);
    return viewOf(ctx, id);
  });
  serveRoute(app, api.editFeed, async ({ params, body }, { request }) => {
    const ctx = contextOf(request);
    await editFeed(ctx, params.id, body);
    return viewOf(ctx, params.id);
  });
  serveRoute(app, api.removeFeed, async ({ params }, { request }) => {
    await removeFeed(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.syncFeed, async ({ params, body }, { request, reply }) => {
    const ctx = contextOf(request);
    return acceptedJob(reply, ctx, await startSync(ctx, params.id, body));
  });
  serveRoute(app, api.bringFeedFile, async ({ params }, { request, reply }) => {
    const ctx = contextOf(request);
    return withUpload(request, async (file) =>
      acceptedJob(reply, ctx, await bringFile(ctx, params.id, file)),
    );
  });
  serveRoute(app, api.listBroughtFiles, async ({ params }, { request }) => ({
    items: (await listBroughtFiles(contextOf(request), params.id)).map((it) => ({
      id: it.id,
      name: it.name,
      bytes: it.bytes,
      kinds: it.kinds.flatMap(({ feed }) => FEED_KINDS.find((kind) => kind === feed) ?? []),
      loaded: it.loaded,
      quarantined: it.quarantined,
      broughtAt: it.fetchedAt.toISOString(),
    })),
  }));
  serveRoute(app, api.dropBroughtFile, async ({ params }, { request }) => {
    await dropBroughtFile(contextOf(request), params.id, params.fileId);
    return undefined;
  });
  serveRoute(app, api.listFeedRuns, async ({ params, query: { cursor, limit } }, { request }) => {
    const { items, total } = await listRuns(contextOf(request), params.id, { before: idIn(cursor), limit });
    return {
      items: items.map(runView),
      next: items.length === limit ? (items.at(-1)?.id ?? null) : null,
      total,
    };
  });
  serveRoute(app, api.listQuarantine, async ({ params, query: { cursor, limit } }, { request }) => {
    const after = cursor === undefined ? null : quarantinePlace(cursor);
    const { items, total } = await listQuarantine(contextOf(request), params.id, { after, limit });
    const last = items.at(-1);
    return {
      items: items.map(({ member, line, field, reason, raw }) => ({
        file: member,
        line,
        field,
        reason,
        raw,
      })),
      next: last === undefined || items.length < limit ? null : cursorAt([last.fileId, last.place]),
      total,
    };
  });
  serveStream(app, api.downloadQuarantine, async ({ params }, reply) => {
    const { name, chunks } = await readQuarantineFile(contextOf(reply.request), params.id);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(Readable.from(chunks));
  });
  serveRoute(app, api.listEditions, async ({ query: { cursor, limit } }, { request }) => {
    const before = cursor === undefined ? null : placeIn(z.tuple([z.number().int()]), cursor)[0];
    const { items, total } = await listCatalogueEditions(contextOf(request), { before, limit });
    const last = items.at(-1);
    return {
      items: items.map(({ catalogueId: _, madeAt, ...it }) => ({ ...it, madeAt: madeAt.toISOString() })),
      next: last === undefined || items.length < limit ? null : cursorAt([last.no]),
      total,
    };
  });
}

function quarantinePlace(cursor: string) {
  const [fileId, place] = placeIn(z.tuple([z.uuid(), z.number().int()]), cursor);
  return { fileId, place };
}

async function viewOf(ctx: Context, id: string): Promise<FeedView> {
  const feed = await readFeed(ctx, id);
  return feedView(feed, (await activeJobs(ctx, [feed])).get(id) ?? null);
}

function feedView(it: LedgerFeed, jobId: string | null): FeedView {
  return {
    id: it.id,
    source: it.source,
    name: it.name,
    address: it.address,
    origin: it.origin,
    isEnabled: it.isEnabled,
    everyMinutes: it.everyMinutes,
    ageHoursMax: it.ageHoursMax,
    hasApiKey: it.sealedKey !== null,
    state: it.state,
    concerns: it.concerns,
    kinds: it.kinds,
    asOf: it.asOf?.toISOString() ?? null,
    lastAttemptAt: it.lastAttemptAt?.toISOString() ?? null,
    lastSuccessAt: it.lastSuccessAt?.toISOString() ?? null,
    nextRunAt: it.isEnabled ? (it.nextRunAt?.toISOString() ?? null) : null,
    problem: it.problem,
    expected: it.expected,
    loaded: it.loaded,
    quarantined: it.quarantined,
    files: it.files,
    bytes: it.bytes,
    gaps: it.gaps,
    carriedBy: it.carriedBy,
    jobId,
    version: it.version,
  };
}

/** How far findings can be leaned on, as the API shows it. */
export function standingView({ asOf, inDoubt }: Standing): FeedStanding {
  return {
    asOf: asOf?.toISOString() ?? null,
    inDoubt: inDoubt.map(({ kinds: _, ...it }) => ({ ...it, asOf: it.asOf?.toISOString() ?? null })),
  };
}

function runView(it: Awaited<ReturnType<typeof listRuns>>['items'][number]): FeedRunView {
  return {
    id: it.id,
    state: it.state,
    startedAt: it.startedAt.toISOString(),
    endedAt: it.endedAt?.toISOString() ?? null,
    askedBy: it.askedByName,
    requests: it.requests,
    bytes: it.bytes,
    files: it.files,
    expected: it.expected,
    loaded: it.loaded,
    quarantined: it.quarantined,
    problem: it.problem,
  };
}
