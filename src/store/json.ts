/** JSON that PostgreSQL takes: it knows no NUL in text, and no half of a surrogate pair. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Both are written as escapes, and hardly ever met.
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_, it: unknown) => (typeof it === 'string' ? storableText(it) : it));
}

export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
