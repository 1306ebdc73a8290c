import type { Decision } from '#engine/intake';
import { placeOf } from '#engine/intake';
import type { Device } from '#store/devices';
import {
  insertDecisions,
  type KeptDecision,
  listDecisionActs,
  listDecisions,
  undoDecisions,
} from '#store/identity-decisions';
import { lockInventory } from '#store/imports';
import { type KeptObservation, listCurrentAt, listDeviceObservations } from '#store/observations';
import type { Tx } from '#store/store';
import { act, type Done, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { BY_HAND } from './edit-device.ts';
import { type Cause, resolveFleet, saveFleet } from './fleet.ts';
import { authorOf } from './import-access.ts';
import { deviceFor } from './scope.ts';

/** What a person decided, and the device it is about from now on. */
export interface Decided {
  /** By which it is taken back. */
  readonly actId: string;
  readonly deviceIds: readonly string[];
}

interface Sided {
  readonly device: Device;
  readonly words: readonly KeptObservation[];
}

/** Devices of one act; each is compared with each. */
const DEVICES_MAX = 20;

/** Says that devices are one. It holds for all later imports, until it is taken back. */
export async function mergeDevices(
  ctx: Context,
  ids: readonly string[],
  reason: string | null,
): Promise<Decided> {
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const sides = await sidesOf(tx, ctx, ids);
    const all = sides.flatMap((it) => it.words.map(placeOf));
    await undoWithin(tx, ctx, all, 'apart');
    const [first, ...others] = sides;
    const anchor = first?.words[0];
    const pairs =
      anchor === undefined ? [] : others.flatMap((it) => it.words.map((word) => [anchor, word] as const));
    const names = sides.map((it) => it.device.label).join(' and ');
    return decide(tx, ctx, { kind: 'together', pairs, reason, deviceIds: ids }, 'merged', names);
  });
}

/** Says that statements behind a device speak of another one. It holds for all later imports, until it is taken back. */
export async function splitDevice(
  ctx: Context,
  id: string,
  observationIds: readonly string[],
  reason: string | null,
): Promise<Decided> {
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const side = await sideOf(tx, ctx, id);
    const off = side.words.filter((it) => observationIds.includes(it.id));
    const left = side.words.filter((it) => !observationIds.includes(it.id));
    if (off.length === 0 || left.length === 0)
      throw new Refused({
        code: 'invalid',
        because: 'Cannot split the device: choose some of its statements, and not all of them',
        field: 'observations',
      });
    const across = await listDecisions(tx, off.map(placeOf));
    const leftPlaces = new Set(left.map(placeOf));
    const contradicting = across.filter(
      (it) => it.kind === 'together' && it.places.some((place) => leftPlaces.has(place)),
    );
    await takeBack(tx, ctx, contradicting);
    const pairs = off.flatMap((a) => left.map((b) => [a, b] as const));
    return decide(tx, ctx, { kind: 'apart', pairs, reason, deviceIds: [id] }, 'split', side.device.label);
  });
}

/** Says that devices that share an identifier are not one: the doubt is settled, until this is taken back. */
export async function keepApart(
  ctx: Context,
  ids: readonly string[],
  reason: string | null,
): Promise<Decided> {
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const sides = await sidesOf(tx, ctx, ids);
    const pairs = sides.flatMap((a, index) =>
      sides.slice(index + 1).flatMap((b) => a.words.flatMap((x) => b.words.map((y) => [x, y] as const))),
    );
    const names = sides.map((it) => it.device.label).join(' and ');
    return decide(tx, ctx, { kind: 'apart', pairs, reason, deviceIds: ids }, null, names);
  });
}

/** Takes a merge, a split or a keeping apart back: the devices are again what their identifiers say. */
export async function undoDecision(ctx: Context, actId: string): Promise<Decided> {
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const undone = await undoDecisions(tx, { actId }, { at: ctx.now(), byName: nameOf(ctx) });
    if (undone.length === 0)
      throw new Refused({ code: 'not-found', what: `decision ${actId}, or it is undone already` });
    const places = [...new Set(undone.flatMap((it) => it.places))];
    const words = await listCurrentAt(tx, places);
    const deviceIds = [...new Set(words.flatMap((it) => (it.deviceId === null ? [] : [it.deviceId])))];
    for (const id of deviceIds) await deviceFor(tx, ctx.actor, id, 'inventory.reconcile');
    const after = await resolveAgain(tx, ctx, deviceIds, {
      kind: 'undone',
      note: 'A decision on it was undone',
    });
    return {
      value: { actId, deviceIds: after },
      audit: {
        act: 'identity.undo',
        subject: { kind: 'decision', id: actId },
        detail: { devices: deviceIds },
      },
    };
  });
}

/** What people decided, newest first. */
export async function listIdentityActs(
  ctx: Context,
  page: { readonly before: string | null; readonly limit: number },
) {
  return seeWhole(ctx, 'inventory.reconcile', async (db) => {
    const found = await listDecisionActs(db, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit);
    return { items, next: found.length > page.limit ? (items.at(-1)?.actId ?? null) : null };
  });
}

interface Deciding {
  readonly kind: Decision['kind'];
  readonly pairs: readonly (readonly [KeptObservation, KeptObservation])[];
  readonly reason: string | null;
  readonly deviceIds: readonly string[];
}

async function decide(
  tx: Tx,
  ctx: Context,
  { kind, pairs, reason, deviceIds }: Deciding,
  event: 'merged' | 'split' | null,
  names: string,
): Promise<Done<Decided>> {
  const actId = ctx.newId();
  const { createdBy } = authorOf(ctx.actor);
  await insertDecisions(
    tx,
    pairs.map(
      ([a, b]): KeptDecision => ({
        id: ctx.newId(),
        actId,
        kind,
        places: [placeOf(a), placeOf(b)],
        at: ctx.now(),
        byId: createdBy,
        byName: nameOf(ctx),
        reason,
      }),
    ),
  );
  const note = [event === 'merged' ? `Merged: ${names}` : null, reason]
    .filter((it) => it !== null)
    .join(' · ');
  const after = await resolveAgain(tx, ctx, deviceIds, {
    ...(event === null ? {} : { kind: event }),
    ...(note === '' ? {} : { note }),
  });
  const verb = event === 'merged' ? 'merge' : event === 'split' ? 'split' : 'keep-apart';
  return {
    value: { actId, deviceIds: after },
    audit: {
      act: `identity.${verb}`,
      subject: { kind: 'decision', id: actId },
      detail: { devices: names, reason },
    },
  };
}

/** @returns the devices that stand where these stood */
async function resolveAgain(
  tx: Tx,
  ctx: Context,
  deviceIds: readonly string[],
  what: Pick<Cause, 'kind' | 'note'>,
): Promise<readonly string[]> {
  const fleet = await resolveFleet(tx, ctx, { deviceIds });
  const cause = { byName: nameOf(ctx), importId: null, source: BY_HAND, ...what };
  await saveFleet(tx, ctx, fleet, cause);
  const asked = new Set(deviceIds);
  return fleet.plan.devices
    .filter(
      (it) => asked.has(it.id) || it.words.some((word) => word.deviceId !== null && asked.has(word.deviceId)),
    )
    .map((it) => it.id);
}

/** Takes decisions back that hold between the places and say otherwise. */
async function undoWithin(
  tx: Tx,
  ctx: Context,
  places: readonly string[],
  kind: Decision['kind'],
): Promise<void> {
  const inside = new Set(places);
  const found = await listDecisions(tx, places);
  await takeBack(
    tx,
    ctx,
    found.filter((it) => it.kind === kind && it.places.every((place) => inside.has(place))),
  );
}

async function takeBack(tx: Tx, ctx: Context, decisions: readonly KeptDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  await undoDecisions(tx, { ids: decisions.map((it) => it.id) }, { at: ctx.now(), byName: nameOf(ctx) });
}

async function sidesOf(tx: Tx, ctx: Context, ids: readonly string[]): Promise<Sided[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length < 2 || distinct.length > DEVICES_MAX)
    throw new Refused({
      code: 'invalid',
      because: `Cannot decide on ${distinct.length} devices: name two to ${DEVICES_MAX}`,
      field: 'devices',
    });
  const sides: Sided[] = [];
  for (const id of distinct) sides.push(await sideOf(tx, ctx, id));
  return sides;
}

/** A device and what other than people's edits is said of it: edits go where these go. */
async function sideOf(tx: Tx, ctx: Context, id: string): Promise<Sided> {
  const device = await deviceFor(tx, ctx.actor, id, 'inventory.reconcile');
  const words = await listDeviceObservations(tx, id);
  return { device, words: words.filter((it) => it.anchors === null) };
}

function nameOf({ actor }: Context): string {
  return authorOf(actor).createdByName;
}
