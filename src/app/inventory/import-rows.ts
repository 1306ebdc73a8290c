import { createHash } from 'node:crypto';
import { keysOf, stableText } from '#engine/intake';
import type { Observation, Reject } from '#engine/words';
import { InputError as InventoryFault } from '#inventory/input-error';
import { readInventory } from '#inventory/read';
import type { InventorySource } from '#inventory/source';
import type { ImportColumns, ImportReject, ImportRow } from '#store/imports';
import { InputError } from '../input-error.ts';
import { Refused } from '../refusal.ts';
import { readGivenMappings } from './given-mappings.ts';

/** All that one file says. */
export interface ReadFile {
  readonly format: string;
  readonly columns: ImportColumns;
  readonly rows: readonly ImportRow[];
  readonly rejects: readonly ImportReject[];
}

/**
 * Reads one inventory file of any known format.
 * @param chosen inventory field → column, where the guess is wrong
 * @throws Refused when the file cannot be used at all
 */
export async function readImportFile(
  source: InventorySource,
  chosen: Readonly<Record<string, string>>,
): Promise<ReadFile> {
  try {
    const pairs = Object.entries(chosen).map(([field, column]) => `${field}=${column}`);
    const mapping = readGivenMappings(pairs, [source.name])[source.name] ?? {};
    const inventory = await readInventory(source, { mapping });
    const observations: Observation[] = [];
    const rejected: Reject[] = [];
    for await (const batch of inventory.batches) {
      for (const it of batch.accepted) observations.push(it);
      for (const it of batch.rejected) rejected.push(it);
    }
    const { mapping: mapped, unmappedColumns, droppedColumns } = inventory.columns();
    return {
      format: inventory.format,
      columns: { mapping: mapped, unmapped: unmappedColumns, dropped: droppedColumns },
      rows: rowsOf(observations),
      rejects: rejected.map(rejectOf),
    };
  } catch (error) {
    if (error instanceof InventoryFault)
      throw new Refused({ code: 'invalid', because: error.message, field: 'file' });
    if (error instanceof InputError)
      throw new Refused({ code: 'invalid', because: error.message, field: 'mapping' });
    throw error;
  }
}

function rowsOf(observations: readonly Observation[]): ImportRow[] {
  const keys = keysOf(observations.map((it) => it.fields));
  return observations.map(({ origin, source, fields, unmapped = {}, reported = [] }, index) => {
    const kind = source ?? 'list';
    return {
      key: shortKey(keys[index] as string),
      kind,
      line: origin.line ?? null,
      contentHash: sha256(stableText({ kind, fields, unmapped, reported })),
      fields,
      unmapped,
      reported,
    };
  });
}

/** An index holds no long texts. */
const KEY_CHARS_MAX = 200;

function shortKey(key: string): string {
  return key.length <= KEY_CHARS_MAX ? key : `sha256 ${sha256(key).toString('hex')}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function rejectOf({ line, field, reason, raw }: Reject): ImportReject {
  return { line: line ?? null, field: field ?? null, reason, raw: raw ?? null };
}
