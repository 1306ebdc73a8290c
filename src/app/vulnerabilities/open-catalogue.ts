import { type Catalogue, overlay, withForecasts } from '#engine/catalogue';
import { openCatalogue } from '#feeds/catalogue-file';
import { type KeptCatalogue, listLayers, readCatalogueBytes } from '#store/catalogues';
import type { Db } from '#store/store';

/** A catalogue that is open, and which of those that are kept it is. */
export interface OpenedCatalogue {
  readonly kept: KeptCatalogue;
  readonly catalogue: Catalogue;
}

/**
 * Opens a kept catalogue with all it is laid over. Changes are small: they are laid over each other first, and then over the
 * whole at once.
 * @param known one that is open already: of the same base, only what was laid over it since is read
 * @returns null: another one took its place meanwhile
 */
export async function openKept(
  db: Db,
  kept: KeptCatalogue,
  known: OpenedCatalogue | null = null,
): Promise<Catalogue | null> {
  const layers = await listLayers(db, kept);
  if (layers.at(-1)?.id !== kept.id) return null;
  const from = layers.findIndex((it) => it.id === known?.kept.id);
  const below =
    from === -1 ? await openOne(db, layers[0] as KeptCatalogue) : (known as OpenedCatalogue).catalogue;
  if (below === null) return null;
  const above = layers.slice(from === -1 ? 1 : from + 1);
  const deltas = above.filter((it) => it.kind === 'delta');
  let catalogue = below;
  if (deltas.length > 0) {
    const joined = await joinDeltas(db, deltas);
    if (joined === null) return null;
    catalogue = overlay(below, joined.catalogue, [...joined.names]);
  }
  const forecasts = above.findLast((it) => it.kind === 'forecasts');
  if (forecasts === undefined) return catalogue;
  const latest = await openOne(db, forecasts);
  // What came after the forecasts brought its own.
  const later = new Set(deltas.filter((it) => it.place > forecasts.place).flatMap((it) => it.names));
  return latest === null ? null : withForecasts(catalogue, latest, (id) => !later.has(id));
}

async function joinDeltas(
  db: Db,
  deltas: readonly KeptCatalogue[],
): Promise<{ readonly catalogue: Catalogue; readonly names: ReadonlySet<string> } | null> {
  let joined: Catalogue | null = null;
  const names = new Set<string>();
  for (const delta of deltas) {
    const its = await openOne(db, delta);
    if (its === null) return null;
    joined = joined === null ? its : overlay(joined, its, delta.names);
    for (const it of delta.names) names.add(it);
  }
  return joined === null ? null : { catalogue: joined, names };
}

async function openOne(db: Db, { id }: KeptCatalogue): Promise<Catalogue | null> {
  const bytes = await readCatalogueBytes(db, id);
  return bytes === null ? null : openCatalogue(bytes, id);
}
