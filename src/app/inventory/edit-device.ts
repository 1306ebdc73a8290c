import { createHash } from 'node:crypto';
import { placeOf, stableText } from '#engine/intake';
import type { DeviceFields } from '#engine/words';
import { isInventoryField } from '#inventory/fields';
import { readInto } from '#inventory/values';
import type { Device } from '#store/devices';
import { lockInventory } from '#store/imports';
import {
  type Evidence,
  type KeptObservation,
  listDeviceObservations,
  retireCurrent,
} from '#store/observations';
import type { Tx } from '#store/store';
import { act, demand } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { resolveFleet, saveFleet } from './fleet.ts';
import { authorOf } from './import-access.ts';
import type { WordChange } from './reach.ts';
import { deviceFor, subjectOf } from './scope.ts';

/** Source of everything people enter; who entered it stands on each statement. */
export const BY_HAND = 'By hand';

export interface DeviceEdit {
  /** Field → value as people write it; null: take back what people said of it, so that the other sources rule. */
  readonly fields: Readonly<Record<string, string | boolean | null>>;
  /** Version of the device it was made on; null: whatever it is now. */
  readonly version: number | null;
  readonly reason: string | null;
  /** How they know. */
  readonly evidence: Evidence;
}

/**
 * A person says what a device is: a statement like that of any source, which rules until it is taken back.
 * @returns id of the device, which stays the same
 */
export async function editDevice(ctx: Context, id: string, edit: DeviceEdit): Promise<string> {
  const given = readFields(edit.fields);
  return act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const device = await editableDevice(tx, ctx, id, edit.version);
    const words = await listDeviceObservations(tx, id);
    const changes = Object.keys(edit.fields).flatMap((field) =>
      fieldChanges(ctx, { id, words, field, value: given.get(field), edit }),
    );
    const fleet = await resolveFleet(tx, ctx, { changes: changes.map((it) => it.change) });
    for (const after of fleet.plan.devices)
      demand(ctx.actor, { permission: 'inventory.edit', subject: subjectOf(after, fleet.groups) });
    await retireCurrent(
      tx,
      changes.flatMap(({ change, kept }) => (kept === null ? [change.place] : [])),
    );
    await saveFleet(
      tx,
      ctx,
      fleet,
      {
        byName: authorOf(ctx.actor).createdByName,
        importId: null,
        source: BY_HAND,
        kind: 'edited',
        ...(edit.reason === null ? {} : { note: edit.reason }),
      },
      changes.flatMap(({ kept }) => (kept === null ? [] : [{ ...kept, isCurrent: true }])),
    );
    return {
      value: id,
      audit: {
        act: 'device.edit',
        subject: { kind: 'device', id },
        detail: { device: device.label, fields: { ...edit.fields }, reason: edit.reason },
      },
    };
  });
}

async function editableDevice(
  tx: Tx,
  { actor }: Context,
  id: string,
  version: number | null,
): Promise<Device> {
  const device = await deviceFor(tx, actor, id, 'inventory.edit');
  if (version !== null && version !== device.version)
    throw new Refused({ code: 'stale', what: `device ${device.label}` });
  return device;
}

/** Fields read as a file's are; null stays null. @throws Refused that names the field */
export function readFields(fields: DeviceEdit['fields']): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(fields).map(([field, value]) => {
      if (!isEditable(field))
        throw new Refused({
          code: 'invalid',
          because: `Cannot edit "${field}": there is no such field`,
          field,
        });
      if (value === null) return [field, null];
      const draft: Partial<Record<keyof DeviceFields, never>> = {};
      const { problem } = readInto(draft, field, String(value), 'day-first');
      if (problem !== null || draft[field] === undefined)
        throw new Refused({
          code: 'invalid',
          because: `Cannot set ${field}: ${problem ?? 'the value is empty'}`,
          field,
        });
      return [field, draft[field]];
    }),
  );
}

function isEditable(field: string): field is Exclude<keyof DeviceFields, 'id' | 'components'> {
  return isInventoryField(field) && !['id', 'components', 'componentsComplete', 'reported'].includes(field);
}

/** Each field is a statement of its own, so that each has its time and its author. */
export function fieldChanges(
  ctx: Context,
  {
    id,
    words,
    field,
    value,
    edit,
  }: {
    readonly id: string;
    readonly words: readonly KeptObservation[];
    readonly field: string;
    readonly value: unknown;
    readonly edit: Pick<DeviceEdit, 'reason' | 'evidence'>;
  },
): { readonly change: WordChange; readonly kept: KeptObservation | null }[] {
  const said = words.filter((it) => it.kind === 'person' && Object.hasOwn(it.fields, field));
  const gone = said.map((it) => ({ change: { place: placeOf(it), word: null }, kept: null }));
  if (value === null) return gone;
  const key = said[0]?.key ?? `edit ${id} ${field}`;
  const kept = statementOf(ctx, key, { [field]: value }, edit, anchorsAmong(words));
  const place = placeOf(kept);
  const word = {
    source: kept.source,
    kind: kept.kind,
    key,
    at: kept.at.toISOString(),
    fields: kept.fields,
    anchors: kept.anchors,
    deviceId: null,
    observationId: kept.id,
    isNew: true,
    importId: null,
  };
  return [{ change: { place, word }, kept }, ...gone.filter((it) => it.change.place !== place)];
}

/** Statements the edit amends: it follows the first of them that there still is. */
function anchorsAmong(words: readonly KeptObservation[]): string[] {
  return words.filter((it) => it.anchors === null).map(placeOf);
}

function statementOf(
  ctx: Context,
  key: string,
  fields: DeviceFields,
  { reason, evidence }: Pick<DeviceEdit, 'reason' | 'evidence'>,
  anchors: readonly string[],
): KeptObservation {
  const { createdBy, createdByName } = authorOf(ctx.actor);
  const at = ctx.now();
  return {
    id: ctx.newId(),
    source: BY_HAND,
    kind: 'person',
    key,
    at,
    firstAt: at,
    importId: null,
    line: null,
    contentHash: createHash('sha256').update(stableText(fields)).digest(),
    fields,
    unmapped: {},
    reported: [],
    deviceId: null,
    anchors,
    byId: createdBy,
    byName: createdByName,
    reason,
    evidence,
  };
}
