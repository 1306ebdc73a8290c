import { csvPages } from '#exports/csv';
import { RECALL_COLUMNS, type RecallRow } from '#exports/recall-columns';
import { xlsxPages } from '#exports/xlsx';
import { RECALL_FILTER_FIELDS } from '#engine/filter';
import type { ListPlace } from '#store/keyset';
import { listRecalledDevices, type RecalledPlace } from '#store/recall-devices';
import { listRecalls, type ListedRecall } from '#store/recall-list';
import { RECALL_VERDICTS } from '#store/recalls';
import { act, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { filterIn } from '../filter-in.ts';
import { policyInForce } from './policy-in-force.ts';
import { daysOf, labelled } from './recalls.ts';

export type RecallFormat = 'csv' | 'xlsx' | 'json';

const RECALLS_AT_ONCE = 100;
const DEVICES_AT_ONCE = 500;

/** Recalls of a list as a file, a row for each device they name; a recall that names none has one row of its own. */
export async function exportRecalls(
  ctx: Context,
  { filter, format }: { readonly filter: string; readonly format: RecallFormat },
): Promise<AsyncIterable<string | Uint8Array>> {
  filterIn(filter, RECALL_FILTER_FIELDS, ctx);
  await act(ctx, { permission: 'findings.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'recall.export', subject: null, detail: { filter, format } },
  }));
  const pages = pagesOf(ctx, filter);
  switch (format) {
    case 'csv':
      return csvPages(RECALL_COLUMNS, pages);
    case 'xlsx':
      return xlsxPages('Recalls', RECALL_COLUMNS, pages);
    case 'json':
      return jsonPages(pages);
  }
}

async function* pagesOf(ctx: Context, text: string): AsyncGenerator<readonly RecallRow[]> {
  const { db } = ctx.store;
  const selection = {
    filter: filterIn(text, RECALL_FILTER_FIELDS, ctx),
    scopes: seenScopes(ctx.actor, 'findings.read'),
    days: daysOf(await policyInForce(db)),
  };
  let after: ListPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof listRecalls>> = await listRecalls(db, selection, {
      sort: [{ column: 'initiated', falling: true }],
      after,
      limit: RECALLS_AT_ONCE,
    });
    for (const { item } of page) yield* rowsOf(ctx, item);
    if (page.length < RECALLS_AT_ONCE) return;
    after = page.at(-1)?.place ?? null;
  }
}

async function* rowsOf(ctx: Context, recall: ListedRecall): AsyncGenerator<readonly RecallRow[]> {
  const scopes = seenScopes(ctx.actor, 'findings.read');
  let after: RecalledPlace | null = null;
  for (;;) {
    const found: Awaited<ReturnType<typeof listRecalledDevices>> = await listRecalledDevices(
      ctx.store.db,
      recall.no,
      scopes,
      { verdict: null, after, limit: DEVICES_AT_ONCE },
    );
    if (after === null && found.length === 0) yield [{ recall, device: null }];
    else yield found.map((it) => ({ recall, device: labelled(it) }));
    const last = found.at(-1);
    if (last === undefined || found.length < DEVICES_AT_ONCE) return;
    after = { verdict: RECALL_VERDICTS.indexOf(last.verdict), deviceId: last.deviceId };
  }
}

/** A JSON array, one row a line, with the keys of the table. */
async function* jsonPages(pages: AsyncIterable<readonly RecallRow[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages)
    for (const row of rows) {
      yield before + JSON.stringify(Object.fromEntries(RECALL_COLUMNS.map((it) => [it.key, it.cell(row)])));
      before = ',\n';
    }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
