import { type Catalogue, productWords } from '#engine/catalogue';

/** Whether two catalogues name the same products and tell of the same recalls: beside vulnerabilities, all that they say. */
export function sameProducts(before: Catalogue, after: Catalogue): boolean {
  if (before.directory.size !== after.directory.size) return false;
  const known = new Set<string>();
  for (let it = 0; it < before.directory.size; it++) known.add(productWords(before, it));
  for (let it = 0; it < after.directory.size; it++) if (!known.has(productWords(after, it))) return false;
  return JSON.stringify(before.recalls) === JSON.stringify(after.recalls);
}
