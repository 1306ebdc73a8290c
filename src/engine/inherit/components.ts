import type { Component, DeviceFields } from '#engine/words';

/** Something that speaks of one software version of a model; null: of any. */
export interface Versioned {
  readonly version: string | null;
}

/** Of several, the one that speaks of the device's version; else the one that speaks of any. Null: none does. */
export function forVersion<T extends Versioned>(all: readonly T[], version: string | undefined): T | null {
  const own = plainVersion(version);
  const exact = own === '' ? undefined : all.find((it) => plainVersion(it.version ?? undefined) === own);
  return exact ?? all.find((it) => it.version === null) ?? null;
}

/** "v4.1.7 " and "4.1.7" are the same version. */
function plainVersion(text: string | undefined): string {
  return (text ?? '')
    .toLowerCase()
    .replaceAll(/\s+/g, '')
    .replace(/^(?:version|ver\.?|rev\.?|v|r)(?=[\d.])/, '');
}

export interface BillOfMaterials {
  readonly components: readonly Component[];
  readonly isComplete: boolean;
}

/**
 * What is on a device: its own list where a source claims that it is whole, else what sources saw together with what
 * its model's bill of materials for its version lists.
 */
export function configuredComponents(
  { components = [], componentsComplete = false }: DeviceFields,
  bill: BillOfMaterials | null,
): { readonly components: readonly Component[]; readonly isComplete: boolean; readonly usesBill: boolean } {
  if (bill === null || componentsComplete)
    return { components, isComplete: componentsComplete, usesBill: false };
  const keyOf = (it: Component) => it.purl ?? JSON.stringify([it.vendor ?? '', it.name, it.version ?? '']);
  const known = new Set(components.map(keyOf));
  return {
    components: [...components, ...bill.components.filter((it) => !known.has(keyOf(it)))],
    isComplete: bill.isComplete,
    usesBill: true,
  };
}

export interface BillDifference {
  readonly added: readonly Component[];
  readonly removed: readonly Component[];
  /** The same component in another version. */
  readonly changed: readonly { readonly before: Component; readonly after: Component }[];
}

/** What a newer bill of materials lists that an older one did not, and the other way round. */
export function billDifference(before: readonly Component[], after: readonly Component[]): BillDifference {
  const nameOf = (it: Component) => JSON.stringify([(it.vendor ?? '').toLowerCase(), it.name.toLowerCase()]);
  const old = Map.groupBy(before, nameOf);
  const now = Map.groupBy(after, nameOf);
  const changed: { before: Component; after: Component }[] = [];
  const added: Component[] = [];
  const removed: Component[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const versions = (all: readonly Component[]) => new Set(all.map((it) => it.version ?? ''));
    const [was, is] = [old.get(name) ?? [], now.get(name) ?? []];
    const gone = was.filter((it) => !versions(is).has(it.version ?? ''));
    const come = is.filter((it) => !versions(was).has(it.version ?? ''));
    for (let at = 0; at < Math.max(gone.length, come.length); at++) {
      const [a, b] = [gone[at], come[at]];
      if (a !== undefined && b !== undefined) changed.push({ before: a, after: b });
      else if (b !== undefined) added.push(b);
      else if (a !== undefined) removed.push(a);
    }
  }
  return { added, removed, changed };
}
