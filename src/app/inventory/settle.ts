import type { NounKeys } from '#engine/identify';
import {
  inheritedOf,
  type ModelSpeaker,
  nameKey,
  placeOf,
  plainName,
  type SegmentPlace,
} from '#engine/inherit';
import { segmentLocator } from '#engine/segments';
import type { DeviceFields } from '#engine/words';
import { ensureDepartments } from '#store/departments';
import {
  type BelongingSelection,
  type DeviceBelongings,
  listForBelonging,
  saveBelongings,
} from '#store/device-belongings';
import { lockInventory } from '#store/imports';
import { ensureLocations } from '#store/locations';
import { ensureModels, type ModelBelonging } from '#store/models';
import { insertNamedSegments, listSegments, type Segment } from '#store/segments';
import type { Tx } from '#store/store';
import { ensureVendors, type NamedNoun } from '#store/vendors';
import type { Context } from '../context.ts';
import { startMatching } from '../vulnerabilities/match-job.ts';
import { nounKeys } from './noun-keys.ts';

interface Settling {
  readonly id: string;
  readonly fields: DeviceFields;
}

/**
 * Works out what devices belong to and what they inherit, by what they now say. Makes the vendors, models, locations,
 * departments and segments that they name and nobody knows yet. Writes only what differs.
 * @returns how many devices it changed
 */
export async function settleDevices(tx: Tx, ctx: Context, devices: readonly Settling[]): Promise<number> {
  let changed = 0;
  for (let from = 0; from < devices.length; from += BATCH)
    changed += await settleBatch(tx, ctx, devices.slice(from, from + BATCH));
  return changed;
}

const BATCH = 1000;

/**
 * Works it out again for devices that stand in the inventory, a thousand to a transaction: after a change of a model or
 * a segment, and for devices of before there were any. May be stopped at any time and started again.
 */
export async function refreshDevices(ctx: Context, selection: BelongingSelection): Promise<number> {
  let changed = 0;
  let after: string | null = null;
  do {
    const place: string | null = after;
    after = await ctx.store.db.transaction().execute(async (tx) => {
      await lockInventory(tx);
      const devices = await listForBelonging(tx, selection, { after: place, limit: BATCH });
      changed += await settleBatch(tx, ctx, devices);
      return devices.length < BATCH ? null : (devices.at(-1)?.id ?? null);
    });
  } while (after !== null);
  return changed;
}

async function settleBatch(tx: Tx, ctx: Context, devices: readonly Settling[]): Promise<number> {
  const making = { newId: ctx.newId, at: ctx.now() };
  const keys = await nounKeys();
  const named = devices.map((it) => namesIn(it, keys));
  const vendors = await ensureVendors(tx, distinct(named.map((it) => it.vendor)), making);
  const models = await ensureModels(
    tx,
    distinct(named.map((it) => it.model)).map((it) => ({
      ...it,
      vendorId: it.vendorKey === null ? null : (vendors.get(it.vendorKey) ?? null),
    })),
    making,
  );
  const locations = await ensureLocations(
    tx,
    named.map((it) => it.place),
    making,
  );
  const departments = await ensureDepartments(tx, distinct(named.map((it) => it.department)), making);
  const placeInNetwork = await segmentsFor(tx, distinct(named.map((it) => it.segment)), making);
  await startMatching(ctx, tx);
  return saveBelongings(
    tx,
    named.map((it): DeviceBelongings => {
      const model = it.model === null ? null : (models.get(it.model.key) ?? null);
      const segment = placeInNetwork(it);
      return {
        id: it.id,
        vendorId: it.vendor === null ? null : (vendors.get(it.vendor.key) ?? null),
        modelId: model?.id ?? null,
        locationId: locations.get(it.place.at(-1)?.path ?? '') ?? null,
        departmentId: it.department === null ? null : (departments.get(it.department.key) ?? null),
        segmentId: segment?.segment.id ?? null,
        inherited: inheritedOf(model === null ? [] : speakersOf(model), segment),
      };
    }),
  );
}

type Named = ReturnType<typeof namesIn>;

function namesIn({ id, fields }: Settling, keys: NounKeys) {
  const vendor = fields.manufacturer === undefined ? null : keys.vendor(fields.manufacturer);
  const model = fields.model === undefined ? null : keys.model(fields.manufacturer, fields.model);
  return {
    id,
    ip: fields.ip,
    vendor,
    model:
      model === null
        ? null
        : { key: `${vendor?.key ?? ''}\n${model.key}`, name: model.name, vendorKey: vendor?.key ?? null },
    place: placeOf(fields),
    department: nounNamed(fields.department),
    segment: nounNamed(fields.segment),
  };
}

function nounNamed(text: string | undefined): NamedNoun | null {
  const key = nameKey(text);
  return key === null || text === undefined ? null : { key, name: plainName(text) };
}

function distinct<N extends NamedNoun>(nouns: readonly (N | null)[]): N[] {
  const found = new Map<string, N>();
  for (const it of nouns) if (it !== null && !found.has(it.key)) found.set(it.key, it);
  return [...found.values()];
}

/** The segment a device names, else the one its address lies in. */
async function segmentsFor(
  tx: Tx,
  named: readonly NamedNoun[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<(it: Named) => (SegmentPlace & { readonly segment: Pick<Segment, 'id'> }) | null> {
  const segments = await listSegments(tx);
  const byKey = new Map<string, Pick<Segment, 'id' | 'name' | 'vlan' | 'exposure'>>(
    segments.map((it) => [it.key, it]),
  );
  const missing = named.filter((it) => !byKey.has(it.key)).map((it) => ({ ...it, id: newId() }));
  await insertNamedSegments(tx, missing, at);
  for (const { key, id, name } of missing) byKey.set(key, { id, name, vlan: null, exposure: null });
  const locate = segmentLocator(segments);
  return ({ segment, ip }) => {
    const stated = segment === null ? undefined : byKey.get(segment.key);
    if (stated !== undefined) return { segment: stated, cidr: null };
    return ip === undefined ? null : locate(ip);
  };
}

function speakersOf({ name, defaults }: ModelBelonging): ModelSpeaker[] {
  return [{ from: 'model', defaults, what: () => name }];
}
