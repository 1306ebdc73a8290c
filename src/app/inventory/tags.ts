import { changeTag, countBoundTo, deleteTag, findTag, listTags as listStored, type Tag } from '#store/tags';
import type { Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { policyInForce } from '../people/sign-in-policy.ts';
import { Refused } from '../refusal.ts';

export async function listTags(
  ctx: Context,
  ask: { readonly text: string; readonly limit: number },
): Promise<(Tag & { readonly devices: number })[]> {
  return see(ctx, 'inventory.read', (db) => listStored(db, ask));
}

export interface TagChange {
  readonly name?: string | undefined;
  /** Whether roles may be bound to it. */
  readonly isGroup?: boolean | undefined;
}

/** Renames a tag, or makes it a device group. */
export async function editTag(ctx: Context, id: string, change: TagChange): Promise<undefined> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const before = await tagIn(tx, id);
    const after = { ...before, name: change.name ?? before.name, isGroup: change.isGroup ?? before.isGroup };
    if (before.isGroup && (after.name !== before.name || !after.isGroup))
      await refuseBound(tx, ctx, before, 'change');
    if (!(await changeTag(tx, after)))
      throw new Refused({
        code: 'conflict',
        because: `Cannot rename tag: "${after.name}" is one already`,
      });
    const detail = differences({ ...before }, { ...after });
    const edited = { act: 'tag.edit', subject: { kind: 'tag', id }, detail };
    return { value: undefined, audit: Object.keys(detail).length === 0 ? null : edited };
  });
}

/** Takes a tag off every device. */
export async function dropTag(ctx: Context, id: string): Promise<undefined> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const tag = await tagIn(tx, id);
    if (tag.isGroup) await refuseBound(tx, ctx, tag, 'remove');
    await deleteTag(tx, id);
    return {
      value: undefined,
      audit: { act: 'tag.drop', subject: { kind: 'tag', id }, detail: { name: tag.name } },
    };
  });
}

async function tagIn(tx: Tx, id: string): Promise<Tag> {
  const tag = await findTag(tx, id);
  if (tag === null) throw new Refused({ code: 'not-found', what: `tag ${id}` });
  return tag;
}

/** Roles name the group: without it they would hold nowhere, and one made anew under its name would inherit them. */
async function refuseBound(
  tx: Tx,
  { now }: Context,
  { name }: Tag,
  verb: 'change' | 'remove',
): Promise<void> {
  const { groups } = await policyInForce(tx);
  const bound =
    (await countBoundTo(tx, name, now())) +
    groups.filter(({ scope }) => scope.kind === 'group' && scope.id === name).length;
  if (bound > 0)
    throw new Refused({
      code: 'conflict',
      because: `Cannot ${verb} device group "${name}": ${bound === 1 ? 'a role is' : `${bound} roles are`} bound to it`,
    });
}
