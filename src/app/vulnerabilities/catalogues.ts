import { createHash } from 'node:crypto';
import { catalogueParts } from '#feeds/catalogue-file';
import { findCurrentCatalogue, type KeptCatalogue, replaceCatalogue } from '#store/catalogues';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { type CatalogueSource, loadCatalogue, type LoadOptions, refuseEmpty } from './load-catalogue.ts';
import { startMatching } from './match-job.ts';

const PIECE_BYTES = 1_000_000;

/**
 * Compiles feeds and makes them what devices are matched against, on every node. Feeds that say nothing new change nothing.
 * @param name where they come from, in words
 * @throws {InputError} when nothing that was read names a product
 */
export async function keepCatalogue(
  ctx: Context,
  source: CatalogueSource,
  name: string,
  options: LoadOptions = {},
): Promise<KeptCatalogue> {
  await act(ctx, { permission: 'feeds.manage' }, async () => ({ value: undefined, audit: null }));
  const loaded = await loadCatalogue(source, options);
  refuseEmpty(loaded, source);
  const { catalogue, feeds, rejected, notices } = loaded;
  const parts = catalogueParts(catalogue);
  const contentHash = hashOf(parts);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const current = await findCurrentCatalogue(tx);
    if (current !== null && contentHash.equals(current.contentHash)) return { value: current, audit: null };
    const kept: KeptCatalogue = {
      id: ctx.newId(),
      name,
      madeAt: ctx.now(),
      madeByName: ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name,
      contentHash,
      vulnerabilities: catalogue.size,
      products: catalogue.directory.size,
      rejected: rejected.length,
      feeds,
      notices,
    };
    await replaceCatalogue(tx, kept, pieces(parts));
    await startMatching(ctx, tx);
    return {
      value: kept,
      audit: {
        act: 'catalogue.replace',
        subject: { kind: 'catalogue', id: kept.id },
        detail: { name, vulnerabilities: kept.vulnerabilities, rejected: kept.rejected },
      },
    };
  });
}

/** Whether any feed has been read yet. */
export async function hasCatalogue({ store }: Pick<Context, 'store'>): Promise<boolean> {
  return (await findCurrentCatalogue(store.db)) !== null;
}

function hashOf(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const it of parts) hash.update(it);
  return hash.digest();
}

function* pieces(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for (const part of parts)
    for (let from = 0; from < part.length; from += PIECE_BYTES) {
      const piece = part.subarray(from, from + PIECE_BYTES);
      waiting.push(piece);
      bytes += piece.length;
      if (bytes < PIECE_BYTES) continue;
      yield Buffer.concat(waiting);
      [waiting, bytes] = [[], 0];
    }
  if (bytes > 0) yield Buffer.concat(waiting);
}
