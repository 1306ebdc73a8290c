import { type DevicePlan, type FleetPlan, planFleet, placeOf } from '#engine/intake';
import type { Precedence } from '#engine/reconcile';
import { enqueueDevices } from '#store/device-cohorts';
import { saveConflicts } from '#store/device-conflicts';
import { type DeviceEvent, type EventKind, insertDeviceEvents } from '#store/device-changes';
import {
  insertDevices,
  listDevicesById,
  removeDevices,
  type StandingDevice,
  updateDevices,
} from '#store/devices';
import { saveDoubts } from '#store/doubtful-merges';
import { listCarriers } from '#store/identifiers';
import {
  attachObservations,
  insertObservations,
  type KeptObservation,
  listCurrentById,
  retireCurrent,
} from '#store/observations';
import type { Db, Tx } from '#store/store';
import type { Context } from '../context.ts';
import { startMatching } from '../vulnerabilities/match-job.ts';
import { policyInForce } from '../vulnerabilities/policy-in-force.ts';
import { feedExtras } from './feed-extras.ts';
import type { KeptWord } from './kept-word.ts';
import { makerKey } from './noun-keys.ts';
import { readPrecedence } from './precedence.ts';
import { hubTest, type Reach, reach, type Start } from './reach.ts';
import { groupsFor, type GroupsOf } from './scope.ts';
import { belongingsOf, settleDevices } from './settle.ts';

/** What a part of the fleet comes to, and how it stands. */
export interface Fleet {
  readonly plan: FleetPlan<KeptWord>;
  readonly standing: ReadonlyMap<string, StandingDevice>;
  readonly groups: GroupsOf;
  readonly reached: Reach;
}

/** What led to a change of devices, for their timelines. */
export interface Cause {
  readonly byName: string;
  readonly importId: string | null;
  readonly source: string;
  /** What happened, where it is more than that devices were made or changed. */
  readonly kind?: EventKind;
  readonly note?: string;
}

/** Works out what every device comes to that the changes can matter to. Writes nothing. */
export async function resolveFleet(
  db: Db | Tx,
  ctx: Context,
  start: Start,
  precedence?: Precedence,
): Promise<Fleet> {
  const reached = await reach(db, start);
  const standing = await listDevicesById(db, reached.deviceIds);
  const groups = await groupsFor(db, ctx.actor, reached.deviceIds);
  const plan = planFleet(reached.words, standing, ctx.newId, {
    precedence: precedence ?? (await readPrecedence(db)),
    makerKey: await makerKey(),
    decisions: reached.decisions,
    isHub: hubTest(reached.hubs),
    elsewhere: reached.elsewhere,
  });
  return { plan, standing: new Map(standing.map((it) => [it.id, it])), groups, reached };
}

/** A statement to be kept; what is current takes the place of its source's earlier word. */
export type NewStatement = KeptObservation & { readonly isCurrent: boolean };

/**
 * Makes the devices what the plan says, and keeps the statements that are new. Writes only what differs. Statements come
 * first: what follows from them, such as whether a device is registered, is then known when the device is written.
 */
export async function saveFleet(
  tx: Tx,
  ctx: Context,
  fleet: Fleet,
  cause: Cause,
  statements: readonly NewStatement[] = [],
): Promise<void> {
  const links = linksOf(fleet);
  const deviceOf = new Map(links.map((it) => [it.observationId, it.deviceId]));
  const { replaced } = fleet.reached;
  await retireCurrent(tx, statements.filter((it) => it.isCurrent && replaced.has(placeOf(it))).map(placeOf));
  await insertObservations(
    tx,
    statements.map((it) => ({ ...it, deviceId: deviceOf.get(it.id) ?? null })),
  );
  await saveDevices(tx, ctx, fleet);
  const kept = new Set(statements.map((it) => it.id));
  await attachObservations(
    tx,
    links.filter((it) => !kept.has(it.observationId)),
  );
  await feedExtras(tx, ctx, newWordsOf(fleet));
  await removeDevices(tx, fleet.plan.gone);
  await insertDeviceEvents(tx, eventsOf(ctx, fleet, cause));
  const disputed = fleet.plan.devices.filter(
    ({ id, conflicts }) => conflicts.length > 0 || (fleet.standing.get(id)?.conflictCount ?? 0) > 0,
  );
  if (disputed.length > 0) await saveConflicts(tx, disputed);
  await saveDoubts(tx, fleet.plan.doubtful, fleet.reached.whole, ctx.now());
  await matchWhatIsProven(tx, ctx, fleet);
  await resolveFallenHubs(tx, ctx, fleet, cause);
}

async function saveDevices(tx: Tx, ctx: Context, { plan, standing }: Fleet): Promise<void> {
  const at = ctx.now();
  const states = plan.devices.map((device) => ({
    device,
    state: {
      id: device.id,
      name: device.name,
      fields: device.fields,
      sourceCount: new Set(device.words.map((it) => it.source)).size,
      conflictCount: device.conflicts.length,
      seenAt: seenAt(device.words),
      isChanged: device.changes.length > 0,
    },
  }));
  const created = states.filter((it) => it.device.before === null).map((it) => it.state);
  const belongings = await belongingsOf(tx, ctx, created);
  await insertDevices(
    tx,
    created.map((it, index) => ({ ...it, ...belongings[index] })),
    at,
  );
  const differing = states.filter(({ device, state }) => {
    const before = standing.get(device.id);
    return (
      before !== undefined &&
      (state.isChanged ||
        before.sourceCount !== state.sourceCount ||
        before.conflictCount !== state.conflictCount ||
        before.seenAt.getTime() !== state.seenAt.getTime())
    );
  });
  await updateDevices(
    tx,
    differing.map((it) => it.state),
    at,
  );
  await settleDevices(
    tx,
    ctx,
    differing.filter(({ state }) => state.isChanged).map(({ state }) => state),
  );
}

/** Under a policy that asks for evidence, words can come and go that prove a version without changing it. */
async function matchWhatIsProven(tx: Tx, ctx: Context, { plan }: Fleet): Promise<void> {
  const { versionEvidence } = await policyInForce(tx);
  if (versionEvidence === undefined || plan.devices.length === 0) return;
  await enqueueDevices(
    tx,
    plan.devices.map((it) => it.id),
  );
  await startMatching(ctx, tx);
}

/** Statements that are new and stand behind a device. */
function newWordsOf({ plan }: Fleet): string[] {
  return plan.devices.flatMap((it) =>
    it.words.filter((word) => word.isNew).map((word) => word.observationId),
  );
}

/** When a source last spoke of it. A person's edit is no sighting, unless there is nothing else. */
function seenAt(words: readonly KeptWord[]): Date {
  const seen = words.filter((it) => it.anchors == null);
  return new Date((seen.length > 0 ? seen : words).reduce((last, it) => (it.at > last ? it.at : last), ''));
}

/** Observations that stand behind another device than before; an edit whose device is gone stands behind none. */
function linksOf({ plan, reached }: Fleet) {
  const links: { observationId: string; deviceId: string | null }[] = [];
  const placed = new Set<string>();
  for (const device of plan.devices)
    for (const it of device.words) {
      placed.add(placeOf(it));
      if (it.isNew || it.deviceId !== device.id)
        links.push({ observationId: it.observationId, deviceId: device.id });
    }
  for (const it of reached.words)
    if (it.deviceId !== null && !placed.has(placeOf(it)))
      links.push({ observationId: it.observationId, deviceId: null });
  return links;
}

function eventsOf(ctx: Context, { plan, reached }: Fleet, cause: Cause): DeviceEvent[] {
  const before = Map.groupBy(reached.words, (it) => it.deviceId);
  return plan.devices
    .filter((it) => it.changes.length > 0 || (isByHand(cause) && regroups(it, before.get(it.id) ?? [])))
    .map((device) => ({
      id: ctx.newId(),
      deviceId: device.id,
      at: ctx.now(),
      kind: cause.kind ?? (device.before === null ? 'created' : 'changed'),
      byName: cause.byName,
      importId: cause.importId,
      source: cause.source,
      changes: device.changes,
      note: cause.note ?? null,
    }));
}

function isByHand({ kind }: Cause): boolean {
  return kind === 'merged' || kind === 'split' || kind === 'undone';
}

/** Whether words come to it or leave it. */
function regroups({ id, words }: DevicePlan<KeptWord>, before: readonly KeptWord[]): boolean {
  return words.length !== before.length || words.some((it) => it.deviceId !== id);
}

/** An identifier that so many carried that it identified nothing may identify again, now that some have let go of it. */
async function resolveFallenHubs(tx: Tx, ctx: Context, { reached }: Fleet, cause: Cause): Promise<void> {
  if (reached.hubs.size === 0 || reached.replaced.size === 0) return;
  const fallen = await fallenAmong(tx, reached);
  if (fallen.length === 0) return;
  const words = await listCurrentById(tx, fallen);
  const deviceIds = words.flatMap((it) => (it.deviceId === null ? [] : [it.deviceId]));
  await saveFleet(tx, ctx, await resolveFleet(tx, ctx, { deviceIds }), cause);
}

/** @returns observations that carry what was a hub */
async function fallenAmong(tx: Tx, { hubs }: Reach): Promise<string[]> {
  const asked = [...hubs].map(([hash, max]) => ({ hash, max }));
  const carriers = Map.groupBy(await listCarriers(tx, asked), (it) => it.hash);
  return asked.flatMap(({ hash, max }) => {
    const own = carriers.get(hash) ?? [];
    return own.length > 0 && own.length <= max ? own.map((it) => it.observationId) : [];
  });
}
