// Looking into JSON whose shape is not yet known to be right. A wrong shape reads as "nothing there";
// the readers decide whether that is a gap or a reject.

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The list, or an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; anything else in it is left out. */
export function asObjects(value: unknown): JsonObject[] {
  return asList(value)
    .map(asObject)
    .filter((it) => it !== null);
}

/** The text without blanks around it; null for anything but a text with content. */
export function asText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** The texts of a list; a single text counts as a list of one. */
export function asTexts(value: unknown): string[] {
  if (typeof value === 'string') return asTexts([value]);
  return asList(value).flatMap((it) => asText(it) ?? []);
}

/** Leading `YYYY-MM-DD` of an ISO instant or date; null where the text does not begin with a date. */
export function asDate(value: unknown): string | null {
  const day = /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(asText(value) ?? '')?.[0] ?? null;
  const at = new Date(`${day}T00:00:00Z`);
  return day !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null;
}
