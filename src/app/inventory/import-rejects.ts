import { csvChunks } from '#exports/csv';
import type { Table } from '#exports/table';
import { type ImportReject, listRejectsAfter } from '#store/import-rows';
import type { InventoryImport } from '#store/imports';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { seenImport } from './import-access.ts';

/** Columns of the file of rejects that are not the source's; reading it in again passes over them. */
const REJECT_COLUMNS = { line: 'Patchward: line', reason: 'Patchward: reason' } as const;

const PAGE_ROWS = 1000;

/** A rejected row as it stood, with all that is wrong with it. */
interface RejectedRow {
  readonly line: number | null;
  readonly reasons: string[];
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * The rejected rows as a CSV file with the columns of the source, to repair and bring in again. A row with several faults
 * stands in it once.
 */
export async function readRejectsFile(
  ctx: Context,
  id: string,
): Promise<{ readonly name: string; readonly chunks: Iterable<string> }> {
  return see(ctx, 'inventory.import', async (db) => {
    const it = await seenImport(db, ctx.actor, id);
    const rows = new Map<string, RejectedRow>();
    let after: number | null = 0;
    while (after !== null) {
      const page: readonly ImportReject[] = await listRejectsAfter(db, id, { after, limit: PAGE_ROWS });
      for (const reject of page) addTo(rows, reject);
      after = page.length < PAGE_ROWS ? null : (page.at(-1)?.place ?? null);
    }
    const table = tableOf(it, [...rows.values()]);
    return {
      name: `rejected-${it.file.replace(/\.[^.]*$/, '')}.csv`,
      chunks: csvChunks(table, { byteOrderMark: true }),
    };
  });
}

function addTo(rows: Map<string, RejectedRow>, { place, line, field, reason, cells }: ImportReject): void {
  const said = field === null ? reason : `${field}: ${reason}`;
  const key = line === null || cells === null ? `place ${place}` : `line ${line}`;
  const known = rows.get(key);
  if (known === undefined) rows.set(key, { line, reasons: [said], cells: cells ?? {} });
  else known.reasons.push(said);
}

function tableOf({ columns }: InventoryImport, rows: readonly RejectedRow[]): Table<RejectedRow> {
  // Empty ones too: what a row lacks is often why it was rejected.
  const names = new Set([
    ...columns.mapping.map((it) => it.column),
    ...columns.unmapped,
    ...rows.flatMap((it) => Object.keys(it.cells)),
  ]);
  const text = (title: string, cell: (row: RejectedRow) => string) =>
    ({ key: title, title, kind: 'text', width: 20, cell }) as const;
  return {
    columns: [
      { key: 'line', title: REJECT_COLUMNS.line, kind: 'integer', width: 8, cell: (row) => row.line },
      text(REJECT_COLUMNS.reason, (row) => row.reasons.join('; ')),
      ...[...names].map((name) => text(name, (row) => row.cells[name] ?? '')),
    ],
    rows,
  };
}
