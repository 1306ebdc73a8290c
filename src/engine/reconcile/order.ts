import type { Observation } from '#engine/words';

/** Observations by file and line, each once: the order in which files were given must not decide anything. */
export function canonical(observations: readonly Observation[]): Observation[] {
  const texts = new Map<Observation, string>();
  const textOf = (it: Observation): string => {
    const known = texts.get(it);
    if (known !== undefined) return known;
    const text = stableText(it);
    texts.set(it, text);
    return text;
  };
  const sorted = [...observations].sort((a, b) => byPlace(a, b) || byText(textOf(a), textOf(b)));
  return sorted.filter((it, index) => {
    const before = sorted[index - 1];
    return before === undefined || byPlace(before, it) !== 0 || textOf(before) !== textOf(it);
  });
}

function byPlace(a: Observation, b: Observation): number {
  return byText(a.origin.file, b.origin.file) || (a.origin.line ?? 0) - (b.origin.line ?? 0);
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The same for equal content, however its keys are ordered. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => byText(a, b)))
      : it,
  );
}
