import { createReadStream } from 'node:fs';
import type { Context } from '#app/context';
import { applyImport, previewImport } from '#app/inventory/import-start';
import { keepCatalogue } from '#app/vulnerabilities/catalogues';
import { listFindings, type ListedFinding } from '#app/vulnerabilities/findings';
import { matchFleet } from '#app/vulnerabilities/match-fleet';

/** Takes an inventory in as one source's word. */
export async function takeInventory(
  ctx: Context,
  file: { readonly path: string } | string,
  source = 'CMMS',
): Promise<void> {
  const stream = typeof file === 'string' ? bytesOf(file) : createReadStream(file.path);
  const it = { name: 'devices.csv', stream };
  const { id } = await previewImport(ctx, it, { source, at: ctx.now(), mapping: {} });
  await applyImport(ctx, id);
}

/** Compiles feeds, and brings findings up to date. */
export async function takeFeeds(ctx: Context, paths: readonly string[]): Promise<void> {
  await keepCatalogue(ctx, { kind: 'feeds', paths }, 'test feeds');
  await matchFleet(ctx);
}

/** Every finding, page by page. */
export async function allFindings(ctx: Context, filter = '', limit = 200): Promise<ListedFinding[]> {
  const found: ListedFinding[] = [];
  let after: ListedFinding['place'] | null = null;
  do {
    const page = await listFindings(ctx, { filter, after, limit });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
