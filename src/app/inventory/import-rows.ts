import { createHash } from 'node:crypto';
import { createKeyReader, stableText } from '#engine/intake';
import type { Observation, Reject } from '#engine/words';
import { InputError as InventoryFault } from '#inventory/input-error';
import { readInventory } from '#inventory/read';
import type { InventorySource } from '#inventory/source';
import { createHashReader, type IdentifierHash } from '#store/identifiers';
import type { ImportReject, ImportRow } from '#store/import-rows';
import type { ChosenColumns } from '#store/import-sources';
import type { ImportColumns } from '#store/imports';
import { InputError } from '../input-error.ts';
import { Refused } from '../refusal.ts';
import { readGivenMappings } from './given-mappings.ts';
import { createWriter } from './import-writer.ts';

/** Rows of a file in its order, as many at a time as fit one transaction. */
export interface RowBatch {
  readonly rows: readonly (Omit<ImportRow, 'effect'> & { readonly hashes: readonly IdentifierHash[] })[];
  readonly rejects: readonly ImportReject[];
}

/** What was learned of the file once it was read to its end. */
export interface ReadFile {
  readonly format: string;
  readonly columns: ImportColumns;
}

const BATCH_ROWS = 1000;

/**
 * Reads one inventory file of any known format, batch by batch.
 * @param chosen inventory field → column, where the guess is wrong
 * @throws Refused when the file cannot be used at all
 */
export async function readImportFile(
  source: InventorySource,
  chosen: ChosenColumns,
  signal: AbortSignal,
  keep: (batch: RowBatch) => Promise<void>,
): Promise<ReadFile> {
  try {
    const pairs = Object.entries(chosen).map(([field, column]) => `${field}=${column ?? ''}`);
    const mapping = readGivenMappings(pairs, [source.name])[source.name] ?? {};
    const inventory = await readInventory(source, { mapping, signal });
    const batcher = createBatcher(keep);
    try {
      for await (const { accepted, rejected } of inventory.batches) {
        for (const it of accepted) await batcher.row(it);
        for (const it of rejected) await batcher.reject(it);
      }
      await batcher.end();
    } finally {
      await batcher.settled();
    }
    const { mapping: mapped, unmappedColumns, droppedColumns } = inventory.columns();
    return {
      format: inventory.format,
      columns: { mapping: mapped, unmapped: unmappedColumns, dropped: droppedColumns },
    };
  } catch (error) {
    if (error instanceof InventoryFault)
      throw new Refused({ code: 'invalid', because: error.message, field: 'file' });
    if (error instanceof InputError)
      throw new Refused({ code: 'invalid', because: error.message, field: 'mapping' });
    throw error;
  }
}

function createBatcher(keep: (batch: RowBatch) => Promise<void>) {
  const keyOf = createKeyReader();
  const reader = createHashReader();
  let [rows, rejects]: [RowBatch['rows'][number][], ImportReject[]] = [[], []];
  let [lastRow, lastReject] = [0, 0];
  const writer = createWriter();
  const flush = async (): Promise<void> => {
    const batch = { rows, rejects };
    [rows, rejects] = [[], []];
    if (batch.rows.length + batch.rejects.length > 0) await writer.write(() => keep(batch));
  };
  const flushWhenFull = async (): Promise<void> => {
    if (rows.length + rejects.length >= BATCH_ROWS) await flush();
  };
  return {
    row: async ({ origin, source, fields, unmapped = {}, reported = [] }: Observation): Promise<void> => {
      const kind = source ?? 'list';
      rows.push({
        place: ++lastRow,
        key: shortKey(keyOf(kind, fields)),
        kind,
        line: origin.line ?? null,
        contentHash: sha256(stableText({ kind, fields, unmapped, reported })),
        fields,
        unmapped,
        reported,
        hashes: reader.all({ kind, fields }),
      });
      await flushWhenFull();
    },
    reject: async ({ line, field, reason, raw, cells }: Reject): Promise<void> => {
      rejects.push({
        place: ++lastReject,
        line: line ?? null,
        field: field ?? null,
        reason,
        raw: raw ?? null,
        cells: cells ?? null,
      });
      await flushWhenFull();
    },
    end: async (): Promise<void> => {
      await flush();
      await writer.written();
    },
    settled: writer.settled,
  };
}

/** An index holds no long texts. */
const KEY_CHARS_MAX = 200;

function shortKey(key: string): string {
  return key.length <= KEY_CHARS_MAX ? key : `sha256 ${sha256(key).toString('hex')}`;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
