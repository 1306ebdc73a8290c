import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { beginSnapshot, listSequences, listTables, readTable } from '#store/backup';
import { knownMigrations, pendingMigrations } from '#store/migrate';
import { readKeyId } from '#store/sealed-secrets';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import type { Vault } from '../secrets/vault.ts';
import { headLine, rowsLine, withEnd } from './backup-file.ts';
import { BACKUP_PROBE } from './probe.ts';

/**
 * One consistent file of everything the database holds, while others go on writing. The key that secrets are encrypted
 * with is not in it: keep that apart. On the embedded database others wait meanwhile, since it serves one at a time.
 * @returns gzipped bytes, at the pace of the reader; destroying it ends the reading
 */
export async function makeBackup(ctx: Context): Promise<Readable> {
  // A token that is made for backups alone serves a nightly run; an open browser is not enough.
  if (!('limitedTo' in ctx.actor) || ctx.actor.limitedTo === null) demandProof(ctx);
  await act(ctx, { permission: 'backups.make' }, async () => ({
    value: undefined,
    audit: { act: 'backup.make', subject: null, detail: {} },
  }));
  return backupBytes(ctx);
}

/** The bytes of a backup, for whoever asked for permission already. */
export function backupBytes(ctx: Context): Readable {
  const lines = Readable.from(linesOf(ctx));
  const zipped = createGzip();
  lines.on('error', (error) => zipped.destroy(error));
  zipped.on('close', () => lines.destroy());
  return lines.pipe(zipped);
}

function linesOf(ctx: Context): AsyncGenerator<string> {
  const counts = new Map<string, number>();
  return withEnd(snapshotLines(ctx, counts), counts);
}

async function* snapshotLines(
  { store, vault, now }: Context,
  counts: Map<string, number>,
): AsyncGenerator<string> {
  const pending = await pendingMigrations(store);
  const tx = await beginSnapshot(store.db);
  try {
    refuseOtherKey(await readKeyId(tx), vault);
    const tables = await listTables(tx);
    yield headLine({
      format: 'patchward-backup',
      version: 1,
      takenAt: now().toISOString(),
      migrations: knownMigrations().filter((it) => !pending.includes(it)),
      probe: vault.seal(Buffer.from(BACKUP_PROBE), BACKUP_PROBE).toString('base64'),
      tables,
      sequences: await listSequences(tx),
    });
    for (const [place, table] of tables.entries()) {
      counts.set(table.name, 0);
      for await (const { rows, json } of readTable(tx, table)) {
        counts.set(table.name, (counts.get(table.name) ?? 0) + rows);
        yield rowsLine({ place, json });
      }
    }
  } finally {
    await tx.rollback().execute();
  }
}

/** A backup says which key its secrets need: that has to be the one they have. */
function refuseOtherKey(id: string | null, vault: Vault): void {
  if (id !== null && id !== vault.id)
    throw new Refused({
      code: 'conflict',
      because: `Cannot make a backup: the encryption key was changed to ${id}. Start this server again with the new key`,
    });
}
