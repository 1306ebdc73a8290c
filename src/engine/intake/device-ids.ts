import type { Word } from './word.ts';

/**
 * An id for each group of words. A group keeps the id of a device that most of its words stood behind; where groups
 * claim the same one, the group with more of its words has it, and of several ids a group may keep the oldest rules.
 */
export function deviceIdsFor(groups: readonly (readonly Word[])[], newId: () => string): string[] {
  const owners = ownersOf(groups);
  const kept = new Map<number, string>();
  for (const [deviceId, group] of owners) {
    const other = kept.get(group);
    if (other === undefined || deviceId < other) kept.set(group, deviceId);
  }
  return groups.map((_, index) => kept.get(index) ?? newId());
}

/** Which group each device goes on in. */
function ownersOf(groups: readonly (readonly Word[])[]): ReadonlyMap<string, number> {
  const best = new Map<string, { readonly group: number; readonly words: number }>();
  for (const [group, words] of groups.entries())
    for (const [deviceId, own] of Map.groupBy(words, (it) => it.deviceId)) {
      if (deviceId === null) continue;
      const other = best.get(deviceId);
      if (other === undefined || own.length > other.words) best.set(deviceId, { group, words: own.length });
    }
  return new Map([...best].map(([deviceId, { group }]) => [deviceId, group]));
}
