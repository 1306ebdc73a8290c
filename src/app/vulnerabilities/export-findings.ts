import { csvPages } from '#exports/csv';
import { RECORD_FINDING_COLUMNS } from '#exports/record-finding-columns';
import { xlsxPages } from '#exports/xlsx';
import { pageFindings } from '#store/finding-pages';
import type { FindingPlace, FindingSelection } from '#store/findings';
import { act, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { exportVex, VEX_FORMATS, type VexFormat } from './export-vex.ts';
import { asks, filterOf, labelled, type ListedFinding } from './findings.ts';

export type FindingFormat = 'csv' | 'xlsx' | 'json' | VexFormat;

const ROWS_AT_ONCE = 500;

/**
 * Findings of a list as a file, of those the person sees. Tables leave out what is decided unless the filter asks for
 * it; VEX documents say it, as that is what they are for. Who took what out of the product stands in the audit log.
 */
export async function exportFindings(
  ctx: Context,
  { filter, format }: { readonly filter: string; readonly format: FindingFormat },
): Promise<AsyncIterable<string | Uint8Array> | Iterable<string>> {
  const asked = filterOf(ctx, filter);
  await act(ctx, { permission: 'findings.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'finding.export', subject: null, detail: { filter, format } },
  }));
  const isVex = (VEX_FORMATS as readonly string[]).includes(format);
  const selection: FindingSelection = {
    filter: asked,
    scopes: seenScopes(ctx.actor, 'findings.read'),
    decided: isVex || asks(asked, 'decided') ? 'both' : 'left-out',
  };
  const pages = pagesOf(ctx, selection);
  switch (format) {
    case 'csv':
      return csvPages(RECORD_FINDING_COLUMNS, pages);
    case 'xlsx':
      return xlsxPages('Findings', RECORD_FINDING_COLUMNS, pages);
    case 'json':
      return jsonPages(pages);
    case 'csaf-vex':
    case 'cyclonedx-vex':
    case 'openvex':
      return exportVex(ctx, selection, format);
  }
}

async function* pagesOf(ctx: Context, selection: FindingSelection): AsyncGenerator<readonly ListedFinding[]> {
  let after: FindingPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof pageFindings>> = await pageFindings(ctx.store.db, selection, {
      after,
      limit: ROWS_AT_ONCE,
    });
    yield page.map(labelled);
    if (page.length < ROWS_AT_ONCE) return;
    after = page.at(-1)?.place ?? null;
  }
}

/** A JSON array, one finding a line, with the keys of the table. */
async function* jsonPages(pages: AsyncIterable<readonly ListedFinding[]>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const rows of pages)
    for (const row of rows) {
      yield before +
        JSON.stringify(Object.fromEntries(RECORD_FINDING_COLUMNS.map((it) => [it.key, it.cell(row)])));
      before = ',\n';
    }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
