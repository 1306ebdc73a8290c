import { sql } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface ImportFileTables {
  import_file: {
    import_id: string;
    part: number;
    bytes: Buffer;
  };
}

export async function insertFilePart(
  db: Db | Tx,
  importId: string,
  part: number,
  bytes: Uint8Array,
): Promise<void> {
  await db
    .insertInto('import_file')
    .values({ import_id: importId, part, bytes: Buffer.from(bytes) })
    .execute();
}

/** The file from its beginning, part by part. */
export async function* readFileParts(db: Db | Tx, importId: string): AsyncGenerator<Uint8Array> {
  for (let part = 1; ; part++) {
    const row = await db
      .selectFrom('import_file')
      .select('bytes')
      .where('import_id', '=', importId)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}

export async function deleteFile(tx: Db | Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_file').where('import_id', '=', importId).execute();
}

/** Whether the file is still kept. */
export async function hasFile(db: Db | Tx, importId: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select 1 from import_file where import_id = ${importId}::uuid) as has
  `.execute(db);
  return rows[0]?.has ?? false;
}
