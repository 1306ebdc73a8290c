import type { NounKeys } from '#engine/identify';
import {
  forVersion,
  type Inherited,
  inheritedOf,
  nameKey,
  placeOf,
  plainName,
  type SegmentPlace,
} from '#engine/inherit';
import { segmentLocator } from '#engine/segments';
import { readUdi, type Udi } from '#engine/udi';
import type { DeviceFields, FdaClass } from '#engine/words';
import { ensureDepartments } from '#store/departments';
import { type DeviceBelongings, saveBelongings } from '#store/device-belongings';
import { ensureLocations } from '#store/locations';
import { ensureModels } from '#store/models';
import { listProductClasses, listRegistered, type RegisteredDevice } from '#store/register';
import { listBills } from '#store/sboms';
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
 * Works out what devices belong to and what they inherit, by what they now say, and writes what differs.
 * @returns how many devices it changed
 */
export async function settleDevices(tx: Tx, ctx: Context, devices: readonly Settling[]): Promise<number> {
  return saveBelongings(tx, await belongingsOf(tx, ctx, devices));
}

/**
 * What devices belong to and inherit, in their order. Makes the vendors, models, locations, departments and segments that
 * they name and nobody knows yet.
 */
export async function belongingsOf(
  tx: Tx,
  ctx: Context,
  devices: readonly Settling[],
): Promise<DeviceBelongings[]> {
  const belongings: DeviceBelongings[] = [];
  for (let from = 0; from < devices.length; from += BATCH)
    belongings.push(...(await belongingsOfBatch(tx, ctx, devices.slice(from, from + BATCH))));
  return belongings;
}

const BATCH = 2000;

/** The same for no more than two thousand of them. */
async function belongingsOfBatch(
  tx: Tx,
  ctx: Context,
  devices: readonly Settling[],
): Promise<DeviceBelongings[]> {
  const making = { newId: ctx.newId, at: ctx.now() };
  const keys = await nounKeys();
  const year = making.at.getUTCFullYear();
  const labelled = devices.map((it) => ({ ...it, udi: udiIn(it.fields, year) }));
  const registered = await listRegistered(
    tx,
    labelled.flatMap((it) => it.udi?.di ?? []),
  );
  const classes = await listProductClasses(tx, [
    ...new Set(labelled.flatMap((it) => it.fields.fdaProductCode?.toUpperCase() ?? [])),
  ]);
  const named = labelled.map((it) => namesIn(it, keys, registered));
  const vendors = await ensureVendors(tx, distinct(named.map((it) => it.vendor)), making);
  const models = await ensureModels(
    tx,
    distinct(named.map((it) => it.model)).map((it) => ({
      ...it,
      vendorId: it.vendorKey === null ? null : (vendors.get(it.vendorKey) ?? null),
    })),
    making,
  );
  const bills = Map.groupBy(
    await listBills(
      tx,
      [...models.values()].map((it) => it.id),
    ),
    (it) => it.modelId,
  );
  const locations = await ensureLocations(
    tx,
    named.map((it) => it.place),
    making,
  );
  const departments = await ensureDepartments(tx, distinct(named.map((it) => it.department)), making);
  const placeInNetwork = await segmentsFor(tx, distinct(named.map((it) => it.segment)), making);
  await startMatching(ctx, tx);
  return named.map((it): DeviceBelongings => {
    const model = it.model === null ? null : (models.get(it.model.key) ?? null);
    const segment = placeInNetwork(it);
    return {
      id: it.id,
      vendorId: it.vendor === null ? null : (vendors.get(it.vendor.key) ?? null),
      modelId: model?.id ?? null,
      locationId: locations.get(it.place.at(-1)?.path ?? '') ?? null,
      departmentId: it.department === null ? null : (departments.get(it.department.key) ?? null),
      segmentId: segment?.segment.id ?? null,
      udiDi: it.udi?.di ?? null,
      inherited: inheritedOf(model?.passesOn ?? {}, segment, {
        ...classFor(it.productCode, classes, model?.passesOn ?? {}),
        ...it.fromUdi,
        ...billFor(forVersion(bills.get(model?.id ?? '') ?? [], it.version)),
      }),
    };
  });
}

type Named = ReturnType<typeof namesIn>;

/** The class of the product code that the device names itself, unless a person set one for its model. */
function classFor(
  code: string | undefined,
  classes: ReadonlyMap<string, FdaClass>,
  model: Inherited,
): Pick<Inherited, 'fdaClass'> {
  const value = code === undefined ? undefined : classes.get(code);
  if (value === undefined || model.fdaClass?.from === 'model') return {};
  return { fdaClass: { value, from: 'register', what: `product code ${code ?? ''}` } };
}

function billFor(bill: { readonly id: string; readonly file: string } | null): Pick<Inherited, 'bill'> {
  return bill === null ? {} : { bill: { value: bill.id, from: 'model', what: bill.file } };
}

function udiIn({ udi }: DeviceFields, year: number): Udi | null {
  if (udi === undefined) return null;
  const read = readUdi(udi, year);
  return 'problem' in read ? null : read;
}

type LabelValues = Partial<Pick<Inherited, 'serial' | 'model'>>;

/** What the label tells of the device itself. A label with a fault tells nothing. */
function labelValues(udi: Udi | null, known: RegisteredDevice | undefined): LabelValues {
  if (udi === null || udi.problems.length > 0) return {};
  const { serial } = udi;
  return {
    ...(serial === null ? {} : { serial: { value: serial, from: 'udi', what: udi.agency } }),
    ...(known?.modelNumber == null
      ? {}
      : { model: { value: known.modelNumber, from: 'register', what: `DI ${known.di}` } }),
  };
}

function namesIn(
  { id, fields, udi }: Settling & { readonly udi: Udi | null },
  keys: NounKeys,
  registered: ReadonlyMap<string, RegisteredDevice>,
) {
  const known = udi?.di == null ? undefined : registered.get(udi.di);
  const fromUdi = labelValues(udi, known);
  const maker = fields.manufacturer ?? known?.company ?? undefined;
  const modelText = fields.model ?? fromUdi.model?.value;
  const vendor = maker === undefined ? null : keys.vendor(maker);
  const model = modelText === undefined ? null : keys.model(maker, modelText);
  return {
    id,
    udi,
    fromUdi,
    ip: fields.ip ?? fields.ipv6,
    version: fields.version,
    productCode: fields.fdaProductCode?.toUpperCase(),
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
