import { type DoubtfulMerge, type FieldConflict, reconcile } from '#engine/reconcile';
import type { Device, Observation, Reject } from '#engine/words';
import { InputError as InventoryFault } from '#inventory/input-error';
import { readInventory } from '#inventory/read';
import type { InventorySource } from '#inventory/source';
import type { ColumnReport, GivenMapping } from '#inventory/table';
import { InputError, type InputPlace } from '../input-error.ts';
import { columnNotices } from './column-notices.ts';
import { makerKey } from './noun-keys.ts';

export interface LoadInventoryOptions {
  /** Field → column, by the name of the source it is for; under `*` for all of them. */
  readonly mappings?: Readonly<Record<string, GivenMapping>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: InventoryProgress) => void;
}

export interface InventoryProgress {
  readonly file: string;
  readonly bytesRead: number;
  /** Null: not known, as with an upload. */
  readonly bytesTotal: number | null;
}

/** What several sources together say a hospital has. */
export interface LoadedInventory {
  readonly devices: readonly Device[];
  readonly sources: readonly {
    readonly name: string;
    readonly format: string;
    readonly columns: ColumnReport;
  }[];
  readonly conflicts: readonly FieldConflict[];
  readonly doubtful: readonly DoubtfulMerge[];
  readonly rejected: readonly Reject[];
  /** What a person should know: columns that were not used, doubtful merges, conflicts. */
  readonly notices: readonly string[];
}

/**
 * Reads inventories of any known format and resolves them to devices.
 * @throws {InputError} when a source cannot be used at all
 */
export async function loadInventory(
  sources: readonly InventorySource[],
  options: LoadInventoryOptions = {},
): Promise<LoadedInventory> {
  const observations: Observation[] = [];
  const rejected: Reject[] = [];
  const read: LoadedInventory['sources'][number][] = [];
  for (const source of sources) read.push(await readOne(source, options, observations, rejected));
  const { devices, conflicts, doubtful } = reconcile(observations, { makerKey: await makerKey() });
  return {
    devices,
    sources: read,
    conflicts,
    doubtful,
    rejected,
    notices: [
      ...read.flatMap((it) => columnNotices(it.name, it.columns)),
      ...mergeNotices(doubtful),
      ...conflictNotices(conflicts),
    ],
  };
}

async function readOne(
  source: InventorySource,
  options: LoadInventoryOptions,
  observations: Observation[],
  rejected: Reject[],
): Promise<LoadedInventory['sources'][number]> {
  const { name } = source;
  try {
    const inventory = await readInventory(source, {
      mapping: options.mappings?.[name] ?? options.mappings?.['*'] ?? {},
      ...(options.signal && { signal: options.signal }),
      progress: (it) => options.onProgress?.({ file: name, ...it }),
    });
    const before = { taken: observations.length, refused: rejected.length };
    for await (const batch of inventory.batches) {
      for (const it of batch.accepted) observations.push(it);
      for (const it of batch.rejected) rejected.push(it);
    }
    if (observations.length === before.taken) refuseUseless(name, rejected.slice(before.refused));
    return { name, format: inventory.format, columns: inventory.columns() };
  } catch (error) {
    if (error instanceof InventoryFault)
      throw new InputError(error.message, { cause: error, place: placeOf(error) });
    throw error;
  }
}

function placeOf({ file, field }: InventoryFault): InputPlace {
  return field === undefined ? { file } : { file, field };
}

/** A file of which nothing can be taken is the wrong file, or read the wrong way, and not one with some bad rows. */
function refuseUseless(name: string, rejected: readonly Reject[]): void {
  const [first] = rejected;
  if (first === undefined) return;
  const { line, field, reason } = first;
  const place = [line === undefined ? [] : `line ${line}`, field ?? []].flat().join(', ');
  const more = rejected.length === 1 ? '' : `, and ${rejected.length - 1} more`;
  throw new InputError(
    `Cannot use inventory "${name}": nothing in it can be taken: ${place === '' ? '' : `${place}: `}${reason}${more}`,
    {
      place: {
        file: name,
        ...(line !== undefined && { line }),
        ...(field !== undefined && { field }),
      },
    },
  );
}

function mergeNotices(doubtful: readonly DoubtfulMerge[]): string[] {
  if (doubtful.length === 0) return [];
  const [first] = doubtful as readonly [DoubtfulMerge];
  return [
    `${doubtful.length} doubtful merges were not made, such as ${first.deviceIds.join(' and ')}: ${first.because}`,
  ];
}

function conflictNotices(conflicts: readonly FieldConflict[]): string[] {
  if (conflicts.length === 0) return [];
  const [first] = conflicts as readonly [FieldConflict];
  return [
    `${conflicts.length} fields on which sources disagree, such as ${first.field} of ${first.deviceId}`,
  ];
}
