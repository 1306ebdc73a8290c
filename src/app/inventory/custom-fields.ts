import { type CustomField, type CustomFieldKind, customFieldKey } from '#engine/custom-fields';
import {
  countCustomValues,
  deleteCustomField,
  insertCustomField,
  type KeptCustomField,
  listCustomFields as listStored,
  updateCustomField,
} from '#store/custom-fields';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { feedField } from './feed-extras.ts';

const FIELDS_MAX = 100;

export interface ListedCustomField extends KeptCustomField {
  /** Devices that have a value in it. */
  readonly devices: number;
}

export async function listCustomFields(ctx: Context): Promise<ListedCustomField[]> {
  return see(ctx, 'inventory.read', async (db) => {
    const counts = await countCustomValues(db);
    return (await listStored(db)).map((it) => ({ ...it, devices: counts.get(it.id) ?? 0 }));
  });
}

export interface NewCustomField {
  readonly name: string;
  readonly kind: CustomFieldKind;
  readonly choices: readonly string[];
}

/** Defines a field, and takes in what sources have said of it already. Its kind stays: values are kept in its one form. */
export async function addCustomField(ctx: Context, added: NewCustomField): Promise<ListedCustomField> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const standing = await listStored(tx);
    const field: CustomField = { id: ctx.newId(), key: keyOf(added.name, standing), ...added };
    refuseChoices(field);
    if (standing.length >= FIELDS_MAX)
      throw new Refused({ code: 'conflict', because: `Cannot add field: there are ${FIELDS_MAX} already` });
    await insertCustomField(tx, field, ctx.now());
    const kept = { ...field, version: 1 };
    await feedField(tx, ctx, kept);
    const devices = (await countCustomValues(tx)).get(field.id) ?? 0;
    return {
      value: { ...kept, devices },
      audit: {
        act: 'custom-field.add',
        subject: { kind: 'custom-field', id: field.id },
        detail: { name: field.name, key: field.key, kind: field.kind, choices: [...field.choices] },
      },
    };
  });
}

export async function editCustomField(
  ctx: Context,
  id: string,
  change: { readonly version: number; readonly name?: string; readonly choices?: readonly string[] },
): Promise<ListedCustomField> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const field = found(await listStored(tx), id);
    const edited = { ...field, ...change };
    refuseChoices(edited);
    const { kind, choices, name } = edited;
    if (!(await updateCustomField(tx, edited, ctx.now())))
      throw new Refused({ code: 'stale', what: `custom field "${field.name}"` });
    const devices = (await countCustomValues(tx)).get(id) ?? 0;
    return {
      value: { ...edited, version: change.version + 1, devices },
      audit: {
        act: 'custom-field.edit',
        subject: { kind: 'custom-field', id },
        detail: {
          before: { name: field.name, choices: [...field.choices] },
          after: { name, kind, choices: [...choices] },
        },
      },
    };
  });
}

/** Removes a field, and what it holds on every device. */
export async function dropCustomField(ctx: Context, id: string): Promise<undefined> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const { name, key } = found(await listStored(tx), id);
    const values = await deleteCustomField(tx, id);
    return {
      value: undefined,
      audit: {
        act: 'custom-field.drop',
        subject: { kind: 'custom-field', id },
        detail: { name, key, values },
      },
    };
  });
}

function keyOf(name: string, standing: readonly CustomField[]): string {
  const key = customFieldKey(name);
  if (key === null)
    throw new Refused({
      code: 'invalid',
      because: 'Cannot add field: its name needs a letter or digit',
      field: 'name',
    });
  if (standing.some((it) => it.key === key))
    throw new Refused({
      code: 'invalid',
      because: `Cannot add field: "${key}" is one already`,
      field: 'name',
    });
  return key;
}

function refuseChoices({ kind, choices }: Pick<CustomField, 'kind' | 'choices'>): void {
  const distinct = new Set(choices.map((it) => it.toLowerCase()));
  const isFine =
    kind === 'choice' ? choices.length > 0 && distinct.size === choices.length : choices.length === 0;
  if (isFine) return;
  const because =
    kind === 'choice'
      ? 'A choice needs at least one thing to choose, each once'
      : 'Only a choice has things to choose';
  throw new Refused({ code: 'invalid', because, field: 'choices' });
}

function found(fields: readonly KeptCustomField[], id: string): KeptCustomField {
  const field = fields.find((it) => it.id === id);
  if (field === undefined) throw new Refused({ code: 'not-found', what: `custom field ${id}` });
  return field;
}
