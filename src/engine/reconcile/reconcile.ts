import type { Device, Observation, Origin } from '#engine/words';
import { attachBoms, type BomAttachment, type ModelName } from './boms.ts';
import { type Clusters, clustersOf } from './clusters.ts';
import type { Sighting } from './contradiction.ts';
import type { MakerKey } from './disagreement.ts';
import { NO_TIES } from './hand-ties.ts';
import { createIdentityReader, type IdentifierKind } from './identifiers.ts';
import { canonical } from './order.ts';
import { PRECEDENCE, type Precedence } from './precedence.ts';
import { type FieldConflict, nameOf, placeOf, resolve } from './resolve.ts';

/** Observations that became one device, and by which identifier or decision. */
export interface Merge {
  readonly deviceId: string;
  readonly kind: IdentifierKind | 'hand';
  readonly value: string;
  readonly origins: readonly [Origin, Origin];
}

/** Devices that share an identifier and were kept apart; a person may know better. */
export interface DoubtfulMerge {
  readonly deviceIds: readonly string[];
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly because: string;
  /** So many statements carry it that it identifies nothing. */
  readonly isHub: boolean;
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

/** What holds besides the observations at hand. */
export interface Circumstances {
  readonly precedence?: Precedence;
  /** Which spellings name one maker: sources that write it differently do not disagree. */
  readonly makerKey?: MakerKey;
  /** Pairs that a person put together, or keeps apart; apart rules where they contradict each other. */
  readonly together?: readonly (readonly [Observation, Observation])[];
  readonly apart?: readonly (readonly [Observation, Observation])[];
  /** Identifiers that more observations carry than those at hand, and too many. */
  readonly isHub?: (kind: IdentifierKind, key: string) => boolean;
  /** Makers and models of devices that are not at hand. */
  readonly elsewhere?: readonly ModelName[];
}

/**
 * Finds the physical units behind what sources say (INV-06). The order of the observations does not matter, and one
 * given twice counts once. Merges only on strong identifiers, or on weak ones that are unique and uncontradicted.
 */
export function reconcile(
  observations: readonly Observation[],
  circumstances: Circumstances = {},
): Reconciled {
  const { precedence = PRECEDENCE, isHub = () => false, elsewhere = [], makerKey } = circumstances;
  const all = canonical(observations);
  const boms = all.filter((it) => it.source === 'sbom');
  const sightings = boms.length === 0 ? all : all.filter((it) => it.source !== 'sbom');
  const identityOf = createIdentityReader();
  const clusters = clustersOf(
    sightings.map((it): Sighting => ({ file: it.origin.file, identity: identityOf(it.fields) })),
    { ties: tiesAmong(sightings, circumstances), isHub },
  );
  const groups = clusters.groups.map((group) => group.map((index) => sightings[index] as Observation));
  const { devices, conflicts } = devicesOf(groups, { precedence, makerKey }, new Set());
  const attached = attachBoms(devices, boms, elsewhere);
  const taken = new Set(devices.map((it) => it.id));
  const ownDevices = devicesOf(
    attached.unattached.map((it) => [it]),
    { precedence, makerKey },
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

function tiesAmong(sightings: readonly Observation[], { together = [], apart = [] }: Circumstances) {
  if (together.length === 0 && apart.length === 0) return NO_TIES;
  const indexes = new Map(sightings.map((it, index) => [it, index]));
  const pairs = (ties: readonly (readonly [Observation, Observation])[]) =>
    ties.flatMap(([a, b]): (readonly [number, number])[] => {
      const [x, y] = [indexes.get(a), indexes.get(b)];
      return x === undefined || y === undefined ? [] : [[x, y]];
    });
  return { together: pairs(together), apart: pairs(apart) };
}

function devicesOf(
  groups: readonly (readonly Observation[])[],
  { precedence, makerKey }: { readonly precedence: Precedence; readonly makerKey: MakerKey | undefined },
  taken: Set<string>,
) {
  const conflicts: FieldConflict[] = [];
  const identityOf = createIdentityReader();
  const devices = groups.map((group): Device => {
    const resolved = resolve(group, precedence, makerKey);
    const first = group[0] as Observation;
    const id = freeId(nameOf(resolved.fields, identityOf, first), first.origin, taken);
    taken.add(id);
    for (const it of resolved.conflicts) conflicts.push({ deviceId: id, ...it });
    return {
      ...resolved.fields,
      id,
      ...(resolved.disputed !== undefined && { disputed: resolved.disputed }),
    };
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
  const doubtful = clusters.doubts.flatMap(({ kind, key, members, because, isHub }): DoubtfulMerge[] => {
    const deviceIds = [...new Set(members.map(idOf))];
    return deviceIds.length < 2 ? [] : [{ deviceIds, kind, value: key, because, isHub }];
  });
  return { merges, doubtful };
}
