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
 * Opens a kept catalogue with all it is laid over.
 * @param known one that is open already: of the same base, only what was laid over it since is read
 * @returns null: another one took its place meanwhile
 */
export async function openKept(
  db: Db,
  kept: KeptCatalogue,
  known: OpenedCatalogue | null = null,
): Promise<Catalogue | null> {
  const layers = await listLayers(db, kept);
  const from = layers.findIndex((it) => it.id === known?.kept.id);
  let catalogue = from === -1 ? null : (known as OpenedCatalogue).catalogue;
  for (const layer of layers.slice(from + 1)) {
    const bytes = await readCatalogueBytes(db, layer.id);
    if (bytes === null) return null;
    catalogue = lay(catalogue, layer, bytes);
  }
  return layers.at(-1)?.id === kept.id ? catalogue : null;
}

function lay(below: Catalogue | null, layer: KeptCatalogue, bytes: Buffer): Catalogue {
  const above = openCatalogue(bytes, layer.id);
  if (below === null) {
    if (layer.kind !== 'whole')
      throw new Error(`Cannot open catalogue ${layer.id}: what it is laid over is gone`);
    return above;
  }
  return layer.kind === 'forecasts' ? withForecasts(below, above) : overlay(below, above, layer.names);
}
