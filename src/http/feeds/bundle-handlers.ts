import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { distrustBundleKey, fingerprintOf, listBundleKeys, trustBundleKey } from '#app/feeds/bundle-keys';
import type { Context } from '#app/context';
import { exportBundle } from '#app/feeds/export-bundle';
import { startImport } from '#app/feeds/import-bundle';
import { api } from '#contract/api';
import type { BundleKeysView } from '#contract/feeds/feed';
import { withUpload } from '../inventory/upload.ts';
import { acceptedJob } from '../jobs/job-view.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

/** The routes of signed bundles, and of whose are taken in. */
export function serveBundles(app: FastifyInstance): void {
  serveStream(app, api.downloadBundle, async (_, reply) => {
    const ctx = contextOf(reply.request);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type('application/x-tar')
      .header('content-disposition', `attachment; filename="patchward-feeds-${day}.tar"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(await exportBundle(ctx)));
  });
  serveRoute(app, api.importBundle, async ({ query }, { request, reply }) => {
    const ctx = contextOf(request);
    const acceptShorter = query.acceptShorter === 'yes';
    return withUpload(request, async (file) =>
      acceptedJob(reply, ctx, await startImport(ctx, file, { acceptShorter })),
    );
  });
  serveRoute(app, api.listBundleKeys, async (_, { request }) => keysView(contextOf(request)));
  serveRoute(app, api.trustBundleKey, async ({ body }, { request }) => {
    const ctx = contextOf(request);
    await trustBundleKey(ctx, body);
    return keysView(ctx);
  });
  serveRoute(app, api.distrustBundleKey, async ({ params }, { request }) => {
    await distrustBundleKey(contextOf(request), params.fingerprint);
    return undefined;
  });
}

async function keysView(ctx: Context): Promise<BundleKeysView> {
  const { own, trusted } = await listBundleKeys(ctx);
  return {
    own: { ...own, fingerprint: fingerprintOf(own.publicKey) },
    trusted: trusted.map(({ name, publicKey, trustedAt, trustedByName }) => ({
      name,
      publicKey,
      fingerprint: fingerprintOf(publicKey),
      trustedAt: trustedAt.toISOString(),
      trustedBy: trustedByName,
    })),
  };
}
