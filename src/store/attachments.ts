import type { Db, Tx } from './store.ts';

export interface AttachmentTables {
  attachment: {
    id: string;
    device_id: string | null;
    model_id: string | null;
    name: string;
    media: string;
    bytes: number;
    sha256: string;
    content: Buffer;
    at: Date;
    by_name: string;
  };
}

/** What a file is kept with. */
export interface AttachmentOwner {
  readonly kind: 'device' | 'model';
  readonly id: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Media type, told by content. */
  readonly media: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly at: Date;
  readonly byName: string;
}

export async function insertAttachment(
  tx: Tx,
  owner: AttachmentOwner,
  { byName, ...it }: Attachment,
  content: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('attachment')
    .values({ ...it, ...ownerColumns(owner), by_name: byName, content: Buffer.from(content) })
    .execute();
}

/** The newest first. */
export async function listAttachments(db: Db | Tx, { kind, id }: AttachmentOwner): Promise<Attachment[]> {
  return db
    .selectFrom('attachment')
    .select(['id', 'name', 'media', 'bytes', 'sha256', 'at', 'by_name as byName'])
    .where(kind === 'device' ? 'device_id' : 'model_id', '=', id)
    .orderBy('id', 'desc')
    .execute();
}

export async function findAttachment(
  db: Db | Tx,
  { kind, id }: AttachmentOwner,
  attachmentId: string,
): Promise<(Attachment & { readonly content: Uint8Array }) | null> {
  const row = await db
    .selectFrom('attachment')
    .select(['id', 'name', 'media', 'bytes', 'sha256', 'at', 'by_name as byName', 'content'])
    .where(kind === 'device' ? 'device_id' : 'model_id', '=', id)
    .where('id', '=', attachmentId)
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteAttachment(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('attachment').where('id', '=', id).execute();
}

function ownerColumns({ kind, id }: AttachmentOwner) {
  return kind === 'device' ? { device_id: id, model_id: null } : { device_id: null, model_id: id };
}
