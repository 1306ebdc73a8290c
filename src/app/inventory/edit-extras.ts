import { listCustomFields } from '#store/custom-fields';
import type { Context } from '../context.ts';
import { act } from '../act.ts';
import { applyToDevice } from './bulk-apply.ts';
import { refuseChange } from './bulk-edits.ts';
import { deviceFor } from './scope.ts';

export interface ExtrasChange {
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  /** Custom fields by key: a value to set, null to clear. */
  readonly custom: Readonly<Record<string, string | null>>;
}

/** Changes the tags and custom fields of one device, as an edit of many does. */
export async function editExtras(ctx: Context, id: string, wanted: ExtrasChange): Promise<void> {
  const change = { ...wanted, fields: {} };
  await act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
    const fields = await listCustomFields(tx);
    refuseChange(change, fields);
    const device = await deviceFor(tx, ctx.actor, id, 'inventory.edit');
    const row = {
      deviceId: id,
      label: device.label,
      outcome: 'waiting',
      reason: null,
      before: null,
      after: null,
    } as const;
    const [outcome] = await applyToDevice(tx, ctx, { edit: { change, undoes: null }, rows: [row], fields });
    if (outcome?.outcome !== 'changed') return { value: undefined, audit: null };
    return {
      value: undefined,
      audit: {
        act: 'device.extras',
        subject: { kind: 'device', id },
        detail: {
          device: device.label,
          addTags: [...change.addTags],
          removeTags: [...change.removeTags],
          custom: { ...change.custom },
        },
      },
    };
  });
}
