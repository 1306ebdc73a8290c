import { customFilterFields } from '#engine/custom-fields';
import { DEVICE_FILTER_FIELDS } from '#engine/filter';
import { type FieldProvenance, provenanceOf, type Word } from '#engine/intake';
import type { VersionField } from '#engine/words';
import { listCustomValues, listCustomFields } from '#store/custom-fields';
import { type DeviceEvent, listDeviceEvents } from '#store/device-changes';
import type { DeviceFilter } from '#store/device-conditions';
import {
  type DeviceSort,
  type DeviceValueField,
  listCountedDevices,
  listDevices,
  listDeviceValues,
} from '#store/device-list';
import { type DeviceRisk, listDeviceRisks } from '#store/device-risks';
import { type Device, findDevice } from '#store/devices';
import type { ListPlace, SortStep } from '#store/keyset';
import { type KeptObservation, listDeviceObservations } from '#store/observations';
import { countDevicesSeen } from '#store/place-tally';
import type { Db, Tx } from '#store/store';
import { listDeviceTags } from '#store/tags';
import { see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { configuredFields } from './configured.ts';
import { makerKey } from './noun-keys.ts';

export interface DeviceAsk {
  /** In the one filter grammar. */
  readonly filter: string;
  readonly sort: readonly SortStep<DeviceSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** A device with what people put on it. */
export interface ListedDevice extends Device {
  readonly tags: readonly string[];
  /** Values of custom fields by key. */
  readonly custom: Readonly<Record<string, string>>;
  /** Null: it has not been matched since it changed, or its findings are not for the actor to see. */
  readonly risk: DeviceRisk | null;
}

export interface DevicePage {
  readonly devices: readonly ListedDevice[];
  readonly total: number;
  /** There are more than `total`: counting stopped there. */
  readonly isCapped: boolean;
  /** Where to go on; null: that was the last. */
  readonly next: ListPlace | null;
}

/** Beyond this a filtered list is "more than": counting on costs more than it tells. */
const COUNT_CAP = 10_000;

/** Devices that a filter selects, of those the actor may see. */
export async function findDevices(ctx: Context, ask: DeviceAsk): Promise<DevicePage> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const filter = await deviceFilterIn(db, ask.filter, ctx);
    const selection = { filter, scopes };
    const page = { ...ask, limit: ask.limit + 1 };
    const { items: found, count } =
      filter === null
        ? { items: await listDevices(db, selection, page), count: await countDevicesSeen(db, scopes) }
        : await listCountedDevices(db, selection, page, COUNT_CAP);
    const shown = found.slice(0, ask.limit);
    const isCapped = filter !== null && count > COUNT_CAP;
    return {
      devices: await withBelongings(
        ctx,
        shown.map((it) => it.device),
      ),
      total: isCapped ? COUNT_CAP : count,
      isCapped,
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

/** Devices with what people put on them and what is open on them, as a row of a list shows it. */
export async function withBelongings(
  ctx: Context,
  devices: readonly Device[],
): Promise<readonly ListedDevice[]> {
  const { db } = ctx.store;
  const ids = devices.map((it) => it.id);
  const tags = await listDeviceTags(db, ids);
  const custom = await listCustomValues(db, ids);
  const risks = await listDeviceRisks(db, ids, seenScopes(ctx.actor, 'findings.read'));
  return devices.map((it) => ({
    ...it,
    tags: tags.get(it.id) ?? [],
    custom: custom.get(it.id) ?? {},
    risk: risks.get(it.id) ?? null,
  }));
}

/** A filter of devices, custom fields among its names. @throws Refused that names the character at fault */
export async function deviceFilterIn(
  db: Db | Tx,
  text: string,
  ctx: Pick<Context, 'now'>,
): Promise<DeviceFilter | null> {
  const customFields = text.includes('cf.') ? await listCustomFields(db) : [];
  const tree = filterIn(text, { ...DEVICE_FILTER_FIELDS, ...customFilterFields(customFields) }, ctx);
  return tree === null ? null : { tree, customFields };
}

/** Values that devices have in a field, the most frequent first: what a filter can be completed with. */
export async function listValues(
  ctx: Context,
  ask: { readonly field: DeviceValueField; readonly text: string; readonly limit: number },
): Promise<readonly { readonly value: string; readonly count: number }[]> {
  return see(ctx, 'inventory.read', (db, scopes) => listDeviceValues(db, scopes, ask));
}

export type Observed = Word & { readonly observation: KeptObservation };

export interface DeviceDossier {
  readonly device: ListedDevice;
  readonly provenance: readonly FieldProvenance<Observed>[];
  readonly observations: readonly KeptObservation[];
  readonly timeline: readonly DeviceEvent[];
  /** Versions that rest on less than the policy asks for. */
  readonly unproven: readonly VersionField[];
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
    const [listed] = await withBelongings(ctx, [device]);
    const [configured] = await configuredFields(db, [device]);
    return {
      device: listed as ListedDevice,
      provenance: provenanceOf(words, device.fields, { makerKey: await makerKey() }),
      observations,
      timeline: await listDeviceEvents(db, id, EVENTS_SHOWN),
      unproven: configured?.unproven ?? [],
    };
  });
}
