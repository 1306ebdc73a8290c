import { csvPages } from '#exports/csv';
import { inventoryColumns } from '#exports/inventory-columns';
import { xlsxPages } from '#exports/xlsx';
import { listCustomFields } from '#store/custom-fields';
import { type DeviceSelection, type DeviceSort, listDevices } from '#store/device-list';
import type { ListPlace, SortStep } from '#store/keyset';
import { act, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceFilterIn, type ListedDevice, withBelongings } from './devices.ts';

export type InventoryFormat = 'csv' | 'xlsx' | 'json';

export interface InventoryExport {
  readonly filter: string;
  readonly sort: readonly SortStep<DeviceSort>[];
  /** Columns by key, in their order; null: every column there is. */
  readonly columns: readonly string[] | null;
  readonly format: InventoryFormat;
}

const ROWS_AT_ONCE = 500;

/**
 * Devices of a list as a file, of those the person sees, in chunks as they are read: however many there are, few stand
 * in memory. Who took what out of the product stands in the audit log.
 */
export async function exportDevices(
  ctx: Context,
  { filter, sort, columns: chosen, format }: InventoryExport,
): Promise<AsyncIterable<string | Uint8Array>> {
  const custom = await see(ctx, 'inventory.read', (db) => listCustomFields(db));
  const asked = await deviceFilterIn(ctx.store.db, filter, ctx);
  await act(ctx, { permission: 'inventory.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'device.export', subject: null, detail: { filter, format } },
  }));
  const selection = { filter: asked, scopes: seenScopes(ctx.actor, 'inventory.read') };
  const all = inventoryColumns(custom);
  const columns = chosen === null ? all : chosen.flatMap((key) => all.filter((it) => it.key === key));
  const pages = pagesOf(ctx, selection, sort);
  switch (format) {
    case 'csv':
      return csvPages(columns, pages);
    case 'xlsx':
      return xlsxPages('Devices', columns, pages);
    case 'json':
      return jsonPages(pages);
  }
}

async function* pagesOf(
  ctx: Context,
  selection: DeviceSelection,
  sort: readonly SortStep<DeviceSort>[],
): AsyncGenerator<readonly ListedDevice[]> {
  const { db } = ctx.store;
  let after: ListPlace | null = null;
  for (;;) {
    const found: Awaited<ReturnType<typeof listDevices>> = await listDevices(db, selection, {
      sort,
      after,
      limit: ROWS_AT_ONCE,
    });
    yield withBelongings(
      ctx,
      found.map((it) => it.device),
    );
    if (found.length < ROWS_AT_ONCE) return;
    after = found.at(-1)?.place ?? null;
  }
}

/** A JSON array with every field as it is, one device a line. */
async function* jsonPages(pages: AsyncIterable<readonly ListedDevice[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages) {
    const text = rows
      .map(({ name, fields, tags, custom }) =>
        JSON.stringify({
          ...(name === null ? {} : { id: name }),
          ...fields,
          ...(tags.length === 0 ? {} : { tags: tags.join('; ') }),
          ...custom,
        }),
      )
      .join(',\n');
    if (text === '') continue;
    yield before + text;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
