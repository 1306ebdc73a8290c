import { createHash } from 'node:crypto';
import type { Catalogue, CatalogueChanges } from '#engine/catalogue';
import { catalogueParts } from '#feeds/catalogue-file';
import {
  type CatalogueFeed,
  type CatalogueFile,
  findCurrentCatalogue,
  keepAsCurrent,
  type KeptCatalogue,
  noteFiles,
} from '#store/catalogues';
import { type EditionFeed, type EditionNames, insertEdition } from '#store/feed-editions';
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
import { readKnowledge } from './knowledge.ts';
import { startMatching } from './match-job.ts';
import { sameProducts } from './same-products.ts';

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
  for (;;) {
    const before = await findCurrentCatalogue(ctx.store.db);
    const outcome = await keepWhole(ctx, loaded, { before, name, feeds: [], files: null });
    if (outcome !== null) return outcome.kept;
  }
}

/** What keeping a catalogue came to. */
export interface Keeping {
  readonly kept: KeptCatalogue;
  /** Whether it says anything new. */
  readonly isNew: boolean;
  /** Vulnerabilities that came, changed and went. */
  readonly differing: number;
}

interface From {
  /** The catalogue it takes the place of. */
  readonly before: KeptCatalogue | null;
  readonly name: string;
  readonly feeds: readonly EditionFeed[];
}

/**
 * Makes a compiled catalogue what devices are matched against, and notes what it says that the one before did not. Where it
 * says the same, it only takes the place of that one and of all that was laid over it.
 * @param files all it was compiled from; null: it was not compiled from the files of feeds
 * @returns null: meanwhile another one took the place of the one before
 */
export async function keepWhole(
  ctx: Context,
  { catalogue, feeds, rejected, notices }: LoadedCatalogue,
  from: From & { readonly files: readonly CatalogueFile[] | null },
): Promise<Keeping | null> {
  const { before, files } = from;
  const parts = catalogueParts(catalogue);
  const contentHash = hashOf(parts);
  const isOfFeeds = files !== null;
  if (before?.kind === 'whole' && contentHash.equals(before.contentHash)) {
    const isNoted = await ctx.store.db
      .transaction()
      .execute((tx) => noteFiles(tx, before.id, { files: files ?? [], isOfFeeds }));
    return isNoted ? { kept: before, isNew: false, differing: 0 } : null;
  }
  const known = before === null ? null : await openedOf(ctx, before);
  if (known === undefined) return null;
  const changes = known === null ? allOf(catalogue) : await compareCatalogues(known, catalogue);
  const differing = changes.added.length + changes.changed.length + changes.gone.length;
  const isNew = known === null || differing > 0 || !sameProducts(known, catalogue);
  const id = ctx.newId();
  return keep(ctx, parts, {
    ...from,
    files: files ?? [],
    isNew,
    differing,
    edition: editionOf(changes, catalogue),
    kept: {
      ...headOf(ctx, id, { contentHash, feeds, rejected: rejected.length, notices }),
      name: from.name,
      vulnerabilities: catalogue.size,
      products: catalogue.directory.size,
      kind: 'whole',
      baseId: null,
      place: 0,
      editionId: isNew ? id : (before as KeptCatalogue).editionId,
      names: [],
      isOfFeeds,
    },
  });
}

/** What is laid over the catalogue that holds. */
export interface Layer {
  readonly kind: 'delta' | 'forecasts';
  readonly above: Catalogue;
  readonly names: readonly string[];
  readonly edition: NamedChanges;
  /** Of all, with it. */
  readonly vulnerabilities: number;
  readonly products: number;
  readonly files: readonly CatalogueFile[];
  readonly feedsOf: readonly CatalogueFeed[];
  readonly rejected: number;
}

/** Lays a change of feeds over the catalogue that holds. @returns null: meanwhile another one took its place */
export async function keepLayer(
  ctx: Context,
  { kind, above, names, edition, vulnerabilities, products, files, feedsOf, rejected }: Layer,
  from: From & { readonly before: KeptCatalogue },
): Promise<Keeping | null> {
  const { before } = from;
  const parts = catalogueParts(above);
  const id = ctx.newId();
  return keep(ctx, parts, {
    ...from,
    files,
    isNew: true,
    differing: edition.added + edition.changed + edition.gone,
    edition,
    kept: {
      ...headOf(ctx, id, { contentHash: hashOf(parts), feeds: feedsOf, rejected, notices: before.notices }),
      name: from.name,
      vulnerabilities,
      products,
      kind,
      baseId: before.baseId ?? before.id,
      place: before.place + 1,
      editionId: id,
      names,
      isOfFeeds: true,
    },
  });
}

function headOf(
  { actor, now }: Context,
  id: string,
  it: Pick<KeptCatalogue, 'contentHash' | 'feeds' | 'rejected' | 'notices'>,
) {
  return { ...it, id, madeAt: now(), madeByName: actor.kind === 'nobody' ? 'Nobody signed in' : actor.name };
}

async function keep(
  ctx: Context,
  parts: readonly Uint8Array[],
  {
    kept,
    before,
    files,
    feeds,
    isNew,
    differing,
    edition,
  }: From & {
    readonly kept: KeptCatalogue;
    readonly files: readonly CatalogueFile[];
    readonly isNew: boolean;
    readonly differing: number;
    readonly edition: NamedChanges;
  },
): Promise<Keeping | null> {
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    if (!(await keepAsCurrent(tx, kept, { before, pieces: pieces(parts), files })))
      return { value: null, audit: null };
    const { vulnerabilities, products, madeAt } = kept;
    if (isNew) {
      await insertEdition(tx, { ...edition, catalogueId: kept.id, madeAt, vulnerabilities, products, feeds });
      await startMatching(ctx, tx);
    }
    const { added, changed, gone } = edition;
    return {
      value: { kept, isNew, differing },
      audit: {
        act: kept.kind === 'whole' ? 'catalogue.replace' : 'catalogue.change',
        subject: { kind: 'catalogue', id: kept.id },
        detail: { name: kept.name, vulnerabilities, added, changed, gone, rejected: kept.rejected },
      },
    };
  });
}

/** The catalogue that is kept, from what is open; undefined: it does not hold any more. */
async function openedOf(ctx: Context, { editionId }: KeptCatalogue): Promise<Catalogue | undefined> {
  const knowledge = await readKnowledge(ctx);
  return knowledge?.kept.editionId === editionId ? knowledge.catalogue : undefined;
}

function allOf({ size }: Catalogue): CatalogueChanges {
  return { added: Array.from({ length: size }, (_, it) => it), changed: [], gone: [] };
}

/** So many vulnerabilities of an edition are named. */
const NAMED_MAX = 200;

/** How much an edition changes, and some of it by name. */
export interface NamedChanges {
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  readonly names: EditionNames;
}

export function nameChanges({ added, changed, gone }: EditionNames): NamedChanges {
  return {
    added: added.length,
    changed: changed.length,
    gone: gone.length,
    names: {
      added: added.slice(-NAMED_MAX),
      changed: changed.slice(-NAMED_MAX),
      gone: gone.slice(0, NAMED_MAX),
    },
  };
}

function editionOf({ added, changed, gone }: CatalogueChanges, catalogue: Catalogue): NamedChanges {
  const name = (it: number) => catalogue.vulnerability(it).id;
  const some = (all: readonly number[]) => all.slice(-NAMED_MAX).map(name);
  return {
    ...nameChanges({ added: some(added), changed: some(changed), gone }),
    added: added.length,
    changed: changed.length,
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
