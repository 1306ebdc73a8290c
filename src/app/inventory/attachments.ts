import { createHash } from 'node:crypto';
import type { Permission } from '#engine/access';
import { plainName } from '#engine/inherit';
import { mediaOf } from '#feeds/file-media';
import {
  type Attachment,
  type AttachmentOwner,
  deleteAttachment,
  findAttachment,
  insertAttachment,
  listAttachments,
} from '#store/attachments';
import { findDevice } from '#store/devices';
import type { Db, Tx } from '#store/store';
import { act, demand, see } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { HOSPITAL, modelIn } from './models.ts';
import { groupsFor, subjectOf } from './scope.ts';
import { type ArrivingFile, bytesOf } from './upload-bytes.ts';

const ATTACHMENT_BYTES_MAX = 10_000_000;
const ATTACHMENTS_MAX = 200;

/** Whoever may correct a device may keep files with it; a model belongs to the whole hospital. */
const PERMISSIONS: Readonly<Record<AttachmentOwner['kind'], Permission>> = {
  device: 'inventory.edit',
  model: 'inventory.structure',
};

export async function listFiles(ctx: Context, owner: AttachmentOwner): Promise<readonly Attachment[]> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    await ownerIn(db, ctx.actor, owner, scopes);
    return listAttachments(db, owner);
  });
}

/** Keeps a file with a device or a model. What kind of file it is, its content tells. */
export async function attachFile(
  ctx: Context,
  owner: AttachmentOwner,
  file: ArrivingFile,
): Promise<Attachment> {
  await see(ctx, PERMISSIONS[owner.kind], async () => undefined);
  const content = await bytesOf(file, ATTACHMENT_BYTES_MAX);
  if (content.length === 0)
    throw new Refused({ code: 'invalid', because: `Cannot keep "${file.name}": it is empty`, field: 'file' });
  const attachment: Attachment = {
    id: ctx.newId(),
    name: plainName(file.name).slice(0, 200),
    media: mediaOf(content),
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    at: ctx.now(),
    byName: ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name,
  };
  return change(ctx, owner, async (tx) => {
    if ((await listAttachments(tx, owner)).length >= ATTACHMENTS_MAX)
      throw new Refused({
        code: 'conflict',
        because: `Cannot keep "${file.name}": there are ${ATTACHMENTS_MAX} files already`,
      });
    await insertAttachment(tx, owner, attachment, content);
    return { value: attachment, act: 'attachment.add', attachment };
  });
}

/** One file, whole. */
export async function readFile(ctx: Context, owner: AttachmentOwner, id: string) {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    await ownerIn(db, ctx.actor, owner, scopes);
    const found = await findAttachment(db, owner, id);
    if (found === null) throw new Refused({ code: 'not-found', what: `attachment ${id}` });
    return found;
  });
}

export async function removeFile(ctx: Context, owner: AttachmentOwner, id: string): Promise<void> {
  await change(ctx, owner, async (tx) => {
    const attachment = await findAttachment(tx, owner, id);
    if (attachment === null) throw new Refused({ code: 'not-found', what: `attachment ${id}` });
    await deleteAttachment(tx, id);
    return { value: undefined, act: 'attachment.remove', attachment };
  });
}

async function change<T>(
  ctx: Context,
  owner: AttachmentOwner,
  work: (tx: Tx) => Promise<{ readonly value: T; readonly act: string; readonly attachment: Attachment }>,
): Promise<T> {
  const permission = PERMISSIONS[owner.kind];
  return act(ctx, { permission, subject: 'anywhere' }, async (tx) => {
    const subject = await ownerIn(tx, ctx.actor, owner, HOSPITAL);
    demand(ctx.actor, { permission, subject });
    const { value, act: name, attachment } = await work(tx);
    return {
      value,
      audit: {
        act: name,
        subject: owner,
        detail: { file: attachment.name, bytes: attachment.bytes, sha256: attachment.sha256 },
      },
    };
  });
}

/** Where the owner belongs. @throws Refused when there is none that the scopes show */
async function ownerIn(
  db: Db | Tx,
  actor: Actor,
  { kind, id }: AttachmentOwner,
  scopes: Parameters<typeof findDevice>[2],
) {
  if (kind === 'model') {
    await modelIn(db, id, scopes);
    return {};
  }
  const device = await findDevice(db, id, scopes);
  if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
  return subjectOf(device, await groupsFor(db, actor, [id]));
}
