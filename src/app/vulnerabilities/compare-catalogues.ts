import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Catalogue, catalogueChanges, type CatalogueChanges } from '#engine/catalogue';

/** Compares catalogues without keeping everybody else waiting. */
export async function compareCatalogues(before: Catalogue, after: Catalogue): Promise<CatalogueChanges> {
  const steps = catalogueChanges(before, after);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
