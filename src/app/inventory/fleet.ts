import { type DevicePlan, type FleetPlan, planFleet, type Word } from '#engine/intake';
import { type DeviceEvent, insertDeviceEvents } from '#store/device-changes';
import { insertDevices, listAllDevices, removeDevices, updateDevices } from '#store/devices';
import type { InventoryImport } from '#store/imports';
import { attachObservations, listCurrentObservations } from '#store/observations';
import type { Db, Tx } from '#store/store';
import type { Context } from '../context.ts';
import { settleDevices } from './settle.ts';

/** A word, and the observation that holds it. */
export interface KeptWord extends Word {
  readonly observationId: string;
  /** No device is named on the observation yet. */
  readonly isNew: boolean;
}

export interface Fleet {
  readonly plan: FleetPlan<KeptWord>;
  readonly standing: ReadonlyMap<string, Awaited<ReturnType<typeof listAllDevices>>[number]>;
}

/** What every device comes to once sources also say `added`, which take the place of what they said before. */
export async function planWith(db: Db | Tx, added: readonly KeptWord[], newId: () => string): Promise<Fleet> {
  const standing = await listAllDevices(db);
  const said = new Map<string, KeptWord>();
  const placeOf = (it: Word) => JSON.stringify([it.source, it.key]);
  for (const { id, at, ...it } of await listCurrentObservations(db)) {
    const word = { ...it, at: at.toISOString(), observationId: id, isNew: false };
    said.set(placeOf(word), word);
  }
  for (const word of added) {
    const before = said.get(placeOf(word));
    said.set(placeOf(word), { ...word, deviceId: before?.deviceId ?? null });
  }
  return {
    plan: planFleet([...said.values()], standing, newId),
    standing: new Map(standing.map((it) => [it.id, it])),
  };
}

/** Makes the devices what the plan says. Writes only what differs. */
export async function saveFleet(
  tx: Tx,
  ctx: Context,
  { plan, standing }: Fleet,
  cause: Pick<InventoryImport, 'id' | 'source'> & { readonly byName: string },
): Promise<void> {
  const at = ctx.now();
  const states = plan.devices.map((device) => ({
    device,
    state: {
      id: device.id,
      name: device.name,
      fields: device.fields,
      sourceCount: new Set(device.words.map((it) => it.source)).size,
      conflictCount: device.conflicts,
      seenAt: new Date(device.words.reduce((last, it) => (it.at > last ? it.at : last), '')),
      isChanged: device.changes.length > 0,
    },
  }));
  const created = states.filter((it) => it.device.before === null);
  await insertDevices(
    tx,
    created.map((it) => it.state),
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
    states.filter(({ state }) => state.isChanged).map(({ state }) => state),
  );
  await attachObservations(tx, linksOf(plan));
  await removeDevices(tx, plan.gone);
  await insertDeviceEvents(
    tx,
    plan.devices
      .filter((it) => it.changes.length > 0)
      .map(
        (device): DeviceEvent => ({
          id: ctx.newId(),
          deviceId: device.id,
          at,
          kind: device.before === null ? 'created' : 'changed',
          byName: cause.byName,
          importId: cause.id,
          source: cause.source,
          changes: device.changes,
        }),
      ),
  );
}

function linksOf(plan: FleetPlan<KeptWord>) {
  return plan.devices.flatMap((device: DevicePlan<KeptWord>) =>
    device.words
      .filter((it) => it.isNew || it.deviceId !== device.id)
      .map(({ observationId }) => ({ observationId, deviceId: device.id })),
  );
}
