import * as z from 'zod';
import { may, type Scope } from '#engine/access';
import { readCustomValue } from '#engine/custom-fields';
import {
  type BulkChange,
  type BulkEdit,
  type BulkEditRow,
  countOutcomes,
  type EditOutcome,
  findBulkEdit,
  finishBulkEdit,
  insertBulkEdit,
  insertEditRows,
  insertUndoRows,
  listEditRows as listStoredRows,
  listWaitingRows,
  markUndone,
  setEditJob,
  setOutcomes,
} from '#store/bulk-edits';
import { type KeptCustomField, listCustomFields } from '#store/custom-fields';
import { countDevices, type DeviceSelection } from '#store/device-list';
import { lockInventory } from '#store/imports';
import type { Db, Tx } from '#store/store';
import { act, see, seenScopes } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { applyToDevice } from './bulk-apply.ts';
import { refuseFields } from './bulk-fields.ts';
import { deviceFilterIn } from './devices.ts';

/** Which devices: the named ones, or all that a filter selects. */
export interface EditSelection {
  readonly filter: string;
  readonly ids: readonly string[] | null;
}

/** What an edit would meet. */
export interface EditPreview {
  readonly matching: number;
  /** Of these, devices that lie where the person may not edit. */
  readonly refused: number;
}

/** Says beforehand how many devices an edit means, and how many of them it will not touch. */
export async function previewBulkEdit(
  ctx: Context,
  selection: EditSelection,
  change: BulkChange,
): Promise<EditPreview> {
  return see(ctx, 'inventory.edit', async (db) => {
    refuseChange(change, await listCustomFields(db));
    const all = await selectionOf(db, ctx, selection);
    const matching = await countDevices(db, all, null);
    const editable = await countDevices(
      db,
      { ...all, alsoWithin: seenScopes(ctx.actor, 'inventory.edit') },
      null,
    );
    return { matching, refused: matching - editable };
  });
}

/** Starts a change of many devices as a job. The devices are those that the selection holds now. */
export async function startBulkEdit(
  ctx: Context,
  selection: EditSelection,
  change: BulkChange,
): Promise<BulkEdit> {
  return act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
    refuseChange(change, await listCustomFields(tx));
    const edit = draftOf(ctx, { selection, change, undoes: null });
    await insertBulkEdit(tx, edit);
    const devices = await insertEditRows(tx, edit.id, await selectionOf(tx, ctx, selection));
    if (devices === 0) throw new Refused({ code: 'conflict', because: 'Cannot edit: no device is selected' });
    return begin(ctx, tx, edit, devices, 'device.bulk-edit');
  });
}

/** Takes an edit back, device by device, where what it wrote still stands. */
export async function undoBulkEdit(ctx: Context, id: string): Promise<BulkEdit> {
  return act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
    const before = await seenEdit(tx, ctx.actor, id);
    if (before.state !== 'done')
      throw new Refused({ code: 'conflict', because: 'Cannot undo: the edit has not ended yet' });
    const { selection, change } = before;
    const edit = draftOf(ctx, { selection, change, undoes: id });
    await insertBulkEdit(tx, edit);
    if (!(await markUndone(tx, id, edit.id)))
      throw new Refused({ code: 'conflict', because: 'Cannot undo: this was done already' });
    const devices = await insertUndoRows(tx, edit.id, id);
    return begin(ctx, tx, edit, devices, 'device.bulk-undo');
  });
}

export async function readBulkEdit(ctx: Context, id: string): Promise<BulkEdit> {
  return see(ctx, 'inventory.read', async (db) => {
    const edit = await seenEdit(db, ctx.actor, id);
    return edit.state === 'done' ? edit : { ...edit, counts: await countOutcomes(db, id) };
  });
}

/** What came of each device, in the order of their ids. */
export async function listEditRows(
  ctx: Context,
  id: string,
  page: { readonly outcome: EditOutcome | null; readonly after: string | null; readonly limit: number },
): Promise<{ readonly items: readonly BulkEditRow[]; readonly total: number; readonly next: string | null }> {
  return see(ctx, 'inventory.read', async (db) => {
    await seenEdit(db, ctx.actor, id);
    const counts = await countOutcomes(db, id);
    const found = await listStoredRows(db, id, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit);
    return {
      items,
      total:
        page.outcome === null ? Object.values(counts).reduce((sum, it) => sum + it, 0) : counts[page.outcome],
      next: found.length > page.limit ? (items.at(-1)?.deviceId ?? null) : null,
    };
  });
}

const ROWS_AT_ONCE = 200;

/** Carries an edit out in batches; a row that has its outcome is never done again. */
export const BULK_EDIT_JOB = jobKind({
  name: 'device.bulk-edit',
  words: 'Edit devices',
  input: z.object({ editId: z.uuid(), title: z.string(), devices: z.number() }),
  permission: 'inventory.edit',
  title: (it) => it.title,
  page: (it) => `/devices/edits/${it.editId}`,
  run: async (ctx, { editId, devices }, { signal, progress }) => {
    for (let done = 0; ; done += ROWS_AT_ONCE) {
      signal.throwIfAborted();
      const counts = await countOutcomes(ctx.store.db, editId);
      progress(devices - counts.waiting, devices);
      if (counts.waiting === 0) break;
      await act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
        await lockInventory(tx);
        const edit = await foundEdit(tx, editId);
        const fields = await listCustomFields(tx);
        const rows = await listWaitingRows(tx, editId, ROWS_AT_ONCE);
        const outcomes = await applyToDevice(tx, ctx, { edit, rows, fields });
        await setOutcomes(tx, editId, outcomes);
        return { value: undefined, audit: null };
      });
    }
    return act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
      const counts = await countOutcomes(tx, editId);
      await finishBulkEdit(tx, editId, counts, ctx.now());
      return {
        value: counts,
        audit: {
          act: 'device.bulk-edited',
          subject: { kind: 'bulk-edit', id: editId },
          detail: { counts: { ...counts } },
        },
      };
    });
  },
});

function draftOf(ctx: Context, it: Pick<BulkEdit, 'selection' | 'change' | 'undoes'>) {
  const { actor } = ctx;
  const isKnown = actor.kind === 'person' || actor.kind === 'service';
  return {
    ...it,
    id: ctx.newId(),
    createdAt: ctx.now(),
    createdBy: isKnown ? actor.id : null,
    createdByName: isKnown || actor.kind === 'system' ? actor.name : 'Nobody signed in',
    jobId: null,
  };
}

async function begin(ctx: Context, tx: Tx, edit: ReturnType<typeof draftOf>, devices: number, name: string) {
  const verb = edit.undoes === null ? 'Edit' : 'Undo edit of';
  const title = `${verb} ${devices === 1 ? '1 device' : `${devices} devices`}`;
  const job = await startJob(ctx, tx, BULK_EDIT_JOB, { editId: edit.id, title, devices });
  await setEditJob(tx, edit.id, job.id);
  const { change, selection, undoes } = edit;
  return {
    value: await foundEdit(tx, edit.id),
    audit: {
      act: name,
      subject: { kind: 'bulk-edit', id: edit.id },
      detail: {
        devices,
        filter: selection.filter,
        undoes,
        change: { ...change, addTags: [...change.addTags], removeTags: [...change.removeTags] },
      },
    },
  };
}

/** Everything a person sees may be named; what of it they may edit is judged device by device. */
async function selectionOf(
  db: Db | Tx,
  ctx: Context,
  { filter, ids }: EditSelection,
): Promise<DeviceSelection> {
  const scopes: readonly Scope[] = seenScopes(ctx.actor, 'inventory.read');
  return { filter: await deviceFilterIn(db, filter, ctx), scopes, ids };
}

/** @throws Refused that says what of a change cannot be done */
export function refuseChange(change: BulkChange, fields: readonly KeptCustomField[]): void {
  const isEmpty =
    change.addTags.length === 0 &&
    change.removeTags.length === 0 &&
    Object.keys(change.custom).length === 0 &&
    Object.keys(change.fields).length === 0;
  if (isEmpty)
    throw new Refused({ code: 'invalid', because: 'Cannot edit: nothing is to be changed', field: 'change' });
  refuseFields(change.fields);
  for (const [key, value] of Object.entries(change.custom)) {
    const field = fields.find((it) => it.key === key);
    if (field === undefined)
      throw new Refused({
        code: 'invalid',
        because: `Cannot edit: there is no custom field "${key}"`,
        field: 'change',
      });
    const read = value === null ? null : readCustomValue(field, value);
    if (read !== null && 'problem' in read)
      throw new Refused({
        code: 'invalid',
        because: `Cannot set ${field.name}: ${read.problem}`,
        field: 'change',
      });
  }
}

async function foundEdit(db: Db | Tx, id: string): Promise<BulkEdit> {
  const edit = await findBulkEdit(db, id);
  if (edit === null) throw new Refused({ code: 'not-found', what: `edit ${id}` });
  return edit;
}

/** Whoever made it sees it, and whoever edits for the whole hospital. */
async function seenEdit(db: Db | Tx, actor: Actor, id: string): Promise<BulkEdit> {
  const edit = await foundEdit(db, id);
  const isSeen =
    actor.kind === 'system' ||
    (actor.kind !== 'nobody' && (actor.id === edit.createdBy || may(actor.grants, 'inventory.edit', {})));
  if (!isSeen) throw new Refused({ code: 'not-found', what: `edit ${id}` });
  return edit;
}
