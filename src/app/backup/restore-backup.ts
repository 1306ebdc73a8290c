import { createExportVerifier } from '#engine/audit';
import { beginFilling, endFilling, insertBatch, isUntouched, listTables } from '#store/backup';
import { knownMigrations, migrate, pendingMigrations } from '#store/migrate';
import { actUnasked } from '../act.ts';
import { exportAudit } from '../audit/export.ts';
import { sha256, verifyEd25519 } from '../audit/signing-key.ts';
import type { Context, Instance } from '../context.ts';
import { InputError } from '../input-error.ts';
import { type BackupHead, checkBackup, type CheckedBackup, rowsOf } from './backup-file.ts';
import { BACKUP_PROBE } from './probe.ts';

export interface Restored {
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  /** Entries of the audit log, proven. */
  readonly auditEntries: number;
}

/**
 * Puts a backup into an empty place, whichever engine it was made on, and proves the audit log afterwards.
 * @param checked what the file was found to be, where it has been looked at already
 * @throws InputError when the file is no whole backup, the place is not empty, the key is another one, or the backup is
 * of a newer version of the product; nothing is written then
 */
export async function restoreBackup(
  instance: Instance,
  path: string,
  checked: CheckedBackup | null = null,
): Promise<Restored> {
  const { head, counts } = checked ?? (await checkBackup(path));
  await refuseUnfit(instance, path, head);
  await migrateAs(instance, head);
  const rows = await fill(instance, path, head);
  for (const [table, wanted] of Object.entries(counts))
    if (rows.get(table) !== wanted)
      throw new Error(`Cannot restore "${path}": ${table} has ${rows.get(table)} rows instead of ${wanted}`);
  await migrate(instance.store);
  const ctx: Context = { ...instance, actor: { kind: 'system', name: 'Restore' } };
  await actUnasked(ctx, async () => ({
    value: undefined,
    audit: { act: 'backup.restore', subject: null, detail: { takenAt: head.takenAt } },
  }));
  return {
    takenAt: head.takenAt,
    tables: head.tables.length,
    rows: [...rows.values()].reduce((sum, it) => sum + it, 0),
    auditEntries: await proveAudit(ctx),
  };
}

/** Brings the place to the schema the backup was made on; what was applied here already stays. */
async function migrateAs({ store }: Instance, head: BackupHead): Promise<void> {
  const pending = await pendingMigrations(store);
  await migrate(store, [...head.migrations, ...knownMigrations().filter((it) => !pending.includes(it))]);
}

async function refuseUnfit({ store, vault }: Instance, path: string, head: BackupHead): Promise<void> {
  if (!(await isUntouched(store.db)))
    throw new InputError(`Cannot restore "${path}": the place to restore to is not empty`);
  const unknown = head.migrations.filter((it) => !knownMigrations().includes(it));
  if (unknown.length > 0)
    throw new InputError(
      `Cannot restore "${path}": it was made by a newer version of the product (${unknown.join(', ')})`,
    );
  try {
    vault.open(Buffer.from(head.probe, 'base64'), BACKUP_PROBE);
  } catch (cause) {
    throw new InputError(
      `Cannot restore "${path}": its secrets are encrypted with another key. Put the key file of the instance it was made on into the data folder, or set PATCHWARD_KEY`,
      { cause },
    );
  }
}

/** @returns how many rows each table got */
async function fill({ store }: Instance, path: string, head: BackupHead): Promise<Map<string, number>> {
  const filled = new Map(head.tables.map((it) => [it.name, 0]));
  await store.db.transaction().execute(async (tx) => {
    const filling = await beginFilling(tx, await listTables(tx));
    for await (const { place, json } of rowsOf(path)) {
      const table = head.tables[place];
      if (table === undefined) throw new Error(`Cannot restore "${path}": no table has place ${place}`);
      await insertBatch(tx, table, { json });
      filled.set(table.name, (filled.get(table.name) ?? 0) + (JSON.parse(json) as unknown[]).length);
    }
    await endFilling(tx, filling, head.sequences);
  });
  return filled;
}

async function proveAudit(ctx: Context): Promise<number> {
  const verifier = createExportVerifier({ hash: sha256, verify: verifyEd25519 }, null);
  for await (const line of await exportAudit(ctx)) verifier.line(line.slice(0, -1));
  const verdict = verifier.end();
  if (!verdict.proven) throw new Error(`Cannot trust the restored audit log: ${verdict.because}`);
  return verdict.proof.entries;
}
