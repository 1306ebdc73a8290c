import { type CustomField, readCustomValue } from '#engine/custom-fields';
import { type KeptCustomField, listCustomFields } from '#store/custom-fields';
import { feedCustomValues, listUnmapped, listUnmappedAfter } from '#store/fed-extras';
import type { Tx } from '#store/store';
import { addDeviceTag, ensureTag } from '#store/tags';
import type { Context } from '../context.ts';

/**
 * Columns that feed no field of a device feed its custom fields, where one is called as the column is, and its tags. A
 * source changes what it said itself; what a person entered, or another source said, stays. A value that the field
 * cannot take stays among the other columns of the device. No file puts a device into a device group: roles are bound to it.
 */
export async function feedExtras(tx: Tx, ctx: Context, observationIds: readonly string[]): Promise<void> {
  if (observationIds.length === 0) return;
  const fields = await listCustomFields(tx);
  const byName = new Map<string, KeptCustomField>(
    fields.flatMap((it) => namesOf(it).map((name) => [name, it] as const)),
  );
  const found = await listUnmapped(tx, observationIds, [...byName.keys(), ...TAG_COLUMNS]);
  const at = ctx.now();
  await feedCustomValues(
    tx,
    found.flatMap(({ deviceId, column, value, source }) => {
      const field = byName.get(column);
      const read = field === undefined ? null : readValue(field, value);
      return field === undefined || read === null ? [] : [{ deviceId, field, value: read, source, at }];
    }),
  );
  for (const { deviceId, column, value, source } of found)
    if (TAG_COLUMNS.includes(column))
      for (const name of tagsIn(value)) {
        const tag = await ensureTag(tx, { id: ctx.newId(), name, at, byName: source });
        if (!tag.isGroup) await addDeviceTag(tx, deviceId, tag.id, { at, byName: source });
      }
}

const VALUES_AT_ONCE = 5000;

/** Takes into a field that was just defined what sources have said already, in columns that are called as it is. */
export async function feedField(tx: Tx, ctx: Context, field: KeptCustomField): Promise<void> {
  const columns = namesOf(field);
  const at = ctx.now();
  let after: string | null = null;
  do {
    const found = await listUnmappedAfter(tx, columns, { after, limit: VALUES_AT_ONCE });
    await feedCustomValues(
      tx,
      found.flatMap(({ deviceId, value, source }) => {
        const read = readValue(field, value);
        return read === null ? [] : [{ deviceId, field, value: read, source, at }];
      }),
    );
    after = found.length < VALUES_AT_ONCE ? null : (found.at(-1)?.observationId ?? null);
  } while (after !== null);
}

/** What a column may be called that feeds a field. */
function namesOf({ name, key }: CustomField): string[] {
  return [name, key, `cf.${key}`].map((it) => it.toLowerCase());
}

const TAG_COLUMNS: readonly string[] = ['tags', 'tag'];
const TAG_CHARS_MAX = 60;

function tagsIn(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((it) => it.trim())
    .filter((it) => it !== '' && it.length <= TAG_CHARS_MAX);
}

function readValue(field: CustomField, text: string): string | null {
  const read = readCustomValue(field, text);
  return 'value' in read ? read.value : null;
}
