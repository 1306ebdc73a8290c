import {
  countOwnViews,
  deleteSavedView,
  findSavedView,
  insertSavedView,
  listSavedViews,
  type SavedView,
  setDefaultView,
  updateSavedView,
  type ViewQuery,
} from '#store/saved-views';
import type { Tx } from '#store/store';
import { actUnasked } from '../act.ts';
import type { Context, KnownActor } from '../context.ts';
import { Refused } from '../refusal.ts';

const VIEWS_MAX = 200;

export interface ViewDraft {
  readonly name: string;
  readonly query: ViewQuery;
  readonly sharedWith: SavedView['sharedWith'];
  readonly role: string | null;
}

export type ListedView = SavedView & { readonly isDefault: boolean; readonly isOwn: boolean };

/** Views of a list that the person sees: what a view selects is still only what they may see. */
export async function listViews(ctx: Context, page: string): Promise<ListedView[]> {
  const person = known(ctx);
  const roles = [...new Set(person.grants.map((it) => it.role))];
  const views = await listSavedViews(ctx.store.db, page, { personId: person.id, roles }, VIEWS_MAX);
  return views.map((it) => ({ ...it, isOwn: it.ownerId === person.id }));
}

export async function addView(ctx: Context, page: string, draft: ViewDraft): Promise<ListedView> {
  const person = known(ctx);
  return actUnasked(ctx, async (tx) => {
    if ((await countOwnViews(tx, person.id)) >= VIEWS_MAX)
      throw new Refused({
        code: 'conflict',
        because: `Cannot save view: you have ${VIEWS_MAX} already, remove one first`,
      });
    const at = ctx.now();
    const view: SavedView = {
      id: ctx.newId(),
      page,
      ...draft,
      ownerId: person.id,
      ownerName: person.name,
      version: 1,
      createdAt: at,
      changedAt: at,
    };
    await insertSavedView(tx, view);
    return { value: { ...view, isDefault: false, isOwn: true }, audit: noteOf('view.save', view) };
  });
}

/** Only its owner changes a view; others save one of their own. */
export async function editView(
  ctx: Context,
  id: string,
  change: Partial<ViewDraft> & { readonly version: number },
): Promise<ListedView> {
  return actUnasked(ctx, async (tx) => {
    const view = await ownView(tx, ctx, id);
    const edited = { ...view, ...change, changedAt: ctx.now() };
    if (!(await updateSavedView(tx, edited)))
      throw new Refused({ code: 'stale', what: `view "${view.name}"` });
    return {
      value: { ...edited, version: change.version + 1, isDefault: false, isOwn: true },
      audit: noteOf('view.edit', edited),
    };
  });
}

export async function dropView(ctx: Context, id: string): Promise<undefined> {
  return actUnasked(ctx, async (tx) => {
    const view = await ownView(tx, ctx, id);
    await deleteSavedView(tx, id);
    return { value: undefined, audit: noteOf('view.drop', view) };
  });
}

/** With which view a list opens for the person; null: with none. A habit of theirs, so it leaves no entry. */
export async function chooseDefaultView(
  ctx: Context,
  page: string,
  viewId: string | null,
): Promise<undefined> {
  const person = known(ctx);
  const views = await listViews(ctx, page);
  if (viewId !== null && !views.some((it) => it.id === viewId))
    throw new Refused({ code: 'not-found', what: `view ${viewId}` });
  return actUnasked(ctx, async (tx) => {
    await setDefaultView(tx, { personId: person.id, page, viewId });
    return { value: undefined, audit: null };
  });
}

async function ownView(tx: Tx, ctx: Context, id: string): Promise<SavedView> {
  const person = known(ctx);
  const view = await findSavedView(tx, id);
  if (view === null || view.ownerId !== person.id)
    throw new Refused({ code: 'not-found', what: `view ${id}` });
  return view;
}

function known({ actor }: Context): KnownActor {
  if (actor.kind === 'person' || actor.kind === 'service') return actor;
  throw new Refused({ code: 'not-signed-in', because: 'Cannot keep views: sign in first' });
}

function noteOf(act: string, { id, page, name, sharedWith, role, query }: SavedView) {
  return {
    act,
    subject: { kind: 'view', id },
    detail: { page, name, sharedWith, role, query: { ...query, columns: [...query.columns] } },
  };
}
