import {
  type DEVICE_FILTER_FIELDS as Fields,
  DEVICE_FILTER_FIELDS,
  type Filter,
  readFilter,
} from '#engine/filter';
import { type FieldProvenance, provenanceOf, type Word } from '#engine/intake';
import { type DeviceEvent, listDeviceEvents } from '#store/device-changes';
import {
  countDevices,
  type Device,
  type DevicePlace,
  type DeviceSort,
  findDevice,
  listDevices,
} from '#store/devices';
import { type KeptObservation, listDeviceObservations } from '#store/observations';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

export interface DeviceAsk {
  /** In the one filter grammar. */
  readonly filter: string;
  readonly sort: DeviceSort;
  readonly falling: boolean;
  readonly after: DevicePlace | null;
  readonly limit: number;
}

export interface DevicePage {
  readonly devices: readonly Device[];
  readonly total: number;
  /** Where to go on; null: that was the last. */
  readonly next: DevicePlace | null;
}

/** Devices that a filter selects, of those the actor may see. */
export async function findDevices(ctx: Context, ask: DeviceAsk): Promise<DevicePage> {
  const filter = filterIn(ask.filter, ctx);
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { filter, scopes };
    const found = await listDevices(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      devices: shown.map((it) => it.device),
      total: await countDevices(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

function filterIn(text: string, { now }: Context): Filter<keyof typeof Fields> | null {
  const read = readFilter(text, DEVICE_FILTER_FIELDS, { nowMs: now().getTime() });
  if ('filter' in read) return read.filter;
  throw new Refused({
    code: 'invalid',
    because: `Cannot read filter at character ${read.at + 1}: ${read.problem}`,
    field: 'filter',
  });
}

export type Observed = Word & { readonly observation: KeptObservation };

export interface DeviceDossier {
  readonly device: Device;
  readonly provenance: readonly FieldProvenance<Observed>[];
  readonly observations: readonly KeptObservation[];
  readonly timeline: readonly DeviceEvent[];
}

const EVENTS_SHOWN = 200;

/** Everything known of one device. */
export async function readDevice(ctx: Context, id: string): Promise<DeviceDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const device = await findDevice(db, id, scopes);
    if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
    const observations = await listDeviceObservations(db, id);
    const words = observations.map(
      (observation): Observed => ({ ...observation, at: observation.at.toISOString(), observation }),
    );
    return {
      device,
      provenance: provenanceOf(words, device.fields),
      observations,
      timeline: await listDeviceEvents(db, id, EVENTS_SHOWN),
    };
  });
}
