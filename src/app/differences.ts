import type { Json } from '#engine/audit';

/** What changed, as before and after. */
export function differences(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
      .map((name) => [name, { before: before[name] ?? null, after: after[name] ?? null }]),
  );
}
