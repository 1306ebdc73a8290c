/** One thing an audit entry tells: what it is now, and what it was before where it changed. */
interface DetailLine {
  readonly name: string;
  /** Null: it is no change. */
  readonly before: string | null;
  readonly value: string;
}

/** What the detail of an audit entry says, line by line. */
export function linesOfDetail(detail: unknown): readonly DetailLine[] {
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail).map(([key, value]) => {
    const name = wordsOf(key);
    return isChange(value)
      ? { name, before: textOf(value.before), value: textOf(value.after) }
      : { name, before: null, value: textOf(value) };
  });
}

function isChange(value: unknown): value is { readonly before: unknown; readonly after: unknown } {
  return typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  return Object.entries(value as object)
    .map(([key, each]) => `${wordsOf(key)}: ${textOf(each)}`)
    .join('; ');
}

/** "sessionsEnded" → "sessions ended". */
function wordsOf(key: string): string {
  return key.replaceAll(/(?<=[a-z])[A-Z]/g, (it) => ` ${it.toLowerCase()}`);
}
