import { WHOLE_HOSPITAL } from '#engine/access';
import { readCustomValue } from '#engine/custom-fields';
import type { BulkEdit, BulkEditRow, EditedPart } from '#store/bulk-edits';
import {
  clearCustomValue,
  type KeptCustomField,
  listCustomValues,
  putCustomValues,
} from '#store/custom-fields';
import { type Device, findDevicesById } from '#store/devices';
import type { Tx } from '#store/store';
import { addDeviceTag, ensureTag, listDeviceTags, listGroupNames, removeDeviceTag } from '#store/tags';
import type { Context } from '../context.ts';
import { type SaidFields, saidByPeople, sayFields } from './bulk-fields.ts';
import { groupsFor, mayActOn, subjectOf } from './scope.ts';

interface Batch {
  readonly edit: Pick<BulkEdit, 'change' | 'undoes'>;
  readonly rows: readonly BulkEditRow[];
  readonly fields: readonly KeptCustomField[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Outcome = Omit<BulkEditRow, 'label'>;

interface Standing {
  readonly tags: readonly string[];
  readonly custom: Readonly<Record<string, string>>;
}

/** Does to a batch of devices what the edit says, and tells of each what came of it. */
export async function applyToDevice(tx: Tx, ctx: Context, { edit, rows, fields }: Batch): Promise<Outcome[]> {
  const ids = rows.map((it) => it.deviceId);
  const devices = new Map((await findDevicesById(tx, ids)).map((it) => [it.id, it]));
  const tags = await listDeviceTags(tx, ids);
  const custom = await listCustomValues(tx, ids);
  const groups = await groupsFor(tx, ctx.actor, ids);
  const guarded = await guardedTags(tx, ctx);
  const mayEdit = (it: Device) => mayActOn(ctx.actor, 'inventory.edit', subjectOf(it, groups));
  const outcomes: Outcome[] = [];
  const writable: (readonly [BulkEditRow, Standing, EditedPart])[] = [];
  for (const row of rows) {
    const device = devices.get(row.deviceId);
    const standing = { tags: tags.get(row.deviceId) ?? [], custom: custom.get(row.deviceId) ?? {} };
    if (device === undefined) outcomes.push(refused(row, 'it is no longer there'));
    else if (!mayEdit(device))
      outcomes.push(refused(row, 'it lies outside the part of the hospital you may edit'));
    else if (edit.undoes !== null && !(await stillStands(tx, row, standing)))
      outcomes.push(refused(row, 'it was changed again since'));
    else {
      const wanted = edit.undoes === null ? wantedBy(edit, standing, fields) : (row.after ?? {});
      const group = wanted.tags && movedBetween(standing.tags, wanted.tags).find((it) => guarded.has(it));
      if (group === undefined) writable.push([row, standing, wanted]);
      else outcomes.push(refused(row, `${guarded.get(group)} is a device group: ${WHO_GROUPS}`));
    }
  }
  const said = await sayFields(
    tx,
    ctx,
    writable.flatMap(([{ deviceId }, , wanted]) =>
      wanted.fields === undefined ? [] : [{ deviceId, fields: wanted.fields }],
    ),
  );
  for (const [row, standing, wanted] of writable) {
    const spoken = said.get(row.deviceId) ?? NOTHING_SAID;
    outcomes.push(
      'refused' in spoken
        ? refused(row, spoken.refused)
        : await write(tx, ctx, { row, standing, wanted, spoken, fields }),
    );
  }
  return outcomes;
}

const NOTHING_SAID: SaidFields = { before: {}, after: {} };

function refused({ deviceId }: BulkEditRow, reason: string): Outcome {
  return { deviceId, outcome: 'refused', reason, before: null, after: null };
}

const WHO_GROUPS =
  'who stands in it is for those who look after the structure of the whole hospital, because roles are bound to it';

/** Names of the device groups that the actor may not put devices into, by their lower-case names. */
async function guardedTags(tx: Tx, { actor }: Context): Promise<ReadonlyMap<string, string>> {
  if (mayActOn(actor, 'inventory.structure', WHOLE_HOSPITAL)) return new Map();
  return new Map((await listGroupNames(tx)).map((it) => [lower(it), it]));
}

/** Tags put on or taken off, in lower case. */
function movedBetween(from: readonly string[], to: readonly string[]): string[] {
  const [was, is] = [new Set(from.map(lower)), new Set(to.map(lower))];
  return [...was.symmetricDifference(is)];
}

/** What an undo finds is what the edit left. */
async function stillStands(
  tx: Tx,
  { deviceId, before: left }: BulkEditRow,
  { tags, custom }: Standing,
): Promise<boolean> {
  if (left === null) return false;
  if (left.tags !== undefined && !sameWords(left.tags, tags)) return false;
  if (!Object.entries(left.custom ?? {}).every(([key, value]) => (custom[key] ?? null) === value))
    return false;
  const fields = Object.entries(left.fields ?? {});
  if (fields.length === 0) return true;
  const { said } = await saidByPeople(
    tx,
    deviceId,
    fields.map(([field]) => field),
  );
  return fields.every(([field, text]) => said[field] === text);
}

function wantedBy(
  { change }: Pick<BulkEdit, 'change'>,
  { tags }: Standing,
  fields: readonly KeptCustomField[],
): EditedPart {
  const without = new Set(change.removeTags.map((it) => it.toLowerCase()));
  const kept = tags.filter((it) => !without.has(it.toLowerCase()));
  const has = new Set(kept.map((it) => it.toLowerCase()));
  const touchesTags = change.addTags.length > 0 || change.removeTags.length > 0;
  const custom = Object.entries(change.custom).map(([key, text]) => {
    const field = fields.find((it) => it.key === key);
    const read = text === null || field === undefined ? null : readCustomValue(field, text);
    return [key, read !== null && 'value' in read ? read.value : null] as const;
  });
  return {
    ...(touchesTags ? { tags: [...kept, ...change.addTags.filter((it) => !has.has(it.toLowerCase()))] } : {}),
    ...(custom.length > 0 ? { custom: Object.fromEntries(custom) } : {}),
    ...(Object.keys(change.fields).length > 0 ? { fields: change.fields } : {}),
  };
}

interface Writing {
  readonly row: BulkEditRow;
  readonly standing: Standing;
  readonly wanted: EditedPart;
  /** What became of the device's own fields. */
  readonly spoken: SaidFields;
  readonly fields: readonly KeptCustomField[];
}

async function write(
  tx: Tx,
  ctx: Context,
  { row: { deviceId }, standing, wanted, spoken, fields }: Writing,
): Promise<Outcome> {
  const byName = 'name' in ctx.actor ? ctx.actor.name : 'Nobody signed in';
  const before: Mutable<EditedPart> = {};
  const after: Mutable<EditedPart> = {};
  if (Object.keys(spoken.after).length > 0) {
    before.fields = spoken.before;
    after.fields = spoken.after;
  }
  if (wanted.tags !== undefined && !sameWords(wanted.tags, standing.tags)) {
    before.tags = standing.tags;
    after.tags = wanted.tags;
    await writeTags(tx, ctx, deviceId, { from: standing.tags, to: wanted.tags, byName });
  }
  for (const [key, value] of Object.entries(wanted.custom ?? {})) {
    const field = fields.find((it) => it.key === key);
    const stood = standing.custom[key] ?? null;
    if (field === undefined || stood === value) continue;
    before.custom = { ...before.custom, [key]: stood };
    after.custom = { ...after.custom, [key]: value };
    if (value === null) await clearCustomValue(tx, deviceId, field.id);
    else await putCustomValues(tx, [{ deviceId, field, value, source: byName, at: ctx.now() }]);
  }
  const isChanged = Object.keys(after).length > 0;
  return {
    deviceId,
    outcome: isChanged ? 'changed' : 'unchanged',
    reason: null,
    before: isChanged ? before : null,
    after: isChanged ? after : null,
  };
}

async function writeTags(
  tx: Tx,
  ctx: Context,
  deviceId: string,
  {
    from,
    to,
    byName,
  }: { readonly from: readonly string[]; readonly to: readonly string[]; readonly byName: string },
): Promise<void> {
  const at = ctx.now();
  const [was, is] = [new Set(from.map(lower)), new Set(to.map(lower))];
  for (const name of to.filter((it) => !was.has(lower(it)))) {
    const tag = await ensureTag(tx, { id: ctx.newId(), name, at, byName });
    await addDeviceTag(tx, deviceId, tag.id, { at, byName });
  }
  for (const name of from.filter((it) => !is.has(lower(it)))) {
    const tag = await ensureTag(tx, { id: ctx.newId(), name, at, byName });
    await removeDeviceTag(tx, deviceId, tag.id);
  }
}

function lower(it: string): string {
  return it.toLowerCase();
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  const words = (of: readonly string[]) => [...new Set(of.map(lower))].toSorted().join('\n');
  return words(a) === words(b);
}
