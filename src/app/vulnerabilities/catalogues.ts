import { createHash } from 'node:crypto';
import type { Catalogue, CatalogueChanges } from '#engine/catalogue';
import { catalogueParts, openCatalogue } from '#feeds/catalogue-file';
import {
  findCurrentCatalogue,
  type KeptCatalogue,
  readCatalogueBytes,
  replaceCatalogue,
} from '#store/catalogues';
import { type EditionFeed, insertEdition } from '#store/feed-editions';
import type { Db } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import {
  type CatalogueSource,
  loadCatalogue,
  type LoadedCatalogue,
  type LoadOptions,
  refuseEmpty,
} from './load-catalogue.ts';
import { compareCatalogues } from './compare-catalogues.ts';
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
  return (await keepLoaded(ctx, loaded, { name, feeds: [] })).kept;
}

/** Makes a compiled catalogue what devices are matched against, and notes what it says that the one before did not. */
export async function keepLoaded(
  ctx: Context,
  { catalogue, feeds, rejected, notices }: LoadedCatalogue,
  from: { readonly name: string; readonly feeds: readonly EditionFeed[] },
): Promise<{ readonly kept: KeptCatalogue; readonly isNew: boolean }> {
  const parts = catalogueParts(catalogue);
  const contentHash = hashOf(parts);
  const before = await findCurrentCatalogue(ctx.store.db);
  if (before !== null && contentHash.equals(before.contentHash)) return { kept: before, isNew: false };
  const edition = await changesSince(ctx.store.db, before, catalogue);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const kept: KeptCatalogue = {
      id: ctx.newId(),
      name: from.name,
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
    const { vulnerabilities, products, madeAt } = kept;
    await insertEdition(tx, {
      ...edition,
      catalogueId: kept.id,
      madeAt,
      vulnerabilities,
      products,
      feeds: from.feeds,
    });
    await startMatching(ctx, tx);
    return {
      value: { kept, isNew: true },
      audit: {
        act: 'catalogue.replace',
        subject: { kind: 'catalogue', id: kept.id },
        detail: {
          name: kept.name,
          vulnerabilities,
          added: edition.added,
          changed: edition.changed,
          gone: edition.gone,
          rejected: kept.rejected,
        },
      },
    };
  });
}

/** So many vulnerabilities of an edition are named. */
const NAMED_MAX = 200;

async function changesSince(db: Db, before: KeptCatalogue | null, catalogue: Catalogue) {
  const bytes = before === null ? null : await readCatalogueBytes(db, before.id);
  const changes: CatalogueChanges =
    before === null || bytes === null
      ? { added: Array.from({ length: catalogue.size }, (_, it) => it), changed: [], gone: [] }
      : await compareCatalogues(openCatalogue(bytes, before.id), catalogue);
  const name = (it: number) => catalogue.vulnerability(it).id;
  return {
    added: changes.added.length,
    changed: changes.changed.length,
    gone: changes.gone.length,
    names: {
      added: changes.added.slice(-NAMED_MAX).map(name),
      changed: changes.changed.slice(-NAMED_MAX).map(name),
      gone: changes.gone.slice(0, NAMED_MAX),
    },
  };
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
