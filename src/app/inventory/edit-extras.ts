import { listCustomFields } from '#store/custom-fields';
import { findDevice } from '#store/devices';
import type { Context } from '../context.ts';
import { act, demand } from '../act.ts';
import { Refused } from '../refusal.ts';
import { applyToDevice } from './bulk-apply.ts';
import { refuseChange } from './bulk-edits.ts';
import { subjectOf } from './scope.ts';

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
    const device = await findDevice(tx, id, [{ kind: 'hospital' }]);
    if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
    demand(ctx.actor, { permission: 'inventory.edit', subject: subjectOf(device.fields) });
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
