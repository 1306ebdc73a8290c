import fc from 'fast-check';

/**
 * Copies of a real record with a few of its values replaced, dropped or doubled anywhere in the tree: the damage that
 * a reader meets in the wild and that random values alone would never reach.
 */
export function mutatedJson(original: unknown): fc.Arbitrary<unknown> {
  const slots = slotsOf(original);
  const change = fc.record({
    slot: fc.nat({ max: Math.max(0, slots.length - 1) }),
    kind: fc.constantFrom('replace', 'drop', 'double'),
    value: fc.oneof(fc.jsonValue(), fc.constantFrom('', ' ', 'null', -1, 1e308, [[]], { '': {} })),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy: unknown = structuredClone(original);
    for (const { slot, kind, value } of changes) apply(copy, slots[slot] ?? [], kind, value);
    return copy;
  });
}

type Slot = readonly (string | number)[];

function slotsOf(value: unknown, path: Slot = []): Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => [
    [...path, key],
    ...slotsOf((value as Record<string | number, unknown>)[key], [...path, key]),
  ]);
}

function apply(root: unknown, slot: Slot, kind: string, value: unknown): void {
  let parent = root;
  for (const key of slot.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = (parent as Record<string | number, unknown>)[key];
  }
  const key = slot.at(-1);
  if (typeof parent !== 'object' || parent === null || key === undefined) return;
  const members = parent as Record<string | number, unknown>;
  if (kind === 'replace') members[key] = value;
  else if (kind === 'drop' && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (kind === 'drop') delete members[key];
  else if (Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
}
