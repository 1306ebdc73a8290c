import type { Device, Observation, Origin } from '#engine/words';
import { attachBoms, type BomAttachment } from './boms.ts';
import { type Clusters, clustersOf } from './clusters.ts';
import type { Sighting } from './contradiction.ts';
import { createIdentityReader, type IdentifierKind } from './identifiers.ts';
import { canonical } from './order.ts';
import { PRECEDENCE, type Precedence } from './precedence.ts';
import { type FieldConflict, nameOf, placeOf, resolve } from './resolve.ts';

/** Observations that became one device, and by which identifier. */
export interface Merge {
  readonly deviceId: string;
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly origins: readonly [Origin, Origin];
}

/** Devices that share an identifier and were kept apart; a person may know better. */
export interface DoubtfulMerge {
  readonly deviceIds: readonly string[];
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly because: string;
}

export interface Reconciled {
  /** In canonical order; ids are unique. */
  readonly devices: readonly Device[];
  /** What was said about the device of the same position. */
  readonly observations: readonly (readonly Observation[])[];
  readonly merges: readonly Merge[];
  readonly conflicts: readonly FieldConflict[];
  readonly doubtful: readonly DoubtfulMerge[];
  readonly boms: readonly BomAttachment[];
}

/**
 * Finds the physical units behind what sources say (INV-06). The order of the observations does not matter, and one
 * given twice counts once. Merges only on strong identifiers, or on weak ones that are unique and uncontradicted.
 */
export function reconcile(
  observations: readonly Observation[],
  precedence: Precedence = PRECEDENCE,
): Reconciled {
  const all = canonical(observations);
  const boms = all.filter((it) => it.source === 'sbom');
  const sightings = boms.length === 0 ? all : all.filter((it) => it.source !== 'sbom');
  const identityOf = createIdentityReader();
  const clusters = clustersOf(
    sightings.map((it): Sighting => ({ file: it.origin.file, identity: identityOf(it.fields) })),
  );
  const groups = clusters.groups.map((group) => group.map((index) => sightings[index] as Observation));
  const { devices, conflicts } = devicesOf(groups, precedence, new Set());
  const attached = attachBoms(devices, boms);
  const taken = new Set(devices.map((it) => it.id));
  const ownDevices = devicesOf(
    attached.unattached.map((it) => [it]),
    precedence,
    taken,
  ).devices;
  return {
    devices: [...attached.devices, ...ownDevices],
    observations: [...groups, ...attached.unattached.map((it) => [it])],
    conflicts,
    boms: attached.attachments,
    ...explain(clusters, sightings, devices),
  };
}

function devicesOf(groups: readonly (readonly Observation[])[], precedence: Precedence, taken: Set<string>) {
  const conflicts: FieldConflict[] = [];
  const identityOf = createIdentityReader();
  const devices = groups.map((group): Device => {
    const resolved = resolve(group, precedence);
    const first = group[0] as Observation;
    const id = freeId(nameOf(resolved.fields, identityOf, first), first.origin, taken);
    taken.add(id);
    for (const it of resolved.conflicts) conflicts.push({ deviceId: id, ...it });
    return { ...resolved.fields, id };
  });
  return { devices, conflicts };
}

/** Two devices may carry the same number; the place in the file then tells them apart. */
function freeId(wanted: string, origin: Origin, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const placed = `${wanted} (${placeOf(origin)})`;
  if (!taken.has(placed)) return placed;
  let copy = 2;
  while (taken.has(`${placed} ${copy}`)) copy++;
  return `${placed} ${copy}`;
}

function explain(clusters: Clusters, sightings: readonly Observation[], devices: readonly Device[]) {
  if (clusters.joins.length === 0 && clusters.doubts.length === 0) return { merges: [], doubtful: [] };
  const deviceAt = new Int32Array(sightings.length);
  for (const [device, group] of clusters.groups.entries())
    for (const index of group) deviceAt[index] = device;
  const idOf = (index: number): string => (devices[deviceAt[index] as number] as Device).id;
  const originOf = (index: number): Origin => (sightings[index] as Observation).origin;
  const merges = clusters.joins.map(
    ({ kind, key, members: [a, b] }): Merge => ({
      deviceId: idOf(a),
      kind,
      value: key,
      origins: [originOf(a), originOf(b)],
    }),
  );
  const doubtful = clusters.doubts.flatMap(({ kind, key, members, because }): DoubtfulMerge[] => {
    const deviceIds = [...new Set(members.map(idOf))];
    return deviceIds.length < 2 ? [] : [{ deviceIds, kind, value: key, because }];
  });
  return { merges, doubtful };
}
