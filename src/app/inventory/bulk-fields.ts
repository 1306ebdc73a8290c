import { type BulkField, isBulkField } from '#engine/words';
import { type KeptObservation, listDeviceObservations, retireCurrent } from '#store/observations';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { BY_HAND, fieldChanges, readFields } from './edit-device.ts';
import { resolveFleet, saveFleet } from './fleet.ts';
import { authorOf } from './import-access.ts';
import { mayActOn, subjectOf } from './scope.ts';

/** What people are to say of one device: a text to set, null to take back what they said. */
interface FieldWish {
  readonly deviceId: string;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** What people said of the fields before, and say since. */
export interface SaidFields {
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: FieldWish['fields'];
}

/** The same, or why nothing was written. */
type FieldOutcome = SaidFields | { readonly refused: string };

/** @throws Refused when a field cannot be set on many devices, or not to this */
export function refuseFields(fields: FieldWish['fields']): void {
  const other = Object.keys(fields).find((it) => !isBulkField(it));
  if (other !== undefined)
    throw new Refused({
      code: 'invalid',
      because: `Cannot set "${other}" on many devices at once: edit each device by itself`,
      field: other,
    });
  readFields(fields);
}

interface Saying {
  readonly wish: FieldWish;
  readonly words: readonly KeptObservation[];
  /** What people said of the fields so far. */
  readonly said: Readonly<Record<string, string | null>>;
}

/** What people say of a field of a device, as they would write it; null: nothing. */
export async function saidByPeople(
  tx: Tx,
  deviceId: string,
  fields: readonly string[],
): Promise<{ readonly words: readonly KeptObservation[]; readonly said: Saying['said'] }> {
  const words = await listDeviceObservations(tx, deviceId);
  const own = words.filter((it) => it.kind === 'person');
  const said = fields.map((field) => {
    const value = own.find((it) => Object.hasOwn(it.fields, field))?.fields[field as BulkField];
    return [field, textOf(value)] as const;
  });
  return { words, said: Object.fromEntries(said) };
}

/** Says fields of many devices in one go: a statement each, as an edit of one device makes it. */
export async function sayFields(
  tx: Tx,
  ctx: Context,
  wishes: readonly FieldWish[],
): Promise<ReadonlyMap<string, FieldOutcome>> {
  const outcomes = new Map<string, FieldOutcome>();
  const sayings: Saying[] = [];
  for (const wish of wishes) {
    const { words, said } = await saidByPeople(tx, wish.deviceId, Object.keys(wish.fields));
    const isSaid = Object.entries(wish.fields).every(
      ([field, text]) => said[field] === readText(field, text),
    );
    if (isSaid) outcomes.set(wish.deviceId, { before: {}, after: {} });
    else sayings.push({ wish, words, said });
  }
  for (const it of await refuseMoved(tx, ctx, sayings))
    outcomes.set(it.wish.deviceId, { refused: 'it would leave the part of the hospital you may edit' });
  const kept = sayings.filter((it) => !outcomes.has(it.wish.deviceId));
  await write(tx, ctx, kept);
  for (const { wish, said } of kept) outcomes.set(wish.deviceId, differences(wish, said));
  return outcomes;
}

/** The text that a value comes to once it is read: "1.3.2026" and "2026-03-01" are one day. */
function readText(field: string, text: string | null): string | null {
  return text === null ? null : textOf(readFields({ [field]: text }).get(field));
}

function differences({ fields }: FieldWish, said: Saying['said']): SaidFields {
  const changed = Object.entries(fields)
    .map(([field, text]) => [field, readText(field, text)] as const)
    .filter(([field, text]) => said[field] !== text);
  return {
    before: Object.fromEntries(changed.map(([field]) => [field, said[field] ?? null])),
    after: Object.fromEntries(changed),
  };
}

const HOW = { reason: 'Edit of many devices', evidence: 'entered' } as const;

function changesOf(ctx: Context, sayings: readonly Saying[]) {
  return sayings.flatMap(({ wish, words }) => {
    const given = readFields(wish.fields);
    return Object.keys(wish.fields).flatMap((field) =>
      fieldChanges(ctx, { id: wish.deviceId, words, field, value: given.get(field), edit: HOW }),
    );
  });
}

/** Devices that would end where the actor may not edit. */
async function refuseMoved(tx: Tx, ctx: Context, sayings: readonly Saying[]): Promise<readonly Saying[]> {
  if (sayings.length === 0 || ctx.actor.kind === 'system') return [];
  const { plan, groups } = await resolveFleet(tx, ctx, {
    changes: changesOf(ctx, sayings).map((it) => it.change),
  });
  const outside = new Set(
    plan.devices
      .filter((it) => !mayActOn(ctx.actor, 'inventory.edit', subjectOf(it, groups)))
      .map((it) => it.id),
  );
  return sayings.filter((it) => outside.has(it.wish.deviceId));
}

async function write(tx: Tx, ctx: Context, sayings: readonly Saying[]): Promise<void> {
  if (sayings.length === 0) return;
  const changes = changesOf(ctx, sayings);
  const fleet = await resolveFleet(tx, ctx, { changes: changes.map((it) => it.change) });
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
      note: HOW.reason,
    },
    changes.flatMap(({ kept }) => (kept === null ? [] : [{ ...kept, isCurrent: true }])),
  );
}

function textOf(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : null;
}
