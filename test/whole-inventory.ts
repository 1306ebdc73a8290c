import type { InventoryFormat } from '#inventory/formats';
import { readInventory } from '#inventory/read';
import type { ColumnReport, GivenMapping } from '#inventory/table';
import type { Observation, Reject } from '#engine/words';

export interface WholeInventory {
  readonly format: InventoryFormat;
  readonly columns: ColumnReport;
  readonly accepted: readonly Observation[];
  readonly rejected: readonly Reject[];
  /** The accepted observations' fields, for short comparisons. */
  readonly fields: readonly Observation['fields'][];
}

async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncIterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}

/** Reads an inventory given as text or bytes, or a file by path, and collects everything it yields. */
export async function wholeInventory(
  source: string | Uint8Array | { readonly path: string },
  mapping: GivenMapping = {},
  pieceBytes = 65_536,
): Promise<WholeInventory> {
  const opened = await readInventory(
    typeof source === 'object' && 'path' in source
      ? { name: source.path.split('/').at(-1) as string, path: source.path }
      : {
          name: 'devices',
          stream: inPieces(typeof source === 'string' ? Buffer.from(source) : source, pieceBytes),
        },
    { mapping },
  );
  const accepted: Observation[] = [];
  const rejected: Reject[] = [];
  for await (const batch of opened.batches) {
    accepted.push(...batch.accepted);
    rejected.push(...batch.rejected);
  }
  return {
    format: opened.format,
    columns: opened.columns(),
    accepted,
    rejected,
    fields: accepted.map((it) => it.fields),
  };
}
