import { deleteTag, listTags as listStored, renameTag, type Tag } from '#store/tags';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

export async function listTags(
  ctx: Context,
  ask: { readonly text: string; readonly limit: number },
): Promise<(Tag & { readonly devices: number })[]> {
  return see(ctx, 'inventory.read', (db) => listStored(db, ask));
}

export async function editTag(ctx: Context, id: string, name: string): Promise<undefined> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    if (!(await renameTag(tx, id, name)))
      throw new Refused({
        code: 'conflict',
        because: `Cannot rename tag: it is gone, or "${name}" is one already`,
      });
    return { value: undefined, audit: { act: 'tag.rename', subject: { kind: 'tag', id }, detail: { name } } };
  });
}

/** Takes a tag off every device. */
export async function dropTag(ctx: Context, id: string): Promise<undefined> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const name = await deleteTag(tx, id);
    if (name === null) throw new Refused({ code: 'not-found', what: `tag ${id}` });
    return { value: undefined, audit: { act: 'tag.drop', subject: { kind: 'tag', id }, detail: { name } } };
  });
}
