import type { FastifyInstance } from 'fastify';
import { type BackupPolicy, editBackupPolicy } from '#app/backup/backup-policy';
import {
  type BackupSeen,
  beginBackup,
  dropKeptBackup,
  listKeptBackups,
  readKeptBackup,
  takeKeptBackup,
} from '#app/backup/kept-backups';
import { makeBackup } from '#app/backup/make-backup';
import { api } from '#contract/api';
import type { BackupPolicyView, KeptBackupView } from '#contract/settings/backup-routes';
import { acceptedJob } from '../jobs/job-view.ts';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';

/** The routes under `/api/v1/backups`, `/kept-backups` and `/backup-policy`. */
export function serveBackups(app: FastifyInstance): void {
  serveStream(app, api.makeBackup, async (_, reply) => {
    const ctx = contextOf(reply.request);
    const day = ctx.now().toISOString().slice(0, 10);
    return reply
      .type('application/gzip')
      .header('content-disposition', `attachment; filename="patchward-backup-${day}.jsonl.gz"`)
      .header('cache-control', 'no-store')
      .send(await makeBackup(ctx));
  });
  serveRoute(app, api.listKeptBackups, async (_, { request }) => {
    const { backups, policy, folder } = await listKeptBackups(contextOf(request));
    return { items: backups.map(backupView), policy: policyView(policy), folder };
  });
  serveRoute(app, api.keepBackup, async (_, { request, reply }) => {
    const ctx = contextOf(request);
    return acceptedJob(reply, ctx, await beginBackup(ctx));
  });
  serveRoute(app, api.readKeptBackup, async ({ params }, { request }) =>
    backupView(await readKeptBackup(contextOf(request), params.id)),
  );
  serveStream(app, api.downloadKeptBackup, async ({ params }, reply) => {
    const { backup, bytes } = await takeKeptBackup(contextOf(reply.request), params.id);
    return reply
      .type('application/gzip')
      .header('content-disposition', `attachment; filename="${backup.file}"`)
      .header('content-length', backup.bytes ?? 0)
      .header('cache-control', 'no-store')
      .send(bytes);
  });
  serveRoute(app, api.dropKeptBackup, async ({ params }, { request }) => {
    await dropKeptBackup(contextOf(request), params.id);
    return undefined;
  });
  serveRoute(app, api.editBackupPolicy, async ({ body }, { request }) =>
    policyView(await editBackupPolicy(contextOf(request), body)),
  );
}

function backupView(it: BackupSeen): KeptBackupView {
  return {
    id: it.id,
    state: it.state,
    file: it.file,
    begunAt: it.begunAt.toISOString(),
    begunBy: it.begunByName,
    endedAt: it.endedAt?.toISOString() ?? null,
    bytes: it.bytes,
    sha256: it.sha256,
    problem: it.problem,
    isThere: it.isThere,
  };
}

function policyView(it: BackupPolicy): BackupPolicyView {
  return { ...it, nextRunAt: it.nextRunAt?.toISOString() ?? null };
}
