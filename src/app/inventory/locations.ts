import { listLocations, type Location, renameLocation } from '#store/locations';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

/** Places within a place, or the outermost ones, each with the devices in it and in all places within it. */
export async function findLocations(ctx: Context, parentId: string | null): Promise<readonly Location[]> {
  return see(ctx, 'inventory.read', async (db, scopes) =>
    listLocations(db, { kind: 'within', parentId }, scopes),
  );
}

/** A place, and the places around it, outermost first. */
export async function readLocation(
  ctx: Context,
  id: string,
): Promise<{ readonly location: Location; readonly around: readonly Location[] }> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const path = await listLocations(db, { kind: 'around', id }, scopes);
    const location = path.at(-1);
    if (location === undefined) throw new Refused({ code: 'not-found', what: `location ${id}` });
    return { location, around: path.slice(0, -1) };
  });
}

/** Calls a place by another name; devices still find it by what their sources say. */
export async function editLocation(
  ctx: Context,
  id: string,
  { name, version }: { readonly name: string; readonly version: number },
) {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const before = await renameLocation(tx, { id, version }, name);
    if (before === null) throw new Refused({ code: 'not-found', what: `location ${id}` });
    if (before.version !== version) throw new Refused({ code: 'stale', what: `location "${before.name}"` });
    return {
      value: undefined,
      audit:
        before.name === name
          ? null
          : {
              act: 'location.edit',
              subject: { kind: 'location', id },
              detail: { name: { before: before.name, after: name } },
            },
    };
  });
  return readLocation(ctx, id);
}
