import { csvRows, delimiterOf } from './csv.ts';
import { type InventoryFormat, sniff } from './formats.ts';
import { InputError } from './input-error.ts';
import { jsonDocument } from './json-document.ts';
import { jsonLines } from './json-lines.ts';
import { jsonTable } from './json-rows.ts';
import { type InventorySource, type OpenSource, openSource, type Progress } from './source.ts';
import { type Batch, type ColumnReport, type GivenMapping, type MappedTable, readTable } from './table.ts';
import { decode, encodingOf } from './text.ts';

export interface InventoryOptions {
  /** Which column feeds which field, where a person has said so. */
  readonly mapping?: GivenMapping;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** An opened inventory. Batches stream; nothing is read beyond the first rows until they are asked for. */
export interface Inventory {
  readonly name: string;
  readonly format: InventoryFormat;
  /** What the columns were taken for; complete once the batches are read. Empty for formats with fixed fields. */
  readonly columns: () => ColumnReport;
  readonly batches: AsyncIterable<Batch>;
}

/**
 * Opens an inventory in any format the product knows, told by its content.
 * A bad row becomes a reject; only a source that is useless as a whole throws.
 * @throws InputError
 */
export async function readInventory(
  source: InventorySource,
  options: InventoryOptions = {},
): Promise<Inventory> {
  const opened = await openSource(source, (progress) => {
    options.signal?.throwIfAborted();
    options.progress?.(progress);
  });
  const sniffed = sniff(opened.head);
  if ('problem' in sniffed) throw new InputError(source.name, sniffed.problem);
  const { format } = sniffed;
  const read = await readerOf(format)(opened, options.mapping ?? {});
  return {
    name: source.name,
    format,
    columns: read.columns,
    batches: withTrouble(source.name, read.batches, opened),
  };
}

type Reader = (opened: OpenSource, given: GivenMapping) => Promise<MappedTable>;

function readerOf(format: InventoryFormat): Reader {
  switch (format) {
    case 'jsonl':
      return (opened, given) => readTable(opened.name, jsonTable(jsonLines(textOf(opened))), given);
    case 'json':
      return (opened, given) => readTable(opened.name, jsonTable(jsonDocument(textOf(opened))), given);
    default:
      return readCsv;
  }
}

function textOf(opened: OpenSource): AsyncIterable<string> {
  return decode(opened.chunks, opened.head);
}

function readCsv(opened: OpenSource, given: GivenMapping): Promise<MappedTable> {
  const headText = new TextDecoder(encodingOf(opened.head)).decode(opened.head).replaceAll(/\r\n?/g, '\n');
  const blocks = csvRows(textOf(opened), delimiterOf(headText));
  return readTable(opened.name, { columns: null, blocks }, given);
}

/** All batches, then a reject if the bytes ended early: what arrived is kept, and what did not is said. */
async function* withTrouble(
  file: string,
  batches: AsyncIterable<Batch>,
  opened: OpenSource,
): AsyncIterable<Batch> {
  yield* batches;
  const problem = opened.trouble();
  if (problem !== null)
    yield { accepted: [], rejected: [{ file, reason: `${problem}: what follows is missing` }] };
}
